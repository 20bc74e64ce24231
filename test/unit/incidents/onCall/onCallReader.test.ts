import assert from 'node:assert/strict';
import { OfflineError, RateLimitError } from '../../../../src/core/errors.ts';
import type { EscalationPolicy, OnCall } from '../../../../src/core/incidents/directory.ts';
import { OnCallReader, type OnCallSource } from '../../../../src/core/incidents/onCall/onCallReader.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { FakeClock } from '../../fakeClock.ts';
import { ada, bob, onCall, policy } from './onCallFixtures.ts';

const minute = 60_000;

describe('Reading who is on call', () => {
  let clock: FakeClock;
  let requests: string[];
  let policies: (filter: { teams: readonly string[]; person: string | null }) => readonly EscalationPolicy[];
  let onCalls: () => readonly OnCall[];
  /** What of them is mine. */
  let mine: () => readonly OnCall[];
  let readers: OnCallReader[];
  /** How long the machine slept, ms: time went on, and timers stood still. */
  let slept: number;

  beforeEach(() => {
    slept = 0;
    clock = new FakeClock();
    requests = [];
    readers = [];
    policies = () => [policy('P1', 1)];
    onCalls = () => [onCall('P1', 1, { until: null })];
    mine = () => onCalls();
  });
  afterEach(() => {
    for (const reader of readers) reader.dispose();
    assert.equal(clock.pending, 0);
  });

  function started(
    fields: Partial<OnCallSource> = {},
    provider: { directory?: boolean; spareUntil?: number } = {},
  ): OnCallReader {
    const reader = new OnCallReader(
      {
        person: ada,
        teams: [],
        isHealthy: () => true,
        provider: {
          capabilities: { directory: provider.directory ?? true },
          spareUntil: provider.spareUntil ?? 0,
          policies: async filter => {
            requests.push(`policies ${filter.teams.join()}|${filter.person ?? ''}`);
            return policies(filter);
          },
          onCalls: async filter => {
            requests.push(filter.person ? 'mine' : `onCalls ${filter.policies?.join()}`);
            return filter.person ? mine() : onCalls();
          },
        },
        ...fields,
      },
      {
        clock: { now: () => clock.now() + slept, after: (ms, then) => clock.after(ms, then) },
        logger: silentLogger,
      },
    );
    readers.push(reader);
    return reader;
  }

  const taken = () => requests.splice(0);

  it('asks whether I am on call at once and every 15 minutes, and for nothing else while nobody looks', async () => {
    const reader = started();
    await clock.advance(0);
    assert.deepEqual(taken(), ['mine']);
    assert.equal(reader.mine.value?.length, 1);
    await clock.advance(60 * minute);
    assert.deepEqual(taken(), ['mine', 'mine', 'mine', 'mine']);
  });

  it('asks for nothing at all for an account-wide key while nobody looks', async () => {
    started({ person: null });
    await clock.advance(60 * minute);
    assert.deepEqual(taken(), []);
  });

  it('reads the picture when somebody looks, and every 5 minutes as long as they do', async () => {
    const reader = started({ person: null });
    reader.setLooking(true);
    await clock.advance(0);
    assert.deepEqual(taken(), ['policies |', 'onCalls P1']);
    reader.setLooking(false);
    reader.setLooking(true);
    await clock.advance(4 * minute);
    assert.deepEqual(taken(), [], 'looked away and back');
    await clock.advance(6 * minute);
    assert.equal(taken().length, 4);
    reader.setLooking(false);
    await clock.advance(60 * minute);
    assert.deepEqual(taken(), []);
  });

  it('reads once more at the hand-over, and not again and again where the provider says the same', async () => {
    const handOver = clock.now() + 2 * minute;
    onCalls = () => [onCall('P1', 1, { until: new Date(handOver).toISOString() })];
    const reader = started();
    reader.setLooking(true);
    await clock.advance(0);
    taken();
    await clock.advance(2 * minute - 1);
    assert.deepEqual(taken(), []);
    await clock.advance(10_000);
    assert.deepEqual(taken().sort(), ['mine', 'onCalls P1', 'policies |PADA']);
    await clock.advance(4 * minute);
    assert.deepEqual(taken(), []);
  });

  it('after the machine slept, sees within half a minute that it is late', async () => {
    onCalls = () => [];
    const reader = started();
    await clock.advance(minute);
    assert.deepEqual(taken(), ['mine']);
    slept = 14 * 60 * minute;
    onCalls = () => [onCall('P1', 1)];
    await clock.advance(minute / 2);
    assert.deepEqual(taken(), ['mine']);
    assert.equal(reader.mine.value?.length, 1);
    await clock.advance(14 * minute);
    assert.deepEqual(taken(), [], 'and then asks no more often than before');
  });

  it('after the machine slept, tries again a minute later where the network was not back yet', async () => {
    const reader = started();
    await clock.advance(minute);
    taken();
    slept = 14 * 60 * minute;
    const working = onCalls;
    onCalls = () => {
      throw new OfflineError('No connection.', false);
    };
    await clock.advance(minute / 2);
    assert.ok(reader.mine.error instanceof OfflineError);
    onCalls = working;
    await clock.advance(minute);
    assert.deepEqual([taken(), reader.mine.error], [['mine', 'mine'], null]);
  });

  it('that I am not on call is not known any more after half an hour without a reading', async () => {
    onCalls = () => [];
    let healthy = true;
    const reader = started({ isHealthy: () => healthy });
    await clock.advance(0);
    healthy = false;
    const readAt = clock.now();
    assert.equal(reader.turn?.level, null);
    assert.equal(reader.changesAt, readAt + 30 * minute);
    await clock.advance(30 * minute - 1);
    assert.equal(reader.turn?.level, null);
    await clock.advance(1);
    assert.deepEqual([reader.turn, reader.changesAt], [null, null]);
    healthy = true;
    reader.wake();
    await clock.advance(0);
    assert.equal(reader.turn?.level, null);
  });

  it('that I am on call is known until the turn ends, however long ago it was read', async () => {
    const end = clock.now() + 5 * 60 * minute;
    onCalls = () => [onCall('P1', 1, { until: new Date(end).toISOString() })];
    let healthy = true;
    const reader = started({ isHealthy: () => healthy });
    await clock.advance(0);
    healthy = false;
    await clock.advance(4 * 60 * minute);
    assert.equal(reader.turn?.level, 1);
    assert.equal(reader.changesAt, end);
    await clock.advance(60 * minute);
    assert.equal(reader.turn, null);
  });

  describe('where the whole picture says something else of me', () => {
    const bobs = onCall('P1', 1, { person: bob, until: null });
    const adas = onCall('P1', 1, { until: null });

    it('asks at once whether I am on call', async () => {
      onCalls = () => [];
      const reader = started();
      reader.setLooking(true);
      await clock.advance(0);
      assert.equal(reader.turn?.level, null);
      taken();
      onCalls = () => [adas];
      await clock.advance(5 * minute);
      assert.deepEqual(taken(), ['policies |PADA', 'onCalls P1', 'mine']);
      assert.equal(reader.turn?.level, 1);
    });

    it('also where it says that I am not, or stand on another level', async () => {
      onCalls = () => [adas];
      const reader = started();
      reader.setLooking(true);
      await clock.advance(0);
      taken();
      onCalls = () => [onCall('P1', 2, { until: null })];
      await clock.advance(5 * minute);
      assert.deepEqual(taken(), ['policies |PADA', 'onCalls P1', 'mine']);
      assert.equal(reader.turn?.level, 2);
      mine = () => [];
      onCalls = () => [bobs];
      await clock.advance(5 * minute);
      assert.deepEqual(taken(), ['policies |PADA', 'onCalls P1', 'mine']);
      assert.equal(reader.turn?.level, null);
    });

    it('asks for nothing where it says the same, or knows nothing of where I stand', async () => {
      onCalls = () => [bobs, adas];
      mine = () => [adas, onCall('P7', 1, { until: null })];
      const reader = started();
      reader.setLooking(true);
      await clock.advance(14 * minute);
      assert.equal(taken().filter(request => request === 'mine').length, 1);
    });

    it('asks once for each picture where the provider goes on contradicting itself', async () => {
      onCalls = () => [adas];
      mine = () => [];
      started().setLooking(true);
      await clock.advance(14 * minute);
      const requests = taken();
      const count = (name: string) => requests.filter(request => request === name).length;
      assert.ok(count('mine') <= count('onCalls P1'), `${count('mine')} of mine`);
    });

    it('keeps to a rate limit', async () => {
      onCalls = () => [adas];
      mine = () => [];
      const reader = started();
      await clock.advance(minute);
      taken();
      mine = () => {
        throw new RateLimitError('Too many requests.', clock.now() + 2 * minute);
      };
      reader.setLooking(true);
      await clock.advance(0);
      assert.deepEqual(taken(), ['policies |PADA', 'onCalls P1', 'mine']);
      mine = onCalls;
      await reader.refresh();
      assert.deepEqual(taken(), ['policies |PADA', 'onCalls P1']);
      await clock.advance(2 * minute);
      assert.deepEqual(taken(), ['mine']);
      assert.equal(reader.turn?.level, 1);
    });
  });

  it('asks for my teams’ policies, and for mine where the teams have none', async () => {
    policies = ({ teams }) => (teams.length > 0 ? [] : [policy('P9', 1)]);
    const reader = started({ teams: [{ id: 'T1', name: 'Mail' }] });
    await reader.refresh();
    assert.deepEqual(taken().sort(), ['mine', 'onCalls P9', 'policies T1|', 'policies |PADA']);
  });

  it('of an account-wide key takes the first 20 policies', async () => {
    policies = () => Array.from({ length: 30 }, (_, n) => policy(`P${n}`, 1));
    const reader = started({ person: null });
    await reader.refresh();
    assert.equal(reader.duty.value?.policies.length, 20);
  });

  it('without a policy asks for nobody, which would mean everybody', async () => {
    policies = () => [];
    const reader = started({ person: null });
    await reader.refresh();
    assert.deepEqual(taken(), ['policies |']);
    assert.deepEqual(reader.duty.value, { policies: [], onCalls: [] });
  });

  it('keeps what was read when a reading fails, says why, and goes on', async () => {
    const reader = started({ person: null });
    await reader.refresh();
    const before = reader.duty.value;
    const working = policies;
    policies = () => {
      throw new OfflineError('No connection.');
    };
    let changes = 0;
    reader.onDidChange(() => changes++);
    await reader.refresh();
    assert.equal(reader.duty.value, before);
    assert.ok(reader.duty.error instanceof OfflineError);
    assert.equal(changes, 1);
    policies = working;
    reader.setLooking(true);
    await clock.advance(5 * minute);
    assert.equal(reader.duty.error, null);
  });

  it('makes a sentence of what nobody expected', async () => {
    policies = () => {
      throw new TypeError('undefined is not a function');
    };
    const reader = started({ person: null });
    await reader.refresh();
    assert.match(reader.duty.error!.message, /failed unexpectedly/);
  });

  it('asks nothing before a rate limit lifts, not even for a person', async () => {
    policies = () => {
      throw new RateLimitError('Too many requests.', clock.now() + 20 * minute);
    };
    const reader = started({ person: null });
    reader.setLooking(true);
    await clock.advance(0);
    taken();
    await reader.refresh();
    await clock.advance(20 * minute - 1);
    assert.deepEqual(taken(), []);
    await clock.advance(1);
    assert.deepEqual(taken(), ['policies |']);
  });

  it('waits while the provider wants requests spared', async () => {
    started({}, { spareUntil: clock.now() + minute });
    await clock.advance(minute - 1);
    assert.deepEqual(taken(), []);
    await clock.advance(1);
    assert.deepEqual(taken(), ['mine']);
  });

  it('waits for that also where it is longer than a single wait', async () => {
    const start = clock.now();
    started({}, { spareUntil: start + 5 * minute });
    await clock.advance(5 * minute - 1);
    assert.deepEqual(taken(), []);
    await clock.advance(1);
    assert.deepEqual(taken(), ['mine']);
  });

  it('waits until the account can be read, and for ever where there is no directory', async () => {
    let healthy = false;
    const reader = started({ isHealthy: () => healthy });
    started({}, { directory: false }).setLooking(true);
    await clock.advance(60 * minute);
    assert.deepEqual(taken(), []);
    healthy = true;
    reader.wake();
    await clock.advance(0);
    assert.deepEqual(taken(), ['mine']);
  });

  it('disposed while it reads, changes nothing and asks no more', async () => {
    const reader = started();
    let changes = 0;
    reader.onDidChange(() => changes++);
    const reading = reader.refresh();
    reader.dispose();
    await reading;
    await clock.advance(60 * minute);
    assert.equal(changes, 0);
    assert.equal(reader.mine.value, null);
    assert.equal(taken().length, 2, 'those under way when it was disposed');
  });

  it('joins a reading under way', async () => {
    const reader = started();
    await Promise.all([reader.refresh(), reader.refresh()]);
    assert.equal(taken().length, 3);
  });
});
