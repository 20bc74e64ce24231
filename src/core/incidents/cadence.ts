import { OfflineError } from '../errors.ts';
import { Emitter, type Event } from '../events.ts';

/**
 * How closely somebody follows the incidents: `looked` at now; `hidden` behind something else; `idle`, where nobody
 * has touched the window for a while.
 */
export type AttentionState = 'looked' | 'hidden' | 'idle';

export interface AttentionSource {
  readonly state: AttentionState;
  readonly onDidChange: Event<void>;
}

/** For what is followed as if somebody always looked: a drill. */
export const alwaysLooked: AttentionSource = { state: 'looked', onDidChange: () => ({ dispose() {} }) };

const leastPauses: Record<AttentionState, number> = { looked: 0, hidden: 60_000, idle: 120_000 };

/**
 * Where nobody could be reached, as when the machine wakes before its network does: asking costs the provider nothing, and
 * waiting longer would keep what is new from whoever is back, ms.
 */
export const offlineEveryMs = 60_000;

/** Nothing was sent. A provider that takes what is sent and does not answer is in trouble, and is spared like any other. */
export function isUnreached(error: unknown): boolean {
  return error instanceof OfflineError && !error.maybeArrived;
}

/** A quarter of PagerDuty’s 960: the other three are for people’s actions and for other programs with the same key. */
const mostRequestsPerMinute = 240;

/**
 * From the end of one poll to the start of the next, ms.
 * @param intervalMs the person’s setting, for when it is looked at
 * @param requests how many the last poll took
 */
export function pauseBetweenPolls(attention: AttentionState, intervalMs: number, requests: number): number {
  return Math.max(intervalMs, leastPauses[attention], (requests * 60_000) / mostRequestsPerMinute);
}

/** Of several windows, the one that looks closest counts. */
export function closestOf(states: readonly AttentionState[]): AttentionState {
  if (states.includes('looked')) return 'looked';
  return states.includes('hidden') ? 'hidden' : 'idle';
}

/** Attention that is told from outside. */
export class SettableAttention implements AttentionSource {
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  #state: AttentionState;

  constructor(state: AttentionState = 'looked') {
    this.#state = state;
  }

  get state(): AttentionState {
    return this.#state;
  }

  set(state: AttentionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#changed.fire();
  }
}
