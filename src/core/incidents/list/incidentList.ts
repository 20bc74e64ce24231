import type { Incident } from '../incident.ts';
import {
  arrangement,
  compareHeads,
  type Arrangement,
  type GroupHead,
  type GroupLabel,
  type Viewer,
} from './arrangement.ts';
import { wholeView, type IncidentView } from './incidentView.ts';

export interface IncidentGroup {
  readonly id: string;
  readonly label: GroupLabel;
  /** In the order of the view; never empty. */
  readonly incidents: readonly Incident[];
}

/** The incidents as a view shows them: groups in order, each with its incidents in order. */
export function listIncidents(
  incidents: readonly Incident[],
  view: IncidentView,
  viewer: Viewer,
): readonly IncidentGroup[] {
  const list = new IncidentList();
  list.arrange(incidents, view, viewer);
  return list.groups();
}

/**
 * The same, kept up to date: a change costs a walk through the groups that it touches, not a new sorting of
 * everything.
 */
export class IncidentList {
  #arrangement: Arrangement = arrangement(wholeView, { me: new Map(), teams: new Map() });
  readonly #groups = new Map<string, IncidentGroup>();
  readonly #heads = new Map<string, GroupHead>();
  /** Every listed incident by its key, as it was when it was put where it is. */
  readonly #listed = new Map<string, Incident>();
  #inOrder: readonly IncidentGroup[] | null = null;

  /** How many incidents are listed; one that stands in several groups counts once. */
  get size(): number {
    return this.#listed.size;
  }

  /** Starts anew. */
  arrange(incidents: readonly Incident[], view: IncidentView, viewer: Viewer): void {
    this.#arrangement = arrangement(view, viewer);
    this.#groups.clear();
    this.#heads.clear();
    this.#listed.clear();
    this.#inOrder = null;
    this.apply(incidents.map(incident => [incident.key, incident]));
  }

  /** Each key with its incident as it is now, undefined for one that is gone. A key comes once. */
  apply(changes: Iterable<readonly [key: string, incident: Incident | undefined]>): void {
    const { matches, headsOf } = this.#arrangement;
    const touched = new Map<string, { readonly leaving: Set<Incident>; readonly coming: Incident[] }>();
    const touch = (id: string) => {
      let group = touched.get(id);
      if (!group) touched.set(id, (group = { leaving: new Set(), coming: [] }));
      return group;
    };
    for (const [key, incident] of changes) {
      const before = this.#listed.get(key);
      if (before === incident) continue;
      if (before) {
        for (const { id } of headsOf(before)) touch(id).leaving.add(before);
        this.#listed.delete(key);
      }
      if (incident && matches(incident)) {
        for (const { id } of headsOf(incident)) touch(id).coming.push(incident);
        this.#listed.set(key, incident);
      }
    }
    for (const [id, { leaving, coming }] of touched) this.#regroup(id, leaving, coming);
  }

  groups(): readonly IncidentGroup[] {
    this.#inOrder ??= [...this.#groups.values()].sort((a, b) =>
      compareHeads(this.#heads.get(a.id)!, this.#heads.get(b.id)!),
    );
    return this.#inOrder;
  }

  /** The first group that holds it; undefined where the view does not list it. */
  groupOf(key: string): IncidentGroup | undefined {
    const incident = this.#listed.get(key);
    if (!incident) return undefined;
    const heads = this.#arrangement.headsOf(incident);
    return this.groups().find(({ id }) => heads.some(head => head.id === id));
  }

  #regroup(id: string, leaving: ReadonlySet<Incident>, coming: Incident[]): void {
    const { compare, headsOf } = this.#arrangement;
    const staying = (this.#groups.get(id)?.incidents ?? []).filter(incident => !leaving.has(incident));
    const incidents = merged(staying, coming.sort(compare), compare);
    this.#inOrder = null;
    const [first] = incidents;
    if (!first) {
      this.#groups.delete(id);
      this.#heads.delete(id);
      return;
    }
    // A service that was renamed comes with both names for a while; the group’s first incident decides.
    const head = headsOf(first).find(candidate => candidate.id === id)!;
    this.#groups.set(id, { id, label: head.label, incidents });
    this.#heads.set(id, head);
  }
}

/** Two sorted lists as one. */
function merged<T>(left: readonly T[], right: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  if (left.length === 0 || right.length === 0) return left.length === 0 ? right : left;
  const all: T[] = [];
  let at = 0;
  for (const item of left) {
    while (at < right.length && compare(right[at]!, item) < 0) all.push(right[at++]!);
    all.push(item);
  }
  return [...all, ...right.slice(at)];
}
