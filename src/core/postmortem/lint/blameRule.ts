import { rangeOn, shown, type Translator } from '../../runbooks/lint/finding.ts';
import type { PostMortemContext, PostMortemFinding } from './finding.ts';
import { isPrompt, isRecorded, type PostMortemText } from './postMortemText.ts';

interface Blame {
  readonly pattern: RegExp;
  readonly advice: (l10n: Translator) => string;
}

const cause = (l10n: Translator) =>
  l10n.t('That is where the questions begin: what made it easy to do, and what would have caught it?');
const hindsight = (l10n: Translator) =>
  l10n.t('What should have been is known only afterwards: say what was seen then, and why it made sense.');
const judgement = (l10n: Translator) =>
  l10n.t('That judges a person: say what the situation asked for, and which process let it happen.');
const fault = (l10n: Translator) =>
  l10n.t('Nobody’s fault is looked for here: name the conditions that let it happen.');

/** Words of blame, and what to write instead; only what is hardly ever meant otherwise. */
const words: readonly Blame[] = [
  { pattern: /\b(?:human|operator|user|pilot|manual) errors?\b|\berreurs? (?:humaines?|de manipulation|d[’']inattention)(?!\p{L})/giu, advice: cause },
  { pattern: /(?<!\bwhat )\b(?:should(?:n[’']t| not)?|ought to|could) have\b(?! (?:an?|the|no|one|more|fewer|better|to|happened)\b)|\baurai(?:t|ent|s)(?: d[ûu]| pu)(?!\p{L})/giu, advice: hindsight },
  { pattern: /\bfailed to (?:notice|follow|check|read|realise|realize|respond|test|communicate|understand|act)\b|\b(?:n[’']a|n[’']ont) pas su (?=\p{L})/giu, advice: hindsight },
  { pattern: /\b(?:careless(?:ly|ness)?|negligen(?:t|ce|tly)|incompeten(?:t|ce)|sloppy|sloppiness|stupid(?:ly)?|lazy|reckless(?:ly)?|inattentive|forgot to)\b|(?<!\p{L})(?:négligen(?:t|te|ce)|incompéten(?:t|te|ce)|imprudente?|paresseu(?:x|se)|étourderie|par inattention|(?:a|ont) oublié d[e’'])(?!\p{L})/giu, advice: judgement },
  { pattern: /\b(?:to blame|at fault|whose fault|(?:his|her|their) (?:fault|mistake)|blamed (?:on|for)|is guilty|responsible for the (?:outage|incident|failure))\b|(?<!\p{L})(?:(?:c[’']est|par) (?:la|sa|leur) faute|est (?:fautive?|coupable)|responsable de (?:la panne|l[’']incident))(?!\p{L})/giu, advice: fault },
]; // prettier-ignore

/** Blame in people’s own words; what was said during the incident is a record, and quotations are somebody’s. */
export function blameRule(
  { lines, fenced, tables }: PostMortemText,
  { l10n }: PostMortemContext,
): readonly PostMortemFinding[] {
  const recorded = new Set(tables.filter(isRecorded).flatMap(({ rows }) => rows.map(({ line }) => line)));
  return lines.flatMap((line, index) => {
    if (fenced[index] || recorded.has(index) || isPrompt(line) || isStatement(line) || /^\s*>/.test(line))
      return [];
    const said = withoutQuotations(line);
    // Most lines blame nobody, and to look once costs far less than to collect.
    const found = words.filter(({ pattern }) => said.search(pattern) >= 0);
    return found.flatMap(({ pattern, advice }) =>
      [...said.matchAll(pattern)].map((match): PostMortemFinding => ({
        code: 'blame',
        severity: 'warning',
        message: l10n.t('“{0}” reads as blame. {1}', shown(match[0].trim()), advice(l10n)),
        range: rangeOn(index, match.index, match.index + match[0].trimEnd().length),
        fixes: [],
      })),
    );
  });
}

/** `- 2026-11-22 10:15:00, Ada: … (E12)`: a line made of an entry. */
function isStatement(line: string): boolean {
  return /^- \d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}[,:]/.test(line);
}

const closing: Readonly<Record<string, string>> = { '“': '”', '«': '»', '"': '"', '`': '`' };

/** With blanks in their place, so that what is left stands where it stood. */
function withoutQuotations(line: string): string {
  if (!/[“«"`]/.test(line)) return line;
  // Asked once: a line may open thousands that it never closes.
  const last = new Map(Object.entries(closing).map(([open, close]) => [open, line.lastIndexOf(close)]));
  const parts: string[] = [];
  let at = 0;
  for (const { 0: open, index } of line.matchAll(/[“«"`]/g)) {
    if (index < at || index >= last.get(open)!) continue;
    const end = line.indexOf(closing[open]!, index + 1) + 1;
    parts.push(line.slice(at, index), ' '.repeat(end - index));
    at = end;
  }
  return parts.join('') + line.slice(at);
}
