import assert from 'node:assert/strict';
import { responseState, saidBridge } from '../../../src/core/response/responseState.ts';
import { sampleEntry, sampleIncident } from '../timeline/sampleEntries.ts';
import { atMinute, bridge, deadline, flag, message, role, severity, stage, tick } from './responseEntries.ts';
import { standardRules } from './standardRules.ts';

describe('How a response stands', () => {
  const state = (...entries: Parameters<typeof responseState>[1] extends Iterable<infer E> ? E[] : never) =>
    responseState(sampleIncident, entries, standardRules('en').roles);

  it('is what the provider says while the timeline says nothing', () => {
    const { severity: severe, severityFrom, triaged, stage: at, stageSince, roles } = state(sampleEntry(1));
    assert.deepEqual(
      [severe, severityFrom, triaged, at, stageSince, roles],
      ['P1', 'provider', false, 'detection', sampleIncident.createdAt, []],
    );
    const unknown = responseState({ ...sampleIncident, severity: null }, []);
    assert.deepEqual([unknown.severity, unknown.severityFrom], [null, null]);
  });

  it('is as bad as the team’s definition of the alert says, until the provider or a person says otherwise', () => {
    const unknown = { ...sampleIncident, severity: null };
    const found = responseState(unknown, [], [], 'P2');
    assert.deepEqual([found.severity, found.severityFrom, found.triaged], ['P2', 'alert', false]);
    assert.equal(responseState(sampleIncident, [], [], 'P2').severityFrom, 'provider');
    assert.equal(responseState(unknown, [severity(1, 'P4')], [], 'P2').severity, 'P4');
  });

  it('takes the last severity that somebody gave, and passes over what is none', () => {
    const {
      severity: severe,
      severityFrom,
      triaged,
    } = state(severity(1, 'P2'), severity(2, 'P3'), severity(3, 'catastrophic'));
    assert.deepEqual([severe, severityFrom, triaged], ['P3', 'triage', true]);
  });

  it('has the call that somebody said last, until it is taken back', () => {
    const first = bridge(1, 'https://meet.example.com/a');
    const second = bridge(2, 'https://meet.example.com/b');
    const back = bridge(3, null);
    for (const [entries, url] of [
      [[], null],
      [[first], first.data!['url']],
      [[first, second], second.data!['url']],
      [[first, second, back], null],
      [[first, back, second], second.data!['url']],
    ] as const) {
      assert.equal(state(...entries).bridge, url);
      assert.equal(saidBridge(entries), url);
    }
  });

  it('takes no address for a call that nobody could have said here', () => {
    const good = bridge(1, 'https://meet.example.com/a');
    const bad = [
      'javascript:alert(1)',
      'http://meet.example.com/',
      'https://user:secret@meet.example.com/',
      'Join: https://meet.example.com/b',
      `https://meet.example.com/${'a'.repeat(10_000)}`,
      '',
      7,
      ['https://meet.example.com/b'],
    ].map((url, index) => bridge(2 + index, url));
    assert.equal(state(good, ...bad).bridge, 'https://meet.example.com/a');
    assert.equal(saidBridge([good, ...bad]), 'https://meet.example.com/a');
  });

  it('knows the stages that were gone through, and how it was noticed', () => {
    const found = state(
      stage(0, 'detection', { detectedBy: 'users' }),
      stage(2, 'triage'),
      stage(3, 'triage'),
      stage(5, 'investigation'),
      stage(9, 'triage'),
    );
    assert.equal(found.stage, 'triage');
    assert.equal(found.stageSince, atMinute(9));
    assert.equal(found.detectedBy, 'users');
    assert.deepEqual(
      found.reached.map(one => one.stage),
      ['detection', 'triage', 'investigation', 'triage'],
    );
  });

  it('hands a role over, lets several experts be, and takes back what was given up', () => {
    const expert = 'Subject Matter Expert';
    const { roles } = state(
      role(1, 'Incident Commander', null, 'Ada'),
      role(2, expert, null, 'Bo'),
      role(3, expert, null, 'Chi'),
      role(4, 'Incident Commander', 'Ada', 'Dov'),
      role(5, expert, 'Bo', null),
      role(6, 'Scribe', null, 'Eve'),
      role(7, 'Scribe', 'Eve', null),
    );
    assert.deepEqual(
      roles.map(one => [one.role, one.person, one.since]),
      [
        [expert, 'Chi', atMinute(3)],
        ['Incident Commander', 'Dov', atMinute(4)],
      ],
    );
  });

  it('has one Incident Commander where two machines named one at the same time: the last', () => {
    const { roles } = state(
      role(1, 'Incident Commander', null, 'Ada'),
      role(1, 'Incident Commander', null, 'Bo'),
    );
    assert.deepEqual(
      roles.map(({ person }) => person),
      ['Bo'],
    );
  });

  it('keeps ticks of stages and the war room apart, and those of runbooks out', () => {
    const { ticks } = state(
      tick(1, 'triage', 'real'),
      tick(2, 'triage', 'impact'),
      tick(3, 'triage', 'real', false),
      tick(4, 'mitigation', 'real'),
      tick(5, 'warRoom', 'real'),
      sampleEntry(9, { kind: 'checklist', data: { runbook: 'a.md', item: 'real', checked: true } }),
    );
    assert.deepEqual([...ticks.keys()], ['triage', 'mitigation', 'warRoom']);
    assert.deepEqual([...ticks.get('triage')!.keys()], ['impact']);
    assert.deepEqual(ticks.get('mitigation')!.get('real'), { by: 'Ada', at: atMinute(4) });
  });

  it('knows what was told, what was flagged, and the last word on each deadline', () => {
    const found = state(
      message(1, 'initial'),
      flag(2, 'dataLeak'),
      flag(3, 'financialImpact'),
      flag(4, 'financialImpact', false),
      flag(5, 'dataLeak'),
      deadline(6, 'a', 'due', atMinute(6)),
      deadline(7, 'a', 'postponed', atMinute(6), atMinute(16)),
      deadline(8, 'a', 'due', atMinute(6)),
    );
    assert.deepEqual(
      found.messages.map(one => one.purpose),
      ['initial'],
    );
    assert.deepEqual([...found.flags], [['dataLeak', atMinute(2)]]);
    assert.equal(found.deadlines.get('a')?.event, 'postponed');
    assert.deepEqual([...found.saidDue], [`a ${atMinute(6)}`]);
  });

  it('is not changed by entries whose data is not whole', () => {
    const broken = (
      ['severity', 'stage', 'role', 'checklist', 'message', 'flag', 'bridge', 'deadline'] as const
    ).map((kind, index) => sampleEntry(index + 1, { kind, data: { to: 7, role: 1, event: 'due' } }));
    assert.deepEqual(state(...broken), state());
  });
});
