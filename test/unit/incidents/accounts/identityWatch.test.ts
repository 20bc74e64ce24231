import assert from 'node:assert/strict';
import { OfflineError } from '../../../../src/core/errors.ts';
import type { KeptAccount } from '../../../../src/core/incidents/accounts/accountList.ts';
import { IdentityWatch } from '../../../../src/core/incidents/accounts/identityWatch.ts';
import type { Identity } from '../../../../src/core/incidents/incidentProvider.ts';
import { FakeClock } from '../../fakeClock.ts';
import { RecordingLogger } from '../recordingLogger.ts';
import { kept } from './accountFixtures.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('Whose an account is', () => {
  let clock: FakeClock;
  let logger: RecordingLogger;
  let account: KeptAccount;
  /** When it was asked, ms after the start. */
  let asked: number[];
  let answer: () => Promise<Identity>;
  let spareUntil: number;
  let watch: IdentityWatch;
  let start: number;

  beforeEach(() => {
    clock = new FakeClock();
    logger = new RecordingLogger();
    start = clock.now();
    account = kept('a', { identifiedAt: start });
    asked = [];
    spareUntil = 0;
    answer = () => Promise.resolve({ kind: 'user', person: account.person, teams: [], subdomain: null });
    const provider = {
      get spareUntil() {
        return spareUntil;
      },
      identify: () => {
        asked.push(clock.now() - start);
        return answer();
      },
    };
    watch = new IdentityWatch({
      ...{ clock, logger },
      followed: () => [{ account, provider }],
      learned: async (known, { teams }) => {
        account = { ...known, teams, identifiedAt: clock.now() };
        watch.look();
      },
    });
  });
  afterEach(() => {
    watch.dispose();
    assert.equal(clock.pending, 0);
  });

  it('is asked once a day', async () => {
    watch.look();
    await clock.advance(day - 1);
    assert.deepEqual(asked, []);
    await clock.advance(2 * day + 1);
    assert.deepEqual(asked, [day, 2 * day, 3 * day]);
  });

  it('is asked after a start with an old answer, but not while the incidents are read first', async () => {
    account = { ...account, identifiedAt: start - 30 * day };
    watch.look();
    watch.look();
    await clock.advance(59_999);
    assert.deepEqual(asked, []);
    await clock.advance(hour);
    assert.deepEqual(asked, [60_000]);
  });

  it('is asked at once where its teams were never known', async () => {
    account = { ...account, teams: null };
    watch.look();
    await clock.advance(hour);
    assert.deepEqual(asked, [0]);
  });

  it('waits while the provider’s limit is nearly used up', async () => {
    account = { ...account, identifiedAt: start - day };
    spareUntil = start + 10 * 60_000;
    watch.look();
    await clock.advance(hour / 2);
    assert.deepEqual(asked, [10 * 60_000]);
  });

  it('is not asked where another window was answered meanwhile', async () => {
    watch.look();
    await clock.advance(day - hour);
    account = { ...account, identifiedAt: clock.now() };
    watch.look();
    await clock.advance(2 * hour);
    assert.deepEqual(asked, []);
  });

  it('fails quietly, and is asked again an hour later', async () => {
    answer = () => Promise.reject(new OfflineError('No network.', false));
    watch.look();
    await clock.advance(day + hour);
    assert.deepEqual(asked, [day, day + hour]);
    assert.deepEqual(
      logger.lines.map(line => /OfflineError$/.test(line)),
      [true, true],
      logger.lines.join('\n'),
    );
  });
});
