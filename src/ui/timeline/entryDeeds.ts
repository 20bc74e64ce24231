import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { runDataOf } from '../../core/timeline/entryData.ts';
import { dayText, LocalZone, timeText } from '../../core/timeline/localZone.ts';
import { attachmentFile } from '../../core/timeline/attachments.ts';
import { noteDataOf } from '../../core/timeline/noteData.ts';
import { authorOf, linksOf } from '../../core/timeline/panel/entryRow.ts';
import type { ViewedEntry } from '../../core/timeline/timelineView.ts';
import type { EntryAction } from '../../protocol/timeline.ts';
import type { CommandId } from '../contributed.ts';
import type { RunbookRoom } from '../runbooks/composeRunbooks.ts';
import type { Timelines } from '../timelines.ts';

/** What can be done with an entry that is there, for the panel and the tree alike. Rejects with an OnCallError. */
export class EntryDeeds {
  constructor(
    private readonly parts: {
      readonly timelines: Timelines;
      readonly room: () => Promise<Pick<RunbookRoom, 'outputs' | 'library' | 'panels'>>;
    },
  ) {}

  async act(action: Exclude<EntryAction, 'history'>, incident: Incident, viewed: ViewedEntry): Promise<void> {
    const { scribe } = this.parts.timelines;
    switch (action) {
      case 'retract':
        await scribe.retract(incident, viewed.id);
        return;
      case 'restore':
        await scribe.amend(incident, viewed.id, {});
        return;
      case 'markKey':
      case 'unmarkKey':
        await scribe.amend(incident, viewed.id, { key: action === 'markKey' });
        return;
      case 'copy':
        return vscode.env.clipboard.writeText(entryText(viewed));
      case 'send': {
        const named = { incidentKey: incident.key, entryId: viewed.id };
        await vscode.commands.executeCommand('onCall.sendEntry' satisfies CommandId, named);
        return;
      }
      case 'showOutput':
        return this.#showOutput(incident, viewed);
      case 'openRunbook':
        return this.#openRunbook(incident, viewed);
    }
  }

  /** @param link Its number in the entry. */
  async openLink(viewed: ViewedEntry, link: number): Promise<void> {
    const href = linksOf(viewed)[link];
    if (href === undefined) throw gone();
    // VS Code itself shows the address and asks, unless the person trusted the site before.
    await vscode.env.openExternal(vscode.Uri.parse(href, true));
  }

  async openAttachment(incident: Incident, viewed: ViewedEntry, number: number): Promise<void> {
    const attachment = noteDataOf(viewed.entry).attachments?.[number];
    const folder = await this.parts.timelines.knownFolder(incident);
    if (!attachment || folder === null) throw gone();
    const uri = vscode.Uri.file(await attachmentFile(folder, attachment));
    await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
  }

  async #showOutput(incident: Incident, { entry }: ViewedEntry): Promise<void> {
    const run = runDataOf(entry);
    if (!run) throw noRun();
    const { outputs } = await this.parts.room();
    await outputs.load(incident);
    await outputs.show(run.runId, run.step || run.runbook);
  }

  async #openRunbook(incident: Incident, { entry }: ViewedEntry): Promise<void> {
    const run = runDataOf(entry);
    if (!run) throw noRun();
    const { library, panels } = await this.parts.room();
    const file = (await library.files({ drill: true })).find(({ path }) => path === run.runbook);
    if (!file) {
      throw new NotPossibleError(
        vscode.l10n.t('The runbook {0} is not here any more.', run.runbook),
        vscode.l10n.t('The entry still has the command that was run.'),
      );
    }
    const reason = vscode.l10n.t('Opened from the timeline.');
    panels.open({ file, incident, reason, fragment: null });
  }
}

/** For a message or a document: “2026-11-22 10:15:00 (Europe/Paris), Ada: cause found”. */
function entryText(viewed: ViewedEntry): string {
  const zone = new LocalZone();
  const local = zone.wallTime(Date.parse(viewed.entry.at));
  return `${dayText(local)} ${timeText(local)} (${zone.name}), ${authorOf(viewed)}: ${viewed.entry.text}`;
}

export function gone(): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('That is no longer on the screen.'),
    vscode.l10n.t('Close the timeline and open it again.'),
  );
}

function noRun(): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('This entry is not about a run.'),
    vscode.l10n.t('Choose an entry that says what was run.'),
  );
}
