import { secretShapes } from '../../execution/secretShapes.ts';
import { rangeOn, type Finding, type Translator } from './finding.ts';
import type { RunbookText } from './runbookText.ts';

/** Kinds that are told by the name before them: in prose, “password: ask Ada” is no password. */
const byName: ReadonlySet<string> = new Set(['password', 'secret', 'authorization', 'cookie']);
/** What stands for a value: a variable, a substitution, a template’s hole, a word that says so. */
const placeholder =
  /^[\s"'\\]*(?:\$[({A-Za-z_*@#0-9]|`|<|\{\{|%[A-Za-z]|\*{3}|x{3}|•|…|\.{3})|EXAMPLE|^(?:your|my|the|some|example|changeme|redacted|placeholder|password|secret|token|null|none|true|false)(?:[\W_]|$)/i;

/** Keys and passwords written down in a runbook, by the shapes that the redactor knows. */
export function secretRule({ text, lines, blocks, frontLines }: RunbookText, l10n: Translator): Finding[] {
  const starts: number[] = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const inCode = new Set<number>(Array.from({ length: frontLines }, (_, line) => line));
  for (const { lineCount, lineRange } of blocks)
    for (let line = 1; line <= lineCount; line++) inCode.add(lineRange(line).start.line);

  const told = new Set<number>();
  return secretShapes(text)
    .sort((a, b) => a.start - b.start)
    .flatMap(({ start, end, kind }): Finding[] => {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= start) low = middle;
        else high = middle - 1;
      }
      const line = low;
      const value = text.slice(start, end);
      if (byName.has(kind) && !inCode.has(line)) return [];
      const written = kind === 'URL credentials' ? value.slice(value.indexOf(':') + 1) : value;
      if (placeholder.test(written) || told.has(line)) return [];
      told.add(line);
      const from = start - starts[line]!;
      return [
        {
          code: 'secret',
          severity: 'error',
          message: l10n.t(
            'This looks like a secret ({0}) that everybody who can read the file can use. Take it from the environment, and make it invalid where it was real.',
            kind,
          ),
          range: rangeOn(line, from, Math.min(from + value.length, lines[line]!.length)),
          fixes: [],
        },
      ];
    });
}
