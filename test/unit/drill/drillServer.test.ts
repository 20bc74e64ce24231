import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { clockOff, rateLimited } from '../../../src/drill/faults.ts';
import { seed } from '../../../src/drill/seed.ts';
import { TestServer, type WireError, type WireIncident, type WireList } from './support.ts';

describe('DrillServer: keys, limits and faults', () => {
  let test: TestServer;

  beforeEach(async () => {
    test = await TestServer.start();
  });
  afterEach(() => test.stop());

  it('refuses a missing and a wrong key with 401 and code 2006', async () => {
    for (const key of [null, 'wrong'] as const) {
      const { status, body } = await test.call<WireError>('/incidents', { key });
      assert.equal(status, 401);
      assert.equal(body.error.code, 2006);
    }
  });

  it('tells a user key from an account key by /users/me, whose error is a plain text', async () => {
    const mine = await test.call<{ user: { email: string } }>('/users/me');
    assert.equal(mine.body.user.email, test.account.directory.me.email);
    const hers = await test.call<{ user: { email: string } }>('/users/me', { key: 'colleague' });
    assert.equal(hers.body.user.email, test.account.directory.colleague.email);
    const account = await test.call<{ error: string }>('/users/me', { key: 'account' });
    assert.equal(account.status, 400);
    assert.match(account.body.error, /account-level access token/);
  });

  it('makes new keys for every account', async () => {
    const other = await TestServer.start();
    try {
      const keys = [...Object.values(test.account.keys), ...Object.values(other.account.keys)];
      assert.equal(new Set(keys).size, 8);
    } finally {
      await other.stop();
    }
  });

  it('counts requests per key and answers 429 with code 2020 until the window ends', async () => {
    const small = await TestServer.start(2);
    try {
      const first = await small.call('/abilities');
      assert.equal(first.headers.get('ratelimit-limit'), '2');
      assert.equal(first.headers.get('ratelimit-remaining'), '1');
      assert.equal(first.headers.get('ratelimit-reset'), '60');
      await small.call('/abilities');
      const refused = await small.call<WireError>('/abilities');
      assert.equal(refused.status, 429);
      assert.equal(refused.body.error.code, 2020);
      assert.equal((await small.call('/abilities', { key: 'account' })).status, 200);
      await small.clock.advance(60_000);
      assert.equal((await small.call('/abilities')).status, 200);
    } finally {
      await small.stop();
    }
  });

  it('answers only requests that are addressed to this machine and come from no web page', async () => {
    assert.equal(await statusWithHost(test.server.baseUrl, 'evil.example'), 403);
    assert.equal(await statusWithHost(test.server.baseUrl, '127.0.0.1.evil.example:80'), 403);
    assert.equal(await statusWithHost(test.server.baseUrl, 'localhost'), 401);
    const { status } = await test.call('/incidents', { headers: { origin: 'https://evil.example' } });
    assert.equal(status, 403);
    assert.equal(test.server.requests.length, 1);
  });

  it('shows a browser without a key a plain page at html_url, and nothing else', async () => {
    seed(test.account, 1, test.clock.now());
    const { body } = await test.call<WireList>('/incidents?date_range=all');
    const page = new URL(body.incidents[0]?.html_url ?? '').pathname;
    const seen = await test.call<string>(page, { key: null });
    assert.match(seen.body, /This is a drill/);
    assert.match(seen.headers.get('content-type') ?? '', /^text\/plain/);
    assert.equal((await test.call('/drill/incidents/nope', { key: null })).status, 404);
  });

  it('records every request with its query, headers and body', async () => {
    await test.call('/incidents?statuses[]=triggered&statuses[]=acknowledged');
    await test.call('/incidents/X/notes', { method: 'POST', body: { note: { content: 'hello' } } });
    const [list, note] = test.server.requests;
    assert.deepEqual(list?.query.getAll('statuses[]'), ['triggered', 'acknowledged']);
    assert.equal(note?.headers['content-type'], 'application/json');
    assert.equal(note?.body, '{"note":{"content":"hello"}}');
  });

  describe('faults', () => {
    it('meet as many matching requests as they are told to, oldest first', async () => {
      const { faults } = test.server;
      faults.add({ path: '/abilities', times: 2, effect: { type: 'answer', status: 503 } });
      faults.add({ method: 'PUT', path: /notes/, effect: { type: 'answer', status: 500 } });
      faults.add({ effect: rateLimited(7) });
      assert.equal((await test.call('/abilities')).status, 503);
      const limited = await test.call<WireError>('/users');
      assert.equal(limited.status, 429);
      assert.equal(limited.headers.get('ratelimit-reset'), '7');
      assert.equal((await test.call('/abilities')).status, 503);
      assert.equal((await test.call('/abilities')).status, 200);
    });

    it('can leave the rate limit without headers, and answer HTML', async () => {
      test.server.faults.add({ effect: rateLimited() });
      assert.equal((await test.call('/abilities')).headers.get('ratelimit-reset'), null);
      test.server.faults.add({ effect: { type: 'answer', status: 200, body: '<h1>Sign in</h1>' } });
      const html = await test.call<string>('/abilities');
      assert.match(html.headers.get('content-type') ?? '', /^text\/html/);
      assert.equal(html.body, '<h1>Sign in</h1>');
    });

    it('cut JSON, as the end of an answer or with the connection', async () => {
      test.server.faults.add({ effect: { type: 'cut', bytes: 12, then: 'end' } });
      await assert.rejects(test.call('/abilities'), SyntaxError);
      test.server.faults.add({ effect: { type: 'cut', bytes: 12, then: 'reset' } });
      await assert.rejects(test.call('/abilities'), TypeError);
    });

    it('reset the connection before or after the change was made', async () => {
      const [incident] = seed(test.account, 1, test.clock.now());
      assert.ok(incident);
      const note = { method: 'POST', body: { note: { content: 'once' } } };
      const path = `/incidents/${incident.id}/notes`;
      test.server.faults.add({ path, effect: { type: 'reset' } });
      await assert.rejects(test.call(path, note));
      assert.equal(incident.notes.length, 0);
      test.server.faults.add({ path, afterCommit: true, effect: { type: 'reset' } });
      await assert.rejects(test.call(path, note));
      assert.equal(incident.notes.length, 1);
    });

    it('hold an answer back on the server’s clock', async () => {
      test.server.faults.add({ delayMs: 5000, effect: { type: 'none' } });
      let answered = false;
      const call = test.call('/abilities').then(() => (answered = true));
      while (test.clock.pending === 0) await new Promise(resolve => setImmediate(resolve));
      await test.clock.advance(4999);
      assert.equal(answered, false);
      await test.clock.advance(1);
      await call;
    });

    it('give a true answer with another Date header: a clock that is a day off', async () => {
      const now = test.clock.now();
      test.server.faults.add({ effect: clockOff(now, -86_400_000) });
      const { status, headers, body } = await test.call<{ abilities: string[] }>('/abilities');
      assert.equal(status, 200);
      assert.equal(Date.parse(headers.get('date') ?? ''), now - 86_400_000);
      assert.equal(headers.get('ratelimit-remaining'), '959');
      assert.ok(body.abilities.includes('teams'));
    });

    it('redirect, to the same host or another', async () => {
      for (const status of [301, 302, 303, 307, 308]) {
        const location = 'http://elsewhere.example/incidents';
        test.server.faults.add({ effect: { type: 'answer', status, headers: { location } } });
        const answer = await fetch(`${test.server.baseUrl}/incidents`, { redirect: 'manual' });
        assert.equal(answer.status, status);
        assert.equal(answer.headers.get('location'), location);
      }
    });

    it('end with the server: a request left hanging is cut off by stop', async () => {
      test.server.faults.add({ effect: { type: 'hang' } });
      const call = test.call<WireIncident>('/abilities');
      const refused = assert.rejects(call);
      while (test.server.requests.length === 0) await new Promise(resolve => setImmediate(resolve));
      await test.server.stop();
      await refused;
    });
  });
});

function statusWithHost(baseUrl: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${baseUrl}/incidents`, { headers: { host } }, response => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject).end();
  });
}
