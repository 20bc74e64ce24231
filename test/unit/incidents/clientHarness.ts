import assert from 'node:assert/strict';
import { OnCallError } from '../../../src/core/errors.ts';
import {
  PagerDutyClient,
  type PagerDutyClientOptions,
} from '../../../src/core/incidents/providers/pagerduty/pagerDutyClient.ts';
import { FakeClock } from '../fakeClock.ts';
import { answer, LoopbackServer, type Handler } from './loopbackServer.ts';
import { everythingIn, RecordingLogger } from './recordingLogger.ts';

/** Must never be seen outside an Authorization header. */
export const token = 'u+Canary_7Hq2-do-not-leak';

export const ok: Handler = (_request, response) => answer(response, 200, { fine: true });

export function replying(status: number, body: unknown, headers?: Record<string, string>): Handler {
  return (_request, response) => answer(response, status, body, headers);
}

/** A client and a server of its own for each test. */
export class ClientHarness {
  server!: LoopbackServer;
  clock!: FakeClock;
  logger!: RecordingLogger;

  /** To be called inside `describe`; after every test, nothing may be left behind and nothing have leaked. */
  constructor() {
    beforeEach(async () => {
      this.server = await LoopbackServer.start(ok);
      this.clock = new FakeClock();
      this.logger = new RecordingLogger();
    });

    afterEach(async () => {
      await this.server.close();
      assert.ok(!this.logger.lines.join('\n').includes(token), 'the token is in the log');
      assert.equal(this.clock.pending, 0, 'a deadline was left behind');
    });
  }

  client(options: Partial<PagerDutyClientOptions> = {}): PagerDutyClient {
    const { clock, logger, server } = this;
    return new PagerDutyClient({ baseUrl: server.url, token, from: null, clock, logger, ...options });
  }
}

/** The error that a call rejects with; it must be one of ours and must not hold the token anywhere. */
export async function failure(call: Promise<unknown>): Promise<OnCallError> {
  const error = await call.then(
    value => assert.fail(`expected a rejection, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof OnCallError, `not an error of ours: ${String(error)}`);
  assert.ok(!everythingIn(error).includes(token), 'the token is in the error');
  return error;
}

/** Runs with a variable of the environment set, and puts it back. */
export async function withVariable(name: string, value: string, action: () => Promise<void>): Promise<void> {
  const before = process.env[name];
  process.env[name] = value;
  try {
    await action();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}
