import type { TimelineEntry } from './entry.ts';
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
  /** By `at`, then in the order of writing. */
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

  const amendments = new Map<string, TimelineEntry[]>();
  const firstTold = new Map<string, string>();
  const roots = new Map<string, string>();
  for (const entry of inUlidOrder([...byId.values()])) {
    const root = entry.amends === undefined ? entry : byId.get(rootOf(entry, byId, roots))!;
    const told = toldBy(root);
    const known = told === null ? undefined : firstTold.get(told);
    if (told !== null && known === undefined) firstTold.set(told, root.id);
    const id = known ?? root.id;
    const chain = amendments.get(id);
    if (!chain) amendments.set(id, entry === root ? [] : [entry]);
    else if (entry !== root) chain.push(entry);
  }

  const entries: ViewedEntry[] = [];
  const retracted: ViewedEntry[] = [];
  for (const [id, later] of amendments) {
    const versions = [byId.get(id)!, ...later];
    const entry = versions.at(-1)!;
    (entry.retracts ? retracted : entries).push({ id, entry, history: versions.slice(0, -1) });
  }
  return {
    entries: inOrder(entries, byId),
    retracted: inOrder(retracted, byId),
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
 * By `at`, then by id. Where the ids of one writer’s entries of the same time say another order than its own count,
 * those change places among themselves: a comparison by both at once could go in circles with a third writer’s.
 */
function inOrder(viewed: ViewedEntry[], byId: ReadonlyMap<string, TimelineEntry>): ViewedEntry[] {
  const timed = viewed.map(one => ({ one, at: Date.parse(one.entry.at) }));
  const before = (a: Timed, b: Timed) => a.at - b.at || (a.one.id < b.one.id ? -1 : 1);
  // A journal is nearly always in order as it stands, and looking costs a tenth of sorting.
  if (timed.some((each, place) => place > 0 && before(timed[place - 1]!, each) > 0)) timed.sort(before);
  const ordered = timed.map(({ one }) => one);
  for (let start = 0, end = 0; start < timed.length; start = end) {
    const { at } = timed[start]!;
    end = start + 1;
    while (end < timed.length && timed[end]!.at === at) end++;
    if (end - start > 1) orderWriters(ordered, start, end, byId);
  }
  return ordered;
}

interface Timed {
  readonly one: ViewedEntry;
  /** ms since the epoch */
  readonly at: number;
}

function inUlidOrder(entries: TimelineEntry[]): TimelineEntry[] {
  const sorted = entries.every((entry, place) => place === 0 || entries[place - 1]!.id < entry.id);
  return sorted ? entries : entries.sort(byUlid);
}

function orderWriters(
  viewed: ViewedEntry[],
  start: number,
  end: number,
  byId: ReadonlyMap<string, TimelineEntry>,
): void {
  const places = new Map<string, number[]>();
  for (let place = start; place < end; place++) {
    const { writer, seq } = byId.get(viewed[place]!.id)!;
    if (writer === undefined || seq === undefined) continue;
    const known = places.get(writer);
    if (known) known.push(place);
    else places.set(writer, [place]);
  }
  for (const own of places.values()) {
    const sorted = own
      .map(place => viewed[place]!)
      .sort((a, b) => byId.get(a.id)!.seq! - byId.get(b.id)!.seq!);
    own.forEach((place, index) => (viewed[place] = sorted[index]!));
  }
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
