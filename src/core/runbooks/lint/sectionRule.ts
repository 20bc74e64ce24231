import { rangeOn, insertion, type Finding, type Translator } from './finding.ts';
import type { RunbookText } from './runbookText.ts';

interface Section {
  readonly name: string;
  /** Headings that stand for it. */
  readonly heading: RegExp;
  /** What a fix writes, below the heading. */
  readonly begin: string;
}

/** In the order in which they are worked through. */
export function standardSections(l10n: Translator): readonly Section[] {
  return [
    {
      name: l10n.t('Symptoms'),
      heading: /\bsymptoms?\b|\bsigns?\b|\bwhat (?:you|users|customers|people) (?:see|notice)\b|\bsymptôme/i,
      begin: l10n.t('- What do people notice, and what does the alert say?'),
    },
    {
      name: l10n.t('Quick diagnosis'),
      heading: /\bdiagnos|\btriage\b|\binvestigat|\btroubleshoot|\bassess/i,
      begin: l10n.t('- [ ] I know what is wrong, and since when.'),
    },
    {
      name: l10n.t('Mitigation options'),
      heading: /\bmitigat|\bremed(?:y|iat)|\bresolution\b|\bresolv|\bfix(?:es|ing)?\b|\brecover/i,
      begin: l10n.t('The quickest that is safe, first.'),
    },
    {
      name: l10n.t('Verification'),
      heading: /\bverif|\bvalidat|\bconfirm/i,
      begin: l10n.t('- [ ] It is well again: the alert has cleared by itself.'),
    },
    {
      name: l10n.t('Escalation'),
      heading: /\bescalat|\bwho to (?:call|page|ask)\b|\bcontacts?\b/i,
      begin: l10n.t('- **After 15 minutes without a cause:** page the second line.'),
    },
  ];
}

/** Standard sections that no heading stands for. */
export function sectionRule(
  { runbook, lines, lineRange, frontLines }: RunbookText,
  l10n: Translator,
): Finding[] {
  const sections = standardSections(l10n);
  const found = sections.map(
    ({ heading }) =>
      runbook.headings.find(({ text, depth }) => depth > 1 && heading.test(text.slice(0, 200))) ?? null,
  );
  const title = runbook.headings.find(({ depth }) => depth === 1);
  const range = title ? lineRange(title.line - 1) : frontLines > 0 ? rangeOn(0, 0, 3) : lineRange(0);
  return sections.flatMap((section, index): Finding[] => {
    if (found[index]) return [];
    const next = found.slice(index + 1).find(heading => heading !== null);
    const text = `## ${section.name}\n\n${section.begin}\n`;
    const last = lines.length - 1;
    const end = { line: last, character: lines[last]!.length };
    const gap = lines[last] !== '' ? '\n\n' : (lines[last - 1] ?? '').trim() === '' ? '' : '\n';
    const edit = next
      ? insertion({ line: next.line - 1, character: 0 }, `${text}\n`)
      : insertion(end, gap + text);
    return [
      {
        code: 'section-missing',
        severity: 'information',
        message: l10n.t('The section “{0}” is missing.', section.name),
        range,
        fixes: [{ title: l10n.t('Add the section “{0}”', section.name), edits: [edit] }],
      },
    ];
  });
}
