import * as vscode from 'vscode';
import { NotPossibleError } from '../core/errors.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import { listIncidents } from '../core/incidents/list/incidentList.ts';
import { wholeView } from '../core/incidents/list/incidentView.ts';
import { shortTitle } from './commands/changeIncidents.ts';
import type { CurrentIncident } from './currentIncident.ts';
import { notify } from './notify.ts';
import { withoutIcons } from './plainText.ts';
import { pickSeveral } from './quickPicks.ts';
import { type IncidentTreeNode, severityText } from './trees/incidentNodes.ts';
import { statusWords } from './viewWords.ts';

export { withoutIcons };

interface NodeArgument {
  readonly type?: unknown;
  readonly incident?: unknown;
}

interface IncidentItem extends vscode.QuickPickItem {
  readonly incident: Incident;
}

interface Where {
  readonly inTitle?: boolean;
  readonly remembered?: boolean;
}

type Accept = (incident: Incident) => boolean;
type Why = (incident: Incident) => string | null;
type Counts = (row: IncidentTreeNode) => boolean;
const everyRow: Counts = () => true;

/**
 * Which incidents a command means: those of the rows or the message it was called from; else those selected in the
 * tree (several rows, or a group, which stands for all of its incidents) or the current one; else what the person picks.
 * While something is selected that it cannot be done with, or the current one has left the list, it asks: the only
 * other incident there is may not be the one that was meant. What is done to a timeline alone can also be done to an
 * incident that only its timeline knows. Where those of the menu, a group or several that are selected do not allow it, it says so.
 */
export class IncidentPick {
  constructor(
    private readonly parts: {
      readonly store: IncidentStore;
      readonly current: CurrentIncident;
      /** The rows that are selected in the tree. */
      readonly selection: () => readonly IncidentTreeNode[];
      /** The incidents that nodes of the tree stand for. */
      readonly meant: (nodes: readonly IncidentTreeNode[]) => readonly Incident[];
      /** The incidents that have a timeline here, as they were last known; newest first. */
      readonly remembered: () => Promise<readonly Incident[]>;
      /** See incidentMark. */
      readonly mark: (incident: Incident) => string;
    },
  ) {}

  /**
   * Undefined when the person picks nothing, or presses a key on a group: that folds it, and stands for no single one.
   * Always as the store has it now, never as the menu remembered it.
   * @param accept which allow it
   * @param where `inTitle`: the command stands above a view as well, where VS Code hands over the same for no row at all
   * as for one that it lost; nobody can tell them apart, and it is the current incident that is meant. `remembered`: those
   * that have a timeline here will do, too; not for what the provider is asked to do
   */
  async one(
    args: readonly unknown[],
    accept: Accept = () => true,
    { inTitle = false, remembered = false }: Where = {},
  ): Promise<Incident | undefined> {
    if (!inTitle) refuseLostRow(args);
    const named = this.#named(args, ({ type }) => type === 'incident');
    if (named) return this.#oneOf(accepted(named, accept), args);
    const { current } = this.parts;
    const working = current.get() ?? (remembered ? current.outside : null);
    if (working && accept(working)) return working;
    const ask = (possible: readonly Incident[], earlier: readonly Incident[]) =>
      this.#pickOne(possible, earlier);
    return this.#choose(accept, ask, { take: only => only, remembered });
  }

  /**
   * The same for what can be done with several at once; none where those that are meant do not allow it.
   * @param why what keeps an incident from it, for the person; null where that is its status
   */
  async many(
    args: readonly unknown[],
    accept: Accept = () => true,
    why: Why = () => null,
  ): Promise<readonly Incident[] | undefined> {
    refuseLostRow(args);
    const { current, selection } = this.parts;
    const named = this.#named(args);
    if (named) return accepted(named, accept, why);
    const [row, ...others] = selection();
    const selected = this.#selected();
    // A row alone made its incident the current one, and another may have been opened since.
    const counts = selected.length > 0 && (others.length > 0 || row?.type === 'group');
    if (counts) return accepted(selected, accept, why);
    const working = current.get();
    if (working && accept(working)) return [working];
    return this.#choose<readonly Incident[]>(
      accept,
      async possible => {
        const choice = await pickSeveral(this.#items(possible), {
          placeHolder: vscode.l10n.t('Which incidents?'),
          matchOnDescription: true,
        });
        return choice && choice.length > 0 ? choice.map(({ incident }) => incident) : undefined;
      },
      { take: only => [only] },
    );
  }

  /** Of several that are named: the one that was clicked, else what the person picks. */
  async #oneOf(possible: readonly Incident[], [clicked]: readonly unknown[]): Promise<Incident | undefined> {
    if (possible.length < 2) return possible[0];
    const { incident: meant } = (clicked ?? {}) as NodeArgument;
    const key = isIncident(meant) ? meant.key : null;
    return possible.find(incident => incident.key === key) ?? this.#pickOne(possible);
  }

  /**
   * What the arguments name; null where they name nothing, so that the person is the one to say it.
   * @param counts which rows a key pressed in the tree means
   */
  #named(args: readonly unknown[], counts = everyRow): readonly Incident[] | null {
    const [clicked, all] = args;
    // A key pressed in the tree means what is selected there, and nothing where that stands for none.
    const type = (clicked as NodeArgument | null | undefined)?.type;
    if (type === 'selection') return this.#selected(counts);
    // One pressed in the details means what they show, whatever is selected in the tree.
    if (type === 'current') return [this.#shown()];
    const nodes = Array.isArray(all) && all.length > 0 ? (all as unknown[]) : [clicked];
    const incidents = this.parts.meant(nodes.flatMap(rowsOf));
    return incidents.length > 0 ? this.#fresh(incidents) : null;
  }

  /** What the details show that have the focus. */
  #shown(): Incident {
    const shown = this.parts.current.get();
    if (shown) return shown;
    throw new NotPossibleError(
      vscode.l10n.t('Nothing was done: this incident is no longer in the list.'),
      vscode.l10n.t('Refresh the incidents, or select another one.'),
    );
  }

  async #choose<T>(
    accept: Accept,
    ask: (possible: readonly Incident[], earlier: readonly Incident[]) => Promise<T | undefined>,
    { take, remembered = false }: { readonly take: (only: Incident) => T; readonly remembered?: boolean },
  ): Promise<T | undefined> {
    const { store, current } = this.parts;
    const possible = store.all().filter(accept);
    const [only] = possible;
    // The key: what was worked on and has left the list was meant all the same, and not the one that is left.
    const undecided = current.key === null && this.#selected().length === 0;
    if (only && possible.length === 1 && undecided) return take(only);
    const earlier = remembered ? (await this.#earlier(possible.length > 0)).filter(accept) : [];
    if (!only && earlier.length === 0) {
      throw new NotPossibleError(
        vscode.l10n.t('There is no incident that this can be done with now.'),
        vscode.l10n.t('Refresh the incidents, sign in, or start a drill.'),
      );
    }
    return ask(possible, earlier);
  }

  /** What only its timeline knows. @param others there are some without it: a disk that fails need not stop those */
  async #earlier(others: boolean): Promise<readonly Incident[]> {
    const { store, remembered } = this.parts;
    try {
      return (await remembered()).filter(({ key }) => !store.get(key));
    } catch (error) {
      if (others) return [];
      throw error;
    }
  }

  #selected(counts = everyRow): readonly Incident[] {
    return this.#fresh(this.parts.meant(this.parts.selection().filter(counts)));
  }

  /** As the store has them, each once: grouped by assignee, one incident stands in several rows. */
  #fresh(incidents: readonly Incident[]): readonly Incident[] {
    const known = incidents.map(incident => this.parts.store.latest(incident));
    return [...new Map(known.map(incident => [incident.key, incident])).values()];
  }

  async #pickOne(
    possible: readonly Incident[],
    earlier: readonly Incident[] = [],
  ): Promise<Incident | undefined> {
    const items = [...this.#items(possible), ...this.earlierItems(earlier)];
    const placeHolder = vscode.l10n.t('Which incident?');
    return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.incident;
  }

  /** In the order in which they need somebody: triggered before acknowledged, the newest first. */
  #items(incidents: readonly Incident[]): IncidentItem[] {
    const groups = listIncidents(incidents, wholeView, { me: new Map(), teams: new Map() });
    return groups
      .flatMap(group => group.incidents)
      .map(incident => {
        const { number, title, service } = incident;
        const label = `${severityText(incident)}  ${number === null ? '' : `#${number} `}${title}`;
        return this.#item(incident, label, [service?.name ?? '']);
      });
  }

  /** Those that only their timeline knows, by the day they began: they need nobody any more. */
  earlierItems(incidents: readonly Incident[]): IncidentItem[] {
    return incidents.map(incident => this.#item(incident, incident.title, [incident.createdAt.slice(0, 10)]));
  }

  /** The mark first: numbers of two accounts, and a drill’s titles, can be the same. */
  #item(incident: Incident, label: string, known: readonly string[]): IncidentItem {
    const description = [this.parts.mark(incident), ...known, statusWords()[incident.status]];
    return {
      label: withoutIcons(label),
      description: withoutIcons(description.filter(Boolean).join(' · ')),
      incident,
    };
  }
}

/** Those that allow it; where none does, the person is told why nothing happens. */
function accepted(named: readonly Incident[], accept: Accept, why: Why = () => null): readonly Incident[] {
  const found = named.filter(accept);
  const [first] = named;
  // A key on a row that stands for none names none; that row has its own answer.
  if (first && found.length === 0) void notify.info(refusal(first, named.length, why(first)));
  return found;
}

function refusal({ title, status }: Incident, count: number, why: string | null): string {
  const { t } = vscode.l10n;
  return count > 1
    ? t('Nothing was done: none of the {0} incidents allows it now.', count)
    : t(
        'Nothing was done: “{0}” does not allow it now ({1}).',
        shortTitle(title),
        why ?? statusWords()[status],
      );
}

/**
 * VS Code has nothing to hand over for a row whose tree is being drawn anew (see DrawnRows): the current incident, or
 * the others of those that are selected, are not what was pressed. From the palette or by a key there are no arguments.
 */
function refuseLostRow(args: readonly unknown[]): void {
  const [clicked, all] = args;
  const lost = clicked == null || (Array.isArray(all) && all.some(row => row == null));
  if (args.length === 0 || !lost) return;
  throw new NotPossibleError(
    vscode.l10n.t('Nothing was done: the list was being drawn anew, and which row you meant is not known.'),
    vscode.l10n.t('Press it again.'),
  );
}

/**
 * A row of whichever view, as one of the tree’s; none where it names no incident. What carries one is about that one: a
 * deadline’s message may well be answered while another is looked at.
 */
function rowsOf(value: unknown): readonly IncidentTreeNode[] {
  const { type, incident } = (value ?? {}) as NodeArgument;
  if (type === 'group') return [value as IncidentTreeNode];
  if (!isIncident(incident)) return [];
  return [
    type === 'incident' ? (value as IncidentTreeNode) : { type: 'incident', id: '', incident, group: null },
  ];
}

/** Rows of other views have a title under that name. */
function isIncident(value: unknown): value is Incident {
  return typeof (value as Partial<Incident> | null | undefined)?.key === 'string';
}
