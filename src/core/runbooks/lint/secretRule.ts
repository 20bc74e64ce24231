import { secretShapes } from '../../execution/secretShapes.ts';
import { declareVariable } from './declareVariable.ts';
import { rangeOn, type Finding, type Fix, type Range, type Translator } from './finding.ts';
import type { RunbookText } from './runbookText.ts';
import { blot, shellText } from './shellText.ts';

/** Kinds that are told by the name before them: in prose, “password: ask Ada” is no password. */
const byName: ReadonlySet<string> = new Set(['password', 'secret', 'authorization', 'cookie']);
/** What stands for a value: a variable, a substitution, a template’s hole, a word that says so. */
const placeholder =
  /^[\s"'\\]*(?:\$[({A-Za-z_*@#0-9]|`|<|\{\{|%[A-Za-z]|\*{3}|x{3}|•|…|\.{3})|EXAMPLE|^(?:your|my|the|some|example|changeme|redacted|placeholder|password|secret|token|null|none|true|false)(?:[\W_]|$)/i;

/** Keys and passwords written down in a runbook, by the shapes that the redactor knows. */
export function secretRule(read: RunbookText, l10n: Translator): Finding[] {
  const { text, lines, blocks, frontLines } = read;
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
      const range = rangeOn(line, from, Math.min(from + value.length, lines[line]!.length));
      return [
        {
          code: 'secret',
          severity: 'error',
          message: l10n.t(
            'This looks like a secret ({0}) that everybody who can read the file can use. Take it from the environment, and make it invalid where it was real.',
            l10n.t(kind),
          ),
          range,
          fixes: kind === 'URL credentials' ? [] : fromEnvironment(read, kind, range, l10n),
        },
      ];
    });
}

/** Takes the value from a declared secret, where the shell would put one in its place. */
function fromEnvironment(text: RunbookText, kind: string, range: Range, l10n: Translator): Fix[] {
  const { line, character } = range.start;
  for (const { block, lineCount, lineRange, range: placeOf } of text.blocks) {
    if (!block.runnable || (block.interpreter !== 'bash' && block.interpreter !== 'sh')) continue;
    let offset = 0;
    for (const [index, code] of block.code.split('\n').entries()) {
      if (index >= lineCount || lineRange(index + 1).start.line > line) break;
      const from = placeOf(offset, offset).start;
      const at = offset + character - from.character;
      offset += code.length + 1;
      if (from.line !== line || character < from.character) continue;
      const length = range.end.character - character;
      const { expanding, commands } = shellText(block.code);
      if (length <= 0 || expanding.slice(at, at + length).includes(blot)) return [];
      const name = nameFor(kind, new Set(text.runbook.variables.map(variable => variable.name)));
      const value = `\${${name}:?${l10n.t('Set {0}, then run this again', name)}}`;
      const quoted = commands.slice(at, at + length).includes(blot);
      const declaration = declareVariable(text, name, true);
      const edits = [
        { range, newText: quoted ? value : `"${value}"` },
        ...(declaration ? [declaration] : []),
      ];
      return [{ title: l10n.t('Take it from the variable {0}', name), edits }];
    }
  }
  return [];
}

/** `PagerDuty key` → `PAGERDUTY_KEY`. */
function nameFor(kind: string, taken: ReadonlySet<string>): string {
  const plain = kind
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const name = /^[A-Z]/.test(plain) ? plain : 'SECRET';
  let turn = 1;
  while (taken.has(turn === 1 ? name : `${name}_${turn}`)) turn++;
  return turn === 1 ? name : `${name}_${turn}`;
}
