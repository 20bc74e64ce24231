import type { Clock } from '../../clock.ts';
import type { Disposable } from '../../events.ts';

/** Nobody is kept waiting longer than this, ms. */
const longestWait = 60_000;

/** Those who wait until something holds. */
export class Waits implements Disposable {
  readonly #waits = new Set<{ readonly isOver: () => boolean; readonly end: () => void }>();
  #disposed = false;

  constructor(private readonly clock: Clock) {}

  /** Resolves once it holds, after a minute, or when this is disposed. */
  until(isOver: () => boolean): Promise<void> {
    if (this.#disposed || isOver()) return Promise.resolve();
    return new Promise(resolve => {
      const cancel = this.clock.after(longestWait, () => wait.end());
      const wait = {
        isOver,
        end: () => {
          cancel();
          this.#waits.delete(wait);
          resolve();
        },
      };
      this.#waits.add(wait);
    });
  }

  /** To be called whenever something may hold by now. */
  check(): void {
    for (const wait of [...this.#waits]) if (wait.isOver()) wait.end();
  }

  dispose(): void {
    this.#disposed = true;
    for (const wait of [...this.#waits]) wait.end();
  }
}
