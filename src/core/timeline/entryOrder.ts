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
  return (
    a.at - b.at || (a.viewed.id === b.viewed.id ? 0 : inOrderOfWriting(first(a.viewed), first(b.viewed)))
  );
}

function inOrderOfWriting(a: TimelineEntry, b: TimelineEntry): number {
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
