import assert from 'node:assert/strict';
import { factsOf } from '../../../../src/core/postmortem/facts.ts';
import { languages } from '../../../../src/core/postmortem/languages/language.ts';
import type { PostMortemCode } from '../../../../src/core/postmortem/lint/finding.ts';
import { lintPostMortem } from '../../../../src/core/postmortem/lint/lintPostMortem.ts';
import { missingFacts } from '../../../../src/core/postmortem/missingFacts.ts';
import { renderPostMortem } from '../../../../src/core/postmortem/renderPostMortem.ts';
import { templates } from '../../../../src/core/postmortem/templates/index.ts';
import { wordsOf } from '../../../../src/core/postmortem/languages/index.ts';
import { timelineView } from '../../../../src/core/timeline/timelineView.ts';
import { FakeClock } from '../../fakeClock.ts';
import { plainWords } from '../../runbooks/lint/support.ts';
import { sampleEntry, sampleIncident } from '../../timeline/sampleEntries.ts';

const found = (source: string, author: string | null = 'Ada') =>
  lintPostMortem(source, { clock: new FakeClock(), l10n: plainWords, today: '2026-11-25', author });
const marked = (code: PostMortemCode, source: string) =>
  found(source)
    .filter(finding => finding.code === code)
    .map(({ range: { start, end } }) =>
      source.split('\n')[start.line]!.slice(start.character, end.character),
    );
const mended = (source: string, code: PostMortemCode, number = 0) => {
  const [finding] = found(source).filter(one => one.code === code);
  const { range, newText } = finding!.fixes[number]!.edits[0]!;
  const lines = source.split('\n');
  const line = lines[range.start.line]!;
  lines[range.start.line] = line.slice(0, range.start.character) + newText + line.slice(range.end.character);
  return lines.join('\n');
};
const table = (...rows: string[]) =>
  ['## Action items', '', '| Action | Owner | Due | Issue |', '|---|---|---|---|', ...rows].join('\n');

describe('What a post-mortem still lacks', () => {
  it('is an owner and a day of each open item, and a fix gives it one', () => {
    const source = table(
      '| Alert earlier |  |  |  |',
      '| ~~Raise it~~ |  |  |  |',
      '| Rehearse | Bob | 2026-12-01 |  |',
    );
    assert.deepEqual(marked('action-owner', source), ['Alert earlier']);
    assert.deepEqual(marked('action-due', source), ['Alert earlier']);
    const owned = mended(source, 'action-owner');
    assert.match(owned, /^\| Alert earlier \| Ada \|  \|  \|$/m);
    assert.match(mended(owned, 'action-due', 1), /^\| Alert earlier \| Ada \| 2026-12-25 \|  \|$/m);
    assert.deepEqual(found(mended(owned, 'action-due')), []);
    assert.deepEqual(
      found(source, null)
        .filter(one => one.code === 'action-owner')
        .map(one => one.fixes),
      [[]],
    );
  });

  it('is the work that is overdue, by how many days; and a day that cannot be sorted', () => {
    const source = table('| A | Bob | 2026-11-24 |  |', '| B | Bob | 2026-11-01 |  |', '| C | Bob | 2026-11-25 |  |', '| D | Bob | soon |  |'); // prettier-ignore
    assert.deepEqual(
      found(source).map(({ code, message }) => [code, message]),
      [
        ['action-overdue', 'This action item was due yesterday.'],
        ['action-overdue', 'This action item has been overdue for 24 days.'],
        ['action-due', '“soon” is no day that can be sorted: write it as 2026-12-02.'],
      ],
    );
  });

  it('is each section whose question stands there, and each that is empty', () => {
    const source =
      '# T\n\n## Summary\n\n*Not recorded. What happened?*\n\n## Impact\n\n## Cause\n\n### Deeper\n\nWords\n\n## End';
    assert.deepEqual(marked('section-empty', source), [
      '*Not recorded. What happened?*',
      '## Impact',
      '## End',
    ]);
  });

  it('is all that the template of any language says is not recorded, and nothing else is wrong with it', () => {
    const facts = factsOf(sampleIncident, timelineView({ entries: [sampleEntry(1)], unreadable: [] }));
    for (const template of templates) {
      for (const language of languages) {
        const source = renderPostMortem(facts, { template, language });
        const lines = new Set(missingFacts(source, wordsOf[language]).map(({ line }) => line));
        const all = found(source);
        const where = `${template.id}, ${language}`;
        assert.deepEqual(
          all.filter(({ code }) => code !== 'not-recorded' && code !== 'section-empty'),
          [],
          where,
        );
        for (const line of lines)
          assert.ok(
            all.some(({ range }) => range.start.line === line),
            `${where}, line ${line}`,
          );
      }
    }
  });
});

describe('Blame', () => {
  it('is found in English and French, with what to write instead', () => {
    const guilty: readonly [string, string][] = [
      ['The cause was human error.', 'human error'],
      ['Bob should have looked at the graph.', 'should have'],
      ['She could’ve… no: they ought to have known.', 'ought to have'],
      ['The on-call failed to notice it.', 'failed to notice'],
      ['A careless change.', 'careless'],
      ['He forgot to run the migration.', 'forgot to'],
      ['That was their mistake.', 'their mistake'],
      ['C’était une erreur humaine.', 'erreur humaine'],
      ['Il aurait dû vérifier.', 'aurait dû'],
      ['Elle a oublié de relancer.', 'a oublié de'],
      ['Par négligence.', 'négligence'],
      ['| Bob should not have deployed | Ada | 2026-12-01 |  |', 'should not have'],
    ]; // prettier-ignore
    for (const [said, words] of guilty) {
      assert.deepEqual(marked('blame', said.startsWith('|') ? table(said) : said), [words], said);
    }
    assert.match(found('A human error.')[0]!.message, /what would have caught it/);
  });

  it('is not read into a record, a quotation, code, or words that only sound alike', () => {
    const innocent = [
      '| Time | Who | What | Entry |\n|---|---|---|---|\n| 2026-11-22 10:15:00 | Ada | Bob should have looked | E1 |',
      '- 2026-11-22 10:15:00, Ada: it was human error (E1)',
      '> Bob should have looked.',
      'Ada said “you should have called”.',
      'Elle a dit : « il aurait dû appeler ».',
      '`should have`',
      '```\nhuman error\n```',
      'We should have a second pair of eyes, and should have more alerts.',
      'The error rate rose; the alert failed to fire.',
      'What would have helped?',
    ];
    for (const said of innocent) assert.deepEqual(marked('blame', said), [], said);
  });

  it('is looked for in any text without hanging', () => {
    const hostile = [
      'should '.repeat(20_000),
      '|'.repeat(50_000),
      '"'.repeat(50_001),
      '| a '.repeat(10_000) + '\n' + '|-'.repeat(10_000),
      '# '.repeat(10_000),
      '~~'.repeat(20_000),
    ];
    for (const text of hostile) assert.ok(found(text).length <= 500);
  });
});
