import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import { factsOf } from '../../../src/core/postmortem/facts.ts';
import type { RunData, TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { EXTENSION_AUTHOR, PROVIDER_AUTHOR } from '../../../src/core/timeline/scribe.ts';
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
    assert.equal(found.moments.detected.at, utc(START + minute));
    assert.equal(found.moments.acknowledged?.at, utc(START + 4 * minute));
    assert.equal(found.durations.acknowledge, 3 * minute);
    assert.equal(found.moments.resolved?.at, utc(START + 41 * minute));
    assert.equal(found.durations.resolve, 40 * minute);
  });

  it('knows no responder by the name of the extension, which notes what fell due', () => {
    const found = facts([
      sampleEntry(1),
      sampleEntry(2, { kind: 'deadline', author: EXTENSION_AUTHOR, source: { type: 'extension' } }),
    ]);
    assert.deepEqual(
      found.responders.map(({ name }) => name),
      ['Ada'],
    );
  });

  it('takes the provider’s times where the timeline has none, and nothing from anywhere else', () => {
    const found = facts([sampleEntry(1)]);
    assert.equal(found.moments.detected.at, sampleIncident.createdAt);
    assert.equal(found.moments.acknowledged, null);
    assert.equal(found.durations.acknowledge, null);
    assert.equal(found.moments.resolved?.at, utc(START + 50 * minute));
  });

  it('has no end while the incident is open, also when it was resolved once', () => {
    const found = facts([log(1, 'resolved', 5), log(2, 'triggered', 6)], sampleIncident);
    assert.equal(found.moments.resolved, null);
    assert.equal(found.durations.resolve, null);
  });

  it('computes nothing from times that contradict each other', () => {
    assert.equal(facts([log(1, 'triggered', 10), log(2, 'acknowledged', 4)]).durations.acknowledge, null);
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
    assert.deepEqual(
      found.responders.map(({ name }) => name),
      ['Grace', 'ada', 'Linus'],
    );
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
    assert.deepEqual(found.runs, [
      { id: sampleEntry(1).id, at: sampleEntry(1).at, author: 'Ada', text: 'entry 1', data },
    ]);
    assert.deepEqual(
      found.checks.map(({ text }) => text),
      ['a false', 'b true'],
    );
    assert.equal(found.timeline.length, 5);
  });
});
