import assert from 'node:assert/strict';

/** What stands before, what is repeated, what stands after. */
export type Pumped = readonly [before: string, pump: string, after: string];

/** Characters; what costs the square of a length takes minutes for the longest, what costs its cube for the first. */
const hostileLengths = [3_000, 12_500, 50_000, 100_000];

/** ms of this process, whatever else the machine does; what grows with the length takes some tens. */
export const mostCost = 1_500;

/** ms of this process that a deed takes. */
export function costOf(deed: () => unknown): number {
  const before = process.cpuUsage();
  deed();
  return Math.round(process.cpuUsage(before).user / 1_000);
}

/** Fails where reading it costs more than in proportion to its length. */
export function refuseSteepCost(read: (text: string) => unknown, [before, pump, after]: Pumped): void {
  for (const length of hostileLengths) {
    const text = before + pump.repeat(Math.ceil(length / pump.length)) + after;
    const took = costOf(() => read(text));
    assert.ok(took < mostCost, `${JSON.stringify([before, pump, after])}, ${length} long: ${took} ms`);
  }
}
