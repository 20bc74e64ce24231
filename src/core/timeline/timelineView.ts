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
}

/**
 * The journal as people see it. The last written amendment counts, also where several windows amended the same
 * entry; one after a retraction restores. A record that came twice counts once, be it by its id or by the
 * provider’s log entry or the run that it tells of: two windows may have read the same log, and a run that seemed
 * not to be written may have been written again. An amendment of what is not there stands for itself.
 */
export function timelineView(content: JournalContent): TimelineView {
  const byId = new Map<string, TimelineEntry>();
  for (const entry of content.entries) if (!byId.has(entry.id)) byId.set(entry.id, entry);

  const amendments = new Map<string, TimelineEntry[]>();
  const firstTold = new Map<string, string>();
  for (const entry of [...byId.values()].sort(byUlid)) {
    const root = byId.get(rootOf(entry, byId))!;
    const { source } = root;
    const told = 'id' in source ? `${source.type} ${source.id}` : null;
    const known = told === null ? undefined : firstTold.get(told);
    if (told !== null && known === undefined) firstTold.set(told, root.id);
    const id = known ?? root.id;
    const chain = amendments.get(id) ?? [];
    amendments.set(id, chain);
    if (entry !== root) chain.push(entry);
  }

  const entries: ViewedEntry[] = [];
  const retracted: ViewedEntry[] = [];
  for (const [id, later] of amendments) {
    const versions = [byId.get(id)!, ...later];
    const entry = versions.at(-1)!;
    (entry.retracts ? retracted : entries).push({ id, entry, history: versions.slice(0, -1) });
  }
  return { entries: entries.sort(byTime), retracted: retracted.sort(byTime), unreadable: content.unreadable };
}

/** The id of the first version. Amendments that go in a circle belong to the smallest id of the circle. */
function rootOf(entry: TimelineEntry, byId: ReadonlyMap<string, TimelineEntry>): string {
  const seen = new Set<string>([entry.id]);
  let current = entry;
  while (current.amends !== undefined) {
    const earlier = byId.get(current.amends);
    if (!earlier) break;
    if (seen.has(earlier.id)) return smallestInCircle(earlier, byId);
    seen.add(earlier.id);
    current = earlier;
  }
  return current.id;
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

function byTime(a: ViewedEntry, b: ViewedEntry): number {
  const difference = Date.parse(a.entry.at) - Date.parse(b.entry.at);
  return difference !== 0 ? difference : a.id < b.id ? -1 : 1;
}
