import assert from 'node:assert/strict';
import {
  nextHandOver,
  onCallNow,
  policyFilters,
  turnOf,
} from '../../../../src/core/incidents/onCall/onCallNow.ts';
import { ada, bob, onCall, policy } from './onCallFixtures.ts';

const now = Date.parse('2026-01-15T03:00:00Z');

describe('On call now', () => {
  it('has a row for each level, also for one that nobody stands on', () => {
    const rows = onCallNow([policy('P1', 3)], [onCall('P1', 1), onCall('P1', 3, { person: bob })], ada, now);
    assert.deepEqual(
      rows.map(({ policy, levels }) => [policy.name, levels.map(({ onDuty }) => onDuty.map(d => d.person))]),
      [['Policy P1', [[ada], [], [bob]]]],
    );
  });

  it('keeps the order of the policies, sorts the levels, and leaves other policies out', () => {
    const mixed = { ...policy('P2', 2), levels: [...policy('P2', 2).levels].reverse() };
    const rows = onCallNow([mixed, policy('P1', 1)], [onCall('PX', 1)], null, now);
    assert.deepEqual(
      rows.map(row => [row.policy.id, row.levels.map(({ level }) => level)]),
      [
        ['P2', [1, 2]],
        ['P1', [1]],
      ],
    );
    assert.ok(rows.every(({ levels }) => levels.every(({ onDuty }) => onDuty.length === 0)));
  });

  it('shows a level that only the second answer knows: the policy was changed in between', () => {
    const [row] = onCallNow([policy('P1', 1)], [onCall('P1', 2)], null, now);
    assert.deepEqual(
      row!.levels.map(({ level, onDuty }) => [level, onDuty.length]),
      [
        [1, 0],
        [2, 1],
      ],
    );
  });

  it('marks me, and nobody without a person', () => {
    const onCalls = [onCall('P1', 1), onCall('P1', 1, { person: bob })];
    const marks = (me: typeof ada | null) =>
      onCallNow([policy('P1', 1)], onCalls, me, now)[0]!.levels[0]!.onDuty.map(({ isMe }) => isMe);
    assert.deepEqual(marks(ada), [true, false]);
    assert.deepEqual(marks(null), [false, false]);
  });

  it('names a person of two schedules once, with both, until the later end', () => {
    const sooner = onCall('P1', 1, { until: '2026-01-16T08:00:00Z', schedule: { id: 'S2', name: 'Nights' } });
    const duty = (...onCalls: Parameters<typeof onCallNow>[1]) =>
      onCallNow([policy('P1', 1)], onCalls, null, now)[0]!.levels[0]!.onDuty;
    assert.deepEqual(
      duty(sooner, onCall('P1', 1)).map(({ schedules, until }) => ({ schedules, until })),
      [{ schedules: ['Nights', 'Primary'], until: '2026-01-19T08:00:00.000Z' }],
    );
    const always = onCall('P1', 1, { until: null, schedule: null });
    assert.equal(duty(always, sooner)[0]!.until, null);
    assert.deepEqual(duty(sooner, always)[0]!.schedules, ['Nights']);
  });

  it('says of a turn that has ended since that it is over, and never makes a gap of it', () => {
    const [row] = onCallNow([policy('P1', 1)], [onCall('P1', 1)], null, Date.parse('2026-01-19T08:00:00Z'));
    assert.deepEqual(
      row!.levels[0]!.onDuty.map(({ person, isOver }) => [person.name, isOver]),
      [['Ada', true]],
    );
  });

  it('asks for my teams, then for what I stand on; of an account-wide key for all', () => {
    const teams = [{ id: 'T1', name: 'Mail' }];
    const mine = { teams: [], person: 'PADA' };
    assert.deepEqual(policyFilters({ person: ada, teams }), [{ teams: ['T1'], person: null }, mine]);
    assert.deepEqual(policyFilters({ person: ada, teams: [] }), [mine]);
    assert.deepEqual(policyFilters({ person: null, teams: [] }), [{ teams: [], person: null }]);
  });
});

describe('The next hand-over', () => {
  it('is the first end that is still to come', () => {
    const ends = ['2026-01-15T02:00:00Z', null, '2026-01-17T00:00:00+01:00', '2026-01-16T23:30:00Z', 'odd'];
    const onCalls = ends.map(until => onCall('P1', 1, { until }));
    assert.equal(nextHandOver(onCalls, now), Date.parse('2026-01-16T23:00:00Z'));
    assert.equal(nextHandOver(onCalls.slice(0, 2), now), null);
  });
});

describe('My turn', () => {
  const at = (until: string | null, level = 1, policyId = 'P1') => onCall(policyId, level, { until });

  it('is the lowest level, until the last end on it', () => {
    const turn = turnOf(
      [at(null, 3, 'PZ'), at('2026-01-16T08:00:00Z', 1, 'PB'), at('2026-01-19T08:00:00Z', 1, 'PA')],
      now,
    );
    assert.equal(turn?.level, 1);
    assert.equal(turn.until, '2026-01-19T08:00:00Z');
    assert.deepEqual(
      turn.places.map(({ policy, level }) => `${policy.id} ${level}`),
      ['PA 1', 'PB 1', 'PZ 3'],
    );
  });

  it('has no end where the level is for ever', () => {
    assert.equal(turnOf([at('2026-01-16T08:00:00Z'), at(null)], now)?.until, null);
  });

  it('without any is not on call', () => {
    assert.equal(turnOf([], now)?.level, null);
  });

  it('that has ended gives way to one that goes on, else it is not known', () => {
    const over = at('2026-01-15T02:59:00Z');
    assert.equal(turnOf([over, at(null, 2)], now)?.level, 2);
    assert.equal(turnOf([over], now), null);
  });
});
