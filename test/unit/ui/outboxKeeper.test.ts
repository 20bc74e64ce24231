import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/events.ts';
import type { Action } from '../../../src/core/incidents/action.ts';
import { IncidentStore } from '../../../src/core/incidents/incidentStore.ts';
import type { OutboxItem } from '../../../src/core/incidents/outbox/outbox.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import type { Scribe } from '../../../src/core/timeline/scribe.ts';
import type * as KeeperFile from '../../../src/ui/outboxKeeper.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { withStandIn } from './standIn.ts';

describe('What the timeline is told of an action that arrived', () => {
  let parts: typeof KeeperFile;
  let clock: FakeClock;
  let finished: Emitter<OutboxItem>;
  let keeper: KeeperFile.OutboxKeeper;
  let written: string[];
  /** The timeline once the provider’s log was read. */
  let log: readonly TimelineEntry[];
  let reading: Promise<void>;
  let followed: (key: string) => boolean;

  before(async () => {
    parts = await withStandIn('ui/outboxKeeper.ts');
  });

  beforeEach(() => {
    clock = new FakeClock();
    finished = new Emitter();
    [written, log, reading] = [[], [], Promise.resolve()];
    followed = () => true;
    const store = new IncidentStore();
    store.upsert(incident('P1'));
    store.upsert(incident('P2'));
    const recordAction: Scribe['recordAction'] = async ({ id }, text, _at, _id, isTold = () => false) => {
      if (!log.some(isTold)) written.push(id === 'P1' ? text : `${id}: ${text}`);
      return null;
    };
    keeper = new parts.OutboxKeeper({
      ...{ store, clock },
      outbox: { onDidFinish: finished.event, onDidSetAside: () => ({ dispose() {} }) },
      sessions: { onDidChange: () => ({ dispose() {} }) },
      scribe: { recordAction },
      follower: { follows: (key: string) => followed(key), read: () => reading },
      details: { refresh: () => {} },
      boundary: { watch: (_what: string, work: Promise<unknown>) => void work },
    } as never);
  });
  afterEach(() => keeper.dispose());

  /** @param lateMs how long after it was done it was sent */
  const arrived = async (action: Action, lateMs = 0) => {
    const at = clock.now();
    const sentAt = new Date(at + lateMs).toISOString();
    const times = { at: new Date(at).toISOString(), sentAt };
    const item = {
      ...{ id: 'a1', state: 'done', accountId: 'acme', incidentId: 'P1', label: '#1 Pool full' },
      ...{ ...times, action },
    };
    finished.fire(item as never);
    await settle();
  };
  const toldBy = (text: string, more: Partial<TimelineEntry> = {}) =>
    ({
      source: { type: 'provider', id: 'acme:R1' },
      data: { providerType: 'field_value_change_log_entry' },
      text,
      ...more,
    }) as TimelineEntry;
  const setPriority: Action = {
    type: 'setPriority',
    priority: { id: 'PP1', name: 'P1', color: null, order: 1 },
  };

  it('is a change of a field where the log tells of none, or of another one', async () => {
    await arrived(setPriority);
    log = [toldBy('Updated title to Checkout is down')];
    await arrived(setPriority);
    log = [toldBy('Updated priority to P1', { source: { type: 'person' } })];
    await arrived(setPriority);
    log = [toldBy('Updated title to P1: checkout is down')];
    await arrived(setPriority);
    assert.deepEqual(
      written,
      Array.from({ length: 4 }, () => 'Set priority P1'),
    );
  });

  it('is no change of a field that the log tells of', async () => {
    log = [toldBy('Updated priority to P1'), toldBy('Updated title to Checkout is down')];
    await arrived(setPriority);
    await arrived({ type: 'setTitle', title: 'Checkout is down' });
    log = [
      toldBy('Priority changed from "P3" to "P1"', { data: { providerType: 'priority_change_log_entry' } }),
    ];
    await arrived(setPriority);
    assert.deepEqual(written, []);
    await arrived({ type: 'setPriority', priority: null });
    assert.deepEqual(written, ['Set priority –'], 'nothing there is to be found again');
  });

  it('is that it was done here long before, whatever the log tells', async () => {
    log = [toldBy('Updated priority to P1')];
    await arrived(setPriority, 120_000);
    assert.match(written.join(), /^Set priority P1 \(done here then; it reached the provider at /);
  });

  it('waits for the log, but not for long', async () => {
    reading = new Promise(() => {});
    await arrived(setPriority);
    assert.deepEqual(written, []);
    await clock.advance(10_000);
    assert.deepEqual(written, ['Set priority P1']);
  });

  it('is told of a merge on both sides, where somebody works on them', async () => {
    const merge: Action = { type: 'merge', into: { id: 'P2', name: 'Checkout is down' } };
    const here = 'Merge into Checkout is down';
    const there = 'P2: #1 Pool full was merged into this incident';
    await arrived(merge);
    assert.deepEqual(written, [here, there]);
    followed = key => key.endsWith('P2');
    await arrived(merge);
    assert.deepEqual(written, [here, there, there]);
    await arrived({ ...merge, into: { id: 'P9', name: 'Nobody knows it' } });
    assert.equal(written.length, 3);
  });

  it('is nothing of what the log tells in any case', async () => {
    await arrived({ type: 'acknowledge' });
    assert.deepEqual(written, []);
  });
});

describe('An account that can be reached again', () => {
  it('has what waits sent and its timelines read at once, and once', async () => {
    const { OutboxKeeper } = await withStandIn<typeof KeeperFile>('ui/outboxKeeper.ts');
    const changed = new Emitter<void>();
    const session = { account: { id: 'acme' }, poller: { health: { state: 'ok' } } };
    const done: string[] = [];
    const keeper = new OutboxKeeper({
      clock: new FakeClock(),
      store: new IncidentStore(),
      outbox: {
        onDidFinish: () => ({ dispose() {} }),
        onDidSetAside: () => ({ dispose() {} }),
        sendNow: (id: string) => done.push(`sent for ${id}`),
      },
      sessions: { onDidChange: changed.event, all: () => [session] },
      follower: { reached: (id: string) => done.push(`read for ${id}`) },
    } as never);
    for (const state of ['connecting', 'ok', 'ok', 'failed', 'ok']) {
      session.poller.health.state = state;
      changed.fire();
    }
    assert.deepEqual(done, ['sent for acme', 'read for acme', 'sent for acme', 'read for acme']);
    keeper.dispose();
  });
});
