import type { Clock } from '../../core/clock.ts';
import type { Disposable } from '../../core/events.ts';

/** What a block leaves, and what is written down of it, comes as several changes at once, ms. */
const settleMs = 300;

/** Has something looked at again that may have become another thing: for many changes once, and one look at a time. */
export class LooksAgain implements Disposable {
  #last: Promise<unknown> = Promise.resolve();
  #cancel: (() => void) | null = null;
  #disposed = false;

  constructor(
    private readonly clock: Clock,
    /** Begins a look, and has it known by `began`. */
    private readonly look: () => void,
  ) {}

  /** Another look waits for the end of this one. */
  began(look: Promise<unknown>): void {
    this.#last = look.catch(() => {});
  }

  /** Something changed. */
  soon(): void {
    if (this.#disposed) return;
    this.#cancel ??= this.clock.after(settleMs, () => void this.#lookAfterLast());
  }

  async #lookAfterLast(): Promise<void> {
    for (let last: unknown = null; last !== this.#last;) await (last = this.#last);
    this.#cancel = null;
    if (!this.#disposed) this.look();
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancel?.();
  }
}
