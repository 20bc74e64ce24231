import type { PostMortemContext, PostMortemFinding } from './finding.ts';
import { isPrompt, type PostMortemText } from './postMortemText.ts';

/** Sections in which nobody has written yet: their question still stands there, or nothing at all does. */
export function sectionRule(
  { lines, sections, lineRange, fenced }: PostMortemText,
  { l10n }: PostMortemContext,
): readonly PostMortemFinding[] {
  let begun = 0;
  const prompted = lines.flatMap((line, index): PostMortemFinding[] => {
    while (begun < sections.length && sections[begun]!.line < index) begun++;
    if (fenced[index] || !isPrompt(line)) return [];
    const section = sections[begun - 1];
    const message = section
      ? l10n.t('“{0}” still waits for an answer to its question.', section.heading)
      : l10n.t('This question still waits for an answer.');
    return [{ code: 'section-empty', severity: 'information', message, range: lineRange(index), fixes: [] }];
  });
  const empty = sections
    .filter(({ line, end, level }) => level > 1 && lines.slice(line + 1, end).every(isBlank))
    .map(({ line, heading }): PostMortemFinding => ({
      code: 'section-empty',
      severity: 'information',
      message: l10n.t('The section “{0}” is empty: fill it in, or take it out.', heading),
      range: lineRange(line),
      fixes: [],
    }));
  return [...prompted, ...empty];
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}
