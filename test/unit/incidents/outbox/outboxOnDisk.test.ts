import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IncidentProvider } from '../../../../src/core/incidents/incidentProvider.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import { Outbox } from '../../../../src/core/incidents/outbox/outbox.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { fastClock, until } from '../../drill/support.ts';
import { FakeClock } from '../../fakeClock.ts';
import { seeded } from '../../seeded.ts';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';
import { incident } from '../incidentFixtures.ts';
import { acknowledge, FakeProvider, me, note } from './outboxHarness.ts';

describe('Outbox on a real folder', () => {
  const root = temporaryFolder();

  it('of three windows sends each action once, in order, and leaves nothing behind', async () => {
    const provider = new FakeProvider(new FakeClock());
    provider.incidents.set('P1', incident('P1'));
    const folder = join(root(), 'outbox');
    const finished: string[] = [];
    const windows = [1, 2, 3].map(number => {
      const store = new IncidentStore();
      store.upsert(incident('P1'));
      const outbox = new Outbox({
        ...{ folder, store, clock: fastClock(10), random: seeded(number), logger: silentLogger },
        providerOf: () => provider as unknown as IncidentProvider,
        personOf: () => me,
        author: () => 'Ada',
      });
      outbox.onDidFinish(item => finished.push(item.id));
      return { outbox, store };
    });
    for (const { outbox } of windows) await outbox.open();
    for (let n = 0; n < 5; n++) {
      await Promise.all(
        windows.map(async ({ outbox }, w) => {
          const [item] = await outbox.add('acme', [incident('P1')], note(`w${w} n${n}`));
          await outbox.settled([item!.id]);
        }),
      );
    }
    await windows[0]!.outbox.add('acme', [incident('P1')], acknowledge);
    const shownEverywhere = () =>
      windows.every(({ store }) => store.base('acme:P1')?.status === 'acknowledged');
    await until('all windows have the answer', shownEverywhere);
    await until('all was sent', () => finished.length === 16);
    let left: string[] = [];
    for (let tries = 0; tries < 600; tries++) {
      left = (await readdir(folder)).filter(name => name !== 'leases');
      if (left.length === 0) break;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    for (const { outbox } of windows) outbox.dispose();
    assert.deepEqual(left, []);
    assert.equal(new Set(finished).size, 16);
    assert.equal(provider.notes.length, 15);
    for (const w of [0, 1, 2]) {
      const own = provider.notes.filter(text => text.includes(`w${w}`)).map(text => text.slice(-2));
      assert.deepEqual(own, ['n0', 'n1', 'n2', 'n3', 'n4']);
    }
  });
});
