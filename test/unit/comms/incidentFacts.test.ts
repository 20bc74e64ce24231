import assert from 'node:assert/strict';
import { incidentFacts, nextPurpose } from '../../../src/core/comms/incidentFacts.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { deadlinesOf } from '../../../src/core/response/deadlines.ts';
import { responseState } from '../../../src/core/response/responseState.ts';
import { defaultRules } from '../../../src/core/response/rules.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { atMinute, message, minute, severity, stage } from '../response/responseEntries.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';

describe('What a message can say of an incident', () => {
  const said = (minutes: number, kind: TimelineEntry['kind'], text: string, key?: true) =>
    sampleEntry(500 + minutes, { kind, text, at: atMinute(minutes), ...(key && { key }) });

  function factsAt(minutes: number, entries: TimelineEntry[], changes: Partial<Incident> = {}) {
    const incident = { ...sampleIncident, ...changes };
    const rules = defaultRules('en');
    const state = responseState(incident, entries, rules.roles);
    const now = START + minutes * minute;
    const deadlines = deadlinesOf(incident, state, entries, rules, now);
    return incidentFacts({ incident, state, entries, deadlines, now, channel: '#x', bridge: null });
  }

  it('is what the timeline has, and null for what it has not', () => {
    const facts = factsAt(20, []);
    assert.deepEqual(
      [facts.title, facts.severity, facts.status, facts.impact, facts.nextSteps, facts.team, facts.bridge],
      ['Checkout is down', 'P1', 'detection', null, null, null, null],
    );
    assert.equal(facts.durationMs, 20 * minute);
    assert.equal(facts.scope, 'checkout');
  });

  it('has the last impact, on one line, and of the rest what matters outside', () => {
    const entries = [
      said(1, 'impact', 'Some cannot pay'),
      said(2, 'note', 'looked at the logs'),
      said(3, 'note', 'Found it', true),
      said(4, 'decision', 'Roll back'),
      said(5, 'impact', 'Nobody in\nEurope can pay'),
    ];
    const facts = factsAt(20, entries);
    assert.equal(facts.impact, 'Nobody in Europe can pay');
    assert.deepEqual(
      facts.progress.map(({ text }) => text),
      ['Found it', 'Roll back'],
    );
  });

  it('promises the next update as long after this one as the severity asks for', () => {
    assert.equal(factsAt(20, []).nextUpdate, atMinute(35));
    assert.equal(factsAt(70, [message(60, 'initial')]).nextUpdate, atMinute(85));
    assert.equal(factsAt(20, [severity(1, 'P4')]).nextUpdate, null);
    assert.equal(factsAt(20, [stage(2, 'resolution')]).nextUpdate, null);
  });

  it('ends with the incident', () => {
    const facts = factsAt(90, [], { status: 'resolved', resolvedAt: atMinute(30) });
    assert.equal(facts.durationMs, 30 * minute);
  });

  it('comes first, then as news, then as the end', () => {
    const next = (status: Incident['status'], ...entries: TimelineEntry[]) =>
      nextPurpose({ status }, responseState(sampleIncident, entries));
    assert.equal(next('triggered'), 'initial');
    assert.equal(next('acknowledged', message(1, 'other')), 'initial');
    assert.equal(next('acknowledged', message(1, 'initial')), 'update');
    assert.equal(next('acknowledged', message(1, 'initial'), stage(2, 'resolution')), 'resolution');
    assert.equal(next('resolved'), 'resolution');
  });
});
