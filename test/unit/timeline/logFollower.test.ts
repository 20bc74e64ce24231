import assert from 'node:assert/strict';
import { NotAllowedError, NotFoundError, OfflineError, WrongKeyError } from '../../../src/core/errors.ts';
import type { Incident, LogEntry } from '../../../src/core/incidents/incident.ts';
import { IncidentStore } from '../../../src/core/incidents/incidentStore.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { LogFollower } from '../../../src/core/timeline/logFollower.ts';
import { FakeClock } from '../fakeClock.ts';
import { sampleIncident } from './sampleEntries.ts';

describe('LogFollower', () => {
  let clock: FakeClock;
  let store: IncidentStore;
  let follower: LogFollower;
  let reads: string[];
  let recorded: string[];
  let answer: () => Promise<readonly LogEntry[]>;

  beforeEach(() => {
    clock = new FakeClock();
    store = new IncidentStore();
    reads = [];
    recorded = [];
    answer = () => Promise.resolve([]);
    follower = new LogFollower({
      store,
      clock,
      logger: silentLogger,
      readLog: incident => {
        reads.push(incident.status);
        return answer();
      },
      scribe: {
        recordProviderLog: ({ status }) => {
          recorded.push(status);
          return Promise.resolve(0);
        },
      },
    });
    store.upsert(sampleIncident);
  });

  afterEach(() => follower.dispose());

  const becomes = (status: Incident['status']) => store.upsert({ ...sampleIncident, status });

  it('costs no request for an incident that nobody works on', async () => {
    becomes('resolved');
    await clock.advance(60_000);
    assert.deepEqual(reads, []);
  });

  it('reads at once, at every change, and once more for a log that lags', async () => {
    follower.follow(sampleIncident);
    follower.follow(sampleIncident);
    await clock.advance(0);
    assert.equal(reads.length, 1);
    becomes('resolved');
    await clock.advance(0);
    assert.deepEqual(reads, [sampleIncident.status, 'resolved']);
    await clock.advance(60_000);
    assert.deepEqual(reads.slice(2), ['resolved']);
  });

  it('looks once more for a log that lags, also where it is asked for meanwhile', async () => {
    follower.follow(sampleIncident);
    await clock.advance(0);
    // What this window does: the answer changes the incident, and its end asks while that is still read.
    becomes('acknowledged');
    void follower.read({ ...sampleIncident, status: 'acknowledged' });
    await clock.advance(0);
    assert.equal(reads.length, 3);
    await clock.advance(10_000);
    // A person asks for it.
    void follower.read({ ...sampleIncident, status: 'acknowledged' });
    await clock.advance(0);
    assert.equal(reads.length, 4);
    await clock.advance(19_000);
    assert.equal(reads.length, 4);
    await clock.advance(1_000);
    assert.equal(reads.length, 5);
    await clock.advance(600_000);
    assert.equal(reads.length, 5);
  });

  it('follows what a few things were done to together, and nothing of a storm', async () => {
    const many = Array.from({ length: 11 }, (_, n) => ({
      ...sampleIncident,
      key: `acme:P${n}`,
      id: `P${n}`,
    }));
    follower.followAll(many);
    await clock.advance(0);
    assert.deepEqual(reads, []);
    follower.followAll(many.slice(0, 10));
    await clock.advance(0);
    assert.equal(reads.length, 10);
    assert.ok(follower.follows('acme:P0'));
  });

  it('tries a log that could not be read again until it was', async () => {
    answer = () => Promise.reject(new OfflineError('No network.'));
    follower.follow(sampleIncident);
    await clock.advance(20_000);
    assert.ok(reads.length >= 2);
    assert.deepEqual(recorded, []);
    answer = () => Promise.resolve([]);
    await clock.advance(20_000);
    assert.equal(recorded.length, 1);
    const settled = reads.length;
    await clock.advance(300_000);
    assert.equal(reads.length, settled);
  });

  it('tries a log that could not be read after a change as soon as any other, then looks once more', async () => {
    follower.follow(sampleIncident);
    await clock.advance(0);
    answer = () => Promise.reject(new OfflineError('No network.'));
    becomes('resolved');
    await clock.advance(14_000);
    assert.equal(reads.length, 2);
    answer = () => Promise.resolve([]);
    await clock.advance(2_000);
    assert.equal(reads.length, 3, 'again after 15 s, not after 30');
    await clock.advance(31_000);
    assert.equal(reads.length, 4, 'a log that lags');
    await clock.advance(300_000);
    assert.deepEqual([reads.length, clock.pending], [4, 0]);
  });

  it('reads one at a time, and again for what changed meanwhile', async () => {
    let release = () => {};
    answer = () => new Promise(resolve => (release = () => resolve([])));
    follower.follow(sampleIncident);
    becomes('acknowledged');
    becomes('resolved');
    await clock.advance(0);
    assert.equal(reads.length, 1);
    release();
    await clock.advance(0);
    assert.deepEqual(reads.slice(1), ['resolved']);
  });

  it('asks nothing more once it is disposed', async () => {
    answer = () => Promise.reject(new OfflineError('No network.'));
    follower.follow(sampleIncident);
    await clock.advance(0);
    follower.dispose();
    becomes('resolved');
    await clock.advance(120_000);
    assert.equal(reads.length, 1);
  });

  it('follows nothing once it is disposed', async () => {
    follower.dispose();
    follower.follow(sampleIncident);
    await clock.advance(60_000);
    assert.deepEqual([reads.length, follower.follows(sampleIncident.key), clock.pending], [0, false, 0]);
  });

  for (const error of [
    new NotFoundError('It is gone.'),
    new NotAllowedError('No longer.'),
    new WrongKeyError('Not this key.'),
  ]) {
    it(`does not ask again by itself after ${error.name}`, async () => {
      answer = () => Promise.reject(error);
      follower.follow(sampleIncident);
      await clock.advance(3_600_000);
      assert.equal(reads.length, 1);
      answer = () => Promise.resolve([]);
      becomes('resolved');
      await clock.advance(0);
      assert.equal(reads.length, 2, 'but does when it changes');
      answer = () => Promise.reject(error);
      becomes('triggered');
      await clock.advance(3_600_000);
      assert.equal(reads.length, 3, 'once');
    });
  }

  it('leaves no timer behind where it ends during a read', async () => {
    let fail = (_: Error) => {};
    answer = () => new Promise((_, reject) => (fail = reject));
    follower.follow(sampleIncident);
    becomes('resolved');
    await clock.advance(0);
    follower.dispose();
    fail(new OfflineError('No network.'));
    await clock.advance(0);
    assert.equal(clock.pending, 0);
    assert.equal(reads.length, 1);
  });
});
