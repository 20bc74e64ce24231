/** Time as the core sees it: injected, so that a test can replace it. All times are ms since the epoch. */
export interface Clock {
  now(): number;
  /** Runs `callback` once after `delay` ms; the answer cancels it. */
  after(delay: number, callback: () => void): () => void;
}

/** UTC, ISO 8601 with milliseconds: the only form in which a time is stored. */
export type UtcTime = string;

export function utc(ms: number): UtcTime {
  return new Date(ms).toISOString();
}
