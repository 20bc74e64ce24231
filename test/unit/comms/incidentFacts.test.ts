import assert from 'node:assert/strict';
import { incidentFacts, nextPurpose, withSaid } from '../../../src/core/comms/incidentFacts.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { responseState } from '../../../src/core/response/responseState.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { atMinute, deadline, message, minute, severity, stage } from '../response/responseEntries.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';
import { standardRules } from '../response/standardRules.ts';

describe('What a message can say of an incident', () => {
  const said = (minutes: number, kind: TimelineEntry['kind'], text: string, key?: true) =>
    sampleEntry(500 + minutes, { kind, text, at: atMinute(minutes), ...(key && { key }) });

  function factsAt(
    minutes: number,
    entries: TimelineEntry[],
    changes: Partial<Incident> = {},
    owners: readonly string[] = [],
  ) {
    const incident = { ...sampleIncident, ...changes };
    const rules = standardRules('en');
    const state = responseState(incident, entries, rules.roles);
    const now = START + minutes * minute;
    const { updateMinutes } = rules;
    const places = { channel: '#x', bridge: null, owners };
    return incidentFacts({ incident, state, entries, updateMinutes, now, ...places });
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

  it('names the owners of the service where the incident has no team', () => {
    const owners = ['Payments', 'Ada'];
    assert.equal(factsAt(20, [], {}, owners).team, 'Payments, Ada');
    const teams = [{ id: 'T1', name: 'Core' }];
    assert.equal(factsAt(20, [], { teams }, owners).team, 'Core');
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
    const minutes = standardRules('en').updateMinutes.P1!;
    const next = (now: number, ...entries: TimelineEntry[]) => {
      const { nextUpdate } = factsAt(now, entries);
      return nextUpdate === null ? null : (Date.parse(nextUpdate) - START) / minute - now;
    };
    assert.equal(next(20), minutes);
    assert.equal(next(70, message(60, 'initial')), minutes);
    // The link to the call is no news of the incident.
    assert.equal(next(25, message(60, 'initial'), message(20, 'other')), minutes);
    assert.equal(next(20, message(18, 'other')), minutes);
    // Overdue.
    assert.equal(next(600, message(60, 'initial')), minutes);
    const putOff = deadline(65, `update ${atMinute(60)}`, 'postponed', atMinute(120), atMinute(400));
    assert.equal(next(70, message(60, 'initial'), putOff), minutes);
    assert.equal(factsAt(20, [severity(1, 'P4')]).nextUpdate, null);
    assert.equal(factsAt(20, [stage(2, 'resolution')]).nextUpdate, null);
  });

  it('has what was said before it was written', () => {
    const facts = factsAt(20, [said(4, 'decision', 'Roll back')]);
    const now = START + 20 * minute;
    assert.equal(
      withSaid(facts, 'update', ' Identified:\npool exhausted ', now).nextSteps,
      'Identified: pool exhausted',
    );
    assert.equal(withSaid(facts, 'update', ' ', now).nextSteps, null);
    const end = withSaid(facts, 'resolution', 'Fixed', now);
    assert.equal(end.nextSteps, null);
    assert.deepEqual(end.progress.at(-1), { at: atMinute(20), text: 'Fixed' });
    assert.deepEqual(withSaid(end, 'resolution', 'Fixed', now), end);
  });

  it('ends with the incident', () => {
    const facts = factsAt(90, [], { status: 'resolved', resolvedAt: atMinute(30) });
    assert.equal(facts.durationMs, 30 * minute);
  });

  it('says that a resolved incident is at its end, whichever stage was said last', () => {
    const statusOf = (status: Incident['status'], ...entries: TimelineEntry[]) =>
      factsAt(90, entries, { status, resolvedAt: status === 'resolved' ? atMinute(30) : null }).status;
    assert.equal(statusOf('resolved'), 'resolution');
    assert.equal(statusOf('resolved', stage(2, 'investigation')), 'resolution');
    assert.equal(statusOf('resolved', stage(2, 'mitigation'), stage(40, 'post-mortem')), 'post-mortem');
    assert.equal(statusOf('acknowledged', stage(2, 'investigation')), 'investigation');
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
