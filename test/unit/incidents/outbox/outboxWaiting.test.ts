import assert from 'node:assert/strict';
import { OfflineError, ProviderDownError } from '../../../../src/core/errors.ts';
import type { Action } from '../../../../src/core/incidents/action.ts';
import { settle } from '../../fakeClock.ts';
import { incident } from '../incidentFixtures.ts';
import { acknowledge, note, OutboxHarness, resolve } from './outboxHarness.ts';

const minute = 60_000;
const offline = () => new OfflineError('No network.', false);

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

  describe('what waited', () => {
    const opening: Action[] = [
      acknowledge,
      { type: 'snooze', until: '2026-01-16T03:00:00.000Z' },
      { type: 'reassign', to: [{ id: 'PBOB', name: 'Bob' }] },
      { type: 'escalate', level: 2, targets: ['Bob'] },
      { type: 'retrigger' },
    ];
    const resolveElsewhere = () => h.provider.incidents.set('P1', incident('P1', { status: 'resolved' }));

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
      assert.deepEqual(h.provider.calls.slice(0, 2), ['? all', '? P1']);
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
