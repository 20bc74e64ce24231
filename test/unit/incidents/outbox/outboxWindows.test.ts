import assert from 'node:assert/strict';
import { OfflineError, RateLimitError } from '../../../../src/core/errors.ts';
import { settle } from '../../fakeClock.ts';
import { acknowledge, note, OutboxHarness, resolve } from './outboxHarness.ts';

describe('Outbox of several windows', () => {
  const h = new OutboxHarness();

  it('sends once, shows it in both, and tells of it in the window that sent', async () => {
    const [a, b] = [await h.open(), await h.open()];
    await h.act(a, 'P1', acknowledge);
    await h.act(b, 'P1', note('hello'));
    await h.clock.advance(5_000);
    assert.deepEqual(h.writes(), ['acknowledge P1', 'note P1 hello']);
    for (const one of [a, b]) {
      assert.equal(one.store.base('acme:P1')?.status, 'acknowledged');
      assert.deepEqual(one.outbox.items(), []);
      assert.deepEqual(one.shown, ['P1 acknowledged', 'P1 acknowledged'], 'no flicker');
    }
    assert.equal(a.finished.length + b.finished.length, 2);
    await h.clock.advance(30_000);
    assert.deepEqual(h.folder.texts('.json'), []);
  });

  it('of many actions in both each goes once', async () => {
    const windows = [await h.open(), await h.open(), await h.open()];
    const adding = Array.from({ length: 60 }, (_, n) => {
      const { outbox, store } = windows[n % 3]!;
      return outbox.add('acme', [store.get(`acme:P${1 + (n % 2)}`)!], note(`n${n}`));
    });
    await Promise.all(adding);
    await h.clock.advance(10_000);
    assert.equal(h.provider.notes.length, 60);
    assert.equal(new Set(h.provider.notes).size, 60);
    assert.equal(windows.flatMap(({ finished }) => finished).length, 60);
  });

  it('settled hears what another window sent', async () => {
    const [a, b] = [await h.open(), await h.open()];
    let answer = () => {};
    h.provider.after = () => new Promise(resolve => (answer = resolve));
    await h.act(a, 'P1', acknowledge);
    // The other window sends; this one must leave it to that.
    const item = await h.act(b, 'P2', resolve);
    h.provider.after = () => {};
    const settled = b.outbox.settled([item.id]);
    answer();
    assert.equal((await settled)[0]?.state, 'done');
    assert.deepEqual(h.writes(), ['acknowledge P1', 'resolve P2']);
  });

  it('goes on where a window was killed, and looks first for what was on its way', async () => {
    const [a, b] = [await h.open(), await h.open()];
    h.provider.after = () => {
      a.kill();
      return new Promise<void>(() => {});
    };
    await h.act(a, 'P1', note('one'));
    h.provider.after = () => {};
    await h.act(b, 'P1', note('two'));
    await h.clock.advance(2_000);
    assert.deepEqual(h.provider.calls, ['note P1 one', '?? P1', 'note P1 two']);
    assert.deepEqual(b.outbox.items(), []);
  });

  it('drops in one window what the other one keeps trying to send', async () => {
    const [a, b] = [await h.open(), await h.open()];
    h.provider.before = () => {
      throw new OfflineError('No network.', false);
    };
    const { id } = await h.act(a, 'P1', acknowledge);
    assert.deepEqual(h.states(b), ['waiting acknowledge']);
    assert.equal(b.outbox.items()[0]?.reason, 'No network.');
    assert.equal(h.status(b, 'P1'), 'acknowledged');
    await b.outbox.drop(id);
    await settle();
    for (const one of [a, b]) {
      assert.deepEqual(one.outbox.items(), []);
      assert.equal(h.status(one, 'P1'), 'triggered');
    }
  });

  it('respects in all windows the limit that one of them met', async () => {
    const [a, b] = [await h.open(), await h.open()];
    h.provider.before = () => {
      h.provider.before = () => {};
      throw new RateLimitError('Too many.', h.clock.now() + 30_000);
    };
    await h.act(a, 'P1', acknowledge);
    const item = await h.act(b, 'P2', acknowledge);
    assert.equal((await b.outbox.settled([item.id]))[0]?.reason, 'Too many.');
    await h.clock.advance(29_999);
    assert.deepEqual(h.provider.calls, ['? P1', 'acknowledge P1']);
    await h.clock.advance(1_001);
    assert.deepEqual(h.provider.calls.slice(2), ['? P1', '? P2', 'acknowledge P1,P2']);
  });
});
