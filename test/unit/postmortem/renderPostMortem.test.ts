import assert from 'node:assert/strict';
import { marked, type Tokens } from 'marked';
import { utc } from '../../../src/core/clock.ts';
import { factsOf } from '../../../src/core/postmortem/facts.ts';
import { type Language, languages } from '../../../src/core/postmortem/languages/language.ts';
import { outlineOf, renderPostMortem } from '../../../src/core/postmortem/renderPostMortem.ts';
import { templates } from '../../../src/core/postmortem/templates/index.ts';
import { onCall } from '../../../src/core/postmortem/templates/onCall.ts';
import type { Template } from '../../../src/core/postmortem/templates/template.ts';
import type { RunData, TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';

const text = (
  entries: readonly TimelineEntry[],
  incident: Parameters<typeof factsOf>[0] = sampleIncident,
  form: { template: Template; language: Language } = { template: onCall, language: 'en' },
) => renderPostMortem(factsOf(incident, timelineView({ entries, unreadable: [] })), form);
const forms = templates.flatMap(template => languages.map(language => ({ template, language })));

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
      '| Incident | Q1ABC |  |',
      '| Severity | *not recorded* |  |',
      '| Service | *not recorded* |  |',
      '| Impact began | *not recorded* |  |',
      '| Acknowledged | *not recorded* |  |',
      '| Mitigated | *not recorded* |  |',
      '| Resolved | *not recorded* |  |',
      '| Time to detect | *not recorded* |  |',
      '| Time to acknowledge | *not recorded* |  |',
      '| Time to resolve | *not recorded* |  |',
      '| Review due | *not recorded* (counts from the resolution) |  |',
      '| *not recorded* |  |  |  |',
    ]) {
      assert.ok(lines.includes(line), line);
    }
    assert.equal(lines.filter(line => line.startsWith('*Not recorded. ')).length, 6);
  });

  it('says in every template and language what is missing, and keeps every heading of it', () => {
    for (const { template, language } of forms) {
      const shown = text([], sampleIncident, { template, language });
      const place = `${template.id}, ${language}`;
      assert.match(shown, language === 'fr' ? /\*Non consigné\. / : /\*Not recorded\. /, place);
      const headings = [...shown.matchAll(/^#{2,3} (.*)$/gm)].map(match => match[1]);
      const outline = outlineOf(template, language).map(heading => heading.trim());
      // Only this project’s own leaves out what is empty: the others have the sections that their source publishes.
      if (template !== onCall) assert.deepEqual(headings, outline, place);
      else
        assert.ok(
          headings.every(heading => outline.includes(heading!)),
          place,
        );
      assert.ok(shown.includes(language === 'fr' ? 'État de la revue | brouillon' : 'Review status | draft'));
      assert.match(shown, /!\[.*\]\(phases\.svg\)/, place);
    }
  });

  it('says below its title that it is of a drill, in every template and language', () => {
    const ofDrill = { ...sampleIncident, accountId: 'drill-1' };
    for (const form of forms) {
      const said =
        form.language === 'fr'
          ? '**EXERCICE\u00a0: rien de ceci n’était réel.**'
          : '**DRILL: nothing of this was real.**';
      const [title, ...others] = text([], ofDrill, form).split('\n');
      assert.match(title!, /^# /);
      assert.deepEqual(others.slice(0, 3), ['', said, ''], form.template.id);
      assert.equal(text([], ofDrill, form).replace(`${said}\n\n`, ''), text([], sampleIncident, form));
    }
  });

  it('names the entry that each fact stands on, the same one whatever comes later', () => {
    const entries = [
      sampleEntry(7, { kind: 'acknowledged', text: 'Acknowledged', source: { type: 'provider', id: 'w:7' } }),
      sampleEntry(8, { kind: 'impact', text: 'Nobody could pay' }),
    ];
    for (const form of forms) {
      for (const shown of [
        text(entries, sampleIncident, form),
        text([sampleEntry(3), ...entries], sampleIncident, form),
      ]) {
        assert.match(shown, /\| Acknowledged \| E00007 \|/, form.template.id);
        assert.match(shown, /: Nobody could pay \(E00008\)$/m, form.template.id);
      }
    }
  });

  it('lists each action item once, as it was last worded, and never as markup', () => {
    const data = { text: 'Fix [it](x) | now', owner: 'Grace', runbook: 'a.md', step: '' };
    const first = sampleEntry(1, { kind: 'action', text: 'Action item: Fix [it](x) | now (a.md)', data });
    const again = sampleEntry(2, { ...first, id: sampleEntry(2).id });
    const general = sampleEntry(3, {
      kind: 'action',
      text: 'Action item: Talk',
      data: { text: 'Talk', owner: null, runbook: null, step: '' },
    });
    const amended = sampleEntry(4, {
      ...general,
      id: sampleEntry(4).id,
      text: 'Action item: Talk more',
      amends: general.id,
    });
    const broken = sampleEntry(5, { kind: 'action', text: 'x', data: { text: 1 } });
    const rows = text([first, again, general, amended, broken])
      .split('## Action items')[1]!
      .trim()
      .split('\n')
      .slice(2);
    assert.deepEqual(rows, [
      '| Fix \\[it\\](x) \\| now (a.md) | Runbook | Grace |  |  |  |',
      '| Talk more |  |  |  |  |  |',
    ]);
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
      '| Incident | [\\#123](<https://example.pagerduty.com/incidents/Q1ABC>) |  |',
      '| Severity | P1 |  |',
      '| Incident status | resolved |  |',
      '| Service | checkout |  |',
      '| Detected | 2026-11-22 10:15:00 UTC |  |',
      '| Acknowledged | 2026-11-22 10:19:05 UTC | E00001 |',
      '| Resolved | 2026-11-22 11:15:00 UTC |  |',
      '| Time to acknowledge | 4 min 05 s |  |',
      '| Time to resolve | 1 h 00 min |  |',
      '| Ada |  | 1 entry | E00001 |',
      '| 2026-11-22 10:19:05 | Ada | Acknowledged by Ada | E00001 |',
      '- Nothing is recorded from 2026-11-22 10:19:05 to 2026-11-22 11:15:00 (55 min 55 s). (E00001)',
    ]) {
      assert.ok(lines.includes(line), line);
    }
  });

  it('has its sections in order, the checklist only where one was used', () => {
    const headings = (entries: readonly TimelineEntry[]) =>
      [...text(entries).matchAll(/^## (.*)$/gm)].map(m => m[1]);
    const before = ['Summary', 'Impact', 'Timeline', 'Silences', 'Responders', 'What was run'];
    const after = ['Root cause', 'Resolution', 'What went well', 'What went badly', 'Action items'];
    assert.deepEqual(headings([]), [...before, ...after]);
    const tick = sampleEntry(1, { kind: 'checklist', data: { runbook: 'r', item: 'a', checked: true } });
    assert.deepEqual(headings([tick]), [...before, 'Checklist', ...after]);
  });

  it('says of a run that it was as its block expected, or not, whatever its exit code', () => {
    const ends = (language: Language, ...runs: readonly RunData[]) => {
      const entries = runs.map((data, n) => sampleEntry(n + 1, { kind: 'run', data }));
      const table = text(entries, sampleIncident, { template: onCall, language });
      return [...table.matchAll(/^\| [^|]+ \| Ada \| bad-deploy\.md: Rollback \| `id` \| (.*?) \|/gm)].map(
        ([, end]) => end,
      );
    };
    const runs = [
      run({ met: true }),
      run({ met: false }),
      run({ met: true, outcome: 'failed', exitCode: 3 }),
      run({ met: false, outcome: 'failed', exitCode: 1 }),
      run({ met: false, outcome: 'cancelled', exitCode: null }),
    ];
    assert.deepEqual(ends('en', ...runs), [
      'ok, as expected (exit 0)',
      'not as expected (exit 0)',
      'as expected (exit 3)',
      'failed, not as expected (exit 1)',
      'cancelled, not as expected',
    ]);
    assert.deepEqual(ends('fr', ...runs.slice(1, 3)), [
      'non conforme à l’attendu (code 0)',
      'comme attendu (code 3)',
    ]);
  });

  it('tells how each run ended, whole commands, and no output', () => {
    const entries = [
      run({}),
      run({ outcome: 'failed', exitCode: 1, command: 'kubectl get pods | grep -v Running\nid' }),
      run({ outcome: 'unknown', exitCode: null, step: '' }),
    ].map((data, number) => sampleEntry(number, { kind: 'run', data, text: 'Ran it' }));
    const shown = text(entries);
    for (const line of [
      '| 2026-11-22 10:15:00 | Ada | bad-deploy.md: Rollback | `id` | ok (exit 0) | 2.3 s | E00000 |',
      '| 2026-11-22 10:15:01 | Ada | bad-deploy.md: Rollback | `kubectl get pods \\| grep -v Running`<br>`id` | failed (exit 1) | 2.3 s | E00001 |',
      '| 2026-11-22 10:15:02 | Ada | bad-deploy.md | `id` | unknown | 2.3 s | E00002 |',
    ]) {
      assert.ok(shown.split('\n').includes(line), line);
    }
    assert.doesNotMatch(shown, /secret output/);
  });

  it('stays whole tables and plain text whatever the incident and the timeline say, in every form', () => {
    const hostile = 'x | y\n# no heading\n|---|\n<script>alert(1)</script> `open ``` [a](javascript:b) <!-- ';
    const incident = { ...sampleIncident, title: hostile, service: { id: 's', name: hostile } };
    const statements = (['impact', 'decision', 'hypothesis', 'observation', 'activity'] as const).map(
      (kind, number) => sampleEntry(10 + number, { kind, text: hostile, author: hostile, key: true }),
    );
    const entries = [
      sampleEntry(1, { text: hostile, author: hostile }),
      sampleEntry(2, {
        kind: 'run',
        data: run({ command: hostile, step: hostile, runbook: hostile }),
        text: hostile,
      }),
      sampleEntry(3, { kind: 'message', data: { channel: hostile, purpose: 'update', text: hostile } }),
      sampleEntry(4, { kind: 'severity', data: { from: hostile, to: hostile, reason: hostile } }),
      sampleEntry(5, { kind: 'role', data: { role: hostile, from: hostile, to: hostile } }),
      ...statements,
    ];
    for (const form of forms) {
      const shown = text(entries, incident, form);
      const tokens = marked.lexer(shown);
      const place = `${form.template.id}, ${form.language}`;
      const plain = marked.lexer(text([], sampleIncident, form)).filter(({ type }) => type === 'heading');
      const headings = tokens.filter(({ type }) => type === 'heading');
      if (form.template !== onCall) assert.equal(headings.length, plain.length, place);
      const timeline = tokens.filter((token): token is Tokens.Table => token.type === 'table');
      assert.ok(
        timeline.some(({ rows }) => rows.length === entries.length),
        place,
      );
      assert.ok(
        tokens.every(({ type }) => type !== 'html'),
        place,
      );
      const codes = tokens.filter((token): token is Tokens.Code => token.type === 'code');
      assert.deepEqual(
        codes.map(({ lang }) => lang),
        ['mermaid'],
        place,
      );
      assert.doesNotMatch(marked.parse(shown, { async: false }), /<script|href="javascript/, place);
    }
  });
});
