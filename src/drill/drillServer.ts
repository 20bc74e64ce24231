import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { ApiError, invalidInput, readOnlyKey, tooMany, wrongKey } from './apiError.ts';
import type { DrillAccount } from './drillAccount.ts';
import { json, plain, type Answer } from './answers.ts';
import type { Faults, RecordedRequest } from './faults.ts';
import { RateLimit } from './rateLimit.ts';
import type { KeyKind } from './records.ts';
import { Routes } from './routes.ts';
import { SpoiltServer } from './spoiltServer.ts';

export interface DrillServerOptions {
  readonly account: DrillAccount;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Per key; 960 as PagerDuty’s. */
  readonly requestsPerMinute?: number;
}

/** A PagerDuty-compatible API on a random port of 127.0.0.1, over one DrillAccount. */
export class DrillServer {
  readonly #routes: Routes;
  readonly #rateLimit: RateLimit;
  #server!: SpoiltServer;

  private constructor(
    /** Without a slash at its end. */
    readonly baseUrl: string,
    private readonly options: DrillServerOptions,
  ) {
    this.#routes = new Routes(options.account, baseUrl, options.clock);
    this.#rateLimit = new RateLimit(options.clock, options.requestsPerMinute ?? 960);
  }

  static async start(options: DrillServerOptions): Promise<DrillServer> {
    let drill!: DrillServer;
    const server = await SpoiltServer.start({ ...options, name: 'The drill’s server' }, origin => {
      drill = new DrillServer(origin, options);
      return (request, bodyFits) => drill.#answer(request, bodyFits);
    });
    drill.#server = server;
    return drill;
  }

  get account(): DrillAccount {
    return this.options.account;
  }

  get faults(): Faults {
    return this.#server.faults;
  }

  /** The latest requests, oldest first. */
  get requests(): readonly RecordedRequest[] {
    return this.#server.requests;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #answer(request: RecordedRequest, bodyFits: boolean): Answer {
    if (request.path.startsWith('/drill/')) return this.#page(request.path);
    let limits: Readonly<Record<string, string>> = {};
    try {
      const key = this.#key(request.headers['authorization']);
      const { allowed, headers } = this.#rateLimit.count(key);
      limits = headers;
      if (!allowed) throw tooMany();
      if (key === 'readonly' && request.method !== 'GET') throw readOnlyKey();
      if (!bodyFits) throw new ApiError(413, 2001, 'Request Entity Too Large');
      const { status, body } = this.#routes.answer({
        ...request,
        keyKind: key,
        from: request.headers['from'],
        body: parseBody(request),
      });
      return { status, headers: { ...json, ...limits }, text: JSON.stringify(body) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, headers: { ...json, ...limits }, text: JSON.stringify(error.body()) };
    }
  }

  #key(authorization: string | undefined): KeyKind {
    const token = /^(?:Token token=|Bearer )(\S+)$/.exec(authorization ?? '')?.[1];
    const { user, colleague, account, readonly } = this.account.keys;
    if (token === user) return 'user';
    if (token === colleague) return 'colleague';
    if (token === account) return 'account';
    if (token === readonly) return 'readonly';
    throw wrongKey();
  }

  /** What `html_url` leads to in a browser, which has no key: says what this is, as plain text. */
  #page(path: string): Answer {
    const incident = this.account.find(path.split('/').at(-1) ?? '');
    if (!incident) return { status: 404, headers: plain, text: 'No such incident in this drill.\n' };
    const { number, title, status, service } = incident;
    const text = `This is a drill: nothing here left your machine.\n\n#${number} ${title}\n${status}, ${service.name}\n`;
    return { status: 200, headers: plain, text };
  }
}

function parseBody({ method, headers, body }: RecordedRequest): unknown {
  if (method !== 'PUT' && method !== 'POST') return undefined;
  // Misleading, but so PagerDuty says it when Content-Type is missing (PagerDuty/go-pagerduty#89).
  if (!headers['content-type']?.startsWith('application/json')) throw invalidInput('params must be a Hash');
  try {
    return JSON.parse(body);
  } catch {
    throw invalidInput('The body is not JSON.');
  }
}
