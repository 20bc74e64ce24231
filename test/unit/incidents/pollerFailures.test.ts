import assert from 'node:assert/strict';
import {
  OfflineError,
  ProviderDownError,
  RateLimitError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../../../src/core/errors.ts';
import { SettableAttention } from '../../../src/core/incidents/cadence.ts';
import { RateLimit } from '../../../src/core/incidents/providers/rateLimit.ts';
import { incident } from './incidentFixtures.ts';
import { interval, minute, PollerHarness } from './pollerHarness.ts';

describe('Poller, when it fails', () => {
  const h = new PollerHarness();

  it('keeps what it has, says why, and comes back by itself', async () => {
    h.provider.open = [incident('P1')];
    await h.start();
    const lastSuccessAt = h.clock.now();
    h.provider.failure = new OfflineError('no network');
    await h.clock.advance(interval);
    assert.deepEqual(h.health(), { state: 'failed', lastSuccessAt, error: h.provider.failure });
    assert.deepEqual(h.statuses(), { P1: 'triggered' });
    h.provider.failure = null;
    await h.clock.advance(interval);
    assert.equal(h.health().state, 'ok');
    assert.equal(h.health().error, null);
    assert.deepEqual(h.states, ['ok', 'failed OfflineError', 'ok']);
  });

  it('takes no half list for a whole one', async () => {
    h.provider.open = Array.from({ length: 150 }, (_, n) => incident(`P${n}`));
    await h.start();
    let pages = 0;
    h.provider.beforePage = () =>
      void (++pages === 2 && (h.provider.failure = new ProviderDownError('down', 503)));
    await h.clock.advance(interval);
    assert.equal(h.health().state, 'failed');
    assert.deepEqual(h.provider.lookUps, []);
  });

  it('doubles its pause up to 5 minutes and begins anew after a success', async () => {
    h.provider.failure = new ProviderDownError('down', 503);
    await h.start();
    assert.deepEqual(await pausesOf(7), [30, 60, 120, 240, 300, 300, 300]);
    h.provider.failure = null;
    await h.poller.refresh();
    h.provider.failure = new ProviderDownError('down', 503);
    await h.poller.refresh();
    assert.equal(Math.round(h.clock.nextIn! / 1000), 30);
  });

  it('looks every minute whether the network is back, and no more often than it would look anyway', async () => {
    h.provider.failure = new OfflineError('no network', false);
    for (const [state, expected] of [
      ['looked', [30, 60, 60, 60, 60]],
      ['hidden', [60, 60, 60, 60, 60]],
      ['idle', [120, 120, 120, 120, 120]],
    ] as const) {
      const own = h.create({ attention: new SettableAttention(state) });
      await own.refresh();
      const pauses = await pausesOf(expected.length);
      own.dispose();
      assert.deepEqual(pauses, expected, state);
    }
  });

  it('spares a provider that takes what is sent and does not answer, like one that says it is down', async () => {
    h.provider.failure = new OfflineError('no answer within 20 s');
    await h.start();
    assert.deepEqual(await pausesOf(7), [30, 60, 120, 240, 300, 300, 300]);
  });

  it('takes a night without a network for no failure of the provider', async () => {
    h.provider.failure = new OfflineError('no network', false);
    await h.start();
    await pausesOf(8);
    h.provider.failure = new ProviderDownError('bad gateway', 502);
    await h.clock.advance(h.clock.nextIn!);
    assert.deepEqual(await pausesOf(3), [30, 60, 120]);
  });

  /** The next ones, s. */
  async function pausesOf(count: number): Promise<readonly number[]> {
    const pauses: number[] = [];
    while (pauses.length < count) {
      pauses.push(Math.round(h.clock.nextIn! / 1000));
      await h.clock.advance(h.clock.nextIn!);
    }
    return pauses;
  }

  it('halves its pause at random at most, and never comes back sooner than a slow interval would', async () => {
    const pauseOf = async (intervalMs: number, random: number) => {
      const own = h.create({ intervalMs: () => intervalMs, random: () => random });
      await own.refresh();
      const pause = h.clock.nextIn;
      own.dispose();
      return pause;
    };
    h.provider.failure = new OfflineError('no network');
    assert.equal(await pauseOf(interval, 0), interval / 2);
    assert.equal(await pauseOf(interval, 0.5), interval * 0.75);
    assert.equal(await pauseOf(10 * minute, 0), 5 * minute);
  });

  it('waits for a rate limit to lift, even when a person asks, and sends nothing meanwhile', async () => {
    const liftsAt = h.clock.now() + 47_000;
    h.provider.failure = new RateLimitError('too many', liftsAt);
    await h.start();
    h.provider.failure = null;
    await h.clock.advance(46_999);
    await h.poller.refresh();
    assert.equal(h.provider.lists, 1);
    assert.equal(h.health().state, 'failed');
    await h.clock.advance(1);
    assert.equal(h.provider.lists, 2);
    assert.equal(h.health().state, 'ok');
  });

  it('after 429 without a word how long it waits 15, 30, then 60 seconds, and sends nothing in between', async () => {
    const limit = new RateLimit(h.clock, 'PagerDuty');
    h.provider.beforePage = () => void (h.provider.failure = limit.errorFor(null) ?? limit.refused({}, null));
    await h.start();
    const pauses: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      pauses.push(h.clock.nextIn! / 1000);
      await h.clock.advance(h.clock.nextIn! - 1);
      await h.poller.refresh();
      assert.equal(h.provider.lists, turn + 1);
      await h.clock.advance(1);
      assert.equal(h.provider.lists, turn + 2);
    }
    assert.deepEqual(pauses, [15, 30, 60, 60, 60]);
  });

  it('stops at a wrong key until a person asks', async () => {
    h.provider.failure = new WrongKeyError('wrong');
    await h.start();
    await h.clock.advance(60 * minute);
    assert.equal(h.provider.lists, 1);
    assert.equal(h.health().error, h.provider.failure);
    h.provider.failure = null;
    await h.poller.refresh();
    assert.equal(h.health().state, 'ok');
    await h.clock.advance(interval);
    assert.equal(h.provider.lists, 3);
  });

  it('an unforeseen error goes to who asked, to the log and to the health, and polling goes on', async () => {
    h.provider.failure = new TypeError('a bug');
    await assert.rejects(h.poller.refresh(), h.provider.failure);
    assert.equal(h.health().state, 'failed');
    assert.ok(h.health().error instanceof UnexpectedAnswerError);
    await h.clock.advance(interval);
    assert.equal(h.provider.lists, 2);
    assert.match(h.logger.lines.join('\n'), /TypeError|a bug/);
  });
});
