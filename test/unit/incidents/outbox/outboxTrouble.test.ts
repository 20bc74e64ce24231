import assert from 'node:assert/strict';
import { NotAllowedError, OfflineError, RateLimitError } from '../../../../src/core/errors.ts';
import { settle } from '../../fakeClock.ts';
import { incident } from '../incidentFixtures.ts';
import { acknowledge, note, OutboxHarness, resolve } from './outboxHarness.ts';

const errorOf = (code: string) => Object.assign(new Error(`${code}: injected`), { code });

describe('Outbox in trouble', () => {
  const h = new OutboxHarness();

  it('tries again by itself where the right to send cannot be asked for in the middle of sending', async () => {
    const w = await h.open();
    let looks = -1;
    w.view.before = (step, path) => {
      if (!path.includes('/leases')) return;
      if (step === 'replace' && looks < 0) looks = 0;
      // The first look after it was taken belongs to the taking.
      if (step === 'list' && looks >= 0 && ++looks === 2) throw errorOf('EIO');
    };
    await h.act(w, 'P1', acknowledge);
    assert.deepEqual(h.writes(), [], 'it failed');
    await h.clock.advance(2_000);
    assert.deepEqual(h.writes(), ['acknowledge P1']);
    assert.deepEqual(h.states(w), []);
  });

  it('one file that cannot be read does not keep the others from being sent, and is told once', async () => {
    const first = await h.open();
    h.signedIn = false;
    for (const id of ['P1', 'P2', 'P3']) await h.act(first, id, acknowledge);
    first.outbox.dispose();
    const broken = first.outbox.items()[1]!.id;
    const w = h.create();
    let readable = false;
    w.view.before = (step, path) => {
      if (step === 'read' && path.includes(broken) && !readable) throw errorOf('EIO');
    };
    h.signedIn = true;
    await w.outbox.open();
    await h.clock.advance(5_000);
    assert.deepEqual(h.writes(), ['acknowledge P1,P3']);
    const told = () => w.logger.lines.filter(line => line.includes(broken));
    h.folder.changed();
    await h.clock.advance(5_000);
    assert.equal(told().length, 1, w.logger.lines.join('\n'));
    readable = true;
    h.folder.changed();
    await h.clock.advance(5_000);
    assert.deepEqual(h.writes(), ['acknowledge P1,P3', 'acknowledge P2']);
  });

  it('of which the folder could not be used at the start goes on with the next action', async () => {
    const w = h.create();
    w.view.failNext('prepare', 'EMFILE');
    await assert.rejects(w.outbox.open(), /too many files/);
    await h.act(w, 'P1', acknowledge);
    assert.deepEqual(h.writes(), ['acknowledge P1']);
  });

  it('does not open what somebody resolved while a limit held it back for a moment', async () => {
    const w = await h.open();
    h.provider.before = () => {
      h.provider.before = () => {};
      throw new RateLimitError('Too many.', h.clock.now() + 20_000);
    };
    await h.act(w, 'P2', resolve);
    await h.act(w, 'P1', acknowledge);
    h.provider.incidents.set('P1', incident('P1', { status: 'resolved' }));
    await h.clock.advance(25_000);
    assert.deepEqual(h.states(w), ['refused acknowledge']);
    assert.equal(h.provider.incidents.get('P1')?.status, 'resolved');
  });

  it('learns from a few that a key may do nothing, and refuses the rest of a storm with that reason', async () => {
    for (let n = 0; n < 247; n++) h.provider.incidents.set(`B${n}`, incident(`B${n}`));
    const w = await h.open();
    h.provider.before = () => {
      throw new NotAllowedError('This key may not do that.');
    };
    await w.outbox.add('acme', w.store.all(), resolve);
    await h.clock.advance(5_000);
    const items = w.outbox.items();
    assert.equal(items.length, 250);
    for (const { state, reason, attempts } of items)
      assert.deepEqual([state, reason, attempts], ['refused', 'This key may not do that.', 0]);
    const alone = h.writes().filter(call => !call.includes(','));
    assert.equal(alone.length, 5);
    assert.ok(h.writes().length <= 16, `${h.writes().length} requests`);
    assert.ok(w.store.all().every(({ status }) => status === 'triggered'));
  });

  it('asks for each of them where the key may do one of them', async () => {
    for (let n = 0; n < 20; n++) h.provider.incidents.set(`B${n}`, incident(`B${n}`));
    const w = await h.open();
    h.provider.before = call => {
      if (call.includes('B')) throw new NotAllowedError('Not of your team.');
    };
    await w.outbox.add('acme', w.store.all(), resolve);
    await h.clock.advance(5_000);
    assert.equal(h.states(w).length, 20);
    assert.equal(h.writes().filter(call => /^resolve B\d+$/.test(call)).length, 20);
  });

  it('drops many at once, and tells which were forgotten', async () => {
    for (let n = 0; n < 40; n++) h.provider.incidents.set(`B${n}`, incident(`B${n}`));
    const w = await h.open();
    h.signedIn = false;
    const items = await w.outbox.add('acme', w.store.all(), acknowledge);
    let lists = 0;
    w.view.before = step => void (step === 'list' && lists++);
    const forgotten = await w.outbox.drop(...items.map(({ id }) => id));
    assert.equal(forgotten.length, 43);
    assert.deepEqual(w.outbox.items(), []);
    assert.ok(lists < 10, `looked at the folder ${lists} times`);
    await h.clock.advance(1_000);
    assert.deepEqual(h.folder.texts('.drop'), []);
    assert.deepEqual(h.folder.texts('.json'), []);
    assert.ok(w.store.all().every(({ status }) => status === 'triggered'));
  });

  it('does not tell of what was done by then as forgotten, and tells what may have arrived', async () => {
    const w = await h.open();
    let answer = () => {};
    h.provider.after = () => new Promise(done => (answer = done));
    const { id } = await h.act(w, 'P1', acknowledge);
    const dropping = w.outbox.drop(id);
    await settle();
    answer();
    assert.deepEqual(await dropping, []);
    h.provider.after = () => {
      throw new OfflineError('No answer.', true);
    };
    const lost = await h.act(w, 'P2', acknowledge);
    assert.deepEqual(
      (await w.outbox.drop(lost.id)).map(({ maybeArrived }) => maybeArrived),
      [true],
    );
  });

  it('brings nothing back of an account that ended while a request was on its way', async () => {
    const w = await h.open();
    let answer = () => {};
    h.provider.after = () => new Promise(done => (answer = done));
    await h.act(w, 'P1', acknowledge);
    await w.outbox.forgetAccount('acme');
    answer();
    await h.clock.advance(1_000);
    assert.deepEqual(h.folder.texts('.json'), []);
    assert.deepEqual(w.outbox.items(), []);
  });

  it('tells nobody when what is done leaves the disk', async () => {
    const w = await h.open();
    await h.act(w, 'P1', note('one'));
    await h.act(w, 'P2', note('two'));
    let changes = 0;
    w.outbox.onDidChange(() => changes++);
    await h.clock.advance(30_000);
    assert.deepEqual(h.folder.texts('.json'), []);
    assert.equal(changes, 0);
  });
});
