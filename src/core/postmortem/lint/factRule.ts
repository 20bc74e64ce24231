import { rangeOn } from '../../runbooks/lint/finding.ts';
import { plainText } from '../../timeline/markdownTables.ts';
import type { PostMortemContext, PostMortemFinding } from './finding.ts';
import { isPrompt, notRecordedAt, type PostMortemText } from './postMortemText.ts';

/** Facts that the document still says are not recorded. */
export function factRule(
  { lines, fenced, tables }: PostMortemText,
  { l10n }: PostMortemContext,
): readonly PostMortemFinding[] {
  const names = new Map(
    tables.flatMap(({ rows }) =>
      rows.map(({ line, cells }) => [line, plainText(cells[0]?.source ?? '')] as const),
    ),
  );
  return lines.flatMap((line, index): PostMortemFinding[] => {
    const at = fenced[index] || isPrompt(line) ? -1 : notRecordedAt(line);
    if (at < 0) return [];
    const end = line.indexOf('*', at + 1) + 1;
    const name = names.get(index) ?? '';
    // A table without a row says so in its first cell, and names nothing.
    const isName = name !== '' && name !== plainText(line.slice(at, end));
    const message = isName
      ? l10n.t('“{0}” is not recorded: fill it in, or add it to the timeline and generate again.', name)
      : l10n.t('Nothing is recorded here.');
    return [
      {
        code: 'not-recorded',
        severity: 'information',
        message,
        range: rangeOn(index, at, end),
        fixes: [],
      },
    ];
  });
}
