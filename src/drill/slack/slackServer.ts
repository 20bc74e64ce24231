import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { json, plain, type Answer } from '../answers.ts';
import type { FaultEffect, Faults, RecordedRequest } from '../faults.ts';
import { SpoiltServer } from '../spoiltServer.ts';
import type { SlackDrill } from './slackDrill.ts';
import { slackAnswer, type SlackArguments } from './slackMethods.ts';

export interface SlackServerOptions {
  readonly drill: SlackDrill;
  readonly clock: Clock;
  readonly logger?: Logger;
}

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
  #server!: SpoiltServer;

  private constructor(private readonly options: SlackServerOptions) {}

  static async start(options: SlackServerOptions): Promise<SlackServer> {
    const slack = new SlackServer(options);
    slack.#server = await SpoiltServer.start(
      { ...options, name: 'The drill’s Slack' },
      () => request => slack.#answer(request),
    );
    return slack;
  }

  /** Without a slash at its end. */
  get origin(): string {
    return this.#server.origin;
  }

  get drill(): SlackDrill {
    return this.options.drill;
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
    const bot = this.drill.bots.get(token);
    if (!bot || !this.drill.tokens.has(token)) return { ok: false, error: 'invalid_auth' };
    const called: SlackArguments | null =
      asked.method === 'POST' ? objectIn(asked.body) : Object.fromEntries(asked.query);
    return called ? slackAnswer(this.drill, name, called, bot) : { ok: false, error: 'invalid_json' };
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
