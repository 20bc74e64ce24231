import type { Incident } from '../incident.ts';
import type { GroupLabel, Viewer } from './arrangement.ts';
import { IncidentList, type IncidentGroup } from './incidentList.ts';
import { isSameView, wholeView, type IncidentView } from './incidentView.ts';

/** The rows of the list as a tree has them: one object for each id as long as it is shown, changed in place. */
export interface GroupRow {
  readonly type: 'group';
  readonly id: string;
  readonly label: GroupLabel;
  /** How many incidents it holds, shown or not. */
  readonly count: number;
  /** Whether its incidents are shown before a person has said anything about it. */
  readonly open: boolean;
}

export interface IncidentRow {
  readonly type: 'incident';
  readonly id: string;
  readonly incident: Incident;
  /** Null where the list has no groups. */
  readonly group: GroupRow | null;
}

/** Stands below the last incident that is shown. */
export interface MoreRow {
  readonly type: 'more';
  readonly id: string;
  readonly group: GroupRow | null;
  /** How many come next, and how many are not shown now. */
  readonly next: number;
  readonly hidden: number;
}

export type ListRow = GroupRow | IncidentRow | MoreRow;

/** What has to be drawn again: everything, or these rows with what is below them; none where nothing changed. */
export type RowChange = 'all' | readonly ListRow[];

const shownAtFirst = 100;
const shownMore = 200;
/** Opening every group of a service list at once would draw what nobody looks at. */
const openRows = 300;
const openGroups = 25;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface Shown {
  readonly row: Writable<GroupRow>;
  readonly more: Writable<MoreRow>;
  limit: number;
  group: IncidentGroup;
  /** The first `limit` of the group. */
  incidents: readonly Incident[];
}

/**
 * What of the list is on the screen, and what of it a change touches. Row objects are made for incidents that
 * somebody asked for, never for the thousands below “Show more”.
 */
export class IncidentRows {
  readonly #list = new IncidentList();
  #view: IncidentView = wholeView;
  #shown = new Map<string, Shown>();
  /** By the row’s id. */
  #rows = new Map<string, Writable<IncidentRow>>();

  /** How many incidents the view lists, shown or not. */
  get size(): number {
    return this.#list.size;
  }

  /** Lists anew; for another view or another viewer. */
  arrange(incidents: readonly Incident[], view: IncidentView, viewer: Viewer): RowChange {
    // What was opened further was opened in another list.
    if (!isSameView(view, this.#view)) for (const shown of this.#shown.values()) shown.limit = shownAtFirst;
    this.#view = view;
    this.#list.arrange(incidents, view, viewer);
    return this.#refresh();
  }

  /** As {@link IncidentList.apply}. */
  apply(changes: Iterable<readonly [key: string, incident: Incident | undefined]>): RowChange {
    this.#list.apply(changes);
    return this.#refresh();
  }

  /** The rows without a parent: the groups, or the incidents themselves where there are none. */
  top(): readonly ListRow[] {
    const shown = [...this.#shown.values()];
    return this.#flat ? shown.flatMap(all => this.#below(all)) : shown.map(({ row }) => row);
  }

  below(group: GroupRow): readonly ListRow[] {
    const shown = this.#shown.get(group.id);
    return shown ? this.#below(shown) : [];
  }

  /** The incident rows that were asked for and are still shown. */
  incidentRows(): readonly IncidentRow[] {
    return [...this.#rows.values()];
  }

  /** Shows more of that group, or of every group that hides some. */
  showMore(row: MoreRow | null): RowChange {
    const grown = [...this.#shown.values()].filter(({ more }) =>
      row ? more.id === row.id : more.hidden > 0,
    );
    for (const shown of grown) shown.limit += shownMore;
    return this.#refresh();
  }

  /** The incident’s first row; shows as many as it takes. Null where the view does not list it. */
  find(key: string): { readonly row: IncidentRow; readonly change: RowChange } | null {
    const group = this.#list.groupOf(key);
    const shown = group && this.#shown.get(group.id);
    if (!shown) return null;
    const place = group.incidents.findIndex(incident => incident.key === key);
    while (shown.limit <= place) shown.limit += shownMore;
    const change = this.#refresh();
    return { row: this.#row(shown, group.incidents[place]!), change };
  }

  /**
   * The incidents that selected rows stand for: a group for all of its own, shown or not; but for those alone whose
   * rows are selected beside it, as when everything on the screen is.
   */
  meant(rows: readonly (ListRow | { readonly type: 'problem' })[]): readonly Incident[] {
    const groupsOfRows = new Set(rows.map(row => (row.type === 'incident' ? row.group?.id : undefined)));
    const incidents = rows.flatMap(row => {
      if (row.type === 'incident') return [row.incident];
      return row.type === 'group' && !groupsOfRows.has(row.id)
        ? (this.#shown.get(row.id)?.group.incidents ?? [])
        : [];
    });
    // Grouped by assignee, one incident may stand in several rows.
    return [...new Map(incidents.map(incident => [incident.key, incident])).values()];
  }

  get #flat(): boolean {
    return this.#view.groupBy === 'none';
  }

  #below(shown: Shown): readonly ListRow[] {
    const rows = shown.incidents.map(incident => this.#row(shown, incident));
    return shown.more.hidden > 0 ? [...rows, shown.more] : rows;
  }

  #row({ row: group }: Shown, incident: Incident): IncidentRow {
    const id = rowId(group, incident);
    let row = this.#rows.get(id);
    if (!row) {
      row = { type: 'incident', id, incident, group: this.#flat ? null : group };
      this.#rows.set(id, row);
    }
    return row;
  }

  #refresh(): RowChange {
    const before = this.#shown;
    this.#shown = new Map();
    const changed: ListRow[] = [];
    const groups = this.#list.groups();
    for (const group of groups) {
      const known = before.get(group.id);
      const shown = known ?? this.#open(group);
      const incidents = group.incidents.slice(0, shown.limit);
      if (!known || this.#update(shown, group, incidents)) changed.push(shown.row);
      this.#shown.set(group.id, shown);
    }
    const order = [...before.keys()];
    const sameGroups = groups.length === order.length && groups.every(({ id }, at) => id === order[at]);
    if (!sameGroups || (this.#flat && changed.length > 0)) {
      this.#keepRows();
      return 'all';
    }
    const touched = new Set<ListRow>(changed);
    return [...changed, ...this.#keepRows().filter(({ group }) => !group || !touched.has(group))];
  }

  #open(group: IncidentGroup): Shown {
    const { id, label, incidents } = group;
    const open = [...this.#shown.values()].filter(({ row }) => row.open);
    const rows = open.reduce((sum, { incidents: shown }) => sum + shown.length, 0);
    const first = incidents.slice(0, shownAtFirst);
    const row: GroupRow = {
      type: 'group',
      id,
      label,
      count: incidents.length,
      open:
        !(label.by === 'status' && label.status === 'resolved') &&
        open.length < openGroups &&
        (open.length === 0 || rows + first.length <= openRows),
    };
    const more: MoreRow = {
      type: 'more',
      id: `more:${id}`,
      group: this.#flat ? null : row,
      ...hiddenOf(incidents.length, first.length),
    };
    return { row, more, limit: shownAtFirst, group, incidents: first };
  }

  /** @returns whether the group’s row or the rows below it have to be drawn again, beside those that changed alone */
  #update(shown: Shown, group: IncidentGroup, incidents: readonly Incident[]): boolean {
    const { row, more } = shown;
    if (group === shown.group && incidents.length === shown.incidents.length) return false;
    const same =
      row.count === group.incidents.length &&
      JSON.stringify(row.label) === JSON.stringify(group.label) &&
      incidents.length === shown.incidents.length &&
      incidents.every(({ key }, at) => key === shown.incidents[at]!.key);
    row.count = group.incidents.length;
    row.label = group.label;
    Object.assign(more, hiddenOf(row.count, incidents.length));
    shown.group = group;
    shown.incidents = incidents;
    return !same;
  }

  /** Lets go of rows that are shown no longer. @returns those whose incident changed */
  #keepRows(): readonly IncidentRow[] {
    const kept = new Map<string, Writable<IncidentRow>>();
    const changed: IncidentRow[] = [];
    for (const { row: group, incidents } of this.#shown.values()) {
      for (const incident of incidents) {
        const id = rowId(group, incident);
        const row = this.#rows.get(id);
        if (!row) continue;
        kept.set(id, row);
        if (row.incident === incident) continue;
        row.incident = incident;
        changed.push(row);
      }
    }
    this.#rows = kept;
    return changed;
  }
}

/**
 * Of the incident in this group: VS Code wants every id once in a tree, and an incident may stand in several groups,
 * or still in its old one in VS Code’s eyes when it is drawn in its new one.
 */
function rowId(group: GroupRow, { key }: Incident): string {
  return `incident:${group.id}:${key}`;
}

function hiddenOf(count: number, shown: number): Pick<MoreRow, 'next' | 'hidden'> {
  const hidden = count - shown;
  return { hidden, next: Math.min(shownMore, hidden) };
}
