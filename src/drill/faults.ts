/** One request as it arrived. Kept in memory for tests; headers hold the drill’s own key. */
export interface RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was sent; empty where there was none. */
  readonly body: string;
  /** ms since the epoch. */
  readonly at: number;
}

/** What happens to a request instead of the plain truth. */
export type FaultEffect =
  /** An answer of the test’s own: an object goes as JSON, a string as it is (HTML by default). */
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly body?: string | Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The first bytes of the true answer: as if that were all of it, or with the connection lost there. */
  | { readonly type: 'cut'; readonly bytes: number; readonly then: 'end' | 'reset' }
  /** The connection is reset without an answer. */
  | { readonly type: 'reset' }
  /** No answer ever. */
  | { readonly type: 'hang' }
  /** The true answer, held back by `delayMs` or with other headers: a wrong `date` is a clock that is off. */
  | { readonly type: 'none'; readonly headers?: Readonly<Record<string, string>> };

export interface Fault {
  readonly method?: string;
  /** The whole path, or a pattern in it. */
  readonly path?: string | RegExp;
  /** How many matching requests it meets; 1 by default. */
  readonly times?: number;
  /** ms on the server’s clock before anything is answered; the change, if there is one, is made before that. */
  readonly delayMs?: number;
  /** The request is carried out, and only the answer suffers. By default nothing is carried out. */
  readonly afterCommit?: boolean;
  readonly effect: FaultEffect;
}

/** PagerDuty’s 429; it may come without the headers that say when the limit lifts. */
export function rateLimited(resetSeconds?: number): FaultEffect {
  return {
    type: 'answer',
    status: 429,
    body: { error: { message: 'Rate Limit Exceeded', code: 2020 } },
    ...(resetSeconds === undefined
      ? {}
      : {
          headers: {
            'ratelimit-limit': '960',
            'ratelimit-remaining': '0',
            'ratelimit-reset': String(resetSeconds),
          },
        }),
  };
}

/** A true answer whose Date header is off by so many ms. */
export function clockOff(now: number, by: number): FaultEffect {
  return { type: 'none', headers: { date: new Date(now + by).toUTCString() } };
}

/** The script of what goes wrong next; tests write it, the server follows it. */
export class Faults {
  #faults: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The oldest fault that is meant for this request, used up by one. */
  take(method: string, path: string): Fault | undefined {
    const found = this.#faults.find(({ fault }) => matches(fault, method, path));
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#faults = this.#faults.filter(fault => fault !== found);
    return found.fault;
  }
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.path === undefined) return true;
  return typeof fault.path === 'string' ? fault.path === path : fault.path.test(path);
}
