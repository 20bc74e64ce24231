import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { utc } from '../../../../src/core/clock.ts';
import { OfflineError, RateLimitError } from '../../../../src/core/errors.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { incident } from '../incidentFixtures.ts';
import { interval, minute } from '../pollerHarness.ts';
import { quiet, Windows } from './windows.ts';

const hour = 60 * minute;

describe('The last snapshot', function () {
  // Real files: slow on a busy disk.
  this.timeout(60_000);
  const machine = new Windows();
  const files = () => [`${machine.folder}/incidents.jsonl`, `${machine.folder}/state.json`] as const;

  /** A window read these and was closed; answers when. */
  async function kept(...incidents: Incident[]): Promise<number> {
    const window = await machine.open(incidents.filter(({ status }) => status !== 'resolved'));
    for (const one of incidents) if (one.status === 'resolved') window.store.upsert(one);
    await window.poller.refresh();
    await quiet();
    await window.close();
    return window.health().lastSuccessAt!;
  }

  it('is shown before any request, and said to be old', async () => {
    const lastSuccessAt = await kept(incident('P1'), incident('P2'));
    machine.clock.jump(9 * hour);
    const window = machine.create([incident('P1'), incident('P3')]);
    let seen: unknown;
    window.provider.beforePage = () => void (seen ??= [window.statuses(), window.health()]);
    window.poller.start();
    await quiet();
    assert.deepEqual(seen, [
      { P1: 'triggered', P2: 'triggered' },
      { state: 'connecting', lastSuccessAt, error: null },
    ]);
    assert.deepEqual(window.states, ['connecting', 'ok']);
    assert.deepEqual(window.provider.lookUps, ['P2'], 'what is gone since is looked up');
    assert.deepEqual(window.statuses(), { P1: 'triggered', P3: 'triggered' });
  });

  it('stays visible when there is no network, with its age', async () => {
    const lastSuccessAt = await kept(incident('P1'));
    await machine.advance(minute);
    const window = machine.create();
    window.provider.failure = new OfflineError('no network');
    window.poller.start();
    await quiet();
    assert.deepEqual(window.statuses(), { P1: 'triggered' });
    assert.deepEqual(window.health(), { state: 'failed', lastSuccessAt, error: window.provider.failure });
    const second = await machine.open();
    assert.deepEqual(second.statuses(), { P1: 'triggered' }, 'also where two windows are offline');
    assert.deepEqual(second.health(), window.health());
  });

  it('is not brought back by a window that was closed while it read it', async () => {
    await kept(incident('P1'));
    for (let turns = 0; turns < 40; turns++) {
      const window = machine.create([incident('P1')]);
      window.poller.start();
      for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve));
      const closed = window.close();
      window.store.removeAccount('acme');
      await closed;
      await quiet();
      assert.deepEqual(window.statuses(), {}, `closed after ${turns} turns`);
    }
  });

  it('leaves out what was resolved more than a day ago', async () => {
    const now = machine.clock.now();
    const resolved = (id: string, hours: number) =>
      incident(id, { status: 'resolved', resolvedAt: utc(now - hours * hour) });
    await kept(resolved('PNEW', 23.9), resolved('POLD', 24.1), incident('PANCIENT', { createdAt: utc(0) }));
    const window = machine.create();
    window.provider.failure = new OfflineError('no network');
    window.poller.start();
    await quiet();
    assert.deepEqual(window.statuses(), { PANCIENT: 'triggered', PNEW: 'resolved' });
  });

  it('a rate limit of the last time still holds', async () => {
    const first = machine.create([incident('P1')]);
    first.provider.failure = new RateLimitError('too many', machine.clock.now() + minute);
    first.poller.start();
    await quiet();
    await first.close();
    const second = await machine.open([incident('P1')]);
    assert.deepEqual(second.states, ['connecting', 'failed RateLimitError']);
    await machine.advance(minute - 1_000);
    assert.equal(second.provider.requests, 0);
    await machine.advance(1_000);
    assert.equal(second.health().state, 'ok');
  });

  const damage: Record<string, (text: string) => string> = {
    empty: () => '',
    'no JSON': () => 'hello\n',
    'cut in a line': text => text.slice(0, -20),
    'cut after a line': text => text.split('\n').slice(0, 2).join('\n') + '\n',
    'its last line end missing': text => text.slice(0, -1),
    'of another version': text => text.replace('"version":1', '"version":99'),
    'of another account': text => text.replaceAll('acme', 'evil'),
    'an incident without a title': text => text.replace('"title":"Incident P1",', ''),
    'a key that is not the incident’s': text => text.replace('"key":"acme:P1"', '"key":"acme:P9"'),
    'a time that is none': text => text.replace(/"createdAt":"[^"]+"/, '"createdAt":"yesterday"'),
    'zero bytes': text => '\0'.repeat(text.length),
  };
  for (const [name, break_] of Object.entries(damage)) {
    it(`is passed over, logged and written anew where it is damaged: ${name}`, async () => {
      await kept(incident('P1'), incident('P2'));
      const [snapshot] = files();
      const whole = await readFile(snapshot, 'utf8');
      await writeFile(snapshot, break_(whole));
      const window = machine.create([incident('P1'), incident('P2')]);
      let before: unknown;
      window.provider.beforePage = () => void (before ??= window.statuses());
      window.poller.start();
      await quiet();
      assert.deepEqual(before, {});
      assert.match(window.logger.lines.join('\n'), /broken/);
      const follower = await machine.open();
      assert.deepEqual(follower.statuses(), { P1: 'triggered', P2: 'triggered' });
      assert.deepEqual(follower.logger.lines, []);
    });
  }

  for (const text of ['', '{}', 'null', '{"version":1,"revision":5}', '[1]', '{"version":1']) {
    it(`a damaged state is passed over and written anew: ${JSON.stringify(text)}`, async () => {
      await kept(incident('P1'));
      await writeFile(files()[1], text);
      const window = await machine.open([incident('P1')]);
      assert.equal(window.health().state, 'ok');
      const follower = await machine.open();
      assert.deepEqual(follower.statuses(), { P1: 'triggered' });
      await machine.advance(3_000);
      assert.equal(window.logger.lines.filter(line => line.includes('damaged')).length, 1, 'said once');
    });
  }

  it('a missing snapshot is no reason to fail', async () => {
    await kept(incident('P1'));
    await rm(files()[0]);
    const window = await machine.open([incident('P1')]);
    assert.equal(window.health().state, 'ok');
    assert.deepEqual((await machine.open()).statuses(), { P1: 'triggered' });
  });

  it('10,000 incidents cross whole, and 1 % of them later', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => incident(`P${n}`));
    const first = await machine.open(many);
    const second = await machine.open();
    await machine.until(() => second.store.all().length === 10_000);
    const changes: number[] = [];
    second.store.onDidChange(({ added, changed, removed }) =>
      changes.push(added.length, changed.length, removed.length),
    );
    first.provider.open = many.map((one, n) => (n % 100 === 0 ? { ...one, title: 'New' } : one));
    await machine.advance(interval);
    await machine.until(() => second.health().lastSuccessAt === machine.clock.now());
    assert.deepEqual(changes, [0, 100, 0]);
  });
});
