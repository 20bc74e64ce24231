import type { LocalZone, WallTime } from '../../timeline/localZone.ts';

/** Until when no message is shown: ms since the epoch, or Infinity until somebody turns them on; null: not muted. */
export type MutedUntil = number | null;

export interface MuteChoice {
  readonly name: 'minutes15' | 'hour1' | 'morning' | 'turnedOn';
  readonly until: number;
}

const morningHour = 9;
/** Before it the night is not over: “tomorrow morning” is the one that comes next. */
const nightEndsHour = 5;

export function muteChoices(now: number, zone: LocalZone): readonly MuteChoice[] {
  return [
    { name: 'minutes15', until: now + 15 * 60_000 },
    { name: 'hour1', until: now + 60 * 60_000 },
    { name: 'morning', until: nextMorning(now, zone) },
    { name: 'turnedOn', until: Infinity },
  ];
}

function nextMorning(now: number, zone: LocalZone): number {
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

/** As it is kept as JSON, which knows no Infinity. */
export type KeptMute = { readonly until: number | null };

export function keptMute(until: MutedUntil): KeptMute | undefined {
  return until === null ? undefined : { until: until === Infinity ? null : until };
}

/** What was kept, by whichever version; null for what is over or is no such thing. */
export function mutedUntil(kept: unknown, now: number): MutedUntil {
  if (typeof kept !== 'object' || kept === null || !('until' in kept)) return null;
  if (kept.until === null) return Infinity;
  return typeof kept.until === 'number' && kept.until > now ? kept.until : null;
}
