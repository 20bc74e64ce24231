/** Randomness that comes again with its seed (mulberry32); 0 ≤ n < 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const inCampaign = process.env['ONCALL_CAMPAIGN'] === '1';

/** How often a random test draws: usually so often, in `npm run campaign` far more. */
export function draws(usual: number, campaign: number): number {
  return inCampaign ? campaign : usual;
}

/** Seeds from a fixed start, or from ONCALL_SEED; a failing test names the one it failed with. */
export function seeds(count: number): number[] {
  const first = Number(process.env['ONCALL_SEED'] ?? 1);
  return Array.from({ length: count }, (_, number) => first + number);
}
