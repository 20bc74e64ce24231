import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../core/clock.ts';
import { silentLogger, type Logger } from '../../core/logger.ts';
import { json, plain, recorded, send, spoil, type Answer } from '../answers.ts';
import { Faults, type FaultEffect, type RecordedRequest } from '../faults.ts';
import { closeServer, comesFromElsewhere, listenOnLoopback, readBody } from '../loopback.ts';
import type { SlackDrill } from './slackDrill.ts';
import { slackAnswer, type SlackArguments } from './slackMethods.ts';

export interface SlackServerOptions {
  readonly drill: SlackDrill;
  readonly clock: Clock;
  readonly logger?: Logger;
}

const largestBody = 1_048_576;
const mostRecorded = 2000;

/** Slack’s answer of `ok: false`, which comes with HTTP 200. */
export function slackRefusal(error: string, more: Readonly<Record<string, string>> = {}): FaultEffect {
  return { type: 'answer', status: 200, body: { ok: false, error, ...more } };
}

/** Slack’s 429. */
export function slackLimited(seconds: number): FaultEffect {
  return {
    type: 'answer',
    status: 429,
    body: { ok: false, error: 'ratelimited' },
    headers: { 'retry-after': String(seconds) },
  };
}

/**
 * Slack’s Web API (`/api/<method>`) and the incoming webhooks of Slack, Mattermost and Teams
 * (`/hooks/<slack, mattermost or teams>/<name>`) on a random port of 127.0.0.1, over one SlackDrill. A drill sends
 * nothing anywhere else.
 */
export class SlackServer {
  readonly faults = new Faults();
  readonly #requests: RecordedRequest[] = [];
  readonly #delays = new Set<() => void>();

  private constructor(
    private readonly server: Server,
    /** Without a slash at its end. */
    readonly origin: string,
    private readonly options: SlackServerOptions,
  ) {}

  static async start(options: SlackServerOptions): Promise<SlackServer> {
    const server = createServer();
    const slack = new SlackServer(server, await listenOnLoopback(server), options);
    server.on('request', (request, response) => {
      slack.#serve(request, response).catch((error: unknown) => {
        (options.logger ?? silentLogger).error('The drill’s Slack could not answer.', error);
        response.destroy();
      });
    });
    return slack;
  }

  get drill(): SlackDrill {
    return this.options.drill;
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
    if (comesFromElsewhere(request))
      return send(response, { status: 403, headers: plain, text: 'The drill answers this machine only.\n' });
    const asked = recorded(request, body ?? '', this.options.clock.now());
    this.#requests.push(asked);
    if (this.#requests.length > mostRecorded) this.#requests.shift();

    const fault = this.faults.take(asked.method, asked.path);
    if (!fault) return send(response, this.#answer(asked));
    const truthful = fault.effect.type === 'none' || fault.effect.type === 'cut';
    const truth = truthful || fault.afterCommit ? this.#answer(asked) : null;
    if (fault.delayMs !== undefined) await this.#delay(fault.delayMs);
    spoil(response, fault.effect, truth);
  }

  #answer(asked: RecordedRequest): Answer {
    const [, api, name = ''] = /^\/(api)\/([A-Za-z.]+)$/.exec(asked.path) ?? [];
    if (api) return asJson(this.#method(asked, name));
    const [, type, webhook = ''] = /^\/hooks\/(slack|mattermost|teams)\/(\w+)$/.exec(asked.path) ?? [];
    if (!type || asked.method !== 'POST') return { status: 404, headers: plain, text: 'no_service' };
    const said = objectIn(asked.body);
    if (!said) return { status: 400, headers: plain, text: 'invalid_payload' };
    this.drill.posts.push({ webhook, body: said });
    return type === 'teams'
      ? { status: 202, headers: plain, text: '' }
      : { status: 200, headers: plain, text: 'ok' };
  }

  #method(asked: RecordedRequest, name: string): Readonly<Record<string, unknown>> {
    const token = /^Bearer (\S+)$/.exec(asked.headers['authorization'] ?? '')?.[1];
    if (token === undefined) return { ok: false, error: 'not_authed' };
    if (!this.drill.tokens.has(token)) return { ok: false, error: 'invalid_auth' };
    const called: SlackArguments | null =
      asked.method === 'POST' ? objectIn(asked.body) : Object.fromEntries(asked.query);
    return called ? slackAnswer(this.drill, name, called) : { ok: false, error: 'invalid_json' };
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

function asJson(body: unknown): Answer {
  return { status: 200, headers: json, text: JSON.stringify(body) };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
