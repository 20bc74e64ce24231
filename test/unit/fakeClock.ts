import type { Clock } from '../../src/core/clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  /** `start` in ms since the epoch; by default a plain winter night. */
  constructor(start = Date.UTC(2026, 0, 15, 3, 0, 0)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, delay), callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** How many timers wait; 0 after everything was disposed. */
  get pending(): number {
    return this.#timers.size;
  }

  /** ms until the next timer fires; null when none waits. */
  get nextIn(): number | null {
    const next = this.#next(Infinity);
    return next ? next.at - this.#now : null;
  }

  /** Moves time on, firing timers in order and letting promises settle before and after each. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#timers.delete(timer);
      this.#now = timer.at;
      timer.callback();
      await settle();
    }
    this.#now = end;
  }

  /** Moves the wall clock without firing anything: somebody set the computer’s time. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** The earliest timer due by `end`; of two at the same time the one set first, as Set keeps that order. */
  #next(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= end && (!next || timer.at < next.at)) next = timer;
    }
    return next;
  }
}

/** Lets every promise that can settle without time or I/O do so. */
export function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
