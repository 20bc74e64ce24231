import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import type { Claims } from '../../../src/core/incidents/notifications/claims.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { DeadlineKeeper } from '../../../src/core/response/deadlineKeeper.ts';
import type { Deadline } from '../../../src/core/response/deadlines.ts';
import { dueName } from '../../../src/core/response/responseState.ts';
import { FakeClock, settle } from '../fakeClock.ts';

const minute = 60_000;

class SharedClaims implements Claims {
  readonly given = new Set<string>();

  claim(name: string): Promise<boolean> {
    const first = !this.given.has(name);
    this.given.add(name);
    return Promise.resolve(first);
  }
}

describe('The keeper of deadlines', () => {
  let clock: FakeClock;
  let claims: Claims;
  let dueAt: number;
  /** How far the incident’s clock is from this machine’s, ms. */
  let offset: number;
  let saidDue: Set<string>;
  let keepers: DeadlineKeeper[];
  let isElsewhere: () => Promise<boolean>;

  beforeEach(() => {
    clock = new FakeClock();
    claims = new SharedClaims();
    dueAt = clock.now() + 30 * minute;
    offset = 0;
    saidDue = new Set();
    keepers = [];
    isElsewhere = async () => false;
  });

  afterEach(() => {
    for (const keeper of keepers) keeper.dispose();
    assert.equal(clock.pending, 0);
  });

  function windowThatTells(): string[] {
    const told: string[] = [];
    const deadline = (now: number): Deadline => ({
      ...{ id: 'management', kind: 'escalation', name: 'No mitigation', tell: [], note: '', postponed: null },
      ...{ dueAt: utc(dueAt), state: dueAt <= now ? 'due' : 'pending' },
    });
    const keeper = new DeadlineKeeper({
      clock,
      claims,
      logger: silentLogger,
      isElsewhere: () => isElsewhere(),
      incidents: () => [
        { key: 'a:1', saidDue, now: () => clock.now() + offset, deadlines: now => [deadline(now)] },
      ],
      tell: (key, { id, dueAt: at }) => told.push(`${key} ${id} ${at}`),
    });
    keepers.push(keeper);
    keeper.look();
    return told;
  }

  it('tells nothing, and leaves it to the others, while the incident is worked on elsewhere', async () => {
    isElsewhere = async () => true;
    const wrong = windowThatTells();
    await clock.advance(31 * minute);
    await settle();
    assert.deepEqual(wrong, []);
    isElsewhere = async () => false;
    await clock.advance(minute);
    await settle();
    assert.equal(wrong.length, 1, 'the person came here');
  });

  it('tells at the minute, once, in one of three windows', async () => {
    const windows = [windowThatTells(), windowThatTells(), windowThatTells()];
    await clock.advance(30 * minute - 1);
    assert.deepEqual(windows.flat(), []);
    await clock.advance(1);
    assert.deepEqual(windows.flat(), [`a:1 management ${utc(dueAt)}`]);
    await clock.advance(24 * 60 * minute);
    assert.equal(windows.flat().length, 1);
  });

  for (const [how, minutes] of [
    ['fast', -20],
    ['slow', 20],
  ] as const) {
    it(`tells at the incident’s own minute where this machine’s clock is ${how}`, async () => {
      offset = minutes * minute;
      const told = windowThatTells();
      await clock.advance((30 - minutes) * minute - 1);
      assert.deepEqual(told, []);
      await clock.advance(1);
      assert.equal(told.length, 1);
    });
  }

  it('tells nothing again after a reload, be it noted in the timeline already or not', async () => {
    const before = windowThatTells();
    await clock.advance(31 * minute);
    assert.equal(before.length, 1);
    keepers.pop()!.dispose();
    const after = windowThatTells();
    await clock.advance(31 * minute);
    assert.deepEqual(after, []);
    // The claims of yesterday are gone; the timeline is not.
    keepers.pop()!.dispose();
    claims = new SharedClaims();
    saidDue.add(dueName({ id: 'management', dueAt: utc(dueAt) }));
    const nextDay = windowThatTells();
    await clock.advance(31 * minute);
    assert.deepEqual(nextDay, []);
  });

  it('tells what fell due while no window was open', async () => {
    await clock.advance(45 * minute);
    const told = windowThatTells();
    await settle();
    assert.equal(told.length, 1);
  });

  it('tells within half a minute of waking, when the machine slept through it', async () => {
    const told = windowThatTells();
    clock.jump(31 * minute);
    await clock.advance(30_000);
    assert.equal(told.length, 1);
  });

  it('tells once where the clock is set back and comes to the time again', async () => {
    const told = windowThatTells();
    await clock.advance(31 * minute);
    clock.jump(-20 * minute);
    await clock.advance(60 * minute);
    assert.equal(told.length, 1);
  });

  it('tells again when what was put off falls due', async () => {
    const told = windowThatTells();
    await clock.advance(31 * minute);
    dueAt += 15 * minute;
    keepers[0]!.look();
    await clock.advance(13 * minute);
    assert.equal(told.length, 1);
    await clock.advance(minute);
    assert.equal(told.length, 2);
  });

  it('rather tells in two windows than in none', async () => {
    claims = { claim: () => Promise.reject(new Error('disk')) };
    const told = windowThatTells();
    await clock.advance(31 * minute);
    assert.equal(told.length, 1);
  });
});
