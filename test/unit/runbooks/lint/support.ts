import { type Finding, type FindingCode, type TextEdit } from '../../../../src/core/runbooks/lint/finding.ts';
import { lintRunbook, type LintContext } from '../../../../src/core/runbooks/lint/lintRunbook.ts';
import { FakeClock } from '../../fakeClock.ts';

export const today = Date.parse('2026-11-23T12:00:00Z');

/** The words as they are written, with their arguments. */
export const plainWords = {
  t: (message: string, ...args: (string | number)[]) =>
    message.replace(/\{(\d)\}/g, (_, number: string) => String(args[Number(number)])),
};

export function context(more: Partial<LintContext> = {}): LintContext {
  return {
    fileName: 'a.md',
    clock: new FakeClock(today),
    l10n: plainWords,
    reviewAfterMonths: 12,
    author: 'Ada',
    exists: null,
    namesIn: null,
    anchorsOf: null,
    assess: null,
    shell: null,
    ...more,
  };
}

/** The findings with this code. */
export async function found(
  code: FindingCode,
  source: string,
  more: Partial<LintContext> = {},
): Promise<readonly Finding[]> {
  return (await lintRunbook(source, context(more))).filter(finding => finding.code === code);
}

/** The text of a finding’s place. */
export function marked(source: string, { range: { start, end } }: Finding): string {
  const lines = source.split(/\r\n?|\n/);
  if (start.line === end.line) return lines[start.line]!.slice(start.character, end.character);
  return [
    lines[start.line]!.slice(start.character),
    ...lines.slice(start.line + 1, end.line),
    lines[end.line]!.slice(0, end.character),
  ].join('\n');
}

/** The source after the edits, which do not overlap. */
export function edited(source: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (const match of source.matchAll(/\n/g)) starts.push(match.index + 1);
  const offset = ({ line, character }: { line: number; character: number }) => starts[line]! + character;
  let text = source;
  for (const { range, newText } of [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start)))
    text = text.slice(0, offset(range.start)) + newText + text.slice(offset(range.end));
  return text;
}

/** The source after a finding’s first fix. */
export function fixed(source: string, finding: Finding | undefined): string {
  return edited(source, finding!.fixes[0]!.edits);
}

export const shellBlock = (code: string, language = 'bash') => `# T\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;
