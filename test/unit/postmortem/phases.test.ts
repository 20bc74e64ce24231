import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import { factsOf } from '../../../src/core/postmortem/facts.ts';
import { wordsOf } from '../../../src/core/postmortem/languages/index.ts';
import { mermaidText, mermaidTimeline } from '../../../src/core/postmortem/mermaidTimeline.ts';
import { phasesSvg } from '../../../src/core/postmortem/phasesSvg.ts';
import { reviewDue, reviewTimeOf } from '../../../src/core/postmortem/reviewDue.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { seeded, seeds } from '../seeded.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';

const minute = 60_000;
const resolved = { ...sampleIncident, status: 'resolved', resolvedAt: utc(START + 60 * minute) } as const;
const facts = (entries: readonly TimelineEntry[], incident: Parameters<typeof factsOf>[0] = resolved) =>
  factsOf(incident, timelineView({ entries, unreadable: [] }));
const at = (minutes: number) => utc(START + minutes * minute);
const whole = [
  sampleEntry(1, { kind: 'impact', at: at(-10), text: 'Payments fail' }),
  sampleEntry(2, { kind: 'triggered', at: at(0) }),
  sampleEntry(3, { kind: 'acknowledged', at: at(4) }),
  sampleEntry(4, { kind: 'stage', at: at(30), data: { from: 'investigation', to: 'mitigation' } }),
  sampleEntry(5, { kind: 'resolved', at: at(60) }),
];

describe('The moments of an incident', () => {
  it('divide it into detection, acknowledgement, mitigation and resolution, each with its entry', () => {
    const found = facts(whole);
    assert.deepEqual(found.durations, {
      ...{ detect: 10 * minute, acknowledge: 4 * minute, mitigate: 30 * minute, resolve: 60 * minute },
    });
    assert.deepEqual(
      Object.values(found.moments).map(moment => moment?.entry),
      whole.map(({ id }) => id),
    );
  });

  it('propose a mitigation by a run, and never state it', () => {
    const run = (number: number, step: string, outcome: string, met?: boolean) =>
      sampleEntry(number, {
        kind: 'run',
        data: {
          ...(met !== undefined && { met }),
          ...{ runId: `r${number}`, runbook: 'r.md', step, command: 'id', cwd: '/', outcome, exitCode: 0 },
          ...{ startedAt: at(0), durationMs: 1, outputTail: '', outputCut: false },
        },
      });
    const runs = [run(1, 'Quick diagnosis', 'ok'), run(2, 'Rollback', 'failed'), run(3, 'Rollback', 'ok')];
    const found = facts(runs);
    assert.equal(found.moments.mitigated, null);
    assert.equal(found.durations.mitigate, null);
    assert.equal(found.proposedMitigation?.entry, runs[2]!.id);
    assert.equal(facts([...runs, whole[3]!]).proposedMitigation, null);
    const unmet = run(4, 'Rollback', 'ok', false);
    assert.equal(facts([unmet]).proposedMitigation, null);
    const expected = run(5, 'Rollback', 'failed', true);
    assert.equal(facts([unmet, expected]).proposedMitigation?.entry, expected.id);
  });

  it('know which stretches nothing is said of, with the entries at their ends', () => {
    const notes = [1, 10, 30, 46].map((minutes, number) => sampleEntry(10 + number, { at: at(minutes) }));
    assert.deepEqual(
      facts(notes).gaps.map(({ ms, before, after }) => [ms / minute, before, after]),
      [
        [20, notes[1]!.id, notes[2]!.id],
        [16, notes[2]!.id, notes[3]!.id],
      ],
    );
    assert.deepEqual(facts([notes[0]!], sampleIncident).gaps, [], 'open: what comes is not missing yet');
  });

  it('name every responder with roles and deeds, and the worst severity of all', () => {
    const change = (number: number, from: string, to: string) =>
      sampleEntry(number, { kind: 'severity', data: { from, to, reason: 'Fewer are hit' } });
    const role = { role: 'Incident Commander', from: null, to: 'Grace' };
    const found = facts([
      sampleEntry(1),
      sampleEntry(2, { kind: 'role', data: role }),
      change(3, 'P1', 'P3'),
    ]);
    assert.deepEqual(
      found.responders.map(({ name, roles, entries }) => [name, roles, entries]),
      [
        ['Ada', [], 3],
        ['Grace', ['Incident Commander'], 0],
      ],
    );
    assert.equal(found.severity, 'P3');
    assert.equal(found.worstSeverity, 'P1');
  });

  it('keep the name of each entry, also where a short one is taken or was retracted', () => {
    const id = (lead: string) => `0${lead.repeat(19)}ABCDEF`.slice(0, 26);
    const first = sampleEntry(1, { id: id('1') });
    const second = sampleEntry(2, { id: id('2') });
    const alone = facts([first]).labels.get(first.id);
    const both = facts([second, first]).labels;
    assert.equal(both.get(first.id), alone);
    assert.notEqual(both.get(second.id), alone);
    const retraction = sampleEntry(3, { id: id('3'), amends: first.id, retracts: true });
    assert.equal(facts([first, second, retraction]).labels.get(second.id), both.get(second.id));
  });
});

describe('reviewDue', () => {
  const times = { P1: '3 days', P2: '5 working days' };
  const due = (resolution: string, worstSeverity: string | null) =>
    reviewDue(
      { worstSeverity, moments: { ...facts(whole).moments, resolved: { at: resolution, entry: null } } },
      times,
    );

  it('counts days, or working days over the weekend, from the resolution', () => {
    assert.equal(due('2026-11-20T23:59:00Z', 'P1'), '2026-11-23');
    // A Friday: Monday is the first of the five.
    assert.equal(due('2026-11-20T08:00:00Z', 'P2'), '2026-11-27');
    assert.equal(due('2026-11-21T08:00:00Z', 'P2'), '2026-11-27');
    assert.equal(due('2026-12-30T08:00:00Z', 'P2'), '2027-01-06');
  });

  it('knows no day for an open incident, or for a severity that nothing is set for', () => {
    assert.equal(due('2026-11-20T08:00:00Z', 'P3'), null);
    assert.equal(due('2026-11-20T08:00:00Z', null), null);
    assert.equal(due('2026-11-20T08:00:00Z', 'constructor'), null);
    assert.equal(reviewDue(facts(whole, sampleIncident), times), null);
  });

  it('reads what a person sets, and nothing else', () => {
    assert.deepEqual(reviewTimeOf(' 1 day '), { days: 1, working: false });
    assert.deepEqual(reviewTimeOf('10 Working days'), { days: 10, working: true });
    for (const text of ['', 'soon', '-1 days', '999 days', '3', 3, null])
      assert.equal(reviewTimeOf(text), null);
  });
});

describe('phasesSvg', () => {
  it('tells each phase and its length in words, in either language', () => {
    assert.match(
      phasesSvg(facts(whole), wordsOf.en),
      /<desc id="desc">Until detected: 10 min 00 s; Until ack/,
    );
    assert.match(phasesSvg(facts(whole), wordsOf.fr), /Jusqu’à la détection : 10 min/);
    assert.match(phasesSvg(facts([], sampleIncident), wordsOf.en), /Too few times are recorded/);
  });

  it('keeps every bar inside the drawing, for random times also in the wrong order', () => {
    for (const seed of seeds(300)) {
      const random = seeded(seed);
      const entries = whole
        .filter(() => random() < 0.8)
        .map(entry => ({ ...entry, at: utc(START + Math.floor(random() ** 8 * 90 * 24 * 60) * minute) }));
      const svg = phasesSvg(facts(entries), wordsOf.en);
      for (const [, x, width] of svg.matchAll(/<rect x="([\d.]+)" y="40" width="([\d.]+)"/g)) {
        assert.ok(Number(x) >= 16 && Number(x) + Number(width) <= 704.5, `seed ${seed}: ${svg}`);
        assert.ok(Number(width) >= 20, `seed ${seed}: ${svg}`);
      }
      assert.doesNotMatch(svg, /NaN|undefined|<script|href/);
    }
  });
});

describe('mermaidTimeline', () => {
  it('has a line an event, the moments first, and no more than fit', () => {
    const many = Array.from({ length: 60 }, (_, number) =>
      sampleEntry(100 + number, { key: true, at: at(5 + number / 2), text: `Event ${number}` }),
    );
    const lines = mermaidTimeline(facts([...whole, ...many]), wordsOf.en).split('\n');
    assert.equal(lines.filter(line => line.includes(':milestone')).length, 24);
    for (const moment of ['10∶05 Impact began', '10∶15 Detected', '10∶45 Mitigated', '11∶15 Resolved']) {
      assert.ok(
        lines.some(line => line.startsWith(`    ${moment} :milestone, 2026-11-22T`)),
        moment,
      );
    }
  });

  it('has an axis whose marks differ, for minutes as for days', () => {
    const axis = (minutes: number) => {
      const entries = [whole[1]!, sampleEntry(9, { kind: 'resolved', at: at(minutes) })];
      return /axisFormat (.*)/.exec(mermaidTimeline(facts(entries), wordsOf.en))?.[1];
    };
    assert.deepEqual([1, 60, 5_000].map(axis), ['%H:%M:%S', '%H:%M', '%m-%d %H:%M']);
  });

  it('lets no text mean anything to Mermaid, for what is known to and for random signs', () => {
    const line = /^[\p{L}\p{M}\p{N} .,()/+=_'’“”«»‹›∶!?…-]{0,70}$/u;
    const hostile = [
      '%%{init: {"securityLevel": "loose"}}%%',
      'a:b;c#d',
      'x\n    click a href "javascript:alert(1)"',
      '```\n# no',
      '<script>alert(1)</script>',
      'end',
      '\u202Egnp.exe',
      'é'.repeat(500),
    ];
    for (const text of hostile) assert.match(mermaidText(text), line);
    for (const seed of seeds(500)) {
      const random = seeded(seed);
      const text = Array.from({ length: 120 }, () =>
        String.fromCodePoint(Math.floor(random() * 0x2fff)),
      ).join('');
      assert.match(mermaidText(text), line, `seed ${seed}`);
    }
    const entries = hostile.map((text, number) => sampleEntry(number, { text, key: true }));
    for (const drawn of mermaidTimeline(facts(entries), wordsOf.en).split('\n').slice(4)) {
      assert.match(drawn, /^ {4}(?:section \d{4}-\d\d-\d\d|\d\d∶\d\d .* :milestone, [\dT:-]+, 1s)$/, drawn);
    }
  });
});
