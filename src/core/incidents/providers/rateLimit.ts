import { t } from '@vscode/l10n';
import type { Clock } from '../../clock.ts';
import { RateLimitError } from '../../errors.ts';

/** A header that promises more than this is a mistake; waiting for it would leave a responder blind. */
const longestPause = 15 * 60_000;
const firstBlindPause = 15_000;
const longestBlindPause = 60_000;
/** Of a window’s requests, what is kept for those that a person waits for. */
const spareShare = 0.1;

/** Header names in lower case. */
export type AnswerHeaders = { readonly [name: string]: unknown };

/** A group of operations that have a limit of their own; null for all others. */
export type LimitGroup = string | null;

interface Hold {
  /** ms since the epoch. */
  liftsAt: number;
  /** Refusals in a row that did not say for how long. */
  blindRefusals: number;
}

/**
 * Keeps requests back from the moment the provider says “too many” until the limit lifts: those of one group where
 * a limit of its own was hit (no header tells about it), all of them otherwise.
 */
export class RateLimit {
  readonly #holds = new Map<LimitGroup, Hold>();
  #spareUntil = 0;

  constructor(
    private readonly clock: Clock,
    private readonly providerName: string,
  ) {}

  /** The error to reject with, as long as a limit holds for that group; null when its requests may go. */
  errorFor(group: LimitGroup): RateLimitError | null {
    const liftsAt = Math.max(this.#liftsAt(null), this.#liftsAt(group));
    if (liftsAt === 0) return null;
    const pause = Math.ceil((liftsAt - this.clock.now()) / 1000);
    return new RateLimitError(
      group && !this.#liftsAt(null)
        ? t('{0} allows no more requests of this kind for {1} s.', this.providerName, pause)
        : t('{0} allows no more requests for {1} s.', this.providerName, pause),
      liftsAt,
    );
  }

  /** When the present window ends, ms since the epoch, while less than a tenth of its requests are left; else 0. */
  get spareUntil(): number {
    return this.#isAhead(this.#spareUntil) ? this.#spareUntil : 0;
  }

  /** An answer arrived that used up the last request of its window, or did not. */
  answered(headers: AnswerHeaders, group: LimitGroup): void {
    for (const known of [null, group]) this.#hold(known).blindRefusals = 0;
    this.#noteSpare(headers);
    const pause = seconds(headers['ratelimit-reset']);
    if (seconds(headers['ratelimit-remaining']) === 0 && pause) this.#pauseFor(null, pause);
  }

  /** HTTP 429. `ratelimit-reset` may be absent (PagerDuty’s own limits for single operations send none). */
  refused(headers: AnswerHeaders, group: LimitGroup): RateLimitError {
    this.#noteSpare(headers);
    const told = seconds(headers['ratelimit-reset']) ?? this.#retryAfter(headers['retry-after']);
    const held = told ? null : group;
    const hold = this.#hold(held);
    hold.blindRefusals = told ? 0 : hold.blindRefusals + 1;
    this.#pauseFor(
      held,
      told || Math.min(longestBlindPause, firstBlindPause * 2 ** (hold.blindRefusals - 1)),
    );
    return this.errorFor(group)!;
  }

  #noteSpare(headers: AnswerHeaders): void {
    const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map(name =>
      seconds(headers[`ratelimit-${name}`]),
    );
    if (typeof limit !== 'number' || typeof remaining !== 'number' || typeof reset !== 'number') return;
    this.#spareUntil = remaining < limit * spareShare ? this.clock.now() + Math.min(longestPause, reset) : 0;
  }

  #liftsAt(group: LimitGroup): number {
    const liftsAt = this.#holds.get(group)?.liftsAt ?? 0;
    return this.#isAhead(liftsAt) ? liftsAt : 0;
  }

  /** Farther ahead than any pause that is ever set means that the computer’s time was set back. */
  #isAhead(time: number): boolean {
    const pause = time - this.clock.now();
    return pause > 0 && pause <= longestPause;
  }

  #hold(group: LimitGroup): Hold {
    const known = this.#holds.get(group);
    if (known) return known;
    const hold: Hold = { liftsAt: 0, blindRefusals: 0 };
    this.#holds.set(group, hold);
    return hold;
  }

  #pauseFor(group: LimitGroup, ms: number): void {
    this.#hold(group).liftsAt = this.clock.now() + Math.min(longestPause, Math.max(1000, ms));
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
