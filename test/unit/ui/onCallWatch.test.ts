import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/core/logger.ts';
import type * as WatchFile from '../../../src/ui/onCallWatch.ts';
import { FakeClock } from '../fakeClock.ts';
import { ada, onCall } from '../incidents/onCall/onCallFixtures.ts';
import { type StandIn, withStandIn } from './standIn.ts';

const minute = 60_000;

/** One account, that answers with these whenever it is asked for those of the person alone. */
function accountOf(onCalls: readonly ReturnType<typeof onCall>[]) {
  const session = {
    account: { id: 'acme', person: ada, teams: [] },
    poller: { health: { state: 'ok' } },
    provider: {
      capabilities: { directory: true },
      spareUntil: 0,
      onCalls: () => Promise.resolve(onCalls),
    },
  };
  const sessions = { all: () => [session], get: () => session, onDidChange: () => ({ dispose() {} }) };
  return { session, sessions };
}

describe('OnCallWatch', () => {
  let parts: typeof WatchFile & StandIn;

  before(async () => {
    parts = await withStandIn('ui/onCallWatch.ts');
  });

  it('tells of the end of a turn that came while the machine slept, and of nothing in between', async () => {
    const clock = new FakeClock();
    let slept = 0;
    const sleeping = {
      now: () => clock.now() + slept,
      after: (ms: number, then: () => void) => clock.after(ms, then),
    };
    const until = new Date(clock.now() + 60 * minute).toISOString();
    const { session, sessions } = accountOf([onCall('P1', 1, { until })]);
    const watch = new parts.OnCallWatch({
      sessions: sessions as never,
      clock: sleeping,
      logger: silentLogger,
    });
    await clock.advance(minute);
    const turn = () => watch.turns()[0]?.turn;
    const during = turn();
    let told = 0;
    watch.onDidChange(() => told++);
    await clock.advance(5 * minute);
    assert.equal(told, 0);
    // Nothing is read any more: what is known changes by itself.
    session.poller.health.state = 'failed';
    slept = 58 * minute;
    await clock.advance(minute / 2);
    assert.ok(told > 0, 'the screen is drawn anew');
    assert.notDeepEqual(turn(), during);
    watch.dispose();
    assert.equal(clock.pending, 0);
  });

  it('does not say for ever that nobody is on call whose account cannot be read any more, and tells when', async () => {
    const clock = new FakeClock();
    const { session, sessions } = accountOf([]);
    const watch = new parts.OnCallWatch({ sessions: sessions as never, clock, logger: silentLogger });
    await clock.advance(minute);
    assert.equal(watch.turns()[0]?.turn.level, null);
    session.poller.health.state = 'failed';
    const told: number[] = [];
    watch.onDidChange(() => told.push(watch.turns().length));
    await clock.advance(30 * minute);
    assert.deepEqual(told, [0]);
    watch.dispose();
    assert.equal(clock.pending, 0);
  });
});
