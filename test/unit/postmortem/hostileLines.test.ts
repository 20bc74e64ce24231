import assert from 'node:assert/strict';
import { actionItemsIn } from '../../../src/core/postmortem/actionItems.ts';
import { dueDateIn } from '../../../src/core/postmortem/dueDate.ts';
import { picturesIn } from '../../../src/core/postmortem/export/postMortemHtml.ts';
import { wordsOf } from '../../../src/core/postmortem/languages/index.ts';
import { lintPostMortem } from '../../../src/core/postmortem/lint/lintPostMortem.ts';
import { missingFacts } from '../../../src/core/postmortem/missingFacts.ts';
import { reviewStatusIn } from '../../../src/core/postmortem/review.ts';
import { teamOutline } from '../../../src/core/postmortem/teamTemplate.ts';
import { importedFromCsv, importedFromMarkdown } from '../../../src/core/timeline/import/importedEntries.ts';
import { LocalZone } from '../../../src/core/timeline/localZone.ts';
import { escapedMarkdown, markdownCode } from '../../../src/core/timeline/markdownText.ts';
import { costOf, mostCost, refuseSteepCost, type Pumped } from '../cost.ts';
import { FakeClock } from '../fakeClock.ts';
import { plainWords } from '../runbooks/lint/support.ts';

const table = '| Action | Owner | Due | Issue |\n|---|---|---|---|\n| ';
const list = '## Action items\n- [ ] ';
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'the checks': text =>
    lintPostMortem(text, { today: '2026-11-25', author: 'Ada', l10n: plainWords, clock: new FakeClock() }),
  'the action items': actionItemsIn,
  'what is missing': text => missingFacts(text, wordsOf.en),
  'the review status': reviewStatusIn,
  'the headings of a template': text => teamOutline({ text }),
  'the pictures': picturesIn,
  'a due date': dueDateIn,
  'an imported list': text => importedFromMarkdown(text, { mask: String, zone: new LocalZone('UTC'), createdAt: 0 }),
  'an imported file': text => importedFromCsv(text, { mask: String, zone: new LocalZone('UTC'), createdAt: 0 }),
  'a text as Markdown': escapedMarkdown,
  'a command as Markdown': text => markdownCode(text, 3),
}; // prettier-ignore

const hostile: readonly Pumped[] = [
  ['# a', ' ', 'b'],
  ['# a', '#', 'b'],
  ['#', ' ', '\u2028b'],
  ['## a', '\t', 'b'],
  [list, 'a (b) ', '(c)'],
  [list, '[a](b ', '2026-12-01'],
  [list, 'issue:[', ''],
  ['', '# \n', ''],
  ['# a\n', '## b\n', '*Not recorded. What happened?*\n'],
  ['# a\n', '## b\n*Not recorded. What happened?*\n', ''],
  ['| a |\n', '---', ' x'],
  ['| a |\n---', ' ', 'x'],
  ['| a |\n| -', ' ', 'x'],
  ['', '| a |\n|---|\n', ''],
  ...[table, list, '| Time | What |\n|---|---|\n| '].flatMap(before =>
    ['[', '![', '\\[', '[a](', '[a](<', '[x](b ', '[[a](b)', '*', '`', '~~', '<br', '1 a', 'a', '1 '].map(
      pump => [before, pump, ' | x |'] as const,
    ),
  ),
  ['', '[a](b', ' | | x |\n'],
  [`${list}x`, ' ', 'y'],
  [`${list} `, ' ', 'x'],
  ['- [', ' ', 'x'],
  ['', '“', ''],
  ['', '«', ''],
  ['', '"a', ''],
  ['Review status: draft', ' ', 'x'],
  ['| Review status |', ' ', 'x'],
  ['![a](', 'a', ''],
  ['', '![a](b ', ''],
  ['![', '[a](<', ''],
  ['- 10:15', ' ', 'b'],
  ['- ', ' ', '\u2028b\u2028'],
  ['time,what\n10:15', ' ', 'b,x'],
  ['a', ' ', 'b\nc'],
  ['a\n', '\n', 'b'],
  ['', '`a', '\n'],
];

describe('Hostile lines', () => {
  for (const [name, read] of Object.entries(readers)) {
    it(`cost ${name} no more than in proportion to their length`, function () {
      this.timeout(120_000);
      for (const pumped of hostile) refuseSteepCost(read, pumped);
    });
  }

  it('cost no more where a table has as many columns as rows', () => {
    const wide = `| Action ${'| a '.repeat(10_000)}| Owner |\n|${'---|'.repeat(10_002)}\n${'| x |\n'.repeat(5_000)}`;
    assert.ok(costOf(() => actionItemsIn(wide)) < mostCost);
  });
});
