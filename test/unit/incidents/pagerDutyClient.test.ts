import assert from 'node:assert/strict';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import {
  NotAllowedError,
  NotFoundError,
  OfflineError,
  OnCallError,
  PlanLacksAbilityError,
  ProviderDownError,
  RateLimitError,
  RefusedError,
  RequesterNeededError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../../../src/core/errors.ts';
import { PagerDutyClient } from '../../../src/core/incidents/providers/pagerduty/pagerDutyClient.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { answer, LoopbackServer, type Handler } from './loopbackServer.ts';
import { everythingIn, RecordingLogger } from './recordingLogger.ts';

const token = 'u+Canary_7Hq2-do-not-leak';

describe('PagerDutyClient', () => {
  let server: LoopbackServer;
  let clock: FakeClock;
  let logger: RecordingLogger;

  const ok: Handler = (_request, response) => answer(response, 200, { fine: true });
  const replying =
    (status: number, body: unknown, headers?: Record<string, string>): Handler =>
    (_request, response) =>
      answer(response, status, body, headers);
  const client = (
    options: { from?: string | null; token?: string; timeoutMs?: number; baseUrl?: string } = {},
  ) => new PagerDutyClient({ baseUrl: server.url, token, from: null, clock, logger, ...options });

  /** The error that a call rejects with; it must be one of ours and must not hold the token anywhere. */
  async function failure(call: Promise<unknown>): Promise<OnCallError> {
    const error = await call.then(
      value => assert.fail(`expected a rejection, got ${JSON.stringify(value)}`),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof OnCallError, `not an error of ours: ${String(error)}`);
    assert.ok(!everythingIn(error).includes(token), 'the token is in the error');
    return error;
  }

  beforeEach(async () => {
    server = await LoopbackServer.start(ok);
    clock = new FakeClock();
    logger = new RecordingLogger();
  });

  afterEach(async () => {
    await server.close();
    assert.ok(!logger.lines.join('\n').includes(token), 'the token is in the log');
    assert.equal(clock.pending, 0, 'a deadline was left behind');
  });

  describe('what it sends', () => {
    it('authorises as an API key and names the version of the API', async () => {
      assert.deepEqual(await client().get('/users/me'), { fine: true });
      const [request] = server.requests;
      assert.equal(request?.headers.authorization, `Token token=${token}`);
      assert.equal(request?.headers.accept, 'application/vnd.pagerduty+json;version=2');
    });

    it('sends Content-Type with every write, and From where there is a requester', async () => {
      const writer = client({ from: 'ada@example.com' });
      await writer.put('/incidents/P1', { incident: {} });
      await writer.post('/incidents/P1/notes', { note: { content: 'é\n' } });
      await client().put('/incidents/P1', {});
      for (const request of server.requests)
        assert.equal(request.headers['content-type'], 'application/json');
      assert.deepEqual(
        server.requests.map(({ method, headers }) => [method, headers['from']]),
        [
          ['PUT', 'ada@example.com'],
          ['POST', 'ada@example.com'],
          ['PUT', undefined],
        ],
      );
      assert.deepEqual(JSON.parse(server.requests[1]!.body), { note: { content: 'é\n' } });
    });

    it('writes booleans in lower case and lists as name[]', async () => {
      await client().get('/incidents', { total: true, statuses: ['triggered', 'acknowledged'], limit: 100 });
      const { query } = server.requests[0]!;
      assert.equal(query.get('total'), 'true');
      assert.deepEqual(query.getAll('statuses[]'), ['triggered', 'acknowledged']);
      assert.equal(query.get('limit'), '100');
    });

    it('trims a pasted key and refuses one that no header can carry, without sending it', async () => {
      await client({ token: `  ${token}\n` }).get('/x');
      assert.equal(server.requests[0]?.headers.authorization, `Token token=${token}`);
      for (const bad of ['', 'two words', 'clé-é', 'a\r\nX-Evil: 1']) {
        assert.ok((await failure(client({ token: bad }).get('/x'))) instanceof WrongKeyError);
      }
      assert.equal(server.requests.length, 1);
    });

    it('refuses a requester that would end the header', async () => {
      const writer = client({ from: 'ada@example.com\r\nX-Evil: 1' });
      assert.ok((await failure(writer.put('/x', {}))) instanceof RequesterNeededError);
      assert.equal(server.requests.length, 0);
    });

    it('takes no address but an origin, and never leaves it', async () => {
      assert.throws(() => client({ baseUrl: 'http://example.com' }));
      assert.throws(() => client({ baseUrl: 'https://user:secret@example.com' }));
      const other = await LoopbackServer.start(ok);
      await client().get(`${other.url}/x`);
      await other.close();
      assert.equal(other.requests.length, 0);
    });

    it('reaches this machine directly, whatever proxy the environment names', async () => {
      const proxy = await LoopbackServer.start(ok);
      const before = process.env['http_proxy'];
      process.env['http_proxy'] = proxy.url;
      try {
        await client().get('/x');
      } finally {
        if (before === undefined) delete process.env['http_proxy'];
        else process.env['http_proxy'] = before;
        await proxy.close();
      }
      assert.equal(proxy.requests.length, 0);
      assert.equal(server.requests.length, 1);
    });

    it('goes through the proxy of the environment otherwise, in a tunnel that hides the key', async () => {
      const proxy = await LoopbackServer.start(ok);
      const before = process.env['https_proxy'];
      process.env['https_proxy'] = proxy.url;
      try {
        const found = await failure(client({ baseUrl: 'https://api.pagerduty.invalid' }).get('/x'));
        assert.ok(found instanceof UnexpectedAnswerError);
        assert.match(found.message, /proxy/);
      } finally {
        if (before === undefined) delete process.env['https_proxy'];
        else process.env['https_proxy'] = before;
        await proxy.close();
      }
      assert.deepEqual(
        proxy.tunnels.map(({ target }) => target),
        ['api.pagerduty.invalid:443'],
      );
      assert.ok(!everythingIn([proxy.tunnels, proxy.requests]).includes(token));
    });
  });

  describe('one request at a time', () => {
    it('sends the next only after the answer to the one before, in the order of the calls', async () => {
      let waiting = 0;
      let most = 0;
      server.handler = (request, response) => {
        most = Math.max(most, ++waiting);
        setImmediate(() => {
          waiting--;
          answer(response, 200, { path: request.path });
        });
      };
      const one = client();
      const answers = await Promise.all(['/a', '/b', '/c', '/d'].map(path => one.get(path)));
      assert.equal(most, 1);
      assert.deepEqual(
        answers.map(({ path }) => path),
        ['/a', '/b', '/c', '/d'],
      );
    });

    it('goes on after a failure', async () => {
      server.handler = replying(500, '');
      const one = client();
      const failed = failure(one.get('/a'));
      const second = failure(one.get('/b'));
      assert.ok((await failed) instanceof ProviderDownError);
      assert.ok((await second) instanceof ProviderDownError);
    });

    it('rejects with the abort reason and sends nothing when aborted before its turn', async () => {
      let release = () => {};
      server.handler = (_request, response) => (release = () => answer(response, 200, {}));
      const one = client();
      const first = one.get('/first');
      while (server.requests.length === 0) await settle();
      const stop = new AbortController();
      const reason = new Error('closed');
      const second = one.get('/second', {}, stop.signal);
      const third = one.get('/third');
      stop.abort(reason);
      await assert.rejects(second, reason);
      assert.equal(server.requests.length, 1);
      server.handler = ok;
      release();
      await Promise.all([first, third]);
      assert.deepEqual(
        server.requests.map(({ path }) => path),
        ['/first', '/third'],
      );
      await assert.rejects(one.get('/fourth', {}, stop.signal), reason);
    });

    it('rejects with the abort reason when aborted while it waits for the answer', async () => {
      const stop = new AbortController();
      const reason = new Error('closed');
      server.handler = () => stop.abort(reason);
      await assert.rejects(client().get('/x', {}, stop.signal), reason);
    });
  });

  describe('errors', () => {
    const error = (code: number, message = 'No', errors: unknown = ['because']) => ({
      error: { message, code, errors },
    });
    const cases: [string, number, unknown, new (...args: never[]) => OnCallError][] = [
      ['401 with JSON', 401, error(2006), WrongKeyError],
      ['401 with HTML', 401, '<html><body>Unauthorized</body></html>', WrongKeyError],
      ['401 with nothing', 401, '', WrongKeyError],
      ['2006 under another status', 400, error(2006), WrongKeyError],
      ['402', 402, error(2014), PlanLacksAbilityError],
      ['402 with nothing', 402, '', PlanLacksAbilityError],
      ['403', 403, error(2010), NotAllowedError],
      ['403 with nothing', 403, '', NotAllowedError],
      ['no access after resolve (2018)', 400, error(2018), NotAllowedError],
      ['404', 404, error(2100), NotFoundError],
      ['404 with nothing', 404, '', NotFoundError],
      ['404 with a web page: a wrong base URL', 404, '<!doctype html>', UnexpectedAnswerError],
      ['407 of a proxy', 407, '', UnexpectedAnswerError],
      ['408', 408, '', OfflineError],
      ['400 with arguments', 400, error(2001, 'Invalid Input Provided'), RefusedError],
      ['413', 413, error(2001), RefusedError],
      ['414', 414, '', RefusedError],
      ['requester not found (1008)', 400, error(1008), RequesterNeededError],
      ['requester not found (1028)', 400, error(1028), RequesterNeededError],
      ['From missing (2016)', 400, error(2016), RequesterNeededError],
      ['500', 500, error(2000), ProviderDownError],
      ['503 with HTML', 503, '<html>down</html>', ProviderDownError],
    ];
    for (const [name, status, body, expected] of cases) {
      it(`${name} → ${expected.name}`, async () => {
        server.handler = replying(status, body);
        const found = await failure(client().get('/incidents'));
        assert.equal(found.constructor.name, expected.name, found.message);
        assert.ok(found.nextStep.length > 0);
      });
    }

    const reasons: [string, unknown, string][] = [
      [
        'an object',
        error(2001, 'Invalid Input Provided', ['Content cannot be empty']),
        'Invalid Input Provided – Content cannot be empty',
      ],
      ['a string', { error: 'Whatever was wrong' }, 'Whatever was wrong'],
      ['a list', { error: ['One', 'Two'] }, 'One – Two'],
      ['an object without errors', { error: { message: 'Alone', code: 2001 } }, 'Alone'],
      ['an object with one error as a string', { error: { message: 'A', errors: 'B' } }, 'A – B'],
    ];
    for (const [name, body, reason] of reasons) {
      it(`carries the reason when \`error\` is ${name}`, async () => {
        server.handler = replying(400, body);
        const found = await failure(client().get('/x'));
        assert.ok(found instanceof RefusedError && found.message.includes(reason), found.message);
      });
    }

    it('has a sentence for bodies without any reason', async () => {
      for (const body of [
        '',
        '{"error":',
        '{}',
        '[]',
        'null',
        { error: null },
        { error: { message: null } },
      ]) {
        server.handler = replying(400, body);
        const found = await failure(client().get('/x'));
        assert.ok(found instanceof RefusedError && found.message.includes('HTTP 400'), found.message);
      }
    });

    it('keeps the code, strips control characters and clips what is long', async () => {
      server.handler = replying(400, error(1006, `Bad\u202E\u001b[31m\nthing ${'x'.repeat(5000)}`));
      const found = await failure(client().get('/x'));
      assert.ok(found instanceof RefusedError);
      assert.equal(found.code, 1006);
      assert.match(found.message, /Bad\[31m thing x/);
      assert.ok(found.message.length < 400);
    });

    it('masks a key that the answer repeats', async () => {
      server.handler = (request, response) =>
        answer(response, 400, { error: `bad: ${request.headers.authorization}` });
      assert.match((await failure(client().get('/x'))).message, /Token token=\[key\]/);
    });

    it('says the requester that PagerDuty does not know', async () => {
      server.handler = replying(400, error(1008, 'Requester User Not Found'));
      assert.match(
        (await failure(client({ from: 'eve@example.com' }).put('/x', {}))).message,
        /eve@example\.com/,
      );
    });

    it('offline: nobody listens', async () => {
      const gone = await LoopbackServer.start(ok);
      const { url } = gone;
      await gone.close();
      const found = await failure(client({ baseUrl: url }).get('/x'));
      assert.ok(found instanceof OfflineError);
      assert.match(found.message, /ECONNREFUSED/);
    });

    it('offline: the connection is cut before the answer', async () => {
      server.handler = (_request, response) => response.destroy();
      assert.ok((await failure(client().get('/x'))) instanceof OfflineError);
    });
  });

  describe('answers that are none', () => {
    for (const [name, body] of [
      ['a web page', '<html>Please sign in to the Wi-Fi</html>'],
      ['cut JSON', '{"incidents":[{"id":'],
      ['nothing', ''],
      ['a list', '[]'],
      ['null', 'null'],
      ['a number', '17'],
    ] as const) {
      it(`200 with ${name}`, async () => {
        server.handler = replying(200, body);
        assert.ok((await failure(client().get('/x'))) instanceof UnexpectedAnswerError);
      });
    }

    it('an answer cut off in the middle', async () => {
      server.handler = (_request, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"incidents":', () => response.destroy());
      };
      assert.ok((await failure(client().get('/x'))) instanceof UnexpectedAnswerError);
    });

    it('gzip that is none', async () => {
      server.handler = replying(200, 'not gzip at all', { 'content-encoding': 'gzip' });
      assert.ok((await failure(client().get('/x'))) instanceof UnexpectedAnswerError);
    });

    it('an endless answer is stopped at 8 MB', async () => {
      let sent = 0;
      server.handler = (_request, response) => {
        response.writeHead(200);
        const chunk = Buffer.alloc(64 * 1024, ' ');
        const pump = () => {
          while (!response.destroyed && response.write(chunk)) sent += chunk.length;
          if (!response.destroyed) response.once('drain', pump);
        };
        pump();
      };
      const found = await failure(client().get('/x'));
      assert.ok(found instanceof UnexpectedAnswerError);
      assert.match(found.message, /8 MB/);
      assert.ok(sent < 64 * 1024 * 1024);
    });

    it('a gzip bomb is stopped at 8 MB after unpacking', async () => {
      const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024, ' '));
      assert.ok(bomb.length < 64 * 1024);
      server.handler = (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(bomb);
      };
      const found = await failure(client().get('/x'));
      assert.ok(found instanceof UnexpectedAnswerError);
      assert.match(found.message, /8 MB/);
    });

    it('reads an honest gzip answer', async () => {
      server.handler = (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync('{"fine":true}'));
      };
      assert.deepEqual(await client().get('/x'), { fine: true });
    });

    for (const status of [301, 302, 303, 307, 308]) {
      it(`${status} is followed nowhere, neither on this host nor to another`, async () => {
        const other = await LoopbackServer.start(ok);
        for (const location of [
          `${server.url}/elsewhere`,
          '/elsewhere',
          `${other.url}/steal`,
          'http://example.com/',
          'rubbish',
        ]) {
          server.handler = replying(status, '', { location });
          const found = await failure(client().get('/x'));
          assert.ok(found instanceof UnexpectedAnswerError);
        }
        await other.close();
        assert.equal(other.requests.length, 0);
        assert.deepEqual(
          server.requests.map(({ path }) => path),
          Array.from({ length: 5 }, () => '/x'),
        );
      });
    }
  });

  describe('the deadline of a call', () => {
    it('20 seconds, however steadily the answer drips', async () => {
      server.handler = (_request, response) => void response.writeHead(200).write(' ');
      const call = failure(client().get('/x'));
      while (server.requests.length === 0) await settle();
      for (let second = 0; second < 19; second++) await clock.advance(1000);
      assert.equal(clock.nextIn, 1000);
      await clock.advance(1000);
      const found = await call;
      assert.ok(found instanceof OfflineError);
      assert.match(found.message, /20 seconds/);
    });

    it('can be shorter, and the connection is really closed', async () => {
      const closed = new Promise(resolve => {
        server.handler = (_request, response) => resolve(once(response, 'close'));
      });
      const call = failure(client({ timeoutMs: 500 }).get('/x'));
      while (server.requests.length === 0) await settle();
      await clock.advance(500);
      assert.ok((await call) instanceof OfflineError);
      await closed;
    });
  });

  describe('rate limits', () => {
    const tooMany = { error: { message: 'Rate Limit Exceeded', code: 2020 } };

    async function limited(call: Promise<unknown>): Promise<RateLimitError> {
      const error = await failure(call);
      assert.ok(error instanceof RateLimitError, error.message);
      return error;
    }

    it('sends nothing until the limit lifts and rejects at once meanwhile', async () => {
      server.handler = replying(429, tooMany, {
        'ratelimit-limit': '960',
        'ratelimit-remaining': '0',
        'ratelimit-reset': '42',
      });
      const one = client();
      const liftsAt = clock.now() + 42_000;
      // The second is already in the queue when the refusal arrives.
      const [first, second] = await Promise.all([limited(one.get('/a')), limited(one.get('/b'))]);
      assert.deepEqual([first.liftsAt, second.liftsAt], [liftsAt, liftsAt]);
      server.handler = ok;
      await clock.advance(41_999);
      assert.equal((await limited(one.get('/c'))).liftsAt, liftsAt);
      assert.equal(server.requests.length, 1);
      await clock.advance(1);
      await one.get('/d');
      assert.equal(server.requests.length, 2);
    });

    it('understands Retry-After in seconds and as a date', async () => {
      for (const value of ['30', new Date(clock.now() + 30_000).toUTCString()]) {
        server.handler = replying(429, '', { 'retry-after': value });
        assert.equal((await limited(client().get('/x'))).liftsAt, clock.now() + 30_000);
      }
    });

    it('waits 15, 30, 60, 60 seconds where no header says how long, and starts again after a success', async () => {
      const one = client();
      const pauses: number[] = [];
      for (let turn = 0; turn < 4; turn++) {
        server.handler = replying(429, tooMany);
        const pause = (await limited(one.get('/x'))).liftsAt - clock.now();
        pauses.push(pause);
        await clock.advance(pause);
      }
      server.handler = ok;
      await one.get('/x');
      server.handler = replying(429, '');
      pauses.push((await limited(one.get('/x'))).liftsAt - clock.now());
      assert.deepEqual(pauses, [15_000, 30_000, 60_000, 60_000, 15_000]);
    });

    it('holds back when the last request of the window was used up', async () => {
      const headers = { 'ratelimit-limit': '960', 'ratelimit-remaining': '0', 'ratelimit-reset': '7' };
      server.handler = replying(200, {}, headers);
      const one = client();
      await one.get('/a');
      assert.equal((await limited(one.get('/b'))).liftsAt, clock.now() + 7000);
      assert.equal(server.requests.length, 1);
    });

    it('knows body code 2020 under another status', async () => {
      server.handler = replying(400, tooMany);
      await limited(client().get('/x'));
    });

    it('never waits for ever: neither by an absurd header nor after the clock was set back', async () => {
      server.handler = replying(429, '', { 'ratelimit-reset': '99999999999' });
      const one = client();
      assert.equal((await limited(one.get('/x'))).liftsAt, clock.now() + 15 * 60_000);
      server.handler = ok;
      clock.jump(-24 * 3600_000);
      await one.get('/y');
      assert.equal(server.requests.length, 2);
    });
  });
});
