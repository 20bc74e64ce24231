import type { Clock } from '../../clock.ts';
import type { Disposable } from '../../events.ts';

/** Runs something as soon as it is wanted, but never twice within `everyMs`: what is wanted meanwhile is one run. */
export class Pace implements Disposable {
  #wanted = false;
  #resting = false;
  #cancel = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly everyMs: number,
    private readonly run: () => void,
  ) {}

  want(): void {
    this.#wanted = true;
    if (!this.#resting) this.#go();
  }

  dispose(): void {
    this.#cancel();
    this.#resting = true;
  }

  #go(): void {
    this.#resting = this.#wanted;
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#cancel = this.clock.after(this.everyMs, () => this.#go());
    this.run();
  }
}
