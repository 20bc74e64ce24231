import type { Clock } from './clock.ts';
import type { Disposable } from './events.ts';

const dayMs = 86_400_000;

/** A window may stay open for weeks: what is tidied up with its start has to be tidied up again. @param firstAfter ms */
export function everyDay(clock: Clock, work: () => void, firstAfter = dayMs): Disposable {
  let cancel = () => {};
  const next = (delay: number) => {
    cancel = clock.after(delay, () => {
      next(dayMs);
      work();
    });
  };
  next(firstAfter);
  return { dispose: () => cancel() };
}
