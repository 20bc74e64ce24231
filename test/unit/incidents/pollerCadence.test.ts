import assert from 'node:assert/strict';
import {
  type AttentionState,
  closestOf,
  pauseBetweenPolls,
  SettableAttention,
} from '../../../src/core/incidents/cadence.ts';
import { OfflineError, RateLimitError, WrongKeyError } from '../../../src/core/errors.ts';
import type { Poller } from '../../../src/core/incidents/poller.ts';
import { settle } from '../fakeClock.ts';
import { incident } from './incidentFixtures.ts';
import { interval, minute, PollerHarness } from './pollerHarness.ts';

describe('Cadence', () => {
  const rows: readonly [AttentionState, interval: number, requests: number, pause: number][] = [
    ['looked', 30_000, 1, 30_000],
    ['looked', 15_000, 1, 15_000],
    ['looked', 600_000, 1, 600_000],
    ['hidden', 30_000, 1, 60_000],
    ['hidden', 90_000, 1, 90_000],
    ['idle', 30_000, 1, 120_000],
    ['idle', 600_000, 1, 600_000],
    // At most 240 requests a minute, a quarter of 960.
    ['looked', 15_000, 60, 15_000],
    ['looked', 15_000, 100, 25_000],
    ['looked', 30_000, 240, 60_000],
    ['hidden', 30_000, 480, 120_000],
    ['idle', 30_000, 480, 120_000],
  ];
  for (const [attention, setting, requests, pause] of rows) {
    it(`${attention}, every ${setting / 1000} s, ${requests} requests: ${pause / 1000} s`, () => {
      assert.equal(pauseBetweenPolls(attention, setting, requests), pause);
    });
  }

  it('of several windows the one that looks closest counts; of none, nobody looks', () => {
    assert.equal(closestOf(['idle', 'looked', 'hidden']), 'looked');
    assert.equal(closestOf(['idle', 'hidden']), 'hidden');
    assert.equal(closestOf(['idle']), 'idle');
    assert.equal(closestOf([]), 'idle');
  });
});

describe('Poller, by attention', () => {
  let attention: SettableAttention;
  let poller: Poller;
  afterEach(() => poller.dispose());
  const h = new PollerHarness();

  beforeEach(() => {
    attention = new SettableAttention();
    poller = h.create({ attention });
  });

  async function start(state: AttentionState): Promise<void> {
    attention.set(state);
    poller.start();
    await settle();
  }

  const perMinute: readonly [AttentionState, incidents: number, requests: number][] = [
    ['looked', 100, 2],
    ['hidden', 100, 1],
    ['idle', 100, 0.5],
    ['looked', 1_000, 20],
    ['hidden', 1_000, 10],
    // 100 pages every 30 s, which is not more than a quarter of the limit.
    ['looked', 10_000, 200],
    ['looked', 24_000, 240],
    ['hidden', 24_000, 240],
    ['idle', 24_000, 120],
  ];
  for (const [state, incidents, requests] of perMinute) {
    it(`${incidents} incidents, ${state}: ${requests} requests a minute`, async () => {
      h.provider.open = Array.from({ length: incidents }, (_, n) => incident(`P${n}`));
      await start(state);
      const before = h.provider.requests;
      await h.clock.advance(10 * minute);
      assert.equal((h.provider.requests - before) / 10, requests);
    });
  }

  it('coming back polls at once when what is known is older than the interval', async () => {
    for (const away of ['hidden', 'idle'] as const) {
      await start('looked');
      const { lists } = h.provider;
      attention.set(away);
      await h.clock.advance(interval);
      assert.equal(h.provider.lists, lists);
      attention.set('looked');
      await h.clock.advance(0);
      assert.equal(h.provider.lists, lists + 1);
      await h.clock.advance(interval);
      assert.equal(h.provider.lists, lists + 2);
    }
  });

  it('coming back to what is younger waits for the rest of the interval', async () => {
    await start('looked');
    attention.set('hidden');
    await h.clock.advance(10_000);
    attention.set('looked');
    assert.equal(h.clock.nextIn, interval - 10_000);
    attention.set('hidden');
    assert.equal(h.clock.nextIn, 50_000);
    attention.set('idle');
    assert.equal(h.clock.nextIn, 110_000);
    assert.equal(h.clock.pending, 1);
    assert.equal(h.provider.lists, 1);
  });

  it('a change while it polls counts afterwards', async () => {
    let release = () => {};
    h.provider.beforePage = () => new Promise<void>(resolve => (release = resolve));
    await start('looked');
    attention.set('idle');
    release();
    await settle();
    assert.equal(h.clock.nextIn, 120_000);
    assert.equal(h.provider.lists, 1);
  });

  it('coming back tries again after a failure, once an interval', async () => {
    h.provider.failure = new OfflineError('no network');
    await start('hidden');
    await h.clock.advance(minute);
    assert.equal(h.provider.lists, 2, 'backing off');
    await h.clock.advance(interval - 1);
    attention.set('looked');
    await h.clock.advance(0);
    assert.equal(h.provider.lists, 2);
    attention.set('hidden');
    await h.clock.advance(1);
    attention.set('looked');
    await h.clock.advance(0);
    assert.equal(h.provider.lists, 3);
  });

  it('coming back neither breaks a rate limit nor tries a wrong key again', async () => {
    h.provider.failure = new RateLimitError('too many', h.clock.now() + 5 * minute);
    await start('looked');
    attention.set('hidden');
    await h.clock.advance(2 * minute);
    attention.set('looked');
    await h.clock.advance(3 * minute - 1);
    assert.equal(h.provider.lists, 1);
    h.provider.failure = new WrongKeyError('wrong');
    await h.clock.advance(1);
    assert.equal(h.provider.lists, 2);
    attention.set('hidden');
    await h.clock.advance(60 * minute);
    attention.set('looked');
    await h.clock.advance(60 * minute);
    assert.equal(h.provider.lists, 2);
  });

  describe('when the provider’s limit is nearly used up', () => {
    it('waits, as actions come first; a person need not', async () => {
      await start('looked');
      h.provider.spareUntil = h.clock.now() + 45_000;
      await h.clock.advance(44_999);
      assert.equal(h.provider.lists, 1);
      await poller.refresh();
      assert.equal(h.provider.lists, 2);
      await h.clock.advance(1);
      assert.equal(h.provider.lists, 2);
      await h.clock.advance(interval);
      assert.equal(h.provider.lists, 3);
    });

    it('waits also when it is said later than the poll was planned, and when coming back', async () => {
      await start('hidden');
      await h.clock.advance(minute - 1);
      h.provider.spareUntil = h.clock.now() + 20_000;
      attention.set('looked');
      await h.clock.advance(19_999);
      assert.equal(h.provider.lists, 1);
      await h.clock.advance(1);
      assert.equal(h.provider.lists, 2);
    });

    it('puts off the look-ups', async () => {
      h.provider.open = [incident('P1'), incident('P2')];
      await start('looked');
      h.provider.open = [];
      h.provider.beforePage = () => void (h.provider.spareUntil = h.clock.now() + 1);
      await h.clock.advance(interval);
      assert.deepEqual(h.provider.lookUps, []);
      h.provider.beforePage = () => {};
      await h.clock.advance(interval);
      assert.deepEqual(h.provider.lookUps, ['P1', 'P2']);
    });

    it('does not wait for a moment that a clock set back has moved out of reach', async () => {
      await start('looked');
      h.provider.spareUntil = h.clock.now() + 24 * 60 * minute;
      await h.clock.advance(interval);
      assert.equal(h.provider.lists, 2);
    });
  });

  it('a clock that is set back a day makes no pause longer', async () => {
    await start('looked');
    h.clock.jump(-24 * 60 * minute);
    attention.set('hidden');
    attention.set('looked');
    assert.equal(h.clock.nextIn, interval);
  });

  describe('resume()', () => {
    const lastSuccessAt = () => h.clock.now() - 10_000;

    it('waits for the rest of the pause of another poller', async () => {
      poller.resume({ state: 'ok', lastSuccessAt: lastSuccessAt(), error: null });
      await settle();
      assert.equal(h.provider.lists, 0);
      assert.equal(h.clock.nextIn, interval - 10_000);
      assert.equal(poller.health.state, 'ok');
    });

    it('polls at once where that one had failed or not yet begun', async () => {
      const error = new OfflineError('cut');
      poller.resume({ state: 'failed', lastSuccessAt: lastSuccessAt(), error });
      await settle();
      const other = h.create({ attention });
      other.resume({ state: 'connecting', lastSuccessAt: lastSuccessAt(), error: null });
      await settle();
      other.dispose();
      assert.equal(h.provider.lists, 2);
    });

    it('keeps when it last succeeded', async () => {
      h.provider.failure = new OfflineError('cut');
      const known = lastSuccessAt();
      poller.resume({ state: 'connecting', lastSuccessAt: known, error: null });
      await settle();
      assert.deepEqual(poller.health, { state: 'failed', lastSuccessAt: known, error: h.provider.failure });
    });
  });
});
