import assert from 'node:assert/strict';
import {
  NotAllowedError,
  NotFoundError,
  OfflineError,
  type OnCallError,
  PlanLacksAbilityError,
  ProviderDownError,
  RefusedError,
  RequesterNeededError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../../../src/core/errors.ts';
import { ClientHarness, failure, replying, token } from './clientHarness.ts';
import { answer } from './loopbackServer.ts';

describe('PagerDutyClient: errors', () => {
  const harness = new ClientHarness();

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
      harness.server.handler = replying(status, body);
      const found = await failure(harness.client().get('/incidents'));
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
      harness.server.handler = replying(400, body);
      const found = await failure(harness.client().get('/x'));
      assert.ok(found instanceof RefusedError && found.message.includes(reason), found.message);
    });
  }

  it('masks the key in a reason, however JSON writes it down and wherever the reason is cut', async () => {
    const escaped = JSON.stringify(token).replaceAll('+', '\\u002B').replaceAll('-', '\\u002d');
    const bodies = [
      `{"error":{"message":"Not with ${escaped.slice(1, -1)}","errors":[${escaped}]}}`,
      `{"error":${escaped}}`,
      { error: { message: `Not with ${token.slice(0, 5)}\u200b${token.slice(5)}` } },
      ...[270, 280, 290].map(length => ({ error: `${'x'.repeat(length)} ${token}` })),
    ];
    for (const body of bodies) {
      harness.server.handler = replying(400, body);
      // `failure` looks for the whole key; a half of it is too much as well.
      const found = await failure(harness.client().get('/x'));
      assert.ok(!found.message.includes(token.slice(0, 8)), found.message);
    }
  });

  it('has a sentence for bodies without any reason', async () => {
    for (const body of ['{}', '[]', 'null', { error: null }, { error: { message: null } }]) {
      harness.server.handler = replying(400, body);
      const found = await failure(harness.client().get('/x'));
      assert.ok(found instanceof RefusedError && found.message.includes('HTTP 400'), found.message);
    }
  });

  it('takes nothing for refused whose reason it cannot read', async () => {
    for (const status of [400, 409, 422]) {
      for (const body of ['', '{"error":', '{"error":{"message":"Incident Already Resol']) {
        harness.server.handler = replying(status, body);
        const found = await failure(harness.client().get('/x'));
        assert.ok(found instanceof UnexpectedAnswerError, found.constructor.name);
        assert.equal(found.maybeArrived, true);
        assert.ok(found.message.includes(String(status)), found.message);
      }
    }
    for (const [status, expected] of [
      [401, WrongKeyError],
      [402, PlanLacksAbilityError],
      [403, NotAllowedError],
      [404, NotFoundError],
      [413, RefusedError],
    ] as const) {
      harness.server.handler = replying(status, '{"error":{"mess');
      assert.ok((await failure(harness.client().get('/x'))) instanceof expected, String(status));
    }
  });

  it('keeps the code, strips control characters and clips what is long', async () => {
    harness.server.handler = replying(400, error(1006, `Bad\u202E\u001b[31m\nthing ${'x'.repeat(5000)}`));
    const found = await failure(harness.client().get('/x'));
    assert.ok(found instanceof RefusedError);
    assert.equal(found.code, 1006);
    assert.match(found.message, /Bad\[31m thing x/);
    assert.ok(found.message.length < 400);
  });

  it('masks a key that the answer repeats', async () => {
    harness.server.handler = (request, response) =>
      answer(response, 400, { error: `bad: ${request.headers.authorization}` });
    assert.match((await failure(harness.client().get('/x'))).message, /Token token=\[key\]/);
  });

  it('says the requester that PagerDuty does not know', async () => {
    harness.server.handler = replying(400, error(1008, 'Requester User Not Found'));
    assert.match(
      (await failure(harness.client({ from: 'eve@example.com' }).put('/x', {}))).message,
      /eve@example\.com/,
    );
  });
});
