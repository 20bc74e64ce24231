import assert from 'node:assert/strict';
import { marked, type Tokens } from 'marked';
import { utc } from '../../../src/core/clock.ts';
import { factsOf } from '../../../src/core/postmortem/facts.ts';
import { renderPostMortem } from '../../../src/core/postmortem/renderPostMortem.ts';
import type { RunData, TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';

const text = (entries: readonly TimelineEntry[], incident: Parameters<typeof factsOf>[0] = sampleIncident) =>
  renderPostMortem(factsOf(incident, timelineView({ entries, unreadable: [] })));

const run = (data: Partial<RunData>): RunData => ({
  ...{
    runId: 'r',
    runbook: 'bad-deploy.md',
    step: 'Rollback',
    command: 'id',
    cwd: '/',
    outcome: 'ok',
    exitCode: 0,
  },
  ...{ startedAt: utc(START), durationMs: 2_300, outputTail: 'secret output', outputCut: false },
  ...data,
});

describe('renderPostMortem', () => {
  it('says of everything that is not known that it is not recorded', () => {
    const unknown = { ...sampleIncident, number: null, severity: null, service: null, url: null };
    const lines = text([], unknown).split('\n');
    for (const line of [
      '| Incident | Q1ABC |',
      '| Severity | *not recorded* |',
      '| Service | *not recorded* |',
      '| Acknowledged | *not recorded* |',
      '| Mitigated | *not recorded* |',
      '| Resolved | *not recorded* |',
      '| Time to acknowledge | *not recorded* |',
      '| Duration | *not recorded* |',
      '| Responders | *not recorded* |',
      '| *not recorded* |  |  |',
    ]) {
      assert.ok(lines.includes(line), line);
    }
    assert.equal(lines.filter(line => line.startsWith('*Not recorded. ')).length, 6);
  });

  it('states the facts with their times in UTC', () => {
    const source = { type: 'provider', id: 'w:1' } as const;
    const resolved = { ...sampleIncident, status: 'resolved', resolvedAt: utc(START + 3_600_000) } as const;
    const lines = text(
      [
        sampleEntry(1, {
          kind: 'acknowledged',
          source,
          at: utc(START + 245_000),
          text: 'Acknowledged by Ada',
        }),
      ],
      resolved,
    ).split('\n');
    for (const line of [
      '# Post-mortem: Checkout is down',
      '| Incident | [\\#123](<https://example.pagerduty.com/incidents/Q1ABC>) |',
      '| Severity | P1 |',
      '| Status | resolved |',
      '| Service | checkout |',
      '| Started | 2026-11-22 10:15:00 UTC |',
      '| Acknowledged | 2026-11-22 10:19:05 UTC |',
      '| Resolved | 2026-11-22 11:15:00 UTC |',
      '| Time to acknowledge | 4 min 05 s |',
      '| Duration | 1 h 00 min |',
      '| Responders | Ada |',
      '| 2026-11-22 10:19:05 | Ada | Acknowledged by Ada |',
    ]) {
      assert.ok(lines.includes(line), line);
    }
  });

  it('has its sections in order, the checklist only where one was used', () => {
    const headings = (entries: readonly TimelineEntry[]) =>
      [...text(entries).matchAll(/^## (.*)$/gm)].map(m => m[1]);
    const before = ['Summary', 'Impact', 'Timeline', 'What was run'];
    const after = ['Root cause', 'Resolution', 'What went well', 'What went badly', 'Action items'];
    assert.deepEqual(headings([]), [...before, ...after]);
    const tick = sampleEntry(1, { kind: 'checklist', data: { runbook: 'r', item: 'a', checked: true } });
    assert.deepEqual(headings([tick]), [...before, 'Checklist', ...after]);
  });

  it('tells how each run ended, whole commands, and no output', () => {
    const entries = [
      run({}),
      run({ outcome: 'failed', exitCode: 1, command: 'kubectl get pods | grep -v Running\nid' }),
      run({ outcome: 'unknown', exitCode: null, step: '' }),
    ].map((data, number) => sampleEntry(number, { kind: 'run', data, text: 'Ran it' }));
    const shown = text(entries);
    for (const line of [
      '| 2026-11-22 10:15:00 | Ada | bad-deploy.md: Rollback | `id` | ok (exit 0) | 2.3 s |',
      '| 2026-11-22 10:15:01 | Ada | bad-deploy.md: Rollback | `kubectl get pods \\| grep -v Running`<br>`id` | failed (exit 1) | 2.3 s |',
      '| 2026-11-22 10:15:02 | Ada | bad-deploy.md | `id` | unknown | 2.3 s |',
    ]) {
      assert.ok(shown.split('\n').includes(line), line);
    }
    assert.doesNotMatch(shown, /secret output/);
  });

  it('stays whole tables and plain text whatever the incident and the timeline say', () => {
    const hostile = 'x | y\n# no heading\n|---|\n<script>alert(1)</script> `open ``` [a](javascript:b) <!-- ';
    const incident = { ...sampleIncident, title: hostile, service: { id: 's', name: hostile } };
    const entries = [
      sampleEntry(1, { text: hostile, author: hostile }),
      sampleEntry(2, {
        kind: 'run',
        data: run({ command: hostile, step: hostile, runbook: hostile }),
        text: hostile,
      }),
    ];
    const tokens = marked.lexer(text(entries, incident));
    const tables = tokens.filter((token): token is Tokens.Table => token.type === 'table');
    assert.deepEqual(
      tables.map(table => table.rows.length),
      [11, 2, 1, 1],
    );
    assert.equal(tokens.filter(token => token.type === 'heading').length, 10);
    assert.ok(tokens.every(token => token.type !== 'html' && token.type !== 'code'));
  });
});
