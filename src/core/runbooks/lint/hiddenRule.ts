import { mayHide, splitAtHidden } from '../hiddenCharacters.ts';
import { rangeOn, type Finding, type Translator } from './finding.ts';
import type { RunbookText } from './runbookText.ts';

/** Characters in blocks that nobody can see; one finding a line. */
export function hiddenRule({ blocks, lines }: RunbookText, l10n: Translator): Finding[] {
  return blocks.flatMap(({ block, lineCount, lineRange }) => {
    if (block.hidden.length === 0) return [];
    const numbers = new Set(Array.from({ length: lineCount }, (_, index) => lineRange(index + 1).start.line));
    return [...numbers].flatMap(line => hiddenOn(lines[line]!, line, block.runnable, l10n));
  });
}

function hiddenOn(text: string, line: number, runnable: boolean, l10n: Translator): Finding[] {
  if (!mayHide(text)) return [];
  const edits = [];
  const names = new Set<string>();
  let at = 0;
  for (const { visible, escape } of splitAtHidden(text)) {
    at += visible.length;
    if (escape === null) continue;
    const character = String.fromCodePoint(parseInt(escape.slice(2), 16));
    names.add(escape);
    const range = rangeOn(line, at, at + character.length);
    edits.push({ range, newText: /\p{Zs}/u.test(character) ? ' ' : '' });
    at += character.length;
  }
  const [first] = edits;
  if (!first) return [];
  return [
    {
      code: 'hidden-character',
      severity: runnable ? 'error' : 'warning',
      message: l10n.t(
        'This line holds characters that cannot be seen: {0}.',
        [...names].slice(0, 8).join(', '),
      ),
      range: rangeOn(line, first.range.start.character, edits.at(-1)!.range.end.character),
      fixes: [{ title: l10n.t('Take them out'), edits }],
    },
  ];
}
