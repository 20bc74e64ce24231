import type { UtcTime } from './clock.ts';

// Times as people of several countries read them: in minutes, and with the zone.

/** `2026-11-28 21:57 UTC` */
export function dayAndTime(at: UtcTime): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

/** `21:57 UTC`; with its day where that is not the day of `start`. */
export function timeOn(at: UtcTime, start: UtcTime | null): string {
  return start?.slice(0, 10) === at.slice(0, 10) ? `${at.slice(11, 16)} UTC` : dayAndTime(at);
}
