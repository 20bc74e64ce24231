import type { LocalZone, WallTime } from '../timeline/localZone.ts';

export const morningHour = 9;
/** Before it the night is not over: “tomorrow morning” is the one that comes next. */
const nightEndsHour = 5;

/** What “until tomorrow morning” means; both are ms since the epoch. */
export function nextMorning(now: number, zone: LocalZone): number {
  const today = zone.wallTime(now);
  const day = today.hour < nightEndsHour ? today.day : today.day + 1;
  // The calendar knows how long the month is.
  const date = new Date(Date.UTC(today.year, today.month - 1, day));
  const morning: WallTime = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: morningHour,
    minute: 0,
    second: 0,
  };
  // No zone changes its clocks at nine in the morning; a hole there would end twelve hours later at most.
  return zone.instants(morning)[0] ?? now + 12 * 3_600_000;
}
