import assert from 'node:assert/strict';
import {
  NotAllowedError,
  NotFoundError,
  OfflineError,
  ProviderDownError,
  RateLimitError,
  WrongKeyError,
} from '../../../src/core/errors.ts';
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
  let errors: string[];
  let answer: () => Promise<readonly LogEntry[]>;

  beforeEach(() => {
    clock = new FakeClock();
    store = new IncidentStore();
    reads = [];
    recorded = [];
    errors = [];
    answer = () => Promise.resolve([]);
    follower = new LogFollower({
      store,
      clock,
      logger: { ...silentLogger, error: what => errors.push(what) },
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
    await clock.advance(30_000);
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

  const offline = () => Promise.reject(new OfflineError('No network.', false));
  const down = () => Promise.reject(new ProviderDownError('Bad gateway.', 502));

  it('tries about once a minute without a network, and says so in the log once', async () => {
    answer = offline;
    follower.follow(sampleIncident);
    await clock.advance(100_000);
    assert.equal(reads.length, 3, 'at once, after 15 s and after 45');
    await clock.advance(3_500_000);
    assert.ok(reads.length >= 58 && reads.length <= 62, `${reads.length} reads in an hour`);
    assert.equal(errors.length, 1);
  });

  it('spares a provider that fails: the pauses grow to five minutes', async () => {
    answer = down;
    follower.follow(sampleIncident);
    await clock.advance(3_600_000);
    assert.ok(reads.length >= 14 && reads.length <= 17, `${reads.length} reads in an hour`);
    assert.equal(errors.length, 1);
    const before = reads.length;
    await clock.advance(300_000);
    assert.equal(reads.length, before + 1);
  });

  it('counts the nights without a network apart from the failures of the provider', async () => {
    answer = offline;
    follower.follow(sampleIncident);
    await clock.advance(3_600_000);
    answer = down;
    await clock.advance(50_000);
    const before = reads.length;
    await clock.advance(15_000);
    assert.equal(reads.length, before + 1);
    assert.equal(errors.length, 2, 'another trouble is told of, too');
  });

  it('does not ask before a limit has lifted', async () => {
    answer = () => Promise.reject(new RateLimitError('Too many.', clock.now() + 50_000));
    follower.follow(sampleIncident);
    await clock.advance(49_000);
    assert.equal(reads.length, 1);
    await clock.advance(1_000);
    assert.equal(reads.length, 2);
  });

  it('begins anew with the shortest pause after a success, and when the incident changes', async () => {
    answer = down;
    follower.follow(sampleIncident);
    await clock.advance(3_600_000);
    becomes('acknowledged');
    await clock.advance(0);
    let before = reads.length;
    await clock.advance(15_000);
    assert.equal(reads.length, before + 1, 'changed');
    answer = () => Promise.resolve([]);
    await clock.advance(600_000);
    answer = down;
    void follower.read(sampleIncident);
    await clock.advance(0);
    before = reads.length;
    await clock.advance(15_000);
    assert.equal(reads.length, before + 1, 'read meanwhile');
  });

  it('reads at once what could not be read when its account answers again, and nothing else', async () => {
    const other = { ...sampleIncident, key: 'acme:P9', id: 'P9' };
    follower.follow(other);
    await clock.advance(0);
    answer = down;
    follower.follow(sampleIncident);
    await clock.advance(3_600_000);
    answer = () => Promise.resolve([]);
    const before = reads.length;
    follower.reached('another account');
    await clock.advance(0);
    assert.equal(reads.length, before);
    follower.reached(sampleIncident.accountId);
    await clock.advance(0);
    assert.deepEqual([reads.length, clock.pending], [before + 1, 0]);
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
