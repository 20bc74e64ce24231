import assert from 'node:assert/strict';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { deadlinesOf } from '../../../src/core/response/deadlines.ts';
import type { EscalationRule } from '../../../src/core/team/teamFile.ts';
import { responseState } from '../../../src/core/response/responseState.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { sampleIncident, START } from '../timeline/sampleEntries.ts';
import {
  approval,
  atMinute,
  deadline,
  flag,
  message,
  minute,
  run,
  severity,
  stage,
} from './responseEntries.ts';

const rule = (id: string, when: EscalationRule['when'], severities: EscalationRule['severities'] = []) => ({
  ...{ id, name: id, severities, when, tell: [`the people of ${id}`], note: `how ${id}` },
});
const escalation = [
  rule('management', { kind: 'notMitigatedAfter', minutes: 30 }, ['P1']),
  rule('supplier', { kind: 'runbookNotSuccessfulAfter', minutes: null }),
  rule('backup', { kind: 'riskyRollback' }),
  rule('cfo', { kind: 'flag', flag: 'financialImpact' }),
  rule('ciso', { kind: 'flag', flag: 'dataLeak' }),
];

describe('Deadlines', () => {
  function at(
    minutes: number,
    entries: TimelineEntry[] = [],
    changes: Partial<Incident> = {},
    rulesOf: readonly (typeof escalation)[number][] = escalation,
  ): string[] {
    const incident = { ...sampleIncident, ...changes };
    const rules = { escalation: rulesOf, updateMinutes: { P1: 30, P2: 60 } };
    const ms = START + minutes * minute;
    return deadlinesOf(incident, responseState(incident, entries), entries, rules, ms).map(
      one =>
        `${one.kind === 'update' ? 'update' : one.id} ${one.state} ${(Date.parse(one.dueAt) - START) / minute}`,
    );
  }

  it('ask for an update as often as the severity does, counted from the last one', () => {
    assert.deepEqual(at(29.99), ['management pending 30', 'update pending 30']);
    assert.deepEqual(at(30), ['management due 30', 'update due 30']);
    const told = [message(10, 'initial'), message(20, 'other')];
    assert.deepEqual(at(39, told).at(-1), 'update pending 40');
    assert.deepEqual(at(61, [severity(1, 'P2')]), ['update due 60']);
    assert.deepEqual(at(999, [severity(1, 'P3')]), []);
    assert.deepEqual(at(999, [], { severity: null }), []);
  });

  it('ask for no update of the time before it had a severity that asks for any', () => {
    const of = (minutes: number, ...entries: TimelineEntry[]) =>
      at(minutes, entries).filter(one => one.startsWith('update'));
    const raised = [severity(2, 'P3', null), severity(240, 'P1', 'P3')];
    assert.deepEqual(of(240, ...raised), ['update pending 270']);
    assert.deepEqual(of(270, ...raised), ['update due 270']);
    assert.deepEqual(of(241, message(235, 'update'), ...raised), ['update pending 270']);
    assert.deepEqual(of(260, ...raised, message(250, 'update')), ['update pending 280'], 'told since');
    assert.deepEqual(of(241, severity(240, 'P1', null)), ['update due 30'], 'nobody had said before');
    const further = severity(240, 'P1', 'P2');
    assert.deepEqual(of(241, severity(2, 'P2', null), message(200, 'update'), further), ['update due 240']);
    assert.deepEqual(of(241, severity(2, 'P2', null), message(230, 'update'), further), [
      'update pending 260',
    ]);
    const again = [severity(250, 'P3', 'P1'), severity(300, 'P2', 'P3')];
    assert.deepEqual(of(300, ...raised, ...again), ['update pending 360']);
  });

  it('name an update after what it counts from, the same on all machines', () => {
    const incident = { ...sampleIncident, createdAt: atMinute(0) };
    const idOf = (...entries: TimelineEntry[]) =>
      deadlinesOf(
        incident,
        responseState(incident, entries),
        entries,
        { escalation: [], updateMinutes: { P1: 30 } },
        START,
      ).map(({ id }) => id);
    assert.deepEqual(idOf(), [`update ${atMinute(0)}`]);
    assert.deepEqual(idOf(severity(240, 'P1', 'P3')), [`update ${atMinute(240)}`]);
  });

  it('tell management after 30 minutes of P1 without mitigation, and of P1 only', () => {
    const of = (entries: TimelineEntry[]) => at(31, entries).filter(one => one.startsWith('management'));
    assert.deepEqual(of([]), ['management due 30']);
    assert.deepEqual(of([severity(3, 'P2')]), []);
    assert.deepEqual(of([stage(20, 'mitigation')]), []);
    assert.deepEqual(of([stage(20, 'mitigation'), stage(25, 'investigation')]), []);
    assert.deepEqual(of([stage(20, 'resolution')]), []);
    assert.deepEqual(at(31, [], { status: 'resolved' }), []);
  });

  it('count from when it got a severity that the rule is for: nothing was due by it before', () => {
    const of = (minutes: number, ...entries: TimelineEntry[]) =>
      at(minutes, entries).filter(one => one.startsWith('management'));
    const raised = severity(90, 'P1', 'P3');
    assert.deepEqual(of(90, raised), ['management pending 120']);
    assert.deepEqual(of(120, raised), ['management due 120']);
    assert.deepEqual(of(95, severity(50, 'P1', null)), ['management due 30'], 'nobody had said before');
    assert.deepEqual(of(95, severity(3, 'P3', null), severity(50, 'P1', 'P3')), ['management due 80']);
    assert.deepEqual(of(95, severity(90, 'P1', 'P1')), ['management due 30'], 'it was one all the time');
    assert.deepEqual(of(95, severity(5, 'P1', 'P3'), severity(90, 'P1', 'P1')), ['management due 35']);
    const lowered = [severity(40, 'P2', 'P1'), severity(90, 'P1', 'P2')];
    assert.deepEqual(of(95, ...lowered), ['management pending 120']);
    const told = deadline(31, 'management', 'done', atMinute(30));
    assert.deepEqual(of(35, told), ['management done 30']);
    assert.deepEqual(of(121, told, ...lowered), ['management due 120'], 'it is critical once more');
    assert.deepEqual(of(95, severity(-5, 'P1', 'P3')), ['management due 30'], 'never before it began');
  });

  it('of a rule for some severities are due when it got one, where what they tell of was before', () => {
    const only = escalation.map(one => ({ ...one, severities: ['P1'] as const }));
    const of = (minutes: number, ...entries: TimelineEntry[]) =>
      at(minutes, entries, {}, only).filter(one => !/^(update|management)/.test(one));
    const before = [
      run(5, 'Diagnosis', 'ok', 15),
      approval(7, 'Roll back', 'destructive'),
      flag(8, 'dataLeak'),
    ];
    const raised = severity(90, 'P1', 'P3');
    assert.deepEqual(of(91, ...before, raised), ['backup due 90', 'ciso due 90', 'supplier due 90']);
    const told = deadline(91, 'ciso', 'done', atMinute(90));
    const again = [severity(95, 'P2', 'P1'), severity(99, 'P1', 'P2')];
    assert.ok(of(99, ...before, raised, told, ...again).includes('ciso done 99'), 'it is the same leak');
  });

  it('tell of a runbook that did not help in its own time', () => {
    const of = (minutes: number, ...entries: TimelineEntry[]) =>
      at(minutes, entries).filter(one => one.startsWith('supplier'));
    const begun = run(5, 'Diagnosis', 'ok', 15);
    assert.deepEqual(of(19.9, begun), ['supplier pending 20']);
    assert.deepEqual(of(20, begun), ['supplier due 20']);
    assert.deepEqual(of(20, begun, run(12, 'Mitigation', 'failed')), ['supplier due 20']);
    assert.deepEqual(of(20, begun, run(12, 'Mitigation', 'ok')), []);
    assert.deepEqual(of(20, begun, run(12, 'Mitigation', 'ok', undefined, false)), ['supplier due 20']);
    assert.deepEqual(of(20, begun, run(12, 'Mitigation', 'failed', undefined, true)), []);
    assert.deepEqual(of(99, run(5, 'Diagnosis', 'ok')), []);
    assert.deepEqual(of(99, run(5, 'Diagnosis', 'ok'), run(7, 'Diagnosis', 'ok', 30)), ['supplier due 37']);
    assert.deepEqual(of(99, run(5, 'Diagnosis', 'ok', -1)), []);
    assert.deepEqual(of(99), []);
  });

  it('tell at once of a risky rollback, of money lost and of a leak', () => {
    const of = (...entries: TimelineEntry[]) =>
      at(8, entries).filter(one => !/^(update|management)/.test(one));
    assert.deepEqual(of(approval(7, 'Roll back the schema', 'destructive')), ['backup due 7']);
    assert.deepEqual(of(approval(7, 'Roll back the schema', 'changing')), []);
    assert.deepEqual(of(approval(7, 'Drop the cache', 'destructive')), []);
    assert.deepEqual(of(flag(3, 'financialImpact'), flag(6, 'dataLeak')), ['cfo due 3', 'ciso due 6']);
    assert.deepEqual(of(flag(3, 'dataLeak'), flag(4, 'dataLeak', false)), []);
  });

  it('tell again of what was said to be so once more, whatever came of it the last time', () => {
    const of = (...entries: TimelineEntry[]) => at(20, entries).filter(one => one.startsWith('ciso'));
    const answered = deadline(4, 'ciso', 'done', atMinute(3));
    const first = [flag(3, 'dataLeak'), answered];
    assert.deepEqual(of(...first), ['ciso done 3']);
    const again = [...first, flag(5, 'dataLeak', false), flag(9, 'dataLeak')];
    assert.deepEqual(of(...again), ['ciso due 9']);
    assert.deepEqual(of(...again, deadline(10, 'ciso', 'done', atMinute(9))), ['ciso done 9']);
  });

  it('tell of every risky rollback, whatever came of the one before', () => {
    const of = (...entries: TimelineEntry[]) => at(60, entries).filter(one => one.startsWith('backup'));
    const first = approval(7, 'Roll back the shop', 'destructive');
    const told = deadline(9, 'backup', 'done', atMinute(7));
    const second = approval(40, 'Roll back the database', 'destructive');
    assert.deepEqual(of(first, told), ['backup done 7']);
    assert.deepEqual(of(first, told, second), ['backup due 40']);
    assert.deepEqual(of(first, told, second, deadline(41, 'backup', 'done', atMinute(40))), [
      'backup done 40',
    ]);
    assert.deepEqual(
      of(first, second),
      ['backup due 40'],
      'once for both, where nobody was told of the first',
    );
  });

  it('take a word for the time that it was said of, also where that was put off', () => {
    const of = (...entries: TimelineEntry[]) => at(46, entries).filter(one => one.startsWith('backup'));
    const first = [
      approval(7, 'Roll back the shop', 'destructive'),
      deadline(8, 'backup', 'postponed', atMinute(7), atMinute(30)),
      deadline(9, 'backup', 'postponed', atMinute(30), atMinute(45)),
    ];
    const done = deadline(20, 'backup', 'done', atMinute(45));
    assert.deepEqual(of(...first), ['backup due 45']);
    assert.deepEqual(of(...first, done), ['backup done 7']);
    const second = approval(40, 'Roll back the database', 'destructive');
    assert.deepEqual(of(...first, done, second), ['backup due 40']);
  });

  it('can be put off until a time, and be done with', () => {
    const putOff = deadline(31, 'management', 'postponed', atMinute(30), atMinute(45));
    assert.deepEqual(at(44, [putOff]).at(-1), 'management pending 45');
    assert.deepEqual(at(45, [putOff]).at(-1), 'management due 45');
    const done = deadline(46, 'management', 'done', atMinute(45));
    assert.deepEqual(
      at(99, [putOff, done]).filter(one => one.startsWith('management')),
      ['management done 30'],
    );
  });

  it('carry what their rule says of how it is done', () => {
    const found = deadlinesOf(
      sampleIncident,
      responseState(sampleIncident, []),
      [],
      { escalation, updateMinutes: { P1: 15 } },
      START,
    );
    assert.deepEqual(
      found.map(({ id, note }) => [id.split(' ')[0], note]),
      [
        ['update', ''],
        ['management', 'how management'],
      ],
    );
  });
});
