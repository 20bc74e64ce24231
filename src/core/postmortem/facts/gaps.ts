import type { UtcTime } from '../../clock.ts';
import type { ViewedEntry } from '../../timeline/timelineView.ts';
import type { Moments } from './moments.ts';

/** A stretch of an open incident of which the timeline says nothing. */
export interface Gap {
  readonly from: UtcTime;
  readonly to: UtcTime;
  readonly ms: number;
  /** The ids of the entries at its ends; null where an end is not the time of an entry. */
  readonly before: string | null;
  readonly after: string | null;
}

const longestSilenceMs = 15 * 60_000;

/** Between the detection and the end; of an incident that is still open, up to the last entry. */
export function gapsOf(timeline: readonly ViewedEntry[], { detected, resolved }: Moments): Gap[] {
  const start = Date.parse(detected.at);
  const end = resolved ? Date.parse(resolved.at) : Infinity;
  const gaps: Gap[] = [];
  let before = { ...detected, ms: start };
  const look = (at: UtcTime, entry: string | null, ms: number) => {
    const silence = ms - before.ms;
    if (silence > longestSilenceMs) {
      gaps.push({ from: before.at, to: at, ms: silence, before: before.entry, after: entry });
    }
    before = { at, entry, ms };
  };
  for (const { id, entry } of timeline) {
    const ms = Date.parse(entry.at);
    if (ms >= start && ms <= end) look(entry.at, id, ms);
  }
  if (resolved) look(resolved.at, resolved.entry, end);
  return gaps;
}
