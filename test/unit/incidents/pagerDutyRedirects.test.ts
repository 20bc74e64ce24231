import assert from 'node:assert/strict';
import { createServer as createTlsServer, globalAgent } from 'node:https';
import { UnexpectedAnswerError } from '../../../src/core/errors.ts';
import { ClientHarness, failure, ok, replying, token } from './clientHarness.ts';
import { listening, LoopbackServer } from './loopbackServer.ts';
import { selfSigned } from './selfSigned.ts';

describe('PagerDutyClient: redirects', () => {
  const harness = new ClientHarness();

  /** https that this process trusts as long as the test runs. */
  async function trusted(
    location: () => string,
    status: number,
    seen: string[],
  ): Promise<UnexpectedAnswerError> {
    const certificate = selfSigned();
    const before = globalAgent.options.ca;
    let found: Error | undefined;
    const server = createTlsServer(certificate, (request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(status, { location: location(), connection: 'close' }).end();
    });
    globalAgent.options.ca = certificate.cert;
    try {
      await listening(server, async port => {
        found = await failure(harness.client({ baseUrl: `https://127.0.0.1:${port}` }).put('/x', { a: 1 }));
      });
    } finally {
      if (before === undefined) delete globalAgent.options.ca;
      else globalAgent.options.ca = before;
    }
    assert.ok(found instanceof UnexpectedAnswerError, found?.message);
    return found;
  }

  it('a host that is named like the key is not named to anybody', async () => {
    harness.server.handler = replying(301, '', { location: `https://${token}.example/${token}` });
    const found = await failure(harness.client().get('/x'));
    assert.ok(!found.message.toLowerCase().includes(token.toLowerCase()), found.message);
  });

  for (const status of [301, 302, 303, 305, 307, 308]) {
    it(`${status} from https to http is not followed`, async () => {
      const seen: string[] = [];
      const found = await trusted(() => `${harness.server.url}/x`, status, seen);
      assert.match(found.message, /redirects/);
      assert.deepEqual(seen, ['/x']);
      assert.deepEqual(harness.server.requests, []);
    });

    it(`${status} is followed by no method, to this host, another port or another host`, async () => {
      const other = await LoopbackServer.start(ok);
      const { port } = new URL(other.url);
      const locations = [
        '/elsewhere',
        `${harness.server.url}/elsewhere`,
        other.url,
        `//127.0.0.1:${port}/x`,
        `http://localhost:${port}/x`,
        `http://user@127.0.0.1:${port}/x`,
        'https://example.invalid/',
        'rubbish',
        '',
      ];
      const one = harness.client();
      for (const location of locations) {
        harness.server.handler = replying(status, '', { location });
        for (const call of [one.get('/x'), one.put('/x', {}), one.post('/x', {})])
          assert.ok((await failure(call)) instanceof UnexpectedAnswerError, location);
      }
      await other.close();
      assert.deepEqual(other.requests, []);
      assert.equal(harness.server.requests.length, locations.length * 3);
      for (const { path, headers } of harness.server.requests) {
        assert.equal(path, '/x');
        assert.equal(headers.authorization, `Token token=${token}`);
      }
    });
  }
});
