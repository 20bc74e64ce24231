import { rangeOn, type TextEdit } from '../../runbooks/lint/finding.ts';
import type { ActionItem } from '../actionItems.ts';
import { linesOf } from '../../timeline/markdownTables.ts';

/**
 * What stands in the issue’s place from before the request until its answer: whoever finds it later knows that an
 * issue may be there already, and by which name to look for it.
 */
export function pendingMark(ref: string): string {
  return `*being created: ${ref}*`;
}

/** Outside of a table it stands in parentheses behind the words. */
const markBehind = / ?\(\*(being created: [\w-]{6,40})\*\)/;

/** What the mark behind these words says, as an issue’s text; null where there is none. */
export function pendingBehind(words: string): string | null {
  return markBehind.exec(words)?.[1] ?? null;
}

export function withoutPending(words: string): string {
  return words.replace(markBehind, '');
}

/** The name that an issue is being created under; null where none is. */
export function pendingRef({ issue }: ActionItem): string | null {
  return /^being created: ([\w-]{6,40})$/.exec(issue?.text ?? '')?.[1] ?? null;
}

/** Puts `text` in the place of the mark, wherever its row stands by now; null where somebody took it out. */
export function settleMark(source: string, ref: string, text: string): TextEdit | null {
  const lines = linesOf(source);
  const mark = pendingMark(ref);
  const line = lines.findIndex(one => one.includes(mark));
  if (line < 0) return null;
  let from = lines[line]!.indexOf(mark);
  let to = from + mark.length;
  // Outside of a table it stands in parentheses of its own, which go with it.
  if (text === '' && lines[line]!.slice(0, from).endsWith(' (') && lines[line]![to] === ')') {
    from -= 2;
    to += 1;
  }
  return { range: rangeOn(line, from, to), newText: text };
}
