import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../../src/core/clock.ts';
import { DrillAccount } from '../../../src/drill/drillAccount.ts';
import { DrillServer } from '../../../src/drill/drillServer.ts';
import type { KeyKind } from '../../../src/drill/records.ts';
import { FakeClock } from '../fakeClock.ts';

/** Real time, faster: for tests in which processes and sockets take part. */
export function fastClock(speed: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * speed,
    after(delay, callback) {
      const timer = setTimeout(callback, delay / speed);
      return () => clearTimeout(timer);
    },
  };
}

/** Waits until something holds; what never does fails the test with `what`. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let i = 0; i < 2_000 && !holds(); i++) await pause(20);
  if (!holds()) throw new Error(`Never came true: ${what}`);
}

export interface Call {
  readonly method?: string;
  readonly key?: KeyKind | 'wrong' | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** The shapes that the tests look into; the contract tests check the whole. */
export interface WireIncident {
  readonly id: string;
  readonly incident_number: number;
  readonly status: string;
  readonly title: string;
  readonly service: { readonly type: string; readonly name?: string };
  readonly assignments: readonly { readonly assignee: { readonly summary: string } }[];
  readonly acknowledgements: readonly unknown[];
  readonly resolved_at: string | null;
  readonly urgency: string;
  readonly priority: { readonly id: string; readonly summary: string } | null;
  readonly escalation_policy: { readonly id: string; readonly summary: string };
  readonly incident_key: string | null;
  readonly assigned_via: string;
  readonly alert_counts: { readonly all: number; readonly triggered: number };
  readonly pending_actions: readonly { readonly type: string; readonly at: string }[];
  readonly conference_bridge?: { readonly conference_number: string; readonly conference_url: string } | null;
  readonly resolve_reason: { readonly type: string; readonly incident: { readonly id: string } } | null;
  readonly incidents_responders: readonly {
    readonly state: string;
    readonly user: { readonly id: string };
  }[];
  readonly responder_requests: readonly unknown[];
  readonly html_url: string;
}

export interface WireList {
  readonly incidents: readonly WireIncident[];
  readonly more: boolean;
  readonly total: number | null;
  readonly limit: number;
}

export interface WireError {
  readonly error: { readonly message: string; readonly code: number; readonly errors?: readonly string[] };
}

/** A server with an account of its own, on a clock that stands still. */
export class TestServer {
  private constructor(
    readonly server: DrillServer,
    readonly clock: FakeClock,
  ) {}

  static async start(requestsPerMinute = 960): Promise<TestServer> {
    const clock = new FakeClock();
    const account = new DrillAccount({ clock });
    return new TestServer(await DrillServer.start({ account, clock, requestsPerMinute }), clock);
  }

  get account(): DrillAccount {
    return this.server.account;
  }

  call<Body>(path: string, call: Call = {}): Promise<Reply<Body>> {
    return callServer<Body>(this.server, path, call);
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** One request as a client would send it; only what `call` says differs. */
export async function callServer<Body>(
  server: DrillServer,
  path: string,
  call: Call = {},
): Promise<Reply<Body>> {
  const { method = 'GET', key = 'user', body, headers } = call;
  const token = key === 'wrong' ? 'nobody' : key && server.account.keys[key];
  const response = await fetch(server.baseUrl + path, {
    method,
    headers: {
      accept: 'application/vnd.pagerduty+json;version=2',
      ...(token === null ? {} : { authorization: `Token token=${token}` }),
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : text) as Body,
  };
}
