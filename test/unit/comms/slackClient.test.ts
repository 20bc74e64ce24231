import assert from 'node:assert/strict';
import { SlackClient } from '../../../src/core/comms/slack/slackClient.ts';
import {
  MissingScopeError,
  NotAllowedError,
  NotPossibleError,
  OfflineError,
  OnCallError,
  ProviderDownError,
  RateLimitError,
  RefusedError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../../../src/core/errors.ts';
import { FakeClock } from '../fakeClock.ts';
import { answer, LoopbackServer, type Handler } from '../incidents/loopbackServer.ts';
import { everythingIn, RecordingLogger } from '../incidents/recordingLogger.ts';

const token = 'xoxb-2048-Canary7Hq2-do-not-leak';

describe('SlackClient', () => {
  let server: LoopbackServer;
  let clock: FakeClock;
  let logger: RecordingLogger;

  const replying =
    (status: number, body: unknown, headers?: Record<string, string>): Handler =>
    (_request, response) =>
      answer(response, status, body, headers);
  const client = () => new SlackClient({ token, origin: server.url, clock, logger });
  const failure = async (call: Promise<unknown>): Promise<OnCallError> => {
    const error = await call.then(
      value => assert.fail(`expected a rejection, got ${JSON.stringify(value)}`),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof OnCallError, String(error));
    assert.ok(!everythingIn(error).includes('Canary'), 'the token is in the error');
    return error;
  };

  beforeEach(async () => {
    server = await LoopbackServer.start(replying(200, { ok: true }));
    clock = new FakeClock();
    logger = new RecordingLogger();
  });

  afterEach(async () => {
    await server.close();
    assert.ok(!logger.lines.join('\n').includes('Canary'), 'the token is in the log');
    assert.equal(clock.pending, 0, 'a deadline was left behind');
  });

  it('reads with a query and writes JSON, with the token in the header alone', async () => {
    await client().read('conversations.list', { limit: 5, exclude_archived: false });
    await client().write('chat.postMessage', { channel: 'C1', text: 'x & é' });
    const [read, write] = server.requests;
    assert.equal(
      `${read!.method} ${read!.path}?${read!.query}`,
      'GET /api/conversations.list?limit=5&exclude_archived=false',
    );
    assert.equal(`${write!.method} ${write!.path}`, 'POST /api/chat.postMessage');
    assert.deepEqual(JSON.parse(write!.body), { channel: 'C1', text: 'x & é' });
    for (const { headers, body, query } of server.requests) {
      assert.equal(headers.authorization, `Bearer ${token}`);
      assert.ok(!`${body}${query}`.includes('Canary'));
    }
  });

  for (const origin of [
    'https://slack.com.evil.example',
    'http://slack.com',
    'https://evil.example',
    'https://slack.com/x',
    'https://user@slack.com',
  ])
    it(`takes the token nowhere else: ${origin}`, () => {
      assert.throws(() => new SlackClient({ token, origin, clock, logger }));
    });

  for (const [code, kind] of [
    ['not_authed', WrongKeyError],
    ['invalid_auth', WrongKeyError],
    ['token_revoked', WrongKeyError],
    ['token_expired', WrongKeyError],
    ['account_inactive', WrongKeyError],
    ['not_allowed_token_type', WrongKeyError],
    ['channel_not_found', NotPossibleError],
    ['is_archived', NotPossibleError],
    ['not_in_channel', NotPossibleError],
    ['thread_not_found', NotPossibleError],
    ['restricted_action', NotAllowedError],
    ['restricted_action_read_only_channel', NotAllowedError],
    ['user_is_restricted', NotAllowedError],
    ['internal_error', ProviderDownError],
    ['fatal_error', ProviderDownError],
    ['service_unavailable', ProviderDownError],
    ['msg_too_long', RefusedError],
    ['something_new', RefusedError],
    ['__proto__', RefusedError],
    ['constructor', RefusedError],
    [`${token}`, RefusedError],
    [{ a: 1 }, RefusedError],
  ] as const)
    it(`names ok:false with ${JSON.stringify(code)}`, async () => {
      server.handler = replying(200, { ok: false, error: code });
      const error = await failure(client().write('chat.postMessage', {}));
      assert.ok(error instanceof kind, error.name);
      assert.match(error.message, /^[A-Z].*\.$/s);
      assert.ok(error.nextStep.length > 10);
      assert.equal(error.maybeArrived, error instanceof ProviderDownError);
    });

  it('says which scope is missing', async () => {
    server.handler = replying(200, {
      ok: false,
      error: 'missing_scope',
      needed: 'channels:manage',
      provided: 'x',
    });
    const error = await failure(client().write('conversations.create', {}));
    assert.ok(error instanceof MissingScopeError);
    assert.equal(error.scope, 'channels:manage');
    assert.match(error.nextStep, /channels:manage/);
    server.handler = replying(200, { ok: false, error: 'missing_scope', needed: token });
    assert.ok((await failure(client().write('conversations.create', {}))) instanceof MissingScopeError);
  });

  for (const [what, handler, told] of [
    ['429 with Retry-After', replying(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '30' }), 30],
    ['429 as HTML', replying(429, '<html>', { 'retry-after': '30' }), 30],
    ['429 without Retry-After', replying(429, ''), 15],
    ['ok:false ratelimited', replying(200, { ok: false, error: 'ratelimited' }, { 'retry-after': '30' }), 30],
    ['ok:false rate_limited', replying(200, { ok: false, error: 'rate_limited' }), 15],
  ] as const)
    it(`calls the method no more before the limit lifts, and others do go: ${what}`, async () => {
      const slack = client();
      server.handler = handler;
      const error = await failure(slack.write('chat.postMessage', {}));
      assert.ok(error instanceof RateLimitError);
      assert.equal(error.liftsAt, clock.now() + told * 1000);
      assert.equal(error.maybeArrived, false);
      server.handler = replying(200, { ok: true });
      await clock.advance(told * 1000 - 1);
      assert.ok((await failure(slack.write('chat.postMessage', {}))) instanceof RateLimitError);
      await slack.read('auth.test');
      assert.equal(server.requests.length, 2);
      await clock.advance(1);
      await slack.write('chat.postMessage', {});
      assert.equal(server.requests.length, 3);
    });

  for (const [what, handler, kind] of [
    ['500', replying(500, '<html>'), ProviderDownError],
    ['503 as JSON', replying(503, { ok: false, error: 'service_unavailable' }), ProviderDownError],
    [
      'a web page',
      replying(200, '<html>Sign in</html>', { 'content-type': 'text/html' }),
      UnexpectedAnswerError,
    ],
    ['cut JSON', replying(200, '{"ok":tr'), UnexpectedAnswerError],
    ['JSON that is not Slack’s', replying(200, ['ok']), UnexpectedAnswerError],
    ['nothing', replying(200, ''), UnexpectedAnswerError],
    ['a text for ok', replying(200, { ok: 'true' }), UnexpectedAnswerError],
    ['more than 4 MB', replying(200, `{"ok":true,"x":"${'x'.repeat(5_000_000)}"}`), UnexpectedAnswerError],
    ['a reset', (_request, response) => void response.socket?.resetAndDestroy(), OfflineError],
  ] as const satisfies readonly (readonly [string, Handler, unknown])[])
    it(`may have been carried out: ${what}`, async () => {
      server.handler = handler;
      const error = await failure(client().write('chat.postMessage', { text: 'x' }));
      assert.ok(error instanceof kind, `${error.name}: ${error.message}`);
      assert.equal(error.maybeArrived, true);
      assert.doesNotMatch(error.nextStep, /pagerDuty/);
    });

  for (const status of [301, 302, 303, 307, 308])
    it(`follows no redirect: ${status}`, async () => {
      const elsewhere = await LoopbackServer.start(replying(200, { ok: true }));
      try {
        server.handler = replying(status, '', { location: `${elsewhere.url}/api/auth.test` });
        assert.ok((await failure(client().read('auth.test'))) instanceof UnexpectedAnswerError);
        assert.equal(elsewhere.requests.length, 0);
      } finally {
        await elsewhere.close();
      }
    });

  it('gives up after 20 seconds', async () => {
    server.handler = () => {};
    const call = failure(client().write('chat.postMessage', {}));
    while (server.requests.length === 0) await clock.advance(0);
    await clock.advance(20_000);
    const error = await call;
    assert.ok(error instanceof OfflineError);
    assert.equal(error.maybeArrived, true);
  });

  it('knows that nothing was sent where nobody listens', async () => {
    const slack = client();
    await server.close();
    const error = await failure(slack.write('chat.postMessage', {}));
    assert.ok(error instanceof OfflineError);
    assert.equal(error.maybeArrived, false);
    server = await LoopbackServer.start(replying(200, { ok: true }));
  });

  for (const wrong of ['', 'two words', 'xoxb-1\r\nX-Evil: 1', 'xöxb'])
    it(`sends nothing with what is no token: ${JSON.stringify(wrong)}`, async () => {
      const slack = new SlackClient({ token: wrong, origin: server.url, clock, logger });
      assert.ok((await failure(slack.read('auth.test'))) instanceof WrongKeyError);
      assert.equal(server.requests.length, 0);
    });
});
