import assert from 'node:assert/strict';
import { OfflineError, ProviderDownError, RateLimitError } from '../../../../src/core/errors.ts';
import type { Action } from '../../../../src/core/incidents/action.ts';
import { settle } from '../../fakeClock.ts';
import { incident } from '../incidentFixtures.ts';
import { acknowledge, note, OutboxHarness, resolve } from './outboxHarness.ts';

const minute = 60_000;
const offline = () => new OfflineError('No network.', false);
const resolvedPages = (count: number) => Array.from({ length: count }, () => '? resolved');

describe('Outbox, of what has to wait', () => {
  const h = new OutboxHarness();

  /** The next requests that change something fail so, before they are carried out. */
  const failNext = (...errors: Error[]) => {
    h.provider.before = () => {
      const error = errors.shift();
      if (error) throw error;
    };
  };
  describe('lanes', () => {
    it('words that fail do not hold back the resolve, nor the other way round', async () => {
      const w = await h.open();
      h.provider.before = call => {
        if (call.startsWith('note')) throw new ProviderDownError('Down.', 500);
      };
      await h.act(w, 'P1', note('one'));
      await h.act(w, 'P1', resolve);
      await h.act(w, 'P2', acknowledge);
      assert.deepEqual(w.finished, ['done resolve', 'done acknowledge']);
      h.provider.before = call => {
        if (!call.startsWith('note')) throw new ProviderDownError('Down.', 500);
      };
      await h.act(w, 'P2', resolve);
      await h.clock.advance(2_000);
      assert.deepEqual(h.provider.notes, ['P1 one']);
      assert.deepEqual(h.states(w), ['waiting resolve']);
    });

    it('a second note never overtakes the first', async () => {
      const w = await h.open();
      failNext(new ProviderDownError('Down.', 502));
      await h.act(w, 'P1', note('one'));
      await h.act(w, 'P1', note('two'));
      assert.deepEqual(h.provider.notes, []);
      await h.clock.advance(2_000);
      assert.deepEqual(h.provider.notes, ['P1 one', 'P1 two']);
    });
  });

  const opening: Action[] = [
    acknowledge,
    { type: 'snooze', until: '2026-01-16T03:00:00.000Z' },
    { type: 'reassign', to: [{ id: 'PBOB', name: 'Bob' }] },
    { type: 'delegate', policy: { id: 'PEP', name: 'Payments' } },
    { type: 'escalate', level: 2, targets: ['Bob'] },
    { type: 'retrigger' },
  ];
  const resolveElsewhere = (id = 'P1') =>
    h.provider.incidents.set(id, incident(id, { status: 'resolved', updatedAt: '2026-01-15T03:00:00.000Z' }));

  describe('what is shown as open and was resolved since', () => {
    for (const action of opening) {
      it(`${action.type}: is not opened by a click of this moment, and shown as it is`, async () => {
        const w = await h.open();
        resolveElsewhere();
        const { id } = await h.act(w, 'P1', action);
        assert.deepEqual(h.provider.calls, ['? P1']);
        assert.equal(h.provider.incidents.get('P1')?.status, 'resolved');
        assert.deepEqual(w.finished, [`refused ${action.type}`]);
        assert.match(w.outbox.items()[0]?.reason ?? '', /resolved meanwhile/);
        assert.equal(h.status(w, 'P1'), 'resolved');
        assert.ok(!w.shown.includes('P1 triggered') || action.type !== 'acknowledge', 'no flicker');
        await w.outbox.retry(id);
        await settle();
        assert.deepEqual(h.writes(), [`${action.type} P1`], 'who insists gets it');
        assert.notEqual(h.status(w, 'P1'), 'resolved');
        assert.equal(w.outbox.items().length, 0);
      });
    }

    it('several that a person insists on go together', async () => {
      const w = await h.open();
      for (const id of ['P1', 'P2', 'P3']) resolveElsewhere(id);
      await w.outbox.add('acme', w.store.all(), acknowledge);
      await settle();
      await w.outbox.retry(...w.outbox.items().map(({ id }) => id));
      await settle();
      assert.deepEqual(h.writes(), ['acknowledge P1,P2,P3']);
      assert.equal(w.outbox.items().length, 0);
    });

    it('of a few it costs a look each, and one request for the others', async () => {
      const w = await h.open();
      resolveElsewhere('P2');
      await w.outbox.add('acme', w.store.all(), acknowledge);
      await settle();
      assert.deepEqual(h.provider.calls, ['? P1', '? P2', '? P3', 'acknowledge P1,P3']);
      assert.deepEqual(h.states(w), ['refused acknowledge']);
      assert.equal(h.status(w, 'P2'), 'resolved');
    });

    it('of 300 after a storm it costs a request a hundred, and none is opened', async () => {
      for (let n = 0; n < 300; n++) h.provider.incidents.set(`B${n}`, incident(`B${n}`));
      const w = await h.open();
      const targets = w.store.all().filter(({ id }) => id.startsWith('B'));
      for (const { id } of targets) resolveElsewhere(id);
      const items = await w.outbox.add('acme', targets, acknowledge);
      const ended = await w.outbox.settled(items.map(({ id }) => id));
      assert.ok(ended.every(({ state }) => state === 'refused'));
      assert.deepEqual(h.writes(), []);
      // Of 250, then of 50: what is open, then what was resolved last.
      const [first, second] = [
        ['? open', ...resolvedPages(3)],
        ['? open', ...resolvedPages(3)],
      ];
      assert.deepEqual(h.provider.calls, [...first, ...second]);
    });

    it('long lists that do not hold them are left for looks one by one', async () => {
      for (let n = 0; n < 2_000; n++) h.provider.incidents.set(`B${n}`, incident(`B${n}`));
      const w = await h.open();
      const targets = w.store.all().slice(-12);
      await w.outbox.add('acme', targets, acknowledge);
      await settle();
      const looks = targets.map(({ id }) => `? ${id}`);
      assert.deepEqual(h.provider.calls.slice(0, -1), ['? open', '? open', ...resolvedPages(1), ...looks]);
      assert.equal(w.finished.filter(text => text === 'done acknowledge').length, 12);
    });

    it('a look that meets a limit sends nothing before it lifts, and nothing is opened then', async () => {
      const w = await h.open();
      resolveElsewhere();
      let limited = true;
      h.provider.beforeLook = () => {
        if (limited) throw new RateLimitError('Too many.', h.clock.now() + 30_000);
      };
      const item = await h.act(w, 'P1', acknowledge);
      assert.equal((await w.outbox.settled([item.id]))[0]?.reason, 'Too many.');
      limited = false;
      await h.clock.advance(29_999);
      assert.deepEqual(h.provider.calls, ['? P1']);
      await h.clock.advance(1);
      assert.deepEqual(h.provider.calls, ['? P1', '? P1']);
      assert.deepEqual(w.finished, ['refused acknowledge']);
    });

    it('another window shows it as it is, too', async () => {
      const [w, other] = [await h.open(), await h.open()];
      resolveElsewhere();
      await h.act(w, 'P1', acknowledge);
      await h.clock.advance(2_000);
      assert.equal(h.status(other, 'P1'), 'resolved');
    });
  });

  describe('what waited', () => {
    for (const action of opening) {
      it(`${action.type}: does not open what was resolved meanwhile`, async () => {
        const w = await h.open();
        failNext(offline());
        const { id } = await h.act(w, 'P1', action);
        resolveElsewhere();
        await h.clock.advance(2_000);
        assert.match(w.outbox.items()[0]?.reason ?? '', /resolved meanwhile/);
        assert.deepEqual(w.finished, [`refused ${action.type}`]);
        await w.outbox.retry(id);
        await settle();
        assert.deepEqual(
          w.finished,
          [`refused ${action.type}`, `done ${action.type}`],
          'who insists gets it',
        );
      });
    }

    it('also where it was never tried, and many at once cost one look', async () => {
      for (let n = 0; n < 40; n++) h.provider.incidents.set(`B${n}`, incident(`B${n}`));
      const w = await h.open();
      h.signedIn = false;
      await w.outbox.add('acme', w.store.all(), acknowledge);
      await h.clock.advance(2 * minute);
      resolveElsewhere();
      h.signedIn = true;
      w.outbox.sendNow();
      await settle();
      assert.equal(w.finished.filter(text => text === 'done acknowledge').length, 42);
      assert.equal(w.outbox.items()[0]?.incidentId, 'P1');
      assert.deepEqual(h.provider.calls.slice(0, 2), ['? open', '? P1']);
      assert.equal(h.provider.calls.length, 3);
    });

    it('opens what was resolved already when the person acted', async () => {
      resolveElsewhere();
      const w = await h.open();
      failNext(offline());
      await h.act(w, 'P1', acknowledge);
      await h.clock.advance(2_000);
      assert.deepEqual(w.finished, ['done acknowledge']);
    });

    it('is not shown over an incident that somebody resolved', async () => {
      const w = await h.open();
      h.signedIn = false;
      await h.act(w, 'P1', acknowledge);
      assert.equal(h.status(w, 'P1'), 'acknowledged');
      w.store.upsert(incident('P1', { status: 'resolved' }));
      assert.equal(h.status(w, 'P1'), 'resolved');
    });

    it('a note says when it was written, also after attempts that cannot have arrived', async () => {
      const w = await h.open();
      failNext(...Array.from({ length: 8 }, offline));
      await h.act(w, 'P1', note('hello'));
      await h.clock.advance(5 * minute);
      assert.deepEqual(h.provider.notes, ['P1 (written 2026-01-15 03:00 UTC, sent later)\nhello']);
    });
  });

  describe('dropping', () => {
    it('rolls back what waits', async () => {
      const w = await h.open();
      failNext(offline());
      const { id } = await h.act(w, 'P1', acknowledge);
      await w.outbox.drop(id);
      assert.equal(h.status(w, 'P1'), 'triggered');
      assert.deepEqual(h.folder.texts('.json'), []);
      await h.clock.advance(minute);
      assert.equal(h.writes().length, 1);
    });

    it('waits for what is on its way', async () => {
      const w = await h.open();
      let answer = () => {};
      h.provider.after = () => new Promise(resolve => (answer = resolve));
      const { id } = await h.act(w, 'P1', acknowledge);
      let dropped = false;
      const dropping = w.outbox.drop(id).then(() => (dropped = true));
      await settle();
      assert.equal(dropped, false);
      answer();
      await dropping;
      assert.equal(h.status(w, 'P1'), 'acknowledged');
      assert.deepEqual(w.finished, ['done acknowledge']);
    });
  });
});
