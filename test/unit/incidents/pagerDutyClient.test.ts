import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  OfflineError,
  ProviderDownError,
  RequesterNeededError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../../../src/core/errors.ts';
import { settle } from '../fakeClock.ts';
import { ClientHarness, failure, ok, replying, token, withVariable } from './clientHarness.ts';
import { answer, LoopbackServer } from './loopbackServer.ts';
import { everythingIn } from './recordingLogger.ts';

describe('PagerDutyClient', () => {
  const harness = new ClientHarness();

  describe('what it sends', () => {
    it('authorises as an API key and names the version of the API', async () => {
      assert.deepEqual(await harness.client().get('/users/me'), { fine: true });
      const [request] = harness.server.requests;
      assert.equal(request?.headers.authorization, `Token token=${token}`);
      assert.equal(request?.headers.accept, 'application/vnd.pagerduty+json;version=2');
    });

    it('sends Content-Type with every write, and From where there is a requester', async () => {
      const writer = harness.client({ from: 'ada@example.com' });
      await writer.put('/incidents/P1', { incident: {} });
      await writer.post('/incidents/P1/notes', { note: { content: 'é\n' } });
      await harness.client().put('/incidents/P1', {});
      for (const request of harness.server.requests)
        assert.equal(request.headers['content-type'], 'application/json');
      assert.deepEqual(
        harness.server.requests.map(({ method, headers }) => [method, headers['from']]),
        [
          ['PUT', 'ada@example.com'],
          ['POST', 'ada@example.com'],
          ['PUT', undefined],
        ],
      );
      assert.deepEqual(JSON.parse(harness.server.requests[1]!.body), { note: { content: 'é\n' } });
    });

    it('writes booleans in lower case and lists as name[]', async () => {
      await harness
        .client()
        .get('/incidents', { total: true, statuses: ['triggered', 'acknowledged'], limit: 100 });
      const { query } = harness.server.requests[0]!;
      assert.equal(query.get('total'), 'true');
      assert.deepEqual(query.getAll('statuses[]'), ['triggered', 'acknowledged']);
      assert.equal(query.get('limit'), '100');
    });

    it('trims a pasted key and refuses one that no header can carry, without sending it', async () => {
      await harness.client({ token: `  ${token}\n` }).get('/x');
      assert.equal(harness.server.requests[0]?.headers.authorization, `Token token=${token}`);
      for (const bad of ['', 'two words', 'clé-é', 'a\r\nX-Evil: 1']) {
        assert.ok((await failure(harness.client({ token: bad }).get('/x'))) instanceof WrongKeyError);
      }
      assert.equal(harness.server.requests.length, 1);
    });

    it('refuses a requester that would end the header', async () => {
      const writer = harness.client({ from: 'ada@example.com\r\nX-Evil: 1' });
      assert.ok((await failure(writer.put('/x', {}))) instanceof RequesterNeededError);
      assert.equal(harness.server.requests.length, 0);
    });

    it('takes no address but an origin, and never leaves it', async () => {
      assert.throws(() => harness.client({ baseUrl: 'http://example.com' }));
      assert.throws(() => harness.client({ baseUrl: 'https://user:secret@example.com' }));
      const other = await LoopbackServer.start(ok);
      await harness.client().get(`${other.url}/x`);
      await other.close();
      assert.equal(other.requests.length, 0);
    });

    it('reaches this machine directly, whatever proxy the environment names', async () => {
      const proxy = await LoopbackServer.start(ok);
      await withVariable('http_proxy', proxy.url, async () => {
        await harness.client().get('/x');
      });
      await proxy.close();
      assert.equal(proxy.requests.length, 0);
      assert.equal(harness.server.requests.length, 1);
    });

    it('goes through the proxy of the environment otherwise, in a tunnel that hides the key', async () => {
      const proxy = await LoopbackServer.start(ok);
      await withVariable('https_proxy', proxy.url, async () => {
        const found = await failure(harness.client({ baseUrl: 'https://api.pagerduty.invalid' }).get('/x'));
        assert.ok(found instanceof UnexpectedAnswerError);
        assert.match(found.message, /proxy/);
      });
      await proxy.close();
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
      harness.server.handler = (request, response) => {
        most = Math.max(most, ++waiting);
        setImmediate(() => {
          waiting--;
          answer(response, 200, { path: request.path });
        });
      };
      const one = harness.client();
      const answers = await Promise.all(['/a', '/b', '/c', '/d'].map(path => one.get(path)));
      assert.equal(most, 1);
      assert.deepEqual(
        answers.map(({ path }) => path),
        ['/a', '/b', '/c', '/d'],
      );
    });

    it('sends what a person waits for before what waits to be read', async () => {
      const one = harness.client();
      const calls = [one.get('/a'), one.get('/b'), one.put('/c', {}), one.get('/d'), one.post('/e', {})];
      await Promise.all(calls);
      assert.deepEqual(
        harness.server.requests.map(({ path }) => path),
        ['/a', '/c', '/e', '/b', '/d'],
      );
    });

    it('goes on after a failure', async () => {
      harness.server.handler = replying(500, '');
      const one = harness.client();
      const failed = failure(one.get('/a'));
      const second = failure(one.get('/b'));
      assert.ok((await failed) instanceof ProviderDownError);
      assert.ok((await second) instanceof ProviderDownError);
    });

    it('rejects with the abort reason and sends nothing when aborted before its turn', async () => {
      let release = () => {};
      harness.server.handler = (_request, response) => (release = () => answer(response, 200, {}));
      const one = harness.client();
      const first = one.get('/first');
      while (harness.server.requests.length === 0) await settle();
      const stop = new AbortController();
      const reason = new Error('closed');
      const second = one.get('/second', {}, stop.signal);
      const third = one.get('/third');
      stop.abort(reason);
      await assert.rejects(second, reason);
      harness.server.handler = ok;
      // Whatever had wrongly been sent by now would arrive before this whole round trip has ended.
      await harness.client().get('/meanwhile');
      release();
      await Promise.all([first, third]);
      assert.deepEqual(
        harness.server.requests.map(({ path }) => path),
        ['/first', '/meanwhile', '/third'],
      );
      await assert.rejects(one.get('/fourth', {}, stop.signal), reason);
    });

    it('rejects with the abort reason when aborted while it waits for the answer', async () => {
      const stop = new AbortController();
      const reason = new Error('closed');
      harness.server.handler = () => stop.abort(reason);
      await assert.rejects(harness.client().get('/x', {}, stop.signal), reason);
    });
  });

  describe('the deadline of a call', () => {
    it('20 seconds, however steadily the answer drips', async () => {
      harness.server.handler = (_request, response) => void response.writeHead(200).write(' ');
      const call = failure(harness.client().get('/x'));
      while (harness.server.requests.length === 0) await settle();
      for (let second = 0; second < 19; second++) await harness.clock.advance(1000);
      assert.equal(harness.clock.nextIn, 1000);
      await harness.clock.advance(1000);
      const found = await call;
      assert.ok(found instanceof OfflineError);
      assert.match(found.message, /20 seconds/);
    });

    it('can be shorter, and the connection is really closed', async () => {
      const closed = new Promise(resolve => {
        harness.server.handler = (_request, response) => resolve(once(response, 'close'));
      });
      const call = failure(harness.client({ timeoutMs: 500 }).get('/x'));
      while (harness.server.requests.length === 0) await settle();
      await harness.clock.advance(500);
      assert.ok((await call) instanceof OfflineError);
      await closed;
    });
  });
});
