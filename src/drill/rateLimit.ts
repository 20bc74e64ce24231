import type { Clock } from '../core/clock.ts';

interface Window {
  readonly endsAt: number;
  used: number;
}

const minute = 60_000;

/** Requests per key and minute, counted in fixed windows, with PagerDuty’s three headers. */
export class RateLimit {
  readonly #windows = new Map<string, Window>();

  constructor(
    private readonly clock: Clock,
    private readonly perMinute: number,
  ) {}

  /** Counts one request of `key`; `allowed` is false where it is one too many. */
  count(key: string): { readonly allowed: boolean; readonly headers: Record<string, string> } {
    const now = this.clock.now();
    let window = this.#windows.get(key);
    if (!window || now >= window.endsAt) {
      window = { endsAt: now + minute, used: 0 };
      this.#windows.set(key, window);
    }
    window.used += 1;
    return {
      allowed: window.used <= this.perMinute,
      headers: {
        'ratelimit-limit': String(this.perMinute),
        'ratelimit-remaining': String(Math.max(0, this.perMinute - window.used)),
        'ratelimit-reset': String(Math.ceil((window.endsAt - now) / 1000)),
      },
    };
  }
}
