import assert from 'node:assert/strict';
import {
  NotAllowedError,
  OfflineError,
  RefusedError,
  UnexpectedAnswerError,
} from '../../../src/core/errors.ts';
import { settle } from '../fakeClock.ts';
import { incident, resolvedAt } from './incidentFixtures.ts';
import { interval, minute, PollerHarness } from './pollerHarness.ts';

describe('Poller', () => {
  const h = new PollerHarness();

  describe('when all goes well', () => {
    it('polls at once and then at every interval', async () => {
      assert.deepEqual(h.health(), { state: 'connecting', lastSuccessAt: null, error: null });
      h.provider.open = [incident('P1')];
      await h.start();
      assert.deepEqual(h.health(), { state: 'ok', lastSuccessAt: h.clock.now(), error: null });
      assert.deepEqual(h.statuses(), { P1: 'triggered' });
      assert.equal(h.provider.lists, 1);
      await h.clock.advance(interval - 1);
      assert.equal(h.provider.lists, 1);
      await h.clock.advance(1);
      assert.equal(h.provider.lists, 2);
      assert.equal(h.health().lastSuccessAt, h.clock.now());
    });

    it('asks for the interval each time', async () => {
      let current = interval;
      const own = h.create({ intervalMs: () => current, random: () => 0 });
      own.start();
      await settle();
      assert.equal(h.clock.nextIn, interval);
      current = 2 * interval;
      await h.clock.advance(interval);
      assert.equal(h.clock.nextIn, 2 * interval);
      own.dispose();
    });

    it('an unchanged poll is one request and no event', async () => {
      h.provider.open = Array.from({ length: 100 }, (_, n) => incident(`P${n}`));
      await h.start();
      const before = h.storeEvents;
      h.provider.open = structuredClone(h.provider.open);
      await h.clock.advance(interval);
      assert.equal(h.provider.lists, 2);
      assert.equal(h.storeEvents, before);
      assert.deepEqual(h.provider.lookUps, []);
    });

    it('shows the first page before the second one is there', async () => {
      h.provider.open = Array.from({ length: 150 }, (_, n) => incident(`P${n}`));
      let pages = 0;
      let release = () => {};
      h.provider.beforePage = () =>
        ++pages === 2 ? new Promise<void>(resolve => (release = resolve)) : undefined;
      await h.start();
      assert.equal(h.store.all().length, 100);
      release();
      await settle();
      assert.equal(h.store.all().length, 150);
    });

    it('refresh() joins the poll under way and moves the next one', async () => {
      let release = () => {};
      h.provider.beforePage = () => new Promise<void>(resolve => (release = resolve));
      h.poller.start();
      const joined = [h.poller.refresh(), h.poller.refresh()];
      await settle();
      assert.equal(h.provider.lists, 1);
      h.provider.beforePage = () => {};
      release();
      await Promise.all(joined);
      await h.clock.advance(interval - 1);
      await h.poller.refresh();
      assert.equal(h.provider.lists, 2);
      assert.equal(h.clock.nextIn, interval);
      assert.equal(h.clock.pending, 1);
    });

    it('does not undo what a person did while the list was on its way', async () => {
      h.provider.open = [incident('P1')];
      await h.start();
      let release = () => {};
      h.provider.beforePage = () => new Promise<void>(resolve => (release = resolve));
      const refreshed = h.poller.refresh();
      await settle();
      h.store.upsert(incident('P1', { status: 'acknowledged' }));
      release();
      await refreshed;
      assert.deepEqual(h.statuses(), { P1: 'acknowledged' });
    });
  });

  describe('what left the open list', () => {
    beforeEach(async () => {
      h.provider.open = [incident('P1'), incident('P2'), incident('P3')];
      await h.start();
      h.provider.open = [incident('P1')];
    });

    it('is looked up one by one: resolved, or not there any more', async () => {
      h.provider.resolved.set('P2', resolvedAt('P2', 5));
      await h.clock.advance(interval);
      assert.deepEqual(h.provider.lookUps, ['P2', 'P3']);
      assert.deepEqual(h.statuses(), { P1: 'triggered', P2: 'resolved' });
      await h.clock.advance(interval);
      assert.deepEqual(h.provider.lookUps, ['P2', 'P3'], 'looked up once only');
    });

    for (const error of [new NotAllowedError('2018'), new RefusedError('merged', 1019)]) {
      it(`is dropped when it may no longer be seen (${error.name})`, async () => {
        h.provider.resolved.set('P2', error);
        await h.clock.advance(interval);
        assert.deepEqual(h.statuses(), { P1: 'triggered' });
        assert.equal(h.health().state, 'ok');
      });
    }

    it('stays open where only paging had missed it', async () => {
      h.provider.resolved.set('P2', incident('P2', { status: 'acknowledged' }));
      h.provider.resolved.set('P3', incident('P3'));
      await h.clock.advance(interval);
      assert.deepEqual(h.statuses(), { P1: 'triggered', P2: 'acknowledged', P3: 'triggered' });
    });

    it('stays as it is, and the account healthy, when one answer is odd', async () => {
      h.provider.resolved.set('P2', new UnexpectedAnswerError('too long'));
      h.provider.resolved.set('P3', resolvedAt('P3', 5));
      await h.clock.advance(interval);
      assert.deepEqual(h.statuses(), { P1: 'triggered', P2: 'triggered', P3: 'resolved' });
      assert.equal(h.health().state, 'ok');
    });

    it('waits, unlost, when the connection fails on the way', async () => {
      h.provider.resolved.set('P2', new OfflineError('cut'));
      h.provider.resolved.set('P3', resolvedAt('P3', 5));
      await h.clock.advance(interval);
      assert.deepEqual(h.provider.lookUps, ['P2']);
      assert.equal(h.health().state, 'failed');
      h.provider.resolved.set('P2', resolvedAt('P2', 5));
      await h.poller.refresh();
      assert.deepEqual(h.statuses(), { P1: 'triggered', P2: 'resolved', P3: 'resolved' });
    });
  });

  describe('after a storm', () => {
    const storm = async (size: number) => {
      h.provider.open = Array.from({ length: size }, (_, n) => incident(`P${n}`));
      await h.start();
      h.provider.open.forEach(({ id }, n) => h.provider.resolved.set(id, resolvedAt(id, n % 60)));
      h.provider.open = [];
    };
    const stillOpen = () => h.store.all().filter(({ status }) => status !== 'resolved').length;

    it('sees all of it resolved with the next poll, from a request a hundred, and tells of each', async () => {
      await storm(320);
      const told = new Set<string>();
      h.store.onDidChange(({ changed }) => {
        for (const { after } of changed) if (after.status === 'resolved') told.add(after.id);
      });
      await h.clock.advance(interval);
      assert.equal(stillOpen(), 0);
      assert.equal(told.size, 320, 'also of those that are not kept');
      assert.deepEqual([h.provider.resolvedPages, h.provider.lookUps.length], [4, 0]);
      await h.clock.advance(interval);
      assert.deepEqual([h.provider.resolvedPages, h.provider.lookUps.length], [4, 0]);
    });

    it('is not shown what was resolved before and is not known here', async () => {
      for (let n = 0; n < 30; n++) h.provider.resolved.set(`OLD${n}`, resolvedAt(`OLD${n}`, 59));
      await storm(40);
      await h.clock.advance(interval);
      assert.deepEqual(
        h.store.all().filter(({ id }) => id.startsWith('OLD')),
        [],
      );
      assert.equal(stillOpen(), 0);
    });

    it('looks up what that list does not hold, 25 a poll at most', async () => {
      await storm(60);
      for (const id of h.provider.resolved.keys()) h.provider.resolved.set(id, new NotAllowedError('2018'));
      const counts: number[] = [];
      for (let turn = 0; turn < 4; turn++) {
        await h.clock.advance(interval);
        counts.push(h.provider.lookUps.length);
      }
      assert.deepEqual(counts, [25, 50, 60, 60]);
      assert.equal(new Set(h.provider.lookUps).size, 60);
      assert.deepEqual(h.store.all(), []);
    });

    it('looks up one by one where that list is refused', async () => {
      await storm(30);
      h.provider.resolvedFailure = new RefusedError('sort_by cannot be that');
      await h.clock.advance(interval);
      assert.equal(h.provider.lookUps.length, 25);
      assert.equal(h.health().state, 'ok');
    });

    it('asks for nothing more once requests have to be spared', async () => {
      await storm(60);
      h.provider.beforePage = () => void (h.provider.spareUntil = h.clock.now() + minute);
      await h.clock.advance(interval);
      assert.deepEqual([h.provider.resolvedPages, h.provider.lookUps.length], [0, 0]);
    });
  });

  describe('once disposed', () => {
    it('aborts what is under way, applies nothing more and stays silent', async () => {
      h.provider.open = [incident('P1')];
      let release = () => {};
      h.provider.beforePage = () => new Promise<void>(resolve => (release = resolve));
      const refreshed = h.poller.refresh();
      await settle();
      h.poller.dispose();
      assert.ok(h.provider.signal?.aborted);
      release();
      await refreshed;
      assert.deepEqual([h.store.all().length, h.states.length, h.clock.pending], [0, 0, 0]);
      await h.poller.refresh();
      await h.clock.advance(60 * minute);
      assert.equal(h.provider.lists, 1);
    });

    it('brings no incident back when closed after the last page', async () => {
      h.provider.open = [incident('P1')];
      const closing = h.store.onDidChange(() => {
        closing.dispose();
        h.poller.dispose();
        h.store.removeAccount('acme');
      });
      await h.poller.refresh();
      assert.deepEqual(h.store.all(), []);
    });
  });
});
