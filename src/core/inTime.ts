import type { Clock } from './clock.ts';

/**
 * What `work` comes to, or `late` where that takes longer than `ms`. Rejects as `work` does; what it comes to later is
 * left to whoever began it, and its error to nobody.
 */
export async function inTime<T, L>(clock: Clock, ms: number, work: Promise<T>, late: L): Promise<T | L> {
  let cancel = () => {};
  const silence = new Promise<L>(resolve => {
    cancel = clock.after(ms, () => resolve(late));
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    cancel();
  }
}
