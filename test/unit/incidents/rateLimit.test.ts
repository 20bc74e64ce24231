import assert from 'node:assert/strict';
import { RateLimitError } from '../../../src/core/errors.ts';
import { ClientHarness, failure, ok, replying } from './clientHarness.ts';

describe('PagerDutyClient: rate limits', () => {
  const harness = new ClientHarness();

  const tooMany = { error: { message: 'Rate Limit Exceeded', code: 2020 } };

  async function limited(call: Promise<unknown>): Promise<RateLimitError> {
    const error = await failure(call);
    assert.ok(error instanceof RateLimitError, error.message);
    return error;
  }

  it('sends nothing until the limit lifts and rejects at once meanwhile', async () => {
    harness.server.handler = replying(429, tooMany, {
      'ratelimit-limit': '960',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '42',
    });
    const one = harness.client();
    const liftsAt = harness.clock.now() + 42_000;
    // The second is already in the queue when the refusal arrives.
    const [first, second] = await Promise.all([limited(one.get('/a')), limited(one.get('/b'))]);
    assert.deepEqual([first.liftsAt, second.liftsAt], [liftsAt, liftsAt]);
    harness.server.handler = ok;
    await harness.clock.advance(41_999);
    assert.equal((await limited(one.get('/c'))).liftsAt, liftsAt);
    assert.equal(harness.server.requests.length, 1);
    await harness.clock.advance(1);
    await one.get('/d');
    assert.equal(harness.server.requests.length, 2);
  });

  it('understands Retry-After in seconds and as a date', async () => {
    for (const value of ['30', new Date(harness.clock.now() + 30_000).toUTCString()]) {
      harness.server.handler = replying(429, '', { 'retry-after': value });
      assert.equal((await limited(harness.client().get('/x'))).liftsAt, harness.clock.now() + 30_000);
    }
  });

  it('waits 15, 30, 60, 60 seconds where no header says how long, and starts again after a success', async () => {
    const one = harness.client();
    const pauses: number[] = [];
    for (let turn = 0; turn < 4; turn++) {
      harness.server.handler = replying(429, tooMany);
      const pause = (await limited(one.get('/x'))).liftsAt - harness.clock.now();
      pauses.push(pause);
      await harness.clock.advance(pause);
    }
    harness.server.handler = ok;
    await one.get('/x');
    harness.server.handler = replying(429, '');
    pauses.push((await limited(one.get('/x'))).liftsAt - harness.clock.now());
    assert.deepEqual(pauses, [15_000, 30_000, 60_000, 60_000, 15_000]);
  });

  it('holds back when the last request of the window was used up', async () => {
    const headers = { 'ratelimit-limit': '960', 'ratelimit-remaining': '0', 'ratelimit-reset': '7' };
    harness.server.handler = replying(200, {}, headers);
    const one = harness.client();
    await one.get('/a');
    assert.equal((await limited(one.get('/b'))).liftsAt, harness.clock.now() + 7000);
    assert.equal(harness.server.requests.length, 1);
  });

  it('knows body code 2020 under another status', async () => {
    harness.server.handler = replying(400, tooMany);
    await limited(harness.client().get('/x'));
  });

  it('never waits for ever: neither by an absurd header nor after the clock was set back', async () => {
    harness.server.handler = replying(429, '', { 'ratelimit-reset': '99999999999' });
    const one = harness.client();
    assert.equal((await limited(one.get('/x'))).liftsAt, harness.clock.now() + 15 * 60_000);
    harness.server.handler = ok;
    harness.clock.jump(-24 * 3600_000);
    await one.get('/y');
    assert.equal(harness.server.requests.length, 2);
  });

  describe('of one kind of request', () => {
    const own = [
      ['PUT', '/incidents'],
      ['POST', '/incidents'],
      ['GET', '/oncalls'],
    ] as const;
    type One = ReturnType<typeof harness.client>;
    const call = (one: One, method: string, path: string) =>
      method === 'GET' ? one.get(path) : method === 'PUT' ? one.put(path, {}) : one.post(path, {});

    for (const [method, path] of own) {
      it(`${method} ${path} without headers holds back only its kind`, async () => {
        const one = harness.client();
        harness.server.handler = replying(429, tooMany);
        const { liftsAt } = await limited(call(one, method, path));
        assert.equal(liftsAt, harness.clock.now() + 15_000);
        harness.server.handler = ok;
        await one.get('/incidents');
        await one.put('/incidents/P1', {});
        for (const other of own) {
          if (other[0] === method && other[1] === path) await limited(call(one, method, path));
          else await call(one, other[0], other[1]);
        }
        await harness.clock.advance(15_000);
        await call(one, method, path);
        assert.equal(harness.server.requests.length, 6);
      });

      it(`${method} ${path} with headers holds back all`, async () => {
        for (const headers of [{ 'ratelimit-reset': '20' }, { 'retry-after': '20' }]) {
          const one = harness.client();
          harness.server.handler = replying(429, tooMany, headers);
          await limited(call(one, method, path));
          const { liftsAt } = await limited(one.get('/incidents'));
          assert.equal(liftsAt, harness.clock.now() + 20_000);
        }
      });
    }

    it('waits longer each time, whatever other requests succeed meanwhile', async () => {
      const one = harness.client();
      const pauses: number[] = [];
      for (let turn = 0; turn < 3; turn++) {
        harness.server.handler = replying(429, '');
        const pause = (await limited(one.put('/incidents', {}))).liftsAt - harness.clock.now();
        pauses.push(pause);
        harness.server.handler = ok;
        await one.get('/incidents');
        await harness.clock.advance(pause);
      }
      assert.deepEqual(pauses, [15_000, 30_000, 60_000]);
    });

    it('any other request without headers holds back all', async () => {
      const one = harness.client();
      harness.server.handler = replying(429, tooMany);
      await limited(one.put('/incidents/P1', {}));
      for (const [method, path] of own) await limited(call(one, method, path));
      assert.equal(harness.server.requests.length, 1);
    });
  });

  describe('what can wait', () => {
    const window = (remaining: number, reset = 30) => ({
      'ratelimit-limit': '960',
      'ratelimit-remaining': String(remaining),
      'ratelimit-reset': String(reset),
    });

    it('waits for the next window while less than a tenth is left', async () => {
      const one = harness.client();
      assert.equal(one.spareUntil, 0);
      for (const [remaining, waits] of [
        [96, false],
        [95, true],
        [1, true],
        [900, false],
      ] as const) {
        harness.server.handler = replying(200, {}, window(remaining));
        await one.get('/x');
        assert.equal(one.spareUntil, waits ? harness.clock.now() + 30_000 : 0, String(remaining));
      }
      harness.server.handler = replying(200, {}, window(10));
      await one.get('/x');
      harness.server.handler = ok;
      await one.get('/x');
      await harness.clock.advance(29_999);
      assert.equal(one.spareUntil, harness.clock.now() + 1);
      await harness.clock.advance(1);
      assert.equal(one.spareUntil, 0);
    });

    it('does not wait where the headers are missing or odd, nor after the clock was set back', async () => {
      for (const headers of [
        {},
        { 'ratelimit-remaining': '1' },
        { 'ratelimit-limit': '960', 'ratelimit-remaining': '1' },
        { ...window(1), 'ratelimit-limit': 'many' },
        { ...window(1), 'ratelimit-remaining': '-1' },
        { ...window(1), 'ratelimit-reset': 'soon' },
      ]) {
        harness.server.handler = replying(200, {}, headers as Record<string, string>);
        const one = harness.client();
        await one.get('/x');
        assert.equal(one.spareUntil, 0, JSON.stringify(headers));
      }
      harness.server.handler = replying(200, {}, window(1));
      const one = harness.client();
      await one.get('/x');
      harness.clock.jump(-3600_000);
      assert.equal(one.spareUntil, 0);
    });
  });
});
