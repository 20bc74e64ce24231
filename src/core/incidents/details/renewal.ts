import type { Clock } from '../../clock.ts';
import type { Disposable } from '../../events.ts';

/**
 * A note or a call of a colleague need not change the incident. The four requests or so every three minutes, for each
 * screen that is looked at, are less than a hundredth of what polling may take.
 */
const everyMs = 3 * 60_000;
/** What is younger need not be read again for somebody who comes back to it. */
const freshMs = 60_000;

/** When what others may have changed is read once more: as somebody comes to it, and every few minutes while they look. */
export class Renewal implements Disposable {
  #cancelNext = () => {};

  constructor(
    private readonly clock: Clock,
    /** Reads what is older than that, ms. */
    private readonly renew: (olderThan: number) => void,
  ) {}

  attend(attended: boolean): void {
    this.dispose();
    if (!attended) return;
    this.#cancelNext = this.clock.after(everyMs, () => this.attend(true));
    this.renew(freshMs);
  }

  dispose(): void {
    this.#cancelNext();
    this.#cancelNext = () => {};
  }
}
