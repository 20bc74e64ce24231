import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import { factsOf } from '../../../src/core/postmortem/facts.ts';
import type { RunData, TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { PROVIDER_AUTHOR } from '../../../src/core/timeline/scribe.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';

const minute = 60_000;
const resolved = { ...sampleIncident, status: 'resolved', resolvedAt: utc(START + 50 * minute) } as const;
const facts = (entries: readonly TimelineEntry[], incident: Parameters<typeof factsOf>[0] = resolved) =>
  factsOf(incident, timelineView({ entries, unreadable: [] }));
const log = (number: number, kind: TimelineEntry['kind'], minutes: number, author = 'Ada') =>
  sampleEntry(number, {
    kind,
    at: utc(START + minutes * minute),
    author,
    source: { type: 'provider', id: `w:${number}` },
  });

describe('factsOf', () => {
  it('takes the times from the timeline and computes the durations', () => {
    const found = facts([
      log(1, 'triggered', 1, PROVIDER_AUTHOR),
      log(2, 'acknowledged', 4),
      log(3, 'acknowledged', 9),
      log(4, 'resolved', 20),
      log(5, 'resolved', 41),
    ]);
    assert.equal(found.startedAt, utc(START + minute));
    assert.equal(found.acknowledgedAt, utc(START + 4 * minute));
    assert.equal(found.timeToAcknowledge, 3 * minute);
    assert.equal(found.resolvedAt, utc(START + 41 * minute));
    assert.equal(found.timeToResolve, 40 * minute);
  });

  it('takes the provider’s times where the timeline has none, and nothing from anywhere else', () => {
    const found = facts([sampleEntry(1)]);
    assert.equal(found.startedAt, sampleIncident.createdAt);
    assert.equal(found.acknowledgedAt, null);
    assert.equal(found.timeToAcknowledge, null);
    assert.equal(found.resolvedAt, utc(START + 50 * minute));
  });

  it('has no end while the incident is open, also when it was resolved once', () => {
    const found = facts([log(1, 'resolved', 5), log(2, 'triggered', 6)], sampleIncident);
    assert.equal(found.resolvedAt, null);
    assert.equal(found.timeToResolve, null);
  });

  it('computes nothing from times that contradict each other', () => {
    assert.equal(facts([log(1, 'triggered', 10), log(2, 'acknowledged', 4)]).timeToAcknowledge, null);
  });

  it('names each responder once, in the order of their first deed, and never the provider', () => {
    const found = facts([
      log(1, 'triggered', 0, PROVIDER_AUTHOR),
      log(2, 'acknowledged', 1, 'Grace'),
      sampleEntry(200, { author: 'ada' }),
      sampleEntry(201, { author: 'Ada ' }),
      sampleEntry(202, { author: 'Linus', amends: sampleEntry(201).id }),
      sampleEntry(203, { author: '' }),
    ]);
    assert.deepEqual(found.responders, ['Grace', 'ada', 'Linus']);
  });

  it('keeps severity unknown rather than guess it', () => {
    assert.equal(facts([], { ...resolved, severity: null }).severity, null);
    const priority = { id: 'p', name: 'Major', color: null, order: null };
    assert.equal(facts([], { ...resolved, severity: null, priority }).severity, 'Major');
  });

  it('gives runs whole, the last word on each checklist item, and no entry about documents', () => {
    const data: RunData = {
      ...{
        runId: 'r',
        runbook: 'rb.md',
        step: 's',
        command: 'id',
        cwd: '/',
        outcome: 'ok' as const,
        exitCode: 0,
      },
      ...{ startedAt: utc(START), durationMs: 5, outputTail: '', outputCut: false },
    };
    const tick = (number: number, item: string, checked: boolean) =>
      sampleEntry(number, {
        kind: 'checklist',
        data: { runbook: 'rb.md', item, checked },
        text: `${item} ${checked}`,
      });
    const found = facts([
      sampleEntry(1, { kind: 'run', data, source: { type: 'run', id: 'r' } }),
      sampleEntry(2, { kind: 'run', data: { runId: 'half' } }),
      tick(3, 'a', true),
      tick(4, 'b', true),
      tick(5, 'a', false),
      sampleEntry(6, { kind: 'document', text: 'Post-mortem created' }),
    ]);
    assert.deepEqual(found.runs, [{ at: sampleEntry(1).at, author: 'Ada', run: data }]);
    assert.deepEqual(
      found.checks.map(({ text }) => text),
      ['a false', 'b true'],
    );
    assert.equal(found.timeline.length, 5);
  });
});
