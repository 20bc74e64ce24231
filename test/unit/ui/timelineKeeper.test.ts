import assert from 'node:assert/strict';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { IncidentStore } from '../../../src/core/incidents/incidentStore.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { LogFollower } from '../../../src/core/timeline/logFollower.ts';
import type * as Keepers from '../../../src/ui/timelineKeeper.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { type StandIn, withStandIn } from './standIn.ts';

const me = { id: 'PADA', name: 'Ada' };

describe('Which timelines begin by themselves', () => {
  let parts: typeof Keepers & StandIn;
  let store: IncidentStore;
  let follower: LogFollower;
  let keeper: Keepers.TimelineKeeper;
  let elsewhere: Set<string>;
  let workedOn: string[];

  before(async () => {
    parts = await withStandIn('ui/timelineKeeper.ts');
  });

  beforeEach(() => {
    store = new IncidentStore();
    elsewhere = new Set();
    workedOn = [];
    follower = new LogFollower({
      ...{ store, clock: new FakeClock(), logger: silentLogger },
      readLog: async () => [],
      scribe: { recordProviderLog: async () => 0 },
    });
    const sessions = {
      get: () => ({ account: { person: me } }),
      all: () => [],
      onDidChange: () => listening,
    };
    const places = {
      isElsewhere: async (key: string) => elsewhere.has(key),
      workHere: async (keys: readonly string[]) => void workedOn.push(...keys),
    };
    const rest = { timelines: { remember: async () => {} }, boundary: { watch() {}, log() {} } };
    keeper = new parts.TimelineKeeper({ store, follower, places, sessions, ...rest } as never);
  });
  afterEach(() => {
    keeper.dispose();
    follower.dispose();
  });
  const listening = { dispose() {} };

  const acknowledged = (id: string, fields: Partial<Incident> = {}) =>
    incident(id, { status: 'acknowledged', acknowledgers: [me], ...fields });

  it('are those of incidents that the person acknowledged, wherever', async () => {
    store.upsertAll([acknowledged('P1'), acknowledged('P2', { acknowledgers: [] })]);
    await settle();
    assert.deepEqual([follower.follows('acme:P1'), follower.follows('acme:P2')], [true, false]);
    assert.deepEqual(workedOn, [], 'nothing was done here');
  });

  it('are none that the person works on in a window with other timelines', async () => {
    elsewhere.add('acme:P1');
    store.upsert(acknowledged('P1'));
    await settle();
    assert.equal(follower.follows('acme:P1'), false);
    follower.follow(acknowledged('P1'));
    assert.deepEqual([follower.follows('acme:P1'), workedOn], [true, ['acme:P1']]);
  });

  it('are none of a storm, nor of what left the list meanwhile', async () => {
    store.upsertAll(Array.from({ length: 11 }, (_, n) => acknowledged(`B${n}`)));
    store.upsert(acknowledged('P1'));
    store.drop('acme:P1');
    await settle();
    assert.ok(!store.all().some(({ key }) => follower.follows(key)));
    assert.equal(follower.follows('acme:P1'), false);
  });

  it('are those that were not at their end here, whatever of others cannot be read', async () => {
    keeper.dispose();
    const known = [acknowledged('BAD'), acknowledged('P1')];
    store.upsertAll(known);
    const timelines = {
      remembered: async () => known,
      entries: async ({ id }: Incident) => {
        if (id === 'BAD') throw new Error('is a folder');
        return [];
      },
      remember: async () => {},
    };
    const logged: string[] = [];
    let opened = () => {};
    const onDidChange = (listener: () => void) => ((opened = listener), listening);
    const account = { id: 'acme', label: 'acme', person: null };
    const poller = { health: { state: 'ok' } };
    keeper = new parts.TimelineKeeper({
      ...{ store, follower, timelines },
      places: { isElsewhere: async () => false, workHere: async () => {} },
      sessions: { get: () => ({ account }), all: () => [{ account, poller }], onDidChange },
      boundary: { watch: () => {}, log: (what: string) => void logged.push(what) },
    } as never);
    opened();
    await settle();
    assert.deepEqual([follower.follows('acme:P1'), logged], [true, ['Looking up acme:BAD']]);
  });

  it('what is done again to an incident that is followed is done here, too', async () => {
    store.upsert(acknowledged('P1'));
    await settle();
    follower.followAll([acknowledged('P1')]);
    assert.deepEqual(workedOn, ['acme:P1']);
  });
});
