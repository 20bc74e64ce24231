import assert from 'node:assert/strict';
import { NotPossibleError } from '../../../../src/core/errors.ts';
import { settle } from '../../fakeClock.ts';
import { incident } from '../incidentFixtures.ts';
import { acknowledge, me, note, OutboxHarness, resolve } from './outboxHarness.ts';

describe('Outbox', () => {
  const h = new OutboxHarness();

  describe('when all goes well', () => {
    it('shows an action at once, sends it, and takes the answer without a flicker', async () => {
      const w = await h.open();
      let answer = () => {};
      h.provider.after = () => new Promise(resolve => (answer = resolve));
      const item = await h.act(w, 'P1', acknowledge);
      assert.equal(h.status(w, 'P1'), 'acknowledged');
      assert.deepEqual(w.store.get('acme:P1')?.acknowledgers, [me]);
      assert.equal(w.store.base('acme:P1')?.status, 'triggered');
      assert.deepEqual(h.states(w), ['waiting acknowledge']);
      assert.equal(item.label, '#1 Incident P1');
      assert.equal(item.by, 'Ada');
      answer();
      const [done] = await w.outbox.settled([item.id]);
      assert.equal(done?.state, 'done');
      assert.equal(done?.sentAt, done?.at);
      assert.deepEqual(w.outbox.items(), []);
      assert.equal(w.store.base('acme:P1')?.status, 'acknowledged');
      assert.deepEqual(
        w.shown,
        ['P1 acknowledged', 'P1 acknowledged'],
        'asked for, answered, nothing between',
      );
      assert.deepEqual(w.finished, ['done acknowledge']);
    });

    it('keeps what the answer does not hold as it was shown, until the next read', async () => {
      const w = await h.open();
      h.provider.answers = false;
      const titles: string[] = [];
      w.store.onDidChange(({ changed }) => titles.push(...changed.map(({ after }) => after.title)));
      await h.act(w, 'P1', { type: 'setTitle', title: 'Checkout is slow' });
      assert.deepEqual(w.outbox.items(), []);
      assert.equal(w.store.base('acme:P1')?.title, 'Checkout is slow');
      assert.deepEqual(titles, ['Checkout is slow', 'Checkout is slow']);
    });

    it('leaves no file behind after a while', async () => {
      const w = await h.open();
      await h.act(w, 'P1', note('hello'));
      assert.equal(h.folder.texts('.json').length, 1);
      await h.clock.advance(10_000);
      assert.deepEqual(h.folder.texts('.json'), []);
      assert.equal(h.clock.pending, 0);
    });

    it('triggers an incident and shows it', async () => {
      const w = await h.open();
      const action = {
        type: 'trigger',
        title: 'Mail is down',
        service: { id: 'PS', name: 'Mail' },
        urgency: 'high',
        priority: null,
        details: '',
      } as const;
      const { id } = await w.outbox.addTrigger('acme', action);
      const [done] = await w.outbox.settled([id]);
      assert.equal(done?.incident?.title, 'Mail is down');
      assert.equal(w.store.get(done!.incident!.key)?.title, 'Mail is down');
    });

    it('sends 300 acknowledgements in two requests, after as few looks, with one event for the click and one an answer', async () => {
      for (let n = 0; n < 300; n++) h.provider.incidents.set(`B${n}`, incident(`B${n}`));
      const w = await h.open();
      const targets = w.store.all().filter(({ id }) => id.startsWith('B'));
      let events = 0;
      w.store.onDidChange(() => events++);
      const items = await w.outbox.add('acme', targets, acknowledge);
      const ended = await w.outbox.settled(items.map(({ id }) => id));
      assert.ok(ended.length === 300 && ended.every(({ state }) => state === 'done'));
      assert.deepEqual(
        h.writes().map(call => call.split(',').length),
        [250, 50],
      );
      // 303 are open, in four pages; five looks cost no more than another page would.
      assert.ok(h.provider.calls.length <= 2 + 2 * (4 + 5), h.provider.calls.join('; '));
      assert.equal(events, 3);
    });

    it('asks a function for the action on each incident', async () => {
      const w = await h.open();
      await w.outbox.add('acme', [w.store.get('acme:P1')!, w.store.get('acme:P2')!], ({ id }) => [note(id)]);
      await settle();
      assert.deepEqual(h.provider.notes, ['P1 P1', 'P2 P2']);
    });
  });

  describe('order', () => {
    it('keeps the order in a lane, and one incident comes once in a request', async () => {
      const w = await h.open();
      h.signedIn = false;
      for (const [id, action] of [
        ['P1', acknowledge],
        ['P2', acknowledge],
        ['P1', resolve],
        ['P1', note('one')],
        ['P1', note('two')],
      ] as const)
        await h.act(w, id, action);
      assert.deepEqual(h.provider.calls, []);
      h.signedIn = true;
      w.outbox.sendNow('acme');
      await settle();
      assert.deepEqual(h.writes(), ['acknowledge P1,P2', 'resolve P1', 'note P1 one', 'note P1 two']);
    });

    it('also after the computer’s time was set back', async () => {
      const w = await h.open();
      h.signedIn = false;
      await h.act(w, 'P1', note('one'));
      h.clock.jump(-86_400_000);
      await h.act(w, 'P1', note('two'));
      w.outbox.dispose();
      h.signedIn = true;
      await h.open();
      assert.deepEqual(
        h.provider.notes.map(text => text.split('\n').at(-1)),
        ['P1 one', 'two'].map((text, n) => (n ? `P1 ${text}` : text)),
      );
    });
  });

  describe('on disk', () => {
    it('shows nothing that could not be made durable', async () => {
      const w = await h.open();
      w.view.failNext('addAll', 'ENOSPC');
      await assert.rejects(h.act(w, 'P1', acknowledge), error => {
        assert.ok(error instanceof NotPossibleError);
        assert.match(error.message, /the disk is full/);
        return true;
      });
      assert.equal(h.status(w, 'P1'), 'triggered');
      assert.deepEqual(w.outbox.items(), []);
      await h.act(w, 'P1', acknowledge);
      assert.deepEqual(w.finished, ['done acknowledge']);
    });

    it('keeps what waits over a restart, with the original time and order', async () => {
      const w = await h.open();
      h.signedIn = false;
      const first = await h.act(w, 'P1', acknowledge);
      await h.act(w, 'P1', note('hello'));
      w.kill();
      h.folder.cutPower();
      await h.clock.advance(10_000);
      const again = await h.open();
      assert.deepEqual(h.states(again), ['waiting acknowledge', 'waiting note']);
      assert.equal(again.outbox.items()[0]?.at, first.at);
      assert.equal(again.outbox.items()[0]?.reason, 'Nobody is signed in to its account.');
      assert.equal(h.status(again, 'P1'), 'acknowledged', 'shown over what the store has');
      h.signedIn = true;
      again.outbox.sendNow();
      await settle();
      assert.deepEqual(h.writes(), ['acknowledge P1', 'note P1 hello']);
    });

    it('sets a damaged file aside and goes on', async () => {
      const name = `${folderPathOf('01KEZ0000000000000000000AA')}.json`;
      h.folder.put(name, '{"id":"01KEZ', true);
      const w = h.create();
      const aside: string[] = [];
      w.outbox.onDidSetAside(path => aside.push(path));
      await w.outbox.open();
      assert.deepEqual(aside, [`${name}.bad`]);
      assert.equal(h.folder.files.get(`${name}.bad`)?.text, '{"id":"01KEZ');
      assert.match(w.logger.lines.join('\n'), /set aside/);
      await h.act(w, 'P1', acknowledge);
      assert.deepEqual(w.finished, ['done acknowledge']);
    });

    it('does not send words whose attempt it cannot note, and sends them once it can', async () => {
      const w = await h.open();
      h.signedIn = false;
      await h.act(w, 'P1', note('hello'));
      h.signedIn = true;
      w.view.before = (step, path) => {
        if (step === 'replace' && path.endsWith('.json'))
          throw Object.assign(new Error('x'), { code: 'ENOSPC' });
      };
      w.outbox.sendNow();
      await settle();
      assert.deepEqual(h.provider.calls, []);
      assert.match(w.outbox.items()[0]?.reason ?? '', /the disk is full/);
      w.view.before = () => {};
      await h.clock.advance(2_000);
      assert.deepEqual(h.provider.calls, ['note P1 hello']);
    });

    it('what is done does not come back where that could not be noted', async () => {
      const w = await h.open();
      h.provider.after = () => w.view.failNext('replace', 'ENOSPC');
      await h.act(w, 'P1', note('hello'));
      assert.deepEqual(w.finished, ['done note']);
      w.kill();
      const again = await h.open();
      assert.deepEqual(again.outbox.items(), []);
      assert.deepEqual(h.provider.notes, ['P1 hello']);
    });

    it('looks first when the process ended between sending and the answer', async () => {
      const w = await h.open();
      h.provider.after = () => {
        w.kill();
        return new Promise<void>(() => {});
      };
      const acting = w.outbox.add('acme', [w.store.get('acme:P1')!], note('hello'));
      await acting;
      await settle();
      h.provider.after = () => {};
      const again = await h.open();
      assert.deepEqual(h.provider.calls, ['note P1 hello', '?? P1']);
      assert.deepEqual(again.finished, ['done note']);
      assert.deepEqual(h.provider.notes, ['P1 hello']);
    });

    it('looks first, then sends, when the process ended just before sending', async () => {
      const w = await h.open();
      h.provider.before = () => {
        w.kill();
        return new Promise<void>(() => {});
      };
      await h.act(w, 'P1', note('hello'));
      h.provider.before = () => {};
      const again = await h.open();
      assert.deepEqual(h.provider.calls, ['note P1 hello', '?? P1', 'note P1 hello']);
      assert.deepEqual(again.finished, ['done note']);
      assert.deepEqual(h.provider.notes, ['P1 hello']);
    });
  });
});

function folderPathOf(id: string): string {
  return `/outbox/${id}`;
}
