import type { Clock } from '../clock.ts';
import type { Disposable } from '../events.ts';

/** How long each step may take before the next one, ms. */
export const stopGrace = { interrupt: 2_000, terminate: 3_000, kill: 2_000 } as const;

/** Stop: Ctrl+C to the terminal, then TERM, then KILL to the process group, each after a grace time. */
export class StopSequence implements Disposable {
  #cancelTimer: (() => void) | null = null;
  #begun = false;

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      /** Types Ctrl+C into the terminal. */
      readonly interrupt: () => void;
      /** The block runs. While it does not, there is nothing to signal. */
      readonly started: () => boolean;
      /** The group that surely is the block’s, looked up at each step; null where there is none. */
      readonly group: () => number | null;
      readonly kill: (group: number, signal: 'SIGTERM' | 'SIGKILL') => void;
      /** Every step was taken and it still runs, or Ctrl+C swallowed the line before the block even started. */
      readonly exhausted: () => void;
    },
  ) {}

  /** A second call changes nothing. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.parts.interrupt();
    this.#after(stopGrace.interrupt, () => {
      if (!this.parts.started()) return this.parts.exhausted();
      this.#signal('SIGTERM');
      this.#after(stopGrace.terminate, () => {
        this.#signal('SIGKILL');
        this.#after(stopGrace.kill, () => this.parts.exhausted());
      });
    });
  }

  #after(delay: number, step: () => void): void {
    this.#cancelTimer = this.parts.clock.after(delay, step);
  }

  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const group = this.parts.group();
    if (group === null) return;
    try {
      this.parts.kill(group, signal);
    } catch {
      // Gone already (ESRCH) or not ours to end (EPERM, after sudo): the next step follows either way.
    }
  }

  /** The run ended: no further step. */
  dispose(): void {
    this.#begun = true;
    this.#cancelTimer?.();
  }
}
