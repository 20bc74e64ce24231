import type { UtcTime } from '../../clock.ts';
import type { EntryKind, TimelineEntry } from '../../timeline/entry.ts';
import type { ViewedEntry } from '../../timeline/timelineView.ts';

/** A fact together with the entry that it stands on. */
export interface FromEntry<T> {
  readonly id: string;
  readonly at: UtcTime;
  /** Whose deed it was, whoever corrected the entry later. */
  readonly author: string;
  readonly text: string;
  readonly data: T;
}

/** The entries of each kind, in the timeline’s order: sorted out once, because there may be 100,000. */
export type ByKind = (kind: EntryKind) => readonly ViewedEntry[];

export function byKind(timeline: readonly ViewedEntry[]): ByKind {
  const kinds = new Map<EntryKind, ViewedEntry[]>();
  for (const viewed of timeline) {
    const { kind } = viewed.entry;
    const known = kinds.get(kind);
    if (known) known.push(viewed);
    else kinds.set(kind, [viewed]);
  }
  return kind => kinds.get(kind) ?? [];
}

export function factsFrom<T>(
  timeline: readonly ViewedEntry[],
  read: (entry: TimelineEntry) => T | null,
): FromEntry<T>[] {
  const facts: FromEntry<T>[] = [];
  for (const { id, entry, history } of timeline) {
    const data = read(entry);
    if (data === null) continue;
    facts.push({ id, at: entry.at, author: (history[0] ?? entry).author, text: entry.text, data });
  }
  return facts;
}
