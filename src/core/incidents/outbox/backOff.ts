import type { Clock } from '../../clock.ts';

/** ms */
const shortest = 2_000;
const longest = 60_000;

/** Waits that double from 2 s to 60 s, each cut by up to a half at random, so that many do not come back in step. */
export class BackOff {
  readonly #waits = new Map<string, { readonly failures: number; readonly until: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  /** Until when it waits now, ms since the epoch. */
  failed(name: string): number {
    const failures = this.failures(name) + 1;
    const wait = Math.min(longest, shortest * 2 ** (failures - 1)) * (0.5 + this.random() / 2);
    const until = Math.ceil(this.clock.now() + wait);
    this.#waits.set(name, { failures, until });
    return until;
  }

  failures(name: string): number {
    return this.#waits.get(name)?.failures ?? 0;
  }

  isWaiting(name: string): boolean {
    const pause = this.until(name) - this.clock.now();
    // Longer than any wait: the computer’s time was set back.
    return pause > 0 && pause <= longest;
  }

  /** 0 where it does not wait. */
  until(name: string): number {
    return this.#waits.get(name)?.until ?? 0;
  }

  clear(name: string): void {
    this.#waits.delete(name);
  }

  clearAll(): void {
    this.#waits.clear();
  }
}
