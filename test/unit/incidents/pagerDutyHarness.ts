import assert from 'node:assert/strict';
import {
  PagerDutyProvider,
  type PagerDutyProviderOptions,
} from '../../../src/core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { FakeClock } from '../fakeClock.ts';
import { answer, LoopbackServer, type SeenRequest } from './loopbackServer.ts';
import { paged, refusal } from './pagerDutyListing.ts';

/** What a made-up PagerDuty says to one operation. */
type Reply = (request: SeenRequest, response: Parameters<LoopbackServer['handler']>[1]) => void;

/** A provider and a made-up PagerDuty for each test. */
export class ProviderHarness {
  server!: LoopbackServer;
  clock!: FakeClock;
  provider!: PagerDutyProvider;
  #replies = new Map<string, Reply>();

  /** To be called inside `describe`. */
  constructor() {
    beforeEach(async () => {
      this.#replies = new Map();
      this.clock = new FakeClock();
      this.server = await LoopbackServer.start((request, response) => {
        const reply = this.#replies.get(`${request.method} ${request.path}`);
        if (reply) reply(request, response);
        else answer(response, 404, refusal(2100));
      });
      this.provider = this.with({});
    });
    afterEach(async () => {
      await this.server.close();
      assert.equal(this.clock.pending, 0, 'a deadline was left behind');
    });
  }

  with(options: Partial<PagerDutyProviderOptions>): PagerDutyProvider {
    return new PagerDutyProvider({
      accountId: 'acme',
      baseUrl: this.server.url,
      token: 'key',
      from: null,
      clock: this.clock,
      logger: silentLogger,
      ...options,
    });
  }

  /** `operation` is `GET /incidents`. */
  reply(operation: string, status: number, body: unknown, headers?: Record<string, string>): void {
    this.#replies.set(operation, (_request, response) => answer(response, status, body, headers));
  }

  /** Refuses with PagerDuty’s code. */
  refuse(operation: string, code: number, status = 400): void {
    this.reply(operation, status, refusal(code));
  }

  /** A list, page by page. */
  list(operation: string, name: string, rows: readonly unknown[]): void {
    this.#replies.set(operation, paged(name, rows));
  }

  /** Closes the connection instead of answering. */
  hangUp(operation: string): void {
    this.#replies.set(operation, (_request, response) => response.destroy());
  }

  /** What was asked for so far, in order. */
  get sent(): readonly string[] {
    return this.server.requests.map(({ method, path }) => `${method} ${path}`);
  }

  get last(): SeenRequest {
    const last = this.server.requests.at(-1);
    assert.ok(last, 'something was sent');
    return last;
  }

  /** The body of the only write. */
  get written(): unknown {
    const writes = this.server.requests.filter(({ method }) => method !== 'GET');
    assert.equal(writes.length, 1);
    return JSON.parse(writes[0]!.body);
  }
}

/** Every value that has the wrong shape wherever a text, an object or a list is due. */
export const oddities: readonly unknown[] = [null, undefined, 17, 'text', '', [], [null], [[]], {}, true];
