import { rangeOn } from '../../runbooks/lint/finding.ts';
import { actionRules } from './actionRules.ts';
import { blameRule } from './blameRule.ts';
import type { PostMortemContext, PostMortemFinding } from './finding.ts';
import { factRule } from './factRule.ts';
import { readPostMortemText } from './postMortemText.ts';
import { sectionRule } from './sectionRule.ts';

/** UTF-16 units: the timeline of a long incident is in it. A longer text is not looked at. */
const longest = 4 * 1024 * 1024;
/** More would not be read. */
const mostFindings = 500;

/** What the writers of a post-mortem should look at, from top to bottom. Never throws. */
export function lintPostMortem(source: string, context: PostMortemContext): readonly PostMortemFinding[] {
  const { l10n } = context;
  if (source.length > longest) {
    const message = l10n.t('The post-mortem is not checked: it is longer than {0} KB.', longest / 1024);
    return [{ code: 'unchecked', severity: 'information', message, range: rangeOn(0, 0, 0), fixes: [] }];
  }
  const text = readPostMortemText(source);
  return [actionRules, blameRule, sectionRule, factRule]
    .flatMap(rule => rule(text, context))
    .sort(({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character)
    .slice(0, mostFindings);
}
