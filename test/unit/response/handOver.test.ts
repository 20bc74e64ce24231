import assert from 'node:assert/strict';
import type { Language } from '../../../src/core/postmortem/languages/language.ts';
import { deadlinesOf } from '../../../src/core/response/deadlines.ts';
import { handOverText } from '../../../src/core/response/handOver.ts';
import { responseState } from '../../../src/core/response/responseState.ts';
import { stages, type TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';
import { atMinute, minute, role, run, severity, stage, tick } from './responseEntries.ts';
import { standardRules } from './standardRules.ts';

describe('A hand-over', () => {
  function summary(language: Language, entries: readonly TimelineEntry[], minutes: number): string {
    const rules = standardRules(language);
    const state = responseState(sampleIncident, entries, rules.roles);
    return handOverText(
      {
        ...{ incident: sampleIncident, state, entries, roles: rules.roles },
        deadlines: deadlinesOf(sampleIncident, state, entries, rules, START + minutes * minute),
        checklist: rules.checklists.get(state.stage) ?? null,
      },
      { role: 'Tech Lead', from: 'Ada', to: 'Bo' },
      language,
    );
  }
  const said = (minutes: number, kind: TimelineEntry['kind'], text: string) =>
    sampleEntry(900 + minutes, { kind, text, at: atMinute(minutes) });
  const story = [
    severity(2, 'P1'),
    stage(3, 'triage'),
    stage(6, 'mitigation'),
    role(4, 'Incident Commander', null, 'Chi'),
    said(7, 'impact', 'Nobody in\nEurope can pay'),
    said(8, 'hypothesis', 'The pool is exhausted'),
    said(9, 'decision', 'Roll back to 4.1.7'),
    run(10, 'Roll back', 'failed'),
    tick(11, 'mitigation', 'mitigation.option'),
  ];

  it('says in English all that who takes over has to know', () => {
    assert.equal(
      summary('en', story, 35).replace(/entry \d+/, 'entry'),
      [
        'Hand-over: Tech Lead, Ada → Bo',
        'Incident: #123 Checkout is down (checkout)',
        'Severity: P1',
        'Stage: Mitigation, since 10:21 UTC. Watch that it holds. Then look for the root cause and mend it.',
        'Roles:',
        '- Incident Commander: Chi',
        '- Tech Lead: Bo',
        '- Communicator: nobody',
        '- Scribe: nobody',
        'Impact:',
        '- 10:22 UTC Nobody in Europe can pay',
        'Hypotheses:',
        '- 10:23 UTC The pool is exhausted',
        'Decisions:',
        '- 10:24 UTC Roll back to 4.1.7',
        'Last runs:',
        '- 10:25 UTC entry',
        'Open on the checklist:',
        '- Can it be taken back?',
        '- Approved by whoever must?',
        '- Effect seen on the dashboards?',
        '- Stakeholders told?',
        'Due:',
        '- 10:30 UTC Update to stakeholders (overdue)',
      ].join('\n'),
    );
  });

  it('says in French the same, and what nobody wrote down', () => {
    const lines = summary('fr', [severity(2, 'P3')], 5).split('\n');
    assert.deepEqual(lines.slice(0, 5), [
      'Passation : Responsable technique, Ada → Bo',
      'Incident : #123 Checkout is down (checkout)',
      'Gravité : P3',
      'Étape : Détection, depuis 10:15 UTC. Acquittez, et vérifiez que l’incident est réel.',
      'Rôles :',
    ]);
    assert.ok(lines.includes('Décisions : non consigné'));
  });

  it('says the date of each time that is not of the incident’s first day', () => {
    const days = [
      severity(2, 'P1'),
      stage(3, 'investigation'),
      said(40 * 60, 'decision', 'Fail over to DC2'),
      stage(41 * 60, 'mitigation'),
    ];
    const lines = summary('en', days, 42 * 60).split('\n');
    const timed = lines.filter(line => line.includes(' UTC'));
    assert.deepEqual(
      timed.map(line => line.split('. ')[0]),
      [
        'Stage: Mitigation, since 2026-11-24 03:15 UTC',
        '- 2026-11-24 02:15 UTC Fail over to DC2',
        '- 10:30 UTC Update to stakeholders (overdue)',
      ],
    );
  });

  it('has a checklist and a next step for every stage in both languages, item by item', () => {
    const [english, french] = [standardRules('en').checklists, standardRules('fr').checklists];
    for (const one of stages) {
      const ids = english.get(one)!.items.map(({ id }) => id);
      assert.ok(ids.length > 0);
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(
        french.get(one)!.items.map(({ id }) => id),
        ids,
      );
    }
  });
});
