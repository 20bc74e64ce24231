import assert from 'node:assert/strict';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import { OfflineError, ProviderDownError, UnexpectedAnswerError } from '../../../src/core/errors.ts';
import { hadNoConnection, isNeverSent } from '../../../src/core/incidents/providers/transportFailure.ts';
import { settle } from '../fakeClock.ts';
import { ClientHarness, failure, ok, replying } from './clientHarness.ts';
import { listening, LoopbackServer } from './loopbackServer.ts';
import { selfSigned } from './selfSigned.ts';

describe('PagerDutyClient: whether a request that failed may have arrived', () => {
  const harness = new ClientHarness();

  async function offline(call: Promise<unknown>): Promise<OfflineError> {
    const found = await failure(call);
    assert.ok(found instanceof OfflineError, found.message);
    return found;
  }

  it('not where nobody listens', async () => {
    const gone = await LoopbackServer.start(ok);
    const { url } = gone;
    await gone.close();
    const found = await offline(harness.client({ baseUrl: url }).put('/x', {}));
    assert.match(found.message, /ECONNREFUSED/);
    assert.equal(found.maybeArrived, false);
  });

  it('not where the name is unknown', async () => {
    const found = await offline(harness.client({ baseUrl: 'https://nobody.invalid' }).put('/x', {}));
    assert.match(found.message, /ENOTFOUND|EAI_AGAIN/);
    assert.equal(found.maybeArrived, false);
  });

  it('not where the certificate is refused', async () => {
    const server = createTlsServer(selfSigned(), (_request, response) => response.end('{}'));
    await listening(server, async port => {
      const found = await offline(harness.client({ baseUrl: `https://127.0.0.1:${port}` }).put('/x', {}));
      assert.match(found.message, /DEPTH_ZERO_SELF_SIGNED_CERT/);
      assert.equal(found.maybeArrived, false);
    });
  });

  it('not where the handshake was not over at the deadline', async () => {
    let received = 0;
    const mute = createServer(socket => socket.on('data', () => received++).on('error', () => {}));
    await listening(mute, async port => {
      const call = offline(harness.client({ baseUrl: `https://127.0.0.1:${port}` }).put('/x', {}));
      while (received === 0) await settle();
      await harness.clock.advance(20_000);
      const found = await call;
      assert.match(found.message, /20 seconds/);
      assert.equal(found.maybeArrived, false);
    });
  });

  it('maybe where the connection was made and no answer came before the deadline', async () => {
    harness.server.handler = () => {};
    const call = offline(harness.client().put('/x', {}));
    while (harness.server.requests.length === 0) await settle();
    await harness.clock.advance(20_000);
    assert.equal((await call).maybeArrived, true);
  });

  it('maybe where the connection is cut before the answer, be it a new or a kept one', async () => {
    const one = harness.client();
    for (const prepare of [() => Promise.resolve({}), () => one.get('/first')]) {
      harness.server.handler = ok;
      await prepare();
      harness.server.handler = (_request, response) => response.destroy();
      assert.equal((await offline(one.put('/x', {}))).maybeArrived, true);
    }
  });

  it('maybe where the answer was cut, a web page, a redirect or an error of the server', async () => {
    const cut = (part: string) => {
      harness.server.handler = (_request, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write(part, () => response.destroy());
      };
    };
    cut('{"inc');
    const broken = await failure(harness.client().put('/x', {}));
    assert.ok(broken instanceof UnexpectedAnswerError && broken.maybeArrived);
    for (const [status, body] of [
      [200, '<html>'],
      [200, '{"cut":'],
      [302, ''],
      [500, ''],
      [503, '<html>'],
      [408, ''],
    ] as const) {
      harness.server.handler = replying(status, body);
      const found = await failure(harness.client().put('/x', {}));
      assert.equal(found.maybeArrived, true, `${status} ${body}`);
      assert.equal(found instanceof ProviderDownError, status >= 500);
    }
  });

  it('not where PagerDuty refused it', async () => {
    for (const status of [400, 401, 402, 403, 404, 413, 429]) {
      harness.server.handler = replying(status, { error: { message: 'No', code: 1 } });
      assert.equal((await failure(harness.client().put('/x', {}))).maybeArrived, false, String(status));
    }
  });

  it('goes by what failed, then by the code', () => {
    const failed = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });
    for (const error of [
      failed('ETIMEDOUT', { syscall: 'connect' }),
      failed('EHOSTUNREACH', { syscall: 'connect' }),
      failed('ENOTFOUND', { syscall: 'getaddrinfo' }),
      failed('EAI_AGAIN'),
      failed('CERT_HAS_EXPIRED'),
      failed('ERR_TLS_CERT_ALTNAME_INVALID', { reason: 'x' }),
      failed('ETIMEDOUT', {
        errors: [failed('ETIMEDOUT', { syscall: 'connect' }), failed('ENETUNREACH', { syscall: 'connect' })],
      }),
    ])
      assert.equal(isNeverSent(error), true, error.message);
    for (const error of [
      failed('ECONNRESET'),
      failed('ECONNRESET', { syscall: 'read' }),
      failed('EHOSTUNREACH', { syscall: 'read' }),
      failed('ETIMEDOUT', { syscall: 'read' }),
      failed('ETIMEDOUT'),
      failed('EPIPE', { syscall: 'write' }),
      failed('EPROTO'),
      failed('ETIMEDOUT', { errors: [failed('ETIMEDOUT', { syscall: 'connect' }), failed('ECONNRESET')] }),
      new Error('?'),
      null,
      undefined,
      'ENOTFOUND',
    ])
      assert.equal(isNeverSent(error), false, String(error));
  });

  it('takes a request that was given up for sent unless it surely had no connection', () => {
    for (const request of [{ socket: null }, { socket: { secureConnecting: true } }])
      assert.equal(hadNoConnection(request), true);
    for (const request of [null, undefined, 7, {}, { socket: {} }, { socket: { secureConnecting: false } }])
      assert.equal(hadNoConnection(request), false);
  });
});
