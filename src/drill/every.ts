import type { Clock } from '../core/clock.ts';

/** Does `work` every `interval` ms, one after the other, until the answer is called. `work` must not reject. */
export function every(clock: Clock, interval: number, work: () => void | Promise<void>): () => void {
  let stopped = false;
  let cancel = clock.after(interval, round);

  function round(): void {
    void Promise.resolve(work()).then(() => {
      if (!stopped) cancel = clock.after(interval, round);
    });
  }

  return () => {
    stopped = true;
    cancel();
  };
}
