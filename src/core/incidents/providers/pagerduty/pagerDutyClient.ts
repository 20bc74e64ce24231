import { t } from '@vscode/l10n';
import axios, { type AxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import type { Clock } from '../../../clock.ts';
import { OfflineError, RequesterNeededError, UnexpectedAnswerError, WrongKeyError } from '../../../errors.ts';
import type { Logger } from '../../../logger.ts';
import { ClockOffset } from '../clockOffset.ts';
import { RateLimit, type LimitGroup } from '../rateLimit.ts';
import { RequestQueue } from '../requestQueue.ts';
import { hadNoConnection, isNeverSent } from '../transportFailure.ts';
import { isLoopback, objectOf, type WireObject } from '../wire.ts';
import { codes, errorOf, readRefusal } from './pagerDutyErrors.ts';
import { checkedOrigin } from './pagerDutyRegions.ts';

const maxAnswerBytes = 8 * 1024 * 1024;

export interface PagerDutyClientOptions {
  /** An origin, as `checkedOrigin` gives it; the token goes nowhere else. */
  readonly baseUrl: string;
  readonly token: string;
  /** The e-mail address of the user who writes: needed with an account-wide key, null otherwise. */
  readonly from: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For one whole call, from sending to the answer’s last byte, ms. */
  readonly timeoutMs?: number;
}

/** A list stands for `name[]=…` once for each element. */
export type Query = { readonly [name: string]: string | number | boolean | readonly string[] };

/**
 * What is being sent. The queue, the limits and the answer all want to know of it.
 */
interface Call {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly query: Query;
  readonly body: WireObject | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Operations with a limit of their own (developer.pagerduty.com, “REST API Rate Limits”). */
const limitGroups: ReadonlySet<string> = new Set(['PUT /incidents', 'POST /incidents', 'GET /oncalls']);

/**
 * PagerDuty’s REST API v2 over HTTP: one request at a time, as PagerDuty asks for each token, those that write
 * before those that wait to read. Rejects with the classes of core/errors.ts or the abort reason only; no error,
 * cause or log line of it holds the token.
 */
export class PagerDutyClient {
  readonly #options: PagerDutyClientOptions;
  readonly #token: string;
  readonly #host: string;
  readonly #http: AxiosInstance;
  readonly #limit: RateLimit;
  readonly #offset = new ClockOffset();
  readonly #queue = new RequestQueue();

  constructor(options: PagerDutyClientOptions) {
    const checked = checkedOrigin(options.baseUrl);
    if (!checked.ok) throw new Error(checked.reason);
    const origin = new URL(checked.origin);
    this.#options = options;
    this.#token = options.token.trim();
    this.#host = origin.host;
    this.#limit = new RateLimit(options.clock, 'PagerDuty');
    this.#http = axios.create({
      adapter: 'http',
      baseURL: checked.origin,
      allowAbsoluteUrls: false,
      maxRedirects: 0,
      maxContentLength: maxAnswerBytes,
      responseType: 'text',
      validateStatus: () => true,
      // What runs on this machine is reached directly; everything else goes through the proxy of the environment.
      ...(isLoopback(origin) ? { proxy: false as const } : {}),
    });
  }

  /** Until when requests that can wait should wait, as the limit is nearly used up; ms since the epoch, or 0. */
  get spareUntil(): number {
    return this.#limit.spareUntil;
  }

  /** PagerDuty’s clock minus ours, ms; 0 up to 30 seconds. */
  get clockOffsetMs(): number {
    return this.#offset.ms;
  }

  get(path: string, query: Query = {}, signal?: AbortSignal): Promise<WireObject> {
    return this.#request({ method: 'GET', path, query, body: undefined, signal });
  }

  put(path: string, body: WireObject): Promise<WireObject> {
    return this.#request({ method: 'PUT', path, query: {}, body, signal: undefined });
  }

  post(path: string, body: WireObject): Promise<WireObject> {
    return this.#request({ method: 'POST', path, query: {}, body, signal: undefined });
  }

  async #request(call: Call): Promise<WireObject> {
    const headers = this.#headers(call.body !== undefined);
    this.#checkMaySend(call);
    return this.#queue.run(call.method === 'GET' ? 'read' : 'write', call.signal, () => {
      this.#checkMaySend(call);
      return this.#send(call, headers);
    });
  }

  #checkMaySend(call: Call): void {
    call.signal?.throwIfAborted();
    const limited = this.#limit.errorFor(groupOf(call));
    if (limited) throw limited;
  }

  #headers(writes: boolean): Record<string, string> {
    const { from } = this.#options;
    if (!/^[\x21-\x7e]+$/.test(this.#token))
      throw new WrongKeyError(t('This is not a key: a key has letters, digits, + - and _ only.'));
    const headers = {
      Authorization: `Token token=${this.#token}`,
      Accept: 'application/vnd.pagerduty+json;version=2',
    };
    if (!writes) return headers;
    if (from !== null && !/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(from))
      throw new RequesterNeededError(t('The requester in the settings is not an e-mail address.'));
    return { ...headers, 'Content-Type': 'application/json', ...(from === null ? {} : { From: from }) };
  }

  async #send(call: Call, headers: Record<string, string>): Promise<WireObject> {
    const { method, path, query, body, signal } = call;
    const { clock, logger, timeoutMs = 20_000 } = this.#options;
    const startedAt = clock.now();
    const stop = new AbortController();
    let late = false;
    const cancelDeadline = clock.after(timeoutMs, () => {
      late = true;
      stop.abort();
    });
    const onAbort = () => stop.abort();
    signal?.addEventListener('abort', onAbort);
    try {
      const answer = await this.#http.request<string>({
        method,
        url: path,
        params: searchParams(query),
        headers,
        ...(body === undefined ? {} : { data: body }),
        signal: stop.signal,
      });
      logger.debug(`PagerDuty: ${method} ${path} → ${answer.status} in ${clock.now() - startedAt} ms`);
      this.#offset.observe(answer.headers['date'], startedAt, clock.now());
      return this.#read(answer, groupOf(call));
    } catch (error) {
      if (!axios.isAxiosError(error)) throw error;
      signal?.throwIfAborted();
      logger.debug(
        `PagerDuty: ${method} ${path} → ${error.code ?? 'no answer'} in ${clock.now() - startedAt} ms`,
      );
      if (late)
        throw new OfflineError(
          t('PagerDuty ({0}) took longer than {1} seconds to answer.', this.#host, timeoutMs / 1000),
          !hadNoConnection(error.request),
        );
      throw this.#transportError(error);
    } finally {
      cancelDeadline();
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #read(answer: AxiosResponse<string>, group: LimitGroup): WireObject {
    const { status, data, headers } = answer;
    if (status >= 200 && status < 300) {
      this.#limit.answered(headers, group);
      return this.#json(data);
    }
    // A server may say what it was sent, also in the address it leads to.
    const mask = (text: string) => text.replaceAll(this.#token, '[key]');
    const refusal = readRefusal(data, mask);
    if (status === 429 || refusal.code === codes.tooManyRequests) throw this.#limit.refused(headers, group);
    const location: unknown = headers['location'];
    const failed = { status, location: typeof location === 'string' ? mask(location) : null };
    throw errorOf(failed, refusal, this.#host, this.#options.from);
  }

  #json(text: string): WireObject {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new UnexpectedAnswerError(
        /^\s*</.test(text)
          ? t('{0} answered with a web page instead of PagerDuty’s data.', this.#host)
          : t('{0} answered with something cut off or garbled instead of PagerDuty’s data.', this.#host),
      );
    }
    const object = objectOf(value);
    if (!object)
      throw new UnexpectedAnswerError(t('{0} answered with JSON that is not PagerDuty’s.', this.#host));
    return object;
  }

  #transportError({ code, response, cause }: AxiosError): Error {
    // Only a part of an answer arrived.
    if (response)
      return new UnexpectedAnswerError(
        t('The answer of {0} broke off or could not be unpacked.', this.#host),
      );
    if (code === axios.AxiosError.ERR_BAD_RESPONSE)
      return new UnexpectedAnswerError(
        t('{0} sent more than {1} MB at once.', this.#host, maxAnswerBytes / 1024 / 1024),
      );
    return new OfflineError(
      // A narrow row shows its beginning only.
      t('Cannot reach PagerDuty ({0}).', code ? `${this.#host}, ${code}` : this.#host),
      !isNeverSent(cause ?? { code }),
    );
  }
}

function groupOf({ method, path }: Call): LimitGroup {
  const operation = `${method} ${path}`;
  return limitGroups.has(operation) ? operation : null;
}

/** PagerDuty wants lower-case booleans and lists as `name[]`. */
function searchParams(query: Query): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'object') for (const element of value) params.append(`${name}[]`, element);
    else params.append(name, String(value));
  }
  return params;
}
