import { correctedData } from './correctedData.ts';
import type { TimelineEntry } from './entry.ts';
import { areInTimelineOrder, inTimelineOrder, timed } from './entryOrder.ts';
import type { JournalContent, UnreadableLine } from './journal.ts';

/** One for all that were never amended: there may be 100,000. */
const never: readonly TimelineEntry[] = [];

/** An entry as it counts now, with everything it was before. */
export interface ViewedEntry {
  /** Of the first version: stays the same through every amendment. */
  readonly id: string;
  /** The version that counts; its data says what its text says: see correctedData. */
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

/** As it counts now, by whoever did it: who marked or corrected it later did not. */
export function asDone({ entry, history }: ViewedEntry): TimelineEntry {
  const [first] = history;
  return first && first.author !== entry.author ? { ...entry, author: first.author } : entry;
}

/**
 * The journal as people see it. The last written amendment counts, also where several windows amended the same
 * entry; one after a retraction restores. A record that came twice counts once, be it by its id or by the
 * provider’s log entry, the run or the action that it tells of: two windows or machines may have read the same log, and a
 * run that seemed not to be written may have been written again. An amendment of what is not there stands for itself.
 */
export function timelineView(content: JournalContent): TimelineView {
  const written = onceInUlidOrder(content.entries);
  const roots = rootsOf(written);
  const rootOf = ({ id, amends }: TimelineEntry) => (amends === undefined ? id : roots.get(id)!);
  const twice = toldTwice(written.filter(entry => rootOf(entry) === entry.id));
  const firsts: TimelineEntry[] = [];
  // Only of what was amended: most entries never are, and there may be 100,000.
  const amendments = new Map<string, TimelineEntry[]>();
  for (const entry of written) {
    const root = rootOf(entry);
    const id = twice.get(root) ?? root;
    if (entry.id === id) firsts.push(entry);
    else if (entry.id !== root) addTo(amendments, id, entry);
  }

  const entries: ViewedEntry[] = [];
  const retracted: ViewedEntry[] = [];
  for (const first of firsts) {
    const later = amendments.get(first.id);
    const viewed = later ? amendedOf(first, later) : { id: first.id, entry: first, history: never };
    (viewed.entry.retracts ? retracted : entries).push(viewed);
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

/** An entry that was amended, as it counts now. @param later As written, oldest first. */
export function amendedOf(first: TimelineEntry, later: readonly TimelineEntry[]): ViewedEntry {
  const history = [first, ...later.slice(0, -1)];
  const last = later.at(-1)!;
  const data = correctedData(first, last);
  return { id: first.id, entry: data && data !== last.data ? { ...last, data } : last, history };
}

function addTo(groups: Map<string, TimelineEntry[]>, id: string, entry: TimelineEntry): void {
  const group = groups.get(id);
  if (group) group.push(entry);
  else groups.set(id, [entry]);
}

/** A journal is nearly always in order as it stands, and looking costs a tenth of sorting. */
function inOrder(viewed: ViewedEntry[]): readonly ViewedEntry[] {
  return areInTimelineOrder(viewed)
    ? viewed
    : viewed
        .map(timed)
        .sort(inTimelineOrder)
        .map(each => each.viewed);
}

/** Each id once, in the order of the ids. A file that one writer wrote is so as it stands: then nothing is copied. */
function onceInUlidOrder(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  if (entries.every((entry, place) => place === 0 || entries[place - 1]!.id < entry.id)) return entries;
  const byId = new Map<string, TimelineEntry>();
  for (const entry of entries) {
    const known = byId.get(entry.id);
    if (!known || isNearer(entry, known)) byId.set(entry.id, entry);
  }
  return [...byId.values()].sort(byUlid);
}

/** Of two that are one: what a person wrote before what came back from the provider, else the one written first. */
export function isNearer(one: TimelineEntry, other: TimelineEntry): boolean {
  const fromProvider = Number(one.source.type === 'provider') - Number(other.source.type === 'provider');
  return fromProvider === 0 ? one.writtenAt < other.writtenAt : fromProvider < 0;
}

/** Of each amendment the id of the first version. @param written Each id once. */
function rootsOf(written: readonly TimelineEntry[]): ReadonlyMap<string, string> {
  const roots = new Map<string, string>();
  const amending = written.filter(({ amends }) => amends !== undefined);
  if (amending.length === 0) return roots;
  const byId = new Map(written.map(entry => [entry.id, entry]));
  for (const entry of amending) findRoot(entry, byId, roots);
  return roots;
}

/**
 * Amendments that go in a circle belong to the smallest id of the circle.
 * @param roots What was found so far: each of a long chain is followed once.
 */
function findRoot(
  entry: TimelineEntry,
  byId: ReadonlyMap<string, TimelineEntry>,
  roots: Map<string, string>,
): void {
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
