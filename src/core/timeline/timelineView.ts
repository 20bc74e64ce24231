import type { TimelineEntry } from './entry.ts';
import { inTimelineOrder, timed } from './entryOrder.ts';
import type { JournalContent, UnreadableLine } from './journal.ts';

/** An entry as it counts now, with everything it was before. */
export interface ViewedEntry {
  /** Of the first version: stays the same through every amendment. */
  readonly id: string;
  /** The version that counts. */
  readonly entry: TimelineEntry;
  /** The versions before it, oldest first; empty for one that was never amended. */
  readonly history: readonly TimelineEntry[];
}

export interface TimelineView {
  /** See inTimelineOrder. */
  readonly entries: readonly ViewedEntry[];
  /** What was retracted and not restored, in the same order. */
  readonly retracted: readonly ViewedEntry[];
  readonly unreadable: readonly UnreadableLine[];
  /** The names of the files it was read from, where there are several. */
  readonly files?: readonly string[];
}

/**
 * The journal as people see it. The last written amendment counts, also where several windows amended the same
 * entry; one after a retraction restores. A record that came twice counts once, be it by its id or by the
 * provider’s log entry, the run or the action that it tells of: two windows or machines may have read the same log, and a
 * run that seemed not to be written may have been written again. An amendment of what is not there stands for itself.
 */
export function timelineView(content: JournalContent): TimelineView {
  const byId = new Map<string, TimelineEntry>();
  for (const entry of content.entries) {
    const known = byId.get(entry.id);
    if (!known || isNearer(entry, known)) byId.set(entry.id, entry);
  }

  const written = inUlidOrder([...byId.values()]);
  const found = new Map<string, string>();
  const roots = written.map(entry => (entry.amends === undefined ? entry.id : rootOf(entry, byId, found)));
  const twice = toldTwice(written.filter(({ id }, place) => roots[place] === id));
  const amendments = new Map<string, TimelineEntry[]>();
  for (const [place, entry] of written.entries()) {
    const root = roots[place]!;
    const id = twice.get(root) ?? root;
    const chain = amendments.get(id);
    if (!chain) amendments.set(id, entry.id === root ? [] : [entry]);
    else if (entry.id !== root) chain.push(entry);
  }

  const entries: ViewedEntry[] = [];
  const retracted: ViewedEntry[] = [];
  for (const [id, later] of amendments) {
    const versions = [byId.get(id)!, ...later];
    const entry = versions.at(-1)!;
    (entry.retracts ? retracted : entries).push({ id, entry, history: versions.slice(0, -1) });
  }
  return {
    entries: inOrder(entries),
    retracted: inOrder(retracted),
    unreadable: content.unreadable,
    ...(content.files && { files: content.files }),
  };
}

/** What a record tells of, so that it counts once however often it is told; null where nothing says so. */
export function toldBy({ source, kind, data }: TimelineEntry): string | null {
  if ('id' in source) return `${source.type} ${source.id}`;
  const action = data?.['action'];
  return kind === 'changed' && typeof action === 'string' ? `action ${action}` : null;
}

/**
 * First versions that tell what another one told before them, with the id of that one. Amendments have no say: one
 * that a slow clock wrote would put another version first.
 */
function toldTwice(firsts: readonly TimelineEntry[]): ReadonlyMap<string, string> {
  const told = new Map<string, string>();
  const twice = new Map<string, string>();
  for (const entry of firsts) {
    const what = toldBy(entry);
    if (what === null) continue;
    const known = told.get(what);
    if (known === undefined) told.set(what, entry.id);
    else twice.set(entry.id, known);
  }
  return twice;
}

/** A journal is nearly always in order as it stands, and looking costs a tenth of sorting. */
function inOrder(viewed: ViewedEntry[]): readonly ViewedEntry[] {
  const all = viewed.map(timed);
  const sorted = all.every((each, place) => place === 0 || inTimelineOrder(all[place - 1]!, each) <= 0);
  return sorted ? viewed : all.sort(inTimelineOrder).map(each => each.viewed);
}

function inUlidOrder(entries: TimelineEntry[]): TimelineEntry[] {
  const sorted = entries.every((entry, place) => place === 0 || entries[place - 1]!.id < entry.id);
  return sorted ? entries : entries.sort(byUlid);
}

/** Of two that are one: what a person wrote before what came back from the provider, else the one written first. */
export function isNearer(one: TimelineEntry, other: TimelineEntry): boolean {
  const fromProvider = Number(one.source.type === 'provider') - Number(other.source.type === 'provider');
  return fromProvider === 0 ? one.writtenAt < other.writtenAt : fromProvider < 0;
}

/**
 * The id of the first version. Amendments that go in a circle belong to the smallest id of the circle.
 * @param roots What was found so far: each of a long chain is followed once.
 */
function rootOf(
  entry: TimelineEntry,
  byId: ReadonlyMap<string, TimelineEntry>,
  roots: Map<string, string>,
): string {
  const seen = new Set<string>([entry.id]);
  let current = entry;
  let root: string | undefined;
  while (root === undefined && current.amends !== undefined) {
    const earlier = byId.get(current.amends);
    if (!earlier) break;
    root = seen.has(earlier.id) ? smallestInCircle(earlier, byId) : roots.get(earlier.id);
    seen.add(earlier.id);
    current = earlier;
  }
  root ??= current.id;
  for (const id of seen) roots.set(id, root);
  return root;
}

function smallestInCircle(start: TimelineEntry, byId: ReadonlyMap<string, TimelineEntry>): string {
  let smallest = start.id;
  for (
    let current = byId.get(start.amends!)!;
    current.id !== start.id;
    current = byId.get(current.amends!)!
  ) {
    if (current.id < smallest) smallest = current.id;
  }
  return smallest;
}

function byUlid(a: TimelineEntry, b: TimelineEntry): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
