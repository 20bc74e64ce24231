import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../core/clock.ts';
import { silentLogger, type Logger } from '../core/logger.ts';
import { ApiError, invalidInput, readOnlyKey, tooMany, wrongKey } from './apiError.ts';
import type { DrillAccount } from './drillAccount.ts';
import { json, plain, recorded, send, spoil, type Answer } from './answers.ts';
import { Faults, type RecordedRequest } from './faults.ts';
import { closeServer, comesFromElsewhere, listenOnLoopback, readBody } from './loopback.ts';
import { RateLimit } from './rateLimit.ts';
import type { KeyKind } from './records.ts';
import { Routes } from './routes.ts';

export interface DrillServerOptions {
  readonly account: DrillAccount;
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Per key; 960 as PagerDuty’s. */
  readonly requestsPerMinute?: number;
}

const largestBody = 1_048_576;
/** A drill may run for hours; only the latest requests are kept. */
const mostRecorded = 2000;

/** A PagerDuty-compatible API on a random port of 127.0.0.1, over one DrillAccount. */
export class DrillServer {
  readonly faults = new Faults();
  readonly #requests: RecordedRequest[] = [];
  readonly #routes: Routes;
  readonly #rateLimit: RateLimit;
  readonly #delays = new Set<() => void>();

  private constructor(
    private readonly server: Server,
    /** Without a slash at its end. */
    readonly baseUrl: string,
    private readonly options: DrillServerOptions,
  ) {
    this.#routes = new Routes(options.account, baseUrl, options.clock);
    this.#rateLimit = new RateLimit(options.clock, options.requestsPerMinute ?? 960);
  }

  static async start(options: DrillServerOptions): Promise<DrillServer> {
    const server = createServer();
    const drill = new DrillServer(server, await listenOnLoopback(server), options);
    server.on('request', (request, response) => {
      drill.#serve(request, response).catch((error: unknown) => {
        (options.logger ?? silentLogger).error('The drill’s server could not answer.', error);
        response.destroy();
      });
    });
    return drill;
  }

  get account(): DrillAccount {
    return this.options.account;
  }

  /** The latest requests, oldest first. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  async stop(): Promise<void> {
    for (const cancel of this.#delays) cancel();
    this.#delays.clear();
    await closeServer(this.server);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, largestBody);
    if (comesFromElsewhere(request)) {
      return send(response, { status: 403, headers: plain, text: 'The drill answers this machine only.\n' });
    }
    const asked = recorded(request, body ?? '', this.options.clock.now());
    this.#requests.push(asked);
    if (this.#requests.length > mostRecorded) this.#requests.shift();

    const fault = this.faults.take(asked.method, asked.path);
    if (!fault) return send(response, this.#answer(asked, body !== null));
    const truthful = fault.effect.type === 'none' || fault.effect.type === 'cut';
    const truth = truthful || fault.afterCommit ? this.#answer(asked, body !== null) : null;
    if (fault.delayMs !== undefined) await this.#delay(fault.delayMs);
    spoil(response, fault.effect, truth);
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

  #delay(ms: number): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.options.clock.after(ms, () => {
        this.#delays.delete(cancel);
        resolve();
      });
      this.#delays.add(cancel);
    });
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
