import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { coverageOf, type RecordedIncident } from '../../../src/core/runbooks/coverage.ts';
import { noPurpose } from '../../../src/core/runbooks/frontMatter.ts';
import type { RunbookCandidate } from '../../../src/core/runbooks/matchRunbooks.ts';
import { parseRunbook } from '../../../src/core/runbooks/parseRunbook.ts';
import type { RunbookPurpose } from '../../../src/core/runbooks/runbook.ts';
import { stewardshipOf } from '../../../src/core/runbooks/stewardship.ts';
import type { RunData, TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { FakeClock } from '../fakeClock.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';

const day = 24 * 3_600_000;

function runbook(
  path: string,
  purpose: Partial<RunbookPurpose> = {},
  origin: 'workspace' | 'shipped' = 'workspace',
) {
  const file = { id: `file:///${path}`, path, title: path, origin, purpose: { ...noPurpose, ...purpose } };
  return { file: file as unknown as RunbookCandidate, stewardship: { owner: null, reviewed: null } };
}

function incident(id: string, service: string | null, changes: Partial<Incident> = {}): Incident {
  return {
    ...sampleIncident,
    id,
    key: `work:${id}`,
    title: `Trouble ${id}`,
    service: service === null ? null : { id: `S-${service}`, name: service },
    ...changes,
  };
}

function ran(number: number, data: Partial<RunData>): TimelineEntry {
  const at = utc(START + number * 1_000);
  const run: RunData = {
    ...{ runId: `r${number}`, runbook: 'a.md', step: 'Restart', blockId: 'b1', command: 'true', cwd: '/' },
    ...{ outcome: 'ok', exitCode: 0, startedAt: at, durationMs: 1, outputTail: '', outputCut: false },
    ...data,
  };
  return sampleEntry(number, {
    kind: 'run',
    source: { type: 'run', id: run.runId },
    text: 'run',
    data: run,
    at,
  });
}

const recorded = (one: Incident, ...entries: TimelineEntry[]): RecordedIncident => ({
  incident: one,
  entries,
});

describe('coverageOf', () => {
  it('names services without a runbook, the one with most incidents first', () => {
    const { uncovered } = coverageOf({
      incidents: [
        recorded(incident('1', 'checkout')),
        recorded(incident('2', 'search', { createdAt: utc(START - day) })),
        recorded(incident('3', 'search')),
        recorded(incident('4', 'mail')),
        recorded(incident('5', null)),
      ],
      runbooks: [runbook('a.md', { services: ['CHECKOUT'] })],
    });
    assert.deepEqual(
      uncovered.map(({ name, incidents }) => [name, incidents.map(({ id }) => id)]),
      [
        ['search', ['3', '2']],
        ['mail', ['4']],
      ],
    );
  });

  it('counts a service as covered where one of its incidents matched by title or used a runbook of the workspace', () => {
    const { uncovered } = coverageOf({
      incidents: [
        recorded(incident('1', 'by-title', { title: 'Disk is full' })),
        recorded(incident('2', 'by-title')),
        recorded(incident('3', 'by-use'), ran(1, {})),
        recorded(incident('4', 'by-use')),
        recorded(incident('5', 'by-file')),
        recorded(incident('6', 'shipped-only'), ran(2, { runbook: 'service-down.md' })),
      ],
      runbooks: [
        runbook('a.md', { titles: ['*disk*full*'] }),
        runbook('runbooks/by-file.md'),
        runbook('service-down.md', { titles: ['trouble*'] }, 'shipped'),
      ],
    });
    assert.deepEqual(
      uncovered.map(({ name, general }) => [name, general?.path]),
      [['shipped-only', 'service-down.md']],
    );
  });

  it('tells services of the same name in two accounts apart', () => {
    const { uncovered } = coverageOf({
      incidents: [
        recorded(incident('1', 'api')),
        recorded(incident('2', 'api', { accountId: 'home', key: 'home:2' })),
      ],
      runbooks: [],
    });
    assert.equal(uncovered.length, 2);
  });

  it('lists blocks by their latest run only, in whatever incident it was', () => {
    const failure = { outcome: 'failed', exitCode: 7 } as const;
    const { failed } = coverageOf({
      incidents: [
        recorded(
          incident('1', 'x'),
          ran(1, failure),
          ran(2, { blockId: 'b2', ...failure }),
          ran(9, { blockId: 'b4', met: false }),
          ran(8, { blockId: 'b7', met: true, ...failure }),
        ),
        recorded(
          incident('2', 'x'),
          ran(3, {}),
          ran(5, { blockId: 'b3', outcome: 'cancelled', exitCode: null }),
          ran(6, { blockId: 'b5', outcome: 'unknown', exitCode: null }),
          ran(7, { blockId: 'b6', runbook: 'gone.md', ...failure }),
        ),
      ],
      runbooks: [runbook('a.md')],
    });
    assert.deepEqual(
      failed.map(({ blockId, incident: { id }, run }) => [blockId, id, run.outcome]),
      [
        ['b4', '1', 'ok'],
        ['b2', '1', 'failed'],
      ],
    );
  });

  it('knows the block of an entry that has no id by its text', () => {
    const source = '# T\n\n```bash\nkubectl get pods\n```\n';
    const [block] = parseRunbook(source, { fileName: 'a.md', clock: new FakeClock() }).blocks;
    const { blockId: _none, ...data } = ran(1, { command: block!.code, outcome: 'failed', exitCode: 1 })
      .data as RunData;
    const entry = sampleEntry(1, { kind: 'run', data });
    const { failed } = coverageOf({
      incidents: [recorded(incident('1', 'x'), entry)],
      runbooks: [runbook('a.md')],
    });
    assert.deepEqual(
      failed.map(({ blockId }) => blockId),
      [block!.id],
    );
  });

  it('says which runbooks were never used, and which were last used when, by runs and ticks', () => {
    const tick = sampleEntry(50, {
      kind: 'checklist',
      data: { runbook: 'b.md', item: 'c1', checked: true },
    });
    const { usage } = coverageOf({
      incidents: [
        recorded(incident('1', 'x'), ran(10, {}), ran(20, {})),
        recorded(incident('2', 'x'), ran(15, {}), tick, ran(30, { runbook: 's.md' })),
      ],
      runbooks: [
        runbook('a.md'),
        runbook('b.md'),
        runbook('never.md'),
        runbook('s.md', {}, 'shipped'),
        runbook('unused.md', {}, 'shipped'),
      ],
    });
    assert.deepEqual(
      usage.map(({ file, lastUsed, incidents }) => [
        file.path,
        lastUsed?.at ?? null,
        lastUsed?.incident.id,
        incidents,
      ]),
      [
        ['never.md', null, undefined, 0],
        ['a.md', utc(START + 20_000), '1', 2],
        ['s.md', utc(START + 30_000), '2', 1],
        ['b.md', utc(START + 50_000), '2', 1],
      ],
    );
  });

  it('is all empty where there is nothing', () => {
    assert.deepEqual(coverageOf({ incidents: [], runbooks: [] }), { uncovered: [], failed: [], usage: [] });
  });
});

describe('stewardshipOf', () => {
  const of = (yaml: string) => stewardshipOf(`---\n${yaml}\n---\n# T\n`);

  it('reads owner and review', () => {
    assert.deepEqual(of('owner: storefront\nreviewed: 2026-11-01'), {
      owner: 'storefront',
      reviewed: '2026-11-01',
    });
    assert.equal(of('owner: 007').owner, '007');
    assert.deepEqual(of('teams: [a, b]\nreviewed: "2026-11-01"'), { owner: 'a, b', reviewed: '2026-11-01' });
    assert.deepEqual(stewardshipOf('\uFEFF---\r\nowner: a\r\n---\r\n'), { owner: 'a', reviewed: null });
  });

  it('has nobody and no day where there is none, or nothing that can be read', () => {
    const nobody = { owner: null, reviewed: null };
    for (const yaml of [
      'title: x',
      'owner:\nreviewed: last week',
      'owner: [\n',
      'reviewed: 2026-02-30',
      '- a',
      'owner: {a: b}',
    ])
      assert.deepEqual(of(yaml), nobody, yaml);
    for (const source of ['', '# T', '---\nowner: a\n', 'owner: a'])
      assert.deepEqual(stewardshipOf(source), nobody, source);
  });
});
