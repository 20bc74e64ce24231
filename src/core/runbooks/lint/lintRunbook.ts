import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import type { RiskReport } from '../../execution/risk/risk.ts';
import type { RunbookBlock } from '../runbook.ts';
import { attributeRule } from './attributeRule.ts';
import { destructiveRule } from './destructiveRule.ts';
import { rangeOn, type Finding, type Translator } from './finding.ts';
import { frontMatterRule } from './frontMatterRule.ts';
import { hiddenRule } from './hiddenRule.ts';
import { kubectlRule } from './kubectlRule.ts';
import { linkRule } from './linkRule.ts';
import { readRunbookText, type RunbookText } from './runbookText.ts';
import { secretRule } from './secretRule.ts';
import { sectionRule } from './sectionRule.ts';
import { shellToolRule, type ShellTools } from './shellToolRule.ts';
import { variableRule } from './variableRule.ts';

export interface LintContext {
  /** `service-down.md`. */
  readonly fileName: string;
  readonly clock: Clock;
  readonly l10n: Translator;
  /** How old a review may be; 0 for any age, and none at all. */
  readonly reviewAfterMonths: number;
  /** Whom a fix makes the owner; null where nobody is known. */
  readonly author: string | null;
  /** Whether there is a file or folder at the path, relative to the runbook’s folder; null where nobody can look. */
  readonly exists: ((path: string) => Promise<boolean>) | null;
  /** What the folder at the path holds, by name; null where nobody can look. */
  readonly namesIn: ((folder: string) => Promise<readonly string[]>) | null;
  /** The anchors of the Markdown file at the path; null where it cannot be read. */
  readonly anchorsOf: ((path: string) => Promise<readonly string[] | null>) | null;
  /** What a block may do; null where nobody can tell. */
  readonly assess: ((block: RunbookBlock) => Promise<RiskReport>) | null;
  /** Null where no program may be started: in Restricted Mode. */
  readonly shell: ShellTools | null;
}

/** UTF-16 units. Five times the longest runbook that people read; a longer text is not looked at. */
const longest = 128 * 1024;
/** More would not be read. */
const mostFindings = 500;

/**
 * What the writer of the runbook should look at, from top to bottom. Bounded in time and number; never throws and
 * never rejects.
 */
export async function lintRunbook(source: string, context: LintContext): Promise<readonly Finding[]> {
  const { l10n } = context;
  if (source.length > longest) {
    const message = l10n.t('The runbook is not checked: it is longer than {0} KB.', longest / 1024);
    return [{ code: 'markdown', severity: 'information', message, range: rangeOn(0, 0, 0), fixes: [] }];
  }
  let text = readRunbookText(source, context.fileName, context.clock);
  if (text.givenUp) {
    // Reading has a limit in time, and a busy machine reaches it with any text: once more, a moment later.
    await setImmediate();
    text = readRunbookText(source, context.fileName, context.clock);
  }
  const rules: readonly (() => readonly Finding[] | Promise<readonly Finding[]>)[] = [
    () => frontMatterRule(text, context),
    () => markdownProblems(text),
    // A text that the parser gave up has no headings to miss.
    () => (text.givenUp ? [] : sectionRule(text, l10n)),
    () => attributeRule(text, l10n),
    () => variableRule(text, l10n),
    () => kubectlRule(text, l10n),
    () => destructiveRule(text, context),
    () => secretRule(text, l10n),
    () => hiddenRule(text, l10n),
    () => linkRule(text, context),
    () => shellToolRule(text, context),
  ];
  const findings: Finding[] = [];
  for (const rule of rules) {
    findings.push(...(await rule()));
    // Somebody may be typing meanwhile.
    await setImmediate();
  }
  return withoutTwins(findings)
    .sort(({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character)
    .slice(0, mostFindings);
}

/** What a rule says at its place is not said once more in the parser’s words of the whole line. */
function withoutTwins(findings: readonly Finding[]): Finding[] {
  const key = ({ message, range }: Finding) => `${range.start.line} ${message}`;
  const told = new Set(findings.filter(({ code }) => code !== 'markdown').map(key));
  return findings.filter(finding => finding.code !== 'markdown' || !told.has(key(finding)));
}

/** What the parser said besides the front matter: links that are not followed, texts it gave up. */
function markdownProblems({ runbook, frontProblems, lineRange }: RunbookText): Finding[] {
  const told = new Set(frontProblems.map(({ message }) => message));
  return runbook.problems
    .filter(({ message }) => !told.has(message))
    .map(({ line, message }) => ({
      code: 'markdown',
      severity: 'warning',
      message,
      range: lineRange(line - 1),
      fixes: [],
    }));
}
