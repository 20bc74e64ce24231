import type { Finding, Fix, Translator } from './finding.ts';
import type { LintContext } from './lintRunbook.ts';
import type { BlockText, RunbookText } from './runbookText.ts';

/** What a tool says about a script. Lines and columns count from 1 within it; columns are of its own counting. */
export interface ToolRemark {
  readonly line: number;
  readonly column: number | null;
  readonly endLine: number;
  readonly endColumn: number | null;
  /** `SC2086`; null for a shell’s own remark. */
  readonly rule: string | null;
  readonly severity: Finding['severity'];
  readonly message: string;
  /** What the tool would write instead; all of it or nothing. */
  readonly replacements?: readonly ToolReplacement[];
}

/** In the tool’s own lines and columns; its end is exclusive. */
export interface ToolReplacement {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** Programs that read a script without running it. Neither ever rejects; null where the tool could not tell. */
export interface ShellTools {
  /** What bash refuses to read, as errors, and what it warns of while it reads; empty where it reads all. */
  syntax(code: string): Promise<readonly ToolRemark[] | null>;
  shellcheck(code: string): Promise<readonly ToolRemark[] | null>;
}

/** Each costs a process or two. */
const mostBlocks = 200;
/** bash reads these; zsh has a grammar of its own. */
const readByBash: ReadonlySet<string> = new Set([
  'bash',
  'sh',
  'shell',
  'console',
  'shell-session',
  'shellsession',
  'terminal',
]);

/** What bash and shellcheck say about the blocks; one block after another, so that no machine is filled with processes. */
export async function shellToolRule(
  { blocks }: RunbookText,
  { shell, l10n }: LintContext,
): Promise<Finding[]> {
  if (!shell) return [];
  const findings: Finding[] = [];
  const scripts = blocks.filter(({ block }) => block.runnable && readByBash.has(block.language));
  for (const script of scripts.slice(0, mostBlocks)) {
    const { code } = script.block;
    const [read, remarks] = await Promise.all([shell.syntax(code), shell.shellcheck(code)]);
    for (const remark of read ?? []) {
      const { severity } = remark;
      const message =
        severity === 'error'
          ? l10n.t('bash refuses this block: {0}', remark.message)
          : l10n.t('bash warns of this block: {0}', remark.message);
      findings.push({ code: 'shell-syntax', severity, message, range: placeOf(remark, script), fixes: [] });
    }
    // A script that cannot be read makes shellcheck say the same again.
    if (read?.some(({ severity }) => severity === 'error')) continue;
    for (const remark of remarks ?? []) {
      const { severity, message, rule } = remark;
      const range = placeOf(remark, script);
      findings.push({
        code: 'shellcheck',
        severity,
        message,
        range,
        fixes: fixesOf(remark, script, l10n),
        ...(rule === null ? {} : { rule }),
      });
    }
  }
  return findings;
}

/** Replacements within lines only: a session’s lines need not follow each other in the file. */
function fixesOf({ replacements = [], rule }: ToolRemark, script: BlockText, l10n: Translator): Fix[] {
  if (replacements.length === 0 || replacements.some(({ line, endLine }) => line !== endLine)) return [];
  const lines = script.block.code.split('\n');
  const edits = replacements.map(({ line, column, endColumn, text }) => {
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    return { range: script.range(start + column - 1, start + endColumn - 1), newText: text };
  });
  // Beyond ASCII the tool’s columns are not ours.
  const plain = replacements.every(({ line }) => /^[\t -~]*$/.test(lines[line - 1] ?? '…'));
  return plain ? [{ title: l10n.t('Mend it as shellcheck says ({0})', rule ?? 'shellcheck'), edits }] : [];
}

function placeOf({ line, column, endLine, endColumn }: ToolRemark, { block, range, lineRange }: BlockText) {
  const lines = block.code.split('\n');
  const within = Math.min(Math.max(line, 1), lines.length);
  if (column === null) return lineRange(within);
  const start = lines.slice(0, within - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const from = start + column - 1;
  const to =
    endLine === line && endColumn !== null && endColumn > column
      ? start + endColumn - 1
      : start + lines[within - 1]!.length;
  return range(from, to);
}
