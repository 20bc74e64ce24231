import assert from 'node:assert/strict';

/** ms of processor time that `work` takes: on a busy machine others have the clock’s. */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Of so little, a difference says nothing. ms */
const slack = 500;

/**
 * Holds that `work` grows about as its size does. With four times the size what grows with the square takes sixteen
 * times as long, and what is worse does not come back.
 * @param size of the larger of the two that are compared; so large that its square would take seconds
 */
export function assertGrowsWithSize(what: string, size: number, work: (size: number) => void): void {
  const quarter = Math.floor(size / 4);
  // Once before it counts: the first time is the compiler’s.
  work(quarter);
  const small = cpuMs(() => work(quarter));
  const large = cpuMs(() => work(size));
  assert.ok(large <= 8 * small + slack, `${what}: ${small} ms for a quarter, ${large} ms for the whole`);
}
