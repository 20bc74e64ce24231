import { rangeOn, insertion, type Finding, type TextEdit, type Translator } from './finding.ts';
import type { RunbookHeading } from '../runbook.ts';
import { isMitigating } from '../../response/mitigating.ts';
import type { RunbookText } from './runbookText.ts';

interface Section {
  readonly name: string;
  /** Whether a heading stands for it. */
  readonly isHeading: (text: string) => boolean;
  /** What a fix writes, below the heading. */
  readonly begin: string;
}

/** Headings and names of blocks that say how to see that all is well. */
export const verification = /\bv[eé]rif|\bvalid(?:at|er)|\bconfirm/i;

const any = (words: RegExp) => (text: string) => words.test(text);

/** The number of the section that says how to see that all is well. */
export const verificationSection = 3;

/** In the order in which they are worked through. */
export function standardSections(l10n: Translator): readonly Section[] {
  return [
    {
      name: l10n.t('Symptoms'),
      isHeading: any(
        /\bsymptoms?\b|\bsigns?\b|\bwhat (?:you|users|customers|people) (?:see|notice)\b|\bsymptôme/i,
      ),
      begin: l10n.t('- What do people notice, and what does the alert say?'),
    },
    {
      name: l10n.t('Quick diagnosis'),
      isHeading: any(/\bdiagnos|\btriage\b|\binvestigat|\btroubleshoot|\bassess|\banalys/i),
      begin: l10n.t('- [ ] I know what is wrong, and since when.'),
    },
    {
      name: l10n.t('Mitigation options'),
      isHeading: isMitigating,
      begin: l10n.t('The quickest that is safe, first.'),
    },
    {
      name: l10n.t('Verification'),
      isHeading: any(verification),
      begin: l10n.t('- [ ] It is well again: the alert has cleared by itself.'),
    },
    {
      name: l10n.t('Escalation'),
      isHeading: any(
        /\bescalat|\bescalad|\bwho to (?:call|page|ask)\b|\bcontacts?\b|\bqui (?:prévenir|appeler|contacter)\b/i,
      ),
      begin: l10n.t('- **After 15 minutes without a cause:** page the second line.'),
    },
  ];
}

/** Standard sections that no heading stands for. */
export function sectionRule(text: RunbookText, l10n: Translator): Finding[] {
  const { runbook, lineRange, frontLines } = text;
  const title = runbook.headings.find(({ depth }) => depth === 1);
  const range = title ? lineRange(title.line - 1) : frontLines > 0 ? rangeOn(0, 0, 3) : lineRange(0);
  const found = headingsOf(text, l10n);
  return standardSections(l10n).flatMap((section, index): Finding[] => {
    if (found[index]) return [];
    const edits = [addSection(text, index, l10n)];
    return [
      {
        code: 'section-missing',
        severity: 'information',
        message: l10n.t('The section “{0}” is missing.', section.name),
        range,
        fixes: [{ title: l10n.t('Add the section “{0}”', section.name), edits }],
      },
    ];
  });
}

/** The edit that writes the standard section of that number, before the next one that is there or at the end. */
export function addSection(text: RunbookText, index: number, l10n: Translator): TextEdit {
  const { lines } = text;
  const { name, begin } = standardSections(l10n)[index]!;
  const written = `## ${name}\n\n${begin}\n`;
  const next = headingsOf(text, l10n)
    .slice(index + 1)
    .find(heading => heading !== null);
  if (next) return insertion({ line: next.line - 1, character: 0 }, `${written}\n`);
  const last = lines.length - 1;
  const gap = lines[last] !== '' ? '\n\n' : (lines[last - 1] ?? '').trim() === '' ? '' : '\n';
  return insertion({ line: last, character: lines[last]!.length }, gap + written);
}

/** For each standard section the heading that stands for it. */
function headingsOf({ runbook }: RunbookText, l10n: Translator): readonly (RunbookHeading | null)[] {
  return standardSections(l10n).map(
    ({ isHeading }) =>
      runbook.headings.find(({ text, depth }) => depth > 1 && isHeading(text.slice(0, 200))) ?? null,
  );
}
