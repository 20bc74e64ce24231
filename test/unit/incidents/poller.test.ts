import assert from 'node:assert/strict';
import {
  NotAllowedError,
  NotFoundError,
  OfflineError,
  ProviderDownError,
  RateLimitError,
  RefusedError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../../../src/core/errors.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import type { IncidentProvider, ReadOptions } from '../../../src/core/incidents/incidentProvider.ts';
import { IncidentStore } from '../../../src/core/incidents/incidentStore.ts';
import { Poller } from '../../../src/core/incidents/poller.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { incident, resolvedAt } from './incidentFixtures.ts';
import { RecordingLogger } from './recordingLogger.ts';

const interval = 30_000;
const minute = 60_000;

/** Holds its incidents in memory and counts what it is asked. */
class FakeProvider implements Pick<IncidentProvider, 'accountId' | 'openIncidents' | 'incident'> {
  readonly accountId = 'acme';
  open: Incident[] = [];
  readonly resolved = new Map<string, Incident | Error>();
  /** Thrown by the next readings of the list. */
  failure: Error | null = null;
  /** Runs, and is waited for, before each page is given. */
  beforePage: () => Promise<void> | void = () => {};
  lists = 0;
  readonly lookUps: string[] = [];
  signal: AbortSignal | undefined;

  async *openIncidents({ signal }: ReadOptions = {}): AsyncGenerator<readonly Incident[]> {
    this.lists++;
    this.signal = signal;
    const all = [...this.open];
    for (let offset = 0; offset === 0 || offset < all.length; offset += 100) {
      await this.beforePage();
      signal?.throwIfAborted();
      if (this.failure) throw this.failure;
      yield all.slice(offset, offset + 100);
    }
  }

  incident(id: string): Promise<Incident> {
    this.lookUps.push(id);
    const found =
      this.open.find(open => open.id === id) ?? this.resolved.get(id) ?? new NotFoundError('gone');
    return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
  }
}

describe('Poller', () => {
  let clock: FakeClock;
  let provider: FakeProvider;
  let store: IncidentStore;
  let logger: RecordingLogger;
  let poller: Poller;
  let storeEvents: number;
  let states: string[];

  beforeEach(() => {
    clock = new FakeClock();
    provider = new FakeProvider();
    store = new IncidentStore();
    logger = new RecordingLogger();
    storeEvents = 0;
    states = [];
    store.onDidChange(() => storeEvents++);
    poller = new Poller({
      provider: provider as unknown as IncidentProvider,
      store,
      clock,
      logger,
      intervalMs: () => interval,
      random: () => 0.999999,
    });
    poller.onDidChangeHealth(({ state, error }) => states.push(error ? `${state} ${error.name}` : state));
  });

  afterEach(() => {
    poller.dispose();
    assert.equal(clock.pending, 0, 'a timer outlived the poller');
  });

  const statuses = () => Object.fromEntries(store.all().map(({ id, status }) => [id, status]));
  const start = async () => {
    poller.start();
    await settle();
  };

  describe('when all goes well', () => {
    it('polls at once and then at every interval', async () => {
      assert.deepEqual(poller.health, { state: 'connecting', lastSuccessAt: null, error: null });
      provider.open = [incident('P1')];
      await start();
      assert.deepEqual(poller.health, { state: 'ok', lastSuccessAt: clock.now(), error: null });
      assert.deepEqual(statuses(), { P1: 'triggered' });
      assert.equal(provider.lists, 1);
      await clock.advance(interval - 1);
      assert.equal(provider.lists, 1);
      await clock.advance(1);
      assert.equal(provider.lists, 2);
      assert.equal(poller.health.lastSuccessAt, clock.now());
    });

    it('asks for the interval each time', async () => {
      let current = interval;
      const own = new Poller({
        provider: provider as unknown as IncidentProvider,
        store,
        clock,
        logger,
        intervalMs: () => current,
        random: () => 0,
      });
      own.start();
      await settle();
      assert.equal(clock.nextIn, interval);
      current = 2 * interval;
      await clock.advance(interval);
      assert.equal(clock.nextIn, 2 * interval);
      own.dispose();
    });

    it('an unchanged poll is one request and no event', async () => {
      provider.open = Array.from({ length: 100 }, (_, n) => incident(`P${n}`));
      await start();
      const before = storeEvents;
      provider.open = structuredClone(provider.open);
      await clock.advance(interval);
      assert.equal(provider.lists, 2);
      assert.equal(storeEvents, before);
      assert.deepEqual(provider.lookUps, []);
    });

    it('shows the first page before the second one is there', async () => {
      provider.open = Array.from({ length: 150 }, (_, n) => incident(`P${n}`));
      let pages = 0;
      let release = () => {};
      provider.beforePage = () =>
        ++pages === 2 ? new Promise<void>(resolve => (release = resolve)) : undefined;
      await start();
      assert.equal(store.all().length, 100);
      release();
      await settle();
      assert.equal(store.all().length, 150);
    });

    it('refresh() joins the poll under way and moves the next one', async () => {
      let release = () => {};
      provider.beforePage = () => new Promise<void>(resolve => (release = resolve));
      poller.start();
      const joined = [poller.refresh(), poller.refresh()];
      await settle();
      assert.equal(provider.lists, 1);
      provider.beforePage = () => {};
      release();
      await Promise.all(joined);
      await clock.advance(interval - 1);
      await poller.refresh();
      assert.equal(provider.lists, 2);
      assert.equal(clock.nextIn, interval);
      assert.equal(clock.pending, 1);
    });

    it('does not undo what a person did while the list was on its way', async () => {
      provider.open = [incident('P1')];
      await start();
      let release = () => {};
      provider.beforePage = () => new Promise<void>(resolve => (release = resolve));
      const refreshed = poller.refresh();
      await settle();
      store.upsert(incident('P1', { status: 'acknowledged' }));
      release();
      await refreshed;
      assert.deepEqual(statuses(), { P1: 'acknowledged' });
    });
  });

  describe('what left the open list', () => {
    beforeEach(async () => {
      provider.open = [incident('P1'), incident('P2'), incident('P3')];
      await start();
      provider.open = [incident('P1')];
    });

    it('is looked up one by one: resolved, or not there any more', async () => {
      provider.resolved.set('P2', resolvedAt('P2', 5));
      await clock.advance(interval);
      assert.deepEqual(provider.lookUps, ['P2', 'P3']);
      assert.deepEqual(statuses(), { P1: 'triggered', P2: 'resolved' });
      await clock.advance(interval);
      assert.deepEqual(provider.lookUps, ['P2', 'P3'], 'looked up once only');
    });

    for (const error of [new NotAllowedError('2018'), new RefusedError('merged', 1019)]) {
      it(`is dropped when it may no longer be seen (${error.name})`, async () => {
        provider.resolved.set('P2', error);
        await clock.advance(interval);
        assert.deepEqual(statuses(), { P1: 'triggered' });
        assert.equal(poller.health.state, 'ok');
      });
    }

    it('stays open where only paging had missed it', async () => {
      provider.resolved.set('P2', incident('P2', { status: 'acknowledged' }));
      provider.resolved.set('P3', incident('P3'));
      await clock.advance(interval);
      assert.deepEqual(statuses(), { P1: 'triggered', P2: 'acknowledged', P3: 'triggered' });
    });

    it('stays as it is, and the account healthy, when one answer is odd', async () => {
      provider.resolved.set('P2', new UnexpectedAnswerError('too long'));
      provider.resolved.set('P3', resolvedAt('P3', 5));
      await clock.advance(interval);
      assert.deepEqual(statuses(), { P1: 'triggered', P2: 'triggered', P3: 'resolved' });
      assert.equal(poller.health.state, 'ok');
    });

    it('waits, unlost, when the connection fails on the way', async () => {
      provider.resolved.set('P2', new OfflineError('cut'));
      provider.resolved.set('P3', resolvedAt('P3', 5));
      await clock.advance(interval);
      assert.deepEqual(provider.lookUps, ['P2']);
      assert.equal(poller.health.state, 'failed');
      provider.resolved.set('P2', resolvedAt('P2', 5));
      await poller.refresh();
      assert.deepEqual(statuses(), { P1: 'triggered', P2: 'resolved', P3: 'resolved' });
    });
  });

  it('looks up 25 a poll at most, the rest at the next ones', async () => {
    provider.open = Array.from({ length: 60 }, (_, n) => incident(`P${n}`));
    await start();
    for (const { id } of provider.open) provider.resolved.set(id, resolvedAt(id, 5));
    provider.open = [];
    const counts: number[] = [];
    for (let turn = 0; turn < 4; turn++) {
      await clock.advance(interval);
      counts.push(provider.lookUps.length);
    }
    assert.deepEqual(counts, [25, 50, 60, 60]);
    assert.equal(new Set(provider.lookUps).size, 60);
    assert.ok(store.all().every(({ status }) => status === 'resolved'));
  });

  describe('when it fails', () => {
    it('keeps what it has, says why, and comes back by itself', async () => {
      provider.open = [incident('P1')];
      await start();
      const lastSuccessAt = clock.now();
      provider.failure = new OfflineError('no network');
      await clock.advance(interval);
      assert.deepEqual(poller.health, { state: 'failed', lastSuccessAt, error: provider.failure });
      assert.deepEqual(statuses(), { P1: 'triggered' });
      provider.failure = null;
      await clock.advance(interval);
      assert.equal(poller.health.state, 'ok');
      assert.equal(poller.health.error, null);
      assert.deepEqual(states, ['ok', 'failed OfflineError', 'ok']);
    });

    it('takes no half list for a whole one', async () => {
      provider.open = Array.from({ length: 150 }, (_, n) => incident(`P${n}`));
      await start();
      let pages = 0;
      provider.beforePage = () =>
        void (++pages === 2 && (provider.failure = new ProviderDownError('down', 503)));
      await clock.advance(interval);
      assert.equal(poller.health.state, 'failed');
      assert.deepEqual(provider.lookUps, []);
    });

    it('doubles its pause up to 5 minutes and begins anew after a success', async () => {
      provider.failure = new ProviderDownError('down', 503);
      await start();
      const pauses: number[] = [];
      for (let turn = 0; turn < 7; turn++) {
        pauses.push(Math.round(clock.nextIn! / 1000));
        await clock.advance(clock.nextIn!);
      }
      assert.deepEqual(pauses, [30, 60, 120, 240, 300, 300, 300]);
      provider.failure = null;
      await poller.refresh();
      provider.failure = new ProviderDownError('down', 503);
      await poller.refresh();
      assert.equal(Math.round(clock.nextIn! / 1000), 30);
    });

    it('halves its pause at random at most, and never comes back sooner than a slow interval would', async () => {
      const pauseOf = async (intervalMs: number, random: number) => {
        const own = new Poller({
          provider: provider as unknown as IncidentProvider,
          store,
          clock,
          logger,
          intervalMs: () => intervalMs,
          random: () => random,
        });
        await own.refresh();
        const pause = clock.nextIn;
        own.dispose();
        return pause;
      };
      provider.failure = new OfflineError('no network');
      assert.equal(await pauseOf(interval, 0), interval / 2);
      assert.equal(await pauseOf(interval, 0.5), interval * 0.75);
      assert.equal(await pauseOf(10 * minute, 0), 5 * minute);
    });

    it('waits for a rate limit to lift, even when a person asks, and sends nothing meanwhile', async () => {
      const liftsAt = clock.now() + 47_000;
      provider.failure = new RateLimitError('too many', liftsAt);
      await start();
      provider.failure = null;
      await clock.advance(46_999);
      await poller.refresh();
      assert.equal(provider.lists, 1);
      assert.equal(poller.health.state, 'failed');
      await clock.advance(1);
      assert.equal(provider.lists, 2);
      assert.equal(poller.health.state, 'ok');
    });

    it('stops at a wrong key until a person asks', async () => {
      provider.failure = new WrongKeyError('wrong');
      await start();
      await clock.advance(60 * minute);
      assert.equal(provider.lists, 1);
      assert.equal(poller.health.error, provider.failure);
      provider.failure = null;
      await poller.refresh();
      assert.equal(poller.health.state, 'ok');
      await clock.advance(interval);
      assert.equal(provider.lists, 3);
    });

    it('an unforeseen error goes to who asked, to the log and to the health, and polling goes on', async () => {
      provider.failure = new TypeError('a bug');
      await assert.rejects(poller.refresh(), provider.failure);
      assert.equal(poller.health.state, 'failed');
      assert.ok(poller.health.error instanceof UnexpectedAnswerError);
      await clock.advance(interval);
      assert.equal(provider.lists, 2);
      assert.match(logger.lines.join('\n'), /TypeError|a bug/);
    });
  });

  describe('once disposed', () => {
    it('aborts what is under way, applies nothing more and stays silent', async () => {
      provider.open = [incident('P1')];
      let release = () => {};
      provider.beforePage = () => new Promise<void>(resolve => (release = resolve));
      const refreshed = poller.refresh();
      await settle();
      poller.dispose();
      assert.ok(provider.signal?.aborted);
      release();
      await refreshed;
      assert.deepEqual([store.all().length, states.length, clock.pending], [0, 0, 0]);
      await poller.refresh();
      await clock.advance(60 * minute);
      assert.equal(provider.lists, 1);
    });

    it('brings no incident back when closed after the last page', async () => {
      provider.open = [incident('P1')];
      store.onDidChange(() => {
        poller.dispose();
        store.removeAccount('acme');
      });
      await poller.refresh();
      assert.deepEqual(store.all(), []);
    });
  });
});
