import assert from 'node:assert/strict';
import { checkedWebhook, Webhook, type WebhookType } from '../../../src/core/comms/webhooks.ts';
import {
  NotAllowedError,
  NotPossibleError,
  OfflineError,
  OnCallError,
  ProviderDownError,
  RateLimitError,
  RefusedError,
  UnexpectedAnswerError,
} from '../../../src/core/errors.ts';
import { FakeClock } from '../fakeClock.ts';
import { answer, LoopbackServer, type Handler } from '../incidents/loopbackServer.ts';
import { everythingIn, RecordingLogger } from '../incidents/recordingLogger.ts';

const secret = 'T0CANARY/B0CANARY/do-not-leak?sig=CANARY-2';

const replying =
  (status: number, body: string, headers?: Record<string, string>): Handler =>
  (_request, response) =>
    answer(response, status, body, { 'content-type': 'text/plain', ...headers });

describe('Webhook', () => {
  let server: LoopbackServer;
  let clock: FakeClock;
  let logger: RecordingLogger;

  const webhook = (type: WebhookType) =>
    new Webhook({ type, url: `${server.url}/services/${secret}`, clock, logger });
  const failure = async (call: Promise<unknown>): Promise<OnCallError> => {
    const error = await call.then(
      () => assert.fail('expected a rejection'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof OnCallError, String(error));
    assert.ok(!/canary|do-not-leak|127\.0\.0\.1/i.test(everythingIn(error)), 'the address is in the error');
    return error;
  };

  beforeEach(async () => {
    server = await LoopbackServer.start(replying(200, 'ok'));
    clock = new FakeClock();
    logger = new RecordingLogger();
  });

  afterEach(async () => {
    await server.close();
    assert.ok(!/canary|do-not-leak/i.test(logger.lines.join('\n')), 'the address is in the log');
    assert.equal(clock.pending, 0, 'a deadline was left behind');
  });

  for (const [type, status, body] of [
    ['slackWebhook', 200, 'ok'],
    ['mattermostWebhook', 200, 'ok'],
    ['teamsWebhook', 202, ''],
    ['teamsWebhook', 200, '1'],
  ] as const)
    it(`posts once: ${type}, ${status}`, async () => {
      server.handler = replying(status, body);
      await webhook(type).post('**P1** <!channel>');
      assert.equal(server.requests.length, 1);
      const [{ path, query, headers, body: sent }] = server.requests as [(typeof server.requests)[0]];
      assert.equal(path, '/services/T0CANARY/B0CANARY/do-not-leak');
      assert.equal(query.get('sig'), 'CANARY-2');
      assert.match(headers['content-type'] ?? '', /^application\/json/);
      assert.equal(sent.includes('<!channel>'), type === 'teamsWebhook');
      assert.equal(headers.authorization, undefined);
    });

  for (const [what, type, handler, kind, maybe] of [
    ['404', 'slackWebhook', replying(404, 'no_service'), NotPossibleError, false],
    ['410', 'slackWebhook', replying(410, 'channel_is_archived'), NotPossibleError, false],
    ['403', 'slackWebhook', replying(403, 'action_prohibited'), NotAllowedError, false],
    ['400', 'slackWebhook', replying(400, 'invalid_payload'), RefusedError, false],
    [
      '400 with the address',
      'mattermostWebhook',
      replying(400, `{"message":"${secret}"}`),
      RefusedError,
      false,
    ],
    ['429', 'slackWebhook', replying(429, '', { 'retry-after': '7' }), RateLimitError, false],
    [
      '429 inside of 200',
      'teamsWebhook',
      replying(
        200,
        'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429',
      ),
      RateLimitError,
      false,
    ],
    [
      '413 inside of 200',
      'teamsWebhook',
      replying(200, 'Webhook message delivery failed with error: too large'),
      RefusedError,
      false,
    ],
    ['500', 'slackWebhook', replying(500, 'rollup_error'), ProviderDownError, true],
    [
      '302',
      'slackWebhook',
      replying(302, '', { location: 'https://evil.example/CANARY' }),
      UnexpectedAnswerError,
      true,
    ],
    [
      'a web page',
      'slackWebhook',
      replying(200, '<html>', { 'content-type': 'text/html' }),
      UnexpectedAnswerError,
      true,
    ],
    [
      'a web page',
      'teamsWebhook',
      replying(200, '<html>', { 'content-type': 'text/html' }),
      UnexpectedAnswerError,
      true,
    ],
    ['half an answer', 'slackWebhook', replying(200, 'o'), UnexpectedAnswerError, true],
    [
      'a reset',
      'slackWebhook',
      (_r, response) => void response.socket?.resetAndDestroy(),
      OfflineError,
      true,
    ],
  ] as const satisfies readonly (readonly [string, WebhookType, Handler, unknown, boolean])[])
    it(`says what came of it: ${type}, ${what}`, async () => {
      server.handler = handler;
      const error = await failure(webhook(type).post('x'));
      assert.ok(error instanceof kind, `${error.name}: ${error.message}`);
      assert.equal(error.maybeArrived, maybe);
      assert.equal(server.requests.length, 1);
    });

  for (const status of [301, 302, 303, 307, 308])
    it(`follows no redirect: ${status}`, async () => {
      const elsewhere = await LoopbackServer.start(replying(200, 'ok'));
      try {
        server.handler = replying(status, '', { location: `${elsewhere.url}/services/x` });
        assert.ok((await failure(webhook('mattermostWebhook').post('x'))) instanceof UnexpectedAnswerError);
        assert.equal(elsewhere.requests.length, 0);
      } finally {
        await elsewhere.close();
      }
    });

  it('sends nothing before a limit lifts', async () => {
    const slack = webhook('slackWebhook');
    server.handler = replying(429, '', { 'retry-after': '7' });
    await failure(slack.post('x'));
    server.handler = replying(200, 'ok');
    await clock.advance(6_999);
    assert.ok((await failure(slack.post('x'))) instanceof RateLimitError);
    assert.equal(server.requests.length, 1);
    await clock.advance(1);
    await slack.post('x');
    assert.equal(server.requests.length, 2);
  });

  for (const address of [
    '',
    'x',
    'http://hooks.slack.com/x',
    'https://a b',
    'https://u:p@hooks.slack.com/x',
    'file:///etc/passwd',
  ])
    it(`takes no such address: ${address}`, () => {
      const checked = checkedWebhook(address);
      assert.equal(checked.ok, false);
      assert.throws(() => new Webhook({ type: 'slackWebhook', url: address, clock, logger }));
    });

  it('takes https addresses as they were pasted', () => {
    assert.deepEqual(checkedWebhook(' https://hooks.slack.com/services/T/B/x \n'), {
      ok: true,
      url: 'https://hooks.slack.com/services/T/B/x',
    });
  });
});
