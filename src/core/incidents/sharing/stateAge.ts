import { RateLimitError } from '../../errors.ts';
import type { PollerHealth } from '../poller.ts';
import type { SharedState } from './snapshotFile.ts';

/** What was written longer ago does not show that somebody polls: the slowest poll’s pause and a minute, ms. */
const recentMs = 3 * 60_000;

/** Whether no news may come by itself after this: whoever polls stopped (as at a refused key), or hangs. */
export function isOld({ at, health }: SharedState, intervalMs: number, now: number): boolean {
  return !limitHolds(health, now) && now - at >= Math.max(recentMs, 2 * intervalMs);
}

export function limitHolds({ error }: PollerHealth, now: number): boolean {
  return error instanceof RateLimitError && error.liftsAt > now;
}
