import type { LocalZone } from '../../timeline/localZone.ts';
import { nextMorning } from '../nextMorning.ts';

/** Until when no message is shown: ms since the epoch, or Infinity until somebody turns them on; null: not muted. */
export type MutedUntil = number | null;

export interface MuteChoice {
  readonly name: 'minutes15' | 'hour1' | 'morning' | 'turnedOn';
  readonly until: number;
}

export function muteChoices(now: number, zone: LocalZone): readonly MuteChoice[] {
  return [
    { name: 'minutes15', until: now + 15 * 60_000 },
    { name: 'hour1', until: now + 60 * 60_000 },
    { name: 'morning', until: nextMorning(now, zone) },
    { name: 'turnedOn', until: Infinity },
  ];
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
