/** Characters; what costs the square of a length takes minutes for the longest, what costs its cube for the first. */
export const hostileLengths = [3_000, 12_500, 50_000, 100_000];

/** ms of this process, whatever else the machine does; what grows with the length takes some tens. */
export const mostCost = 1_500;

/** ms of this process that a deed takes. */
export function costOf(deed: () => unknown): number {
  const before = process.cpuUsage();
  deed();
  return Math.round(process.cpuUsage(before).user / 1_000);
}
