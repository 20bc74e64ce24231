import type { Clock } from '../../clock.ts';
import { RateLimitError } from '../../errors.ts';

/** A header that promises more than this is a mistake; waiting for it would leave a responder blind. */
const longestPause = 15 * 60_000;
const firstBlindPause = 15_000;
const longestBlindPause = 60_000;

/** Header names in lower case. */
export type AnswerHeaders = { readonly [name: string]: unknown };

/** Keeps requests back from the moment the provider says “too many” until the limit lifts. */
export class RateLimit {
  #liftsAt = 0;
  /** Refusals in a row that did not say for how long. */
  #blindRefusals = 0;

  constructor(
    private readonly clock: Clock,
    private readonly providerName: string,
  ) {}

  /** The error to reject with, as long as the limit holds; null when requests may go. */
  get error(): RateLimitError | null {
    const pause = this.#liftsAt - this.clock.now();
    // A pause longer than any that is ever set means that the computer’s time was set back.
    if (pause <= 0 || pause > longestPause) return null;
    return new RateLimitError(
      `${this.providerName} allows no more requests for ${Math.ceil(pause / 1000)} seconds.`,
      this.#liftsAt,
    );
  }

  /** An answer arrived that used up the last request of its window, or did not. */
  answered(headers: AnswerHeaders): void {
    this.#blindRefusals = 0;
    const pause = seconds(headers['ratelimit-reset']);
    if (seconds(headers['ratelimit-remaining']) === 0 && pause) this.#pauseFor(pause);
  }

  /** HTTP 429. `ratelimit-reset` may be absent (PagerDuty’s own limits for single operations send none). */
  refused(headers: AnswerHeaders): RateLimitError {
    const told = seconds(headers['ratelimit-reset']) ?? this.#retryAfter(headers['retry-after']);
    this.#blindRefusals = told ? 0 : this.#blindRefusals + 1;
    this.#pauseFor(told || Math.min(longestBlindPause, firstBlindPause * 2 ** (this.#blindRefusals - 1)));
    return this.error!;
  }

  #pauseFor(ms: number): void {
    this.#liftsAt = this.clock.now() + Math.min(longestPause, Math.max(1000, ms));
  }

  /** `Retry-After` is seconds or a date (RFC 9110, 10.2.3). */
  #retryAfter(value: unknown): number | null {
    const date = typeof value === 'string' ? Date.parse(value) : NaN;
    return seconds(value) ?? (Number.isNaN(date) ? null : Math.max(0, date - this.clock.now()));
  }
}

/** A header in seconds, as ms; null where it is absent or not a plain number. */
function seconds(value: unknown): number | null {
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) * 1000 : null;
}
