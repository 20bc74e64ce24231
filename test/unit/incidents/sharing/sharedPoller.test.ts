import assert from 'node:assert/strict';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { OfflineError, RateLimitError, WrongKeyError } from '../../../../src/core/errors.ts';
import { incident, resolvedAt } from '../incidentFixtures.ts';
import { interval, minute } from '../pollerHarness.ts';
import { quiet, Windows } from './windows.ts';

describe('SharedPoller', function () {
  // Real files, second by second: slow on a busy disk.
  this.timeout(60_000);
  const machine = new Windows();

  describe('one window polls for all', () => {
    it('two windows send exactly the requests of one', async () => {
      const first = await machine.open([incident('P1')]);
      const second = await machine.open([incident('P1')]);
      await machine.advance(10 * interval);
      assert.equal(first.provider.requests, 11);
      assert.equal(second.provider.requests, 0);
      assert.deepEqual([first.polls(), second.polls()], [true, false]);
    });

    it('the others show what it reads, and its health', async () => {
      const first = await machine.open([incident('P1'), incident('P2')]);
      const second = await machine.open();
      assert.deepEqual(second.statuses(), { P1: 'triggered', P2: 'triggered' });
      assert.deepEqual(second.health(), first.health());
      first.provider.open = [incident('P1', { status: 'acknowledged' }), incident('P3')];
      first.provider.resolved.set('P2', resolvedAt('P2', 5));
      await machine.advance(interval);
      assert.deepEqual(second.statuses(), { P1: 'acknowledged', P2: 'resolved', P3: 'triggered' });
      assert.equal(second.storeEvents, 2, 'one event for each snapshot');
      assert.deepEqual(second.health(), { state: 'ok', lastSuccessAt: machine.clock.now(), error: null });
    });

    it('what is gone there goes here', async () => {
      const first = await machine.open([incident('P1'), incident('P2')]);
      const second = await machine.open();
      first.provider.open = [incident('P1')];
      await machine.advance(interval);
      assert.deepEqual(first.provider.lookUps, ['P2']);
      assert.deepEqual(second.statuses(), { P1: 'triggered' });
    });

    it('writes the big file only when something changed, the small one at every poll', async () => {
      const first = await machine.open([incident('P1')]);
      const second = await machine.open();
      const inodes = async () => ({
        big: (await stat(`${machine.folder}/incidents.jsonl`)).ino,
        small: (await stat(`${machine.folder}/state.json`)).mtimeMs,
      });
      const before = await inodes();
      first.provider.open = structuredClone(first.provider.open);
      await machine.advance(interval);
      const unchanged = await inodes();
      assert.equal(unchanged.big, before.big);
      assert.notEqual(unchanged.small, before.small);
      assert.equal(second.health().lastSuccessAt, machine.clock.now());
      assert.equal(second.storeEvents, 1);
      first.provider.open = [incident('P1', { title: 'New' })];
      await machine.advance(interval);
      assert.notEqual((await inodes()).big, before.big);
      assert.equal(second.store.get('acme:P1')?.title, 'New');
    });

    it('all know when the list before was asked for, while they are given the next one', async () => {
      const first = await machine.open([incident('P1')]);
      const second = await machine.open();
      const begun = machine.clock.now();
      assert.deepEqual([first.poller.readBegunAt, second.poller.readBegunAt], [begun, begun]);
      const seen: (number | null)[] = [];
      for (const { store, poller } of [first, second])
        store.onDidChange(() => void seen.push(poller.readBegunAt));
      first.provider.open.push(incident('P2'));
      await machine.advance(interval);
      assert.deepEqual(seen, [begun, begun]);
      assert.deepEqual(
        [first.poller.readBegunAt, second.poller.readBegunAt],
        [begun + interval, begun + interval],
      );
    });

    it('all know how far the provider’s clock is ahead, also those that ask nothing themselves', async () => {
      const behind = (offset: number) => (window: { provider: object }) =>
        Object.assign(window.provider, { clockOffsetMs: offset });
      const first = await machine.open([incident('P1')]);
      behind(-90_000)(first);
      const second = await machine.open();
      await machine.advance(interval);
      const known = () => [first, second].map(({ poller }) => poller.clockOffsetMs);
      assert.deepEqual(known(), [-90_000, -90_000]);
      // Whoever takes over knows it before the first answer, and then by it.
      let answer = () => {};
      second.provider.beforePage = () => new Promise<void>(resolve => (answer = resolve));
      await first.close();
      await machine.advance(2 * minute);
      assert.deepEqual([second.polls(), second.poller.clockOffsetMs], [true, -90_000]);
      second.provider.beforePage = () => {};
      behind(-60_000)(second);
      answer();
      await machine.advance(interval);
      assert.equal(second.poller.clockOffsetMs, -60_000);
    });

    it('all go on knowing it from whoever takes over and reaches nobody', async () => {
      const first = await machine.open([incident('P1')]);
      Object.assign(first.provider, { clockOffsetMs: -90_000 });
      const others = [await machine.open(), await machine.open()];
      for (const { provider } of others) provider.failure = new OfflineError('no network', false);
      await machine.advance(interval);
      await first.close();
      await machine.advance(2 * minute);
      assert.ok(others.some(({ poller }) => poller.polls));
      assert.deepEqual(
        others.map(({ poller }) => [poller.health.state, poller.clockOffsetMs]),
        [
          ['failed', -90_000],
          ['failed', -90_000],
        ],
      );
      assert.equal((await machine.open()).poller.clockOffsetMs, -90_000);
    });

    it('leaves files that only this user can read, and none when the windows are closed but what is kept', async () => {
      const first = await machine.open([incident('P1')]);
      const second = await machine.open();
      await second.poller.refresh();
      await second.close();
      await first.close();
      const names = (await readdir(machine.folder)).sort();
      assert.deepEqual(names, ['incidents.jsonl', 'lease', 'state.json']);
      for (const name of ['incidents.jsonl', 'state.json'])
        assert.equal((await stat(`${machine.folder}/${name}`)).mode & 0o777, 0o600);
      assert.equal((await stat(machine.folder)).mode & 0o777, 0o700);
    });
  });

  describe('what was changed in this window', () => {
    const acknowledged = incident('P1', { status: 'acknowledged' });

    it('is not undone by a list that another window began to read before', async () => {
      const first = await machine.open([incident('P1')]);
      const second = await machine.open();
      let release = () => {};
      first.provider.beforePage = () => new Promise<void>(resolve => (release = resolve));
      await machine.advance(interval);
      second.store.upsert(acknowledged);
      first.provider.beforePage = () => {};
      first.provider.open.push(incident('P2'));
      await machine.advance(1_000);
      release();
      await machine.advance(1_000);
      assert.deepEqual(second.statuses(), { P1: 'acknowledged' });
      await machine.advance(interval);
      assert.deepEqual(second.statuses(), { P1: 'triggered', P2: 'triggered' }, 'a later list decides');
    });

    it('gives way to a later list, though that list brought the other window nothing new', async () => {
      await machine.open([incident('P1')]);
      const second = await machine.open();
      await machine.advance(1_000);
      second.store.upsert(acknowledged);
      await machine.advance(interval);
      assert.deepEqual(second.statuses(), { P1: 'triggered' });
    });
  });

  describe('take-over', () => {
    it('at once when the window that polls is closed, and with no request before its time', async () => {
      const first = await machine.open([incident('P1')]);
      const second = await machine.open([incident('P1')]);
      await machine.advance(10_000);
      await first.close();
      await machine.advance(1_000);
      assert.equal(second.polls(), true);
      assert.equal(second.provider.lists, 0);
      assert.deepEqual(second.states.at(-1), 'ok');
      await machine.advance(interval - 11_000);
      assert.equal(second.provider.lists, 1);
      await machine.advance(interval);
      assert.equal(second.provider.lists, 2);
      assert.equal(first.provider.lists, 1);
    });

    it('at once when the account is closed there, though the process lives on', async () => {
      const first = await machine.open([incident('P1')]);
      const second = await machine.open([incident('P1')]);
      machine.strangers.add(first.pid);
      await first.close();
      await machine.advance(2_000);
      assert.equal(second.polls(), true);
    });

    it('within 5 seconds when its process is gone; of many, one', async () => {
      await machine.stranger();
      const others = [await machine.open(), await machine.open(), await machine.open()];
      await machine.advance(10_000);
      assert.equal(others.filter(other => other.polls()).length, 0);
      machine.strangers.clear();
      await machine.advance(5_000);
      assert.equal(others.filter(other => other.polls()).length, 1);
      await machine.advance(10 * interval);
      const requests = others.map(({ provider }) => provider.lists).sort();
      assert.deepEqual(requests, [0, 0, 11]);
    });

    it('waits for a rate limit that the other one met', async () => {
      const first = machine.create();
      first.provider.failure = new RateLimitError('too many', machine.clock.now() + 47_000);
      first.poller.start();
      await quiet();
      const second = await machine.open([incident('P1')]);
      assert.deepEqual(second.health(), first.health());
      await first.close();
      await machine.advance(46_000);
      assert.equal(second.polls(), true);
      await second.poller.refresh();
      assert.equal(second.provider.lists, 0);
      await machine.advance(1_000);
      assert.equal(second.provider.lists, 1);
      assert.equal(second.health().state, 'ok');
    });

    it('asks once more after a wrong key, then no more', async () => {
      const first = machine.create();
      first.provider.failure = new WrongKeyError('wrong');
      first.poller.start();
      await quiet();
      const second = machine.create();
      second.provider.failure = first.provider.failure;
      second.poller.start();
      await machine.advance(3 * minute);
      assert.deepEqual([first.provider.lists, second.provider.lists], [1, 0]);
      assert.ok(second.health().error instanceof WrongKeyError);
      await first.close();
      await machine.advance(3 * minute);
      assert.equal(second.provider.lists, 1);
    });
  });

  describe('a window that is opened long after the last poll', () => {
    it('is told that the key was refused, after one request of the window that stopped there', async () => {
      const first = machine.create([incident('P1')]);
      first.provider.failure = new WrongKeyError('The key was revoked.');
      first.poller.start();
      await machine.advance(1_000);
      // As if nobody had touched it: after a refused key nobody polls by himself.
      machine.clock.jump(9 * minute);
      await machine.advance(minute);
      assert.equal(first.provider.lists, 1);
      const second = await machine.open();
      await machine.advance(3_000);
      assert.deepEqual([second.health().state, second.health().error?.name], ['failed', 'WrongKeyError']);
      assert.deepEqual([first.provider.lists, second.provider.lists], [2, 0]);
      await machine.advance(20 * minute);
      assert.deepEqual([first.provider.lists, second.provider.lists], [2, 0], 'asked once');
    });

    it('polls once by itself where the other one hangs', async () => {
      const first = await machine.open([incident('P1')]);
      await first.close();
      machine.clock.jump(9 * minute);
      await machine.stranger();
      const second = await machine.open([incident('P2')]);
      await machine.advance(8_000);
      assert.equal(second.health().state, 'ok');
      assert.equal(second.provider.lists, 1);
    });

    it('shows a limit that still holds, and sends nothing', async () => {
      const first = machine.create([incident('P1')]);
      first.provider.failure = new RateLimitError('Too many.', machine.clock.now() + 14 * minute);
      first.poller.start();
      await machine.advance(1_000);
      machine.clock.jump(5 * minute);
      await machine.advance(1_000);
      const second = await machine.open();
      assert.equal(second.health().error?.name, 'RateLimitError');
      assert.deepEqual([first.provider.lists, second.provider.lists], [1, 0]);
    });
  });

  describe('refresh() in a window that does not poll', () => {
    it('has the one that polls do it at once', async () => {
      const first = await machine.open([incident('P1')]);
      const second = await machine.open();
      first.provider.open = [incident('P1'), incident('P2')];
      const refreshed = second.poller.refresh();
      const joined = second.poller.refresh();
      await machine.advance(1_000);
      await Promise.all([refreshed, joined]);
      assert.deepEqual([first.provider.lists, second.provider.lists], [2, 0]);
      assert.deepEqual(second.statuses(), { P1: 'triggered', P2: 'triggered' });
    });

    it('is answered, without a request, while a rate limit holds', async () => {
      const first = await machine.open();
      const second = await machine.open();
      first.provider.failure = new RateLimitError('too many', machine.clock.now() + 10 * minute);
      await machine.advance(interval);
      const refreshed = second.poller.refresh();
      await machine.advance(2_000);
      await refreshed;
      assert.deepEqual([first.provider.lists, second.provider.lists], [2, 0]);
    });

    it('polls by itself where that one gives no sign for 5 seconds', async () => {
      await machine.stranger();
      const second = await machine.open([incident('P1'), incident('P2')]);
      const refreshed = second.poller.refresh();
      await machine.advance(4_000);
      assert.equal(second.provider.lists, 0);
      await machine.advance(1_000);
      await refreshed;
      assert.equal(second.provider.lists, 1);
      assert.deepEqual(second.statuses(), { P1: 'triggered', P2: 'triggered' });
      assert.equal(second.health().lastSuccessAt, machine.clock.now());
      const names = await readdir(machine.folder);
      assert.deepEqual(
        names.filter(name => name.startsWith('wanted')),
        [],
        'the wish is taken back',
      );
    });
  });

  describe('attention', () => {
    it('a window that is looked at has the other one poll often', async () => {
      const first = await machine.open();
      const second = await machine.open();
      first.attention.set('idle');
      second.attention.set('idle');
      await machine.advance(4 * minute);
      const idle = first.provider.lists;
      assert.equal(idle, 3);
      second.attention.set('looked');
      await machine.advance(1_000);
      assert.equal(first.provider.lists, idle, 'it is just read');
      await machine.advance(4 * minute);
      assert.equal(first.provider.lists, idle + 8);
      await second.close();
      await machine.advance(minute);
      const after = first.provider.lists;
      await machine.advance(8 * minute);
      assert.equal(first.provider.lists, after + 4);
    });
  });

  describe('where the folder cannot be used', () => {
    it('every window polls for itself', async () => {
      const window = machine.create([incident('P1')]);
      await writeFile(machine.folder, 'a file in its place');
      window.poller.start();
      await quiet();
      assert.deepEqual(window.statuses(), { P1: 'triggered' });
      await machine.advance(interval);
      assert.equal(window.provider.lists, 2);
      window.provider.failure = new OfflineError('cut');
      await window.poller.refresh();
      assert.deepEqual(window.states, ['ok', 'ok', 'failed OfflineError']);
      assert.match(window.logger.lines.join('\n'), /polls for itself/);
    });
  });
});
