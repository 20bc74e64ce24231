import assert from 'node:assert/strict';
import type { Alert, Incident } from '../../../src/core/incidents/incident.ts';
import { AlertSeverities, type SeverityTeam } from '../../../src/core/team/alertSeverities.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { alert, definition } from './support.ts';

describe('Severities of the team', () => {
  let clock: FakeClock;
  let severities: AlertSeverities;
  /** Ids, in the order in which their alerts were asked for. */
  let asked: string[];
  let answers: ((alerts: readonly Alert[] | Error) => void)[];
  let errors: unknown[];
  let told: string[];
  let connected: boolean;

  const team: SeverityTeam = {
    alerts: [
      definition({ name: 'HighErrorRate', severity: 'P1' }),
      definition({ name: 'Noise', severity: null }),
    ],
    severities: [
      { id: 'P1', priorities: ['Critical', 'SEV0'] },
      { id: 'P3', priorities: ['p2'] },
    ],
  };
  const none = { severity: null, priority: null };
  const named = [alert({ alertName: 'higherrorrate' })];
  const shown = (one: Incident) => severities.laidOver(one).severity;

  beforeEach(() => {
    clock = new FakeClock();
    [asked, answers, errors, told, connected] = [[], [], [], [], true];
    severities = new AlertSeverities({
      clock,
      random: () => 1,
      alertsOf: ({ id }) =>
        connected
          ? new Promise((resolve, reject) => {
              asked.push(id);
              answers.push(answer => (answer instanceof Error ? reject(answer) : resolve(answer)));
            })
          : null,
      onError: error => errors.push(error),
    });
    severities.onDidChange(keys => told.push(...keys));
    severities.setTeam(team);
  });
  afterEach(() => {
    severities.dispose();
    assert.equal(clock.pending, 0);
  });

  const answer = async (alerts: readonly Alert[] | Error) => {
    answers.shift()!(alerts);
    await settle();
  };

  it('come from the alerts of an incident that has none, with the reason', async () => {
    const one = incident('P1', none);
    severities.look([one]);
    assert.equal(shown(one), null);
    await answer(named);
    assert.equal(shown(one), 'P1');
    assert.deepEqual(told, [one.key]);
    assert.deepEqual(severities.of(one), {
      severity: 'P1',
      reason: 'alert definition HighErrorRate in .oncall/config.yaml',
    });
    assert.deepEqual(severities.of(severities.laidOver(one))?.severity, 'P1');
  });

  it('are not asked for where the provider says it, it is resolved, or no definition has one', async () => {
    severities.look([incident('P1'), incident('P2', { ...none, status: 'resolved' })]);
    severities.setTeam({ ...team, alerts: [definition({ severity: null })] });
    severities.look([incident('P3', none)]);
    assert.deepEqual(asked, []);
  });

  it('give way as soon as the provider has one', async () => {
    severities.look([incident('P1', none)]);
    await answer(named);
    const set = incident('P1', { severity: 'P4', priority: { id: 'X', name: 'P4', color: null, order: 1 } });
    assert.equal(shown(set), 'P4');
    assert.equal(severities.of(set), null);
  });

  it('are asked for one at a time in each account, the newest first', async () => {
    const at = (minute: number) => `2026-01-15T02:0${minute}:00.000Z`;
    severities.look([incident('P0', { ...none, createdAt: at(0) })]);
    severities.look([
      incident('P1', { ...none, createdAt: at(1) }),
      incident('P2', { ...none, createdAt: at(2) }),
      incident('Q1', { ...none, accountId: 'other' }),
    ]);
    assert.deepEqual(asked, ['P0', 'Q1']);
    await answer([]);
    assert.deepEqual(asked, ['P0', 'Q1', 'P2']);
  });

  it('are asked for of so many only', async () => {
    const many = Array.from({ length: 1_000 }, (_, n) => incident(`P${n}`, none));
    severities.look(many);
    while (answers.length > 0) await answer([]);
    assert.ok(asked.length <= 201, String(asked.length));
    severities.look(many);
    await answer([]);
    assert.ok(!asked.slice(0, -2).includes(asked.at(-1)!), 'what was passed over is next');
  });

  it('are asked for once, and again when there are more alerts', async () => {
    const one = incident('P1', { ...none, alertCount: 1 });
    severities.look([one]);
    await answer([]);
    severities.look([one]);
    assert.equal(asked.length, 1);
    severities.look([{ ...one, alertCount: 2 }]);
    await answer(named);
    assert.equal(shown(one), 'P1');
  });

  it('are tried again after a pause that grows, and given up at last', async () => {
    severities.look([incident('P1', none)]);
    const moments: number[] = [];
    const start = clock.now();
    for (let tries = 0; answers.length > 0 && tries < 20; tries++) {
      moments.push((clock.now() - start) / 1_000);
      await answer(new Error('down'));
      if (clock.nextIn !== null) await clock.advance(clock.nextIn);
    }
    assert.deepEqual(moments, [0, 2, 6, 14, 30]);
    assert.equal(errors.length, 5);
    severities.look([incident('P1', none)]);
    await answer(named);
    assert.deepEqual(told, ['acme:P1']);
  });

  it('wait for an account that is not connected', async () => {
    connected = false;
    severities.look([incident('P1', none)]);
    connected = true;
    severities.look([incident('P1', none)]);
    assert.deepEqual(asked, ['P1']);
  });

  it('follow the team’s file without asking again', async () => {
    const one = incident('P1', none);
    severities.look([one]);
    await answer(named);
    severities.setTeam({ ...team, alerts: [definition({ severity: 'P2' })] });
    assert.equal(shown(one), 'P2');
    severities.look([one]);
    assert.equal(asked.length, 1);
  });

  it('come from the name of the priority first, as the team has it', () => {
    const of = (name: string, severity: Incident['severity']) =>
      shown(incident('P1', { severity, priority: { id: 'X', name, color: null, order: 1 } }));
    assert.equal(of('critical ', null), 'P1');
    assert.equal(of('P2', 'P2'), 'P3');
    assert.equal(of('P4', 'P4'), 'P4');
  });

  it('leave an incident as it is where they say nothing', () => {
    const one = incident('P1', none);
    assert.equal(severities.laidOver(one), one);
  });
});
