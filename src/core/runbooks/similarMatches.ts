import { t } from '@vscode/l10n';
import { type RunbookCandidate, type RunbookMatch, rankedMatch } from './matchRunbooks.ts';
import type { SimilarRunbook } from './runbookIndex.ts';

/** What full-text search found among the candidates, as suggestions in its order. */
export function similarMatches(
  found: readonly SimilarRunbook[],
  candidates: readonly RunbookCandidate[],
): readonly RunbookMatch[] {
  return found.flatMap(({ id, words }, index) => {
    const candidate = candidates.find(one => one.id === id);
    if (!candidate) return [];
    const reason = t('Similar words: {0}.', words.join(', '));
    return [rankedMatch(candidate, { kind: 'similar', reason, fragment: null, weight: 9 - index })];
  });
}
