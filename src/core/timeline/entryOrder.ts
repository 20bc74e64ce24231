import type { TimelineEntry } from './entry.ts';
import type { ViewedEntry } from './timelineView.ts';

/** Of a ULID its time; of one that is told also what a provider does first within a second: see toldId. */
const PLACE_CHARACTERS = 11;

/** An entry with its `at`, ms since the epoch: reading it out of the text over and over would cost most. */
export interface Timed {
  readonly viewed: ViewedEntry;
  readonly at: number;
}

export function timed(viewed: ViewedEntry): Timed {
  return { viewed, at: Date.parse(viewed.entry.at) };
}

/**
 * The order of a timeline, wherever one is shown: by when it happened, then by when it was written. What one writer
 * wrote in the same millisecond comes in its own order, also where the ids are made of what they tell.
 */
export function inTimelineOrder(a: Timed, b: Timed): number {
  return a.at - b.at || inOrderOfWriting(a.viewed, b.viewed);
}

/** Whether they stand in that order already. */
export function areInTimelineOrder(entries: readonly ViewedEntry[]): boolean {
  let before = -Infinity;
  return entries.every((viewed, place) => {
    const at = Date.parse(viewed.entry.at);
    const follows = at > before || (at === before && inOrderOfWriting(entries[place - 1]!, viewed) <= 0);
    before = at;
    return follows;
  });
}

function inOrderOfWriting(one: ViewedEntry, other: ViewedEntry): number {
  if (one.id === other.id) return 0;
  const [a, b] = [first(one), first(other)];
  return (
    compared(a.id.slice(0, PLACE_CHARACTERS), b.id.slice(0, PLACE_CHARACTERS)) ||
    compared(a.writer ?? '', b.writer ?? '') ||
    (a.seq ?? 0) - (b.seq ?? 0) ||
    compared(a.id, b.id)
  );
}

/** The version that keeps its place through every amendment. */
function first({ entry, history }: ViewedEntry): TimelineEntry {
  return history[0] ?? entry;
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
