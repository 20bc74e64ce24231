import * as vscode from 'vscode';
import type { Suspect } from '../../core/changes/rankChanges.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { setContext } from '../contextKeys.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { withoutIcons } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import type { Timelines } from '../timelines.ts';
import type { ChangeDiffs } from './changeDiffs.ts';
import type { FoundSuspects } from './suspects.ts';
import { changeIcon, changePlace, reasonWords } from './suspectWords.ts';

interface SuspectItem extends vscode.QuickPickItem {
  readonly suspect?: Suspect;
}

/** So many are read in a night; the rest is further down than anybody looks. */
const mostShown = 100;

/** The list of suspect changes: Enter opens one, a key or its button writes it down as a hypothesis; the list stays. */
export class SuspectPick {
  #shown: { readonly incident: Incident; readonly pick: vscode.QuickPick<SuspectItem> } | null = null;

  constructor(
    private readonly parts: {
      readonly timelines: Timelines;
      readonly diffs: ChangeDiffs;
      readonly boundary: ErrorBoundary;
    },
  ) {}

  /** Resolves once the list is filled. */
  async show(incident: Incident, looking: Promise<FoundSuspects>): Promise<void> {
    const pick = vscode.window.createQuickPick<SuspectItem>();
    pick.title = vscode.l10n.t('Suspect changes before “{0}”', incident.title);
    pick.placeholder = vscode.l10n.t('Looking…');
    pick.busy = true;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.onDidAccept(() => this.#open(pick.activeItems[0]));
    pick.onDidTriggerItemButton(({ item }) => this.#add(incident, item));
    pick.onDidHide(() => {
      pick.dispose();
      if (this.#shown?.pick !== pick) return;
      this.#shown = null;
      setContext('suspectsShown', false);
    });
    this.#shown = { incident, pick };
    setContext('suspectsShown', true);
    pick.show();
    try {
      const found = await looking;
      pick.items = itemsOf(found);
      pick.placeholder = placeholder(found);
      pick.busy = false;
    } catch (error) {
      pick.hide();
      throw error;
    }
  }

  /** What the key does: the change that the list stands at. */
  async addActive(): Promise<void> {
    const item = this.#shown?.pick.activeItems[0];
    if (!this.#shown || !item?.suspect) {
      throw new NotPossibleError(
        vscode.l10n.t('No change is chosen.'),
        vscode.l10n.t('Run “On-Call: Show Suspect Changes” and go to one first.'),
      );
    }
    await this.#write(this.#shown.incident, item.suspect);
  }

  #open(item: SuspectItem | undefined): void {
    if (!item?.suspect) return;
    this.#shown?.pick.hide();
    this.parts.boundary.watch('Opening a change', this.parts.diffs.open(item.suspect.change));
  }

  #add(incident: Incident, { suspect }: SuspectItem): void {
    if (suspect) this.parts.boundary.watch('Adding a hypothesis', this.#write(incident, suspect));
  }

  async #write(incident: Incident, { change, reasons }: Suspect): Promise<void> {
    const { id, summary, sha, ref, url, where, root } = change;
    const why = reasons.map(reasonWords).join('; ');
    const text = vscode.l10n.t('Suspect: “{0}” ({1}); {2}', summary, changePlace(change), why);
    const data = { change: id, repository: root === null ? null : where, sha, ref, url };
    const entry = await this.parts.timelines.scribe.recordSuspect(incident, text, data);
    void notify.info(
      entry
        ? vscode.l10n.t('“{0}” stands in the timeline as a hypothesis.', summary)
        : vscode.l10n.t('“{0}” stands in the timeline already.', summary),
    );
  }
}

function itemsOf({ suspects, missing }: FoundSuspects): SuspectItem[] {
  const add: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('lightbulb'),
    tooltip: vscode.l10n.t('Add to the Timeline as a Hypothesis'),
  };
  const items: SuspectItem[] = suspects.slice(0, mostShown).map(suspect => ({
    label: `$(${changeIcon(suspect.change)}) ${withoutIcons(suspect.change.summary)}`,
    description: withoutIcons(changePlace(suspect.change)),
    detail: withoutIcons(suspect.reasons.map(reasonWords).join(' · ')),
    buttons: [add],
    suspect,
  }));
  const said = missing.map(sentence => ({ label: `$(warning) ${withoutIcons(sentence)}`, alwaysShow: true }));
  return [...items, ...said];
}

function placeholder({ suspects, chosen, repositories }: FoundSuspects): string {
  const names = repositories.map(({ name }) => name).join(', ');
  const where =
    repositories.length === 0
      ? vscode.l10n.t('No repository in this workspace.')
      : chosen === 'mapping'
        ? vscode.l10n.t('In {0}, as the settings say.', names)
        : chosen === 'name'
          ? vscode.l10n.t('In {0}, which is called like the service.', names)
          : vscode.l10n.t('In all repositories of the workspace, as none is known for the service.');
  return suspects.length === 0
    ? vscode.l10n.t('{0} Nothing changed in the hours before.', where)
    : vscode.l10n.t('{0} Enter opens the diff.', where);
}
