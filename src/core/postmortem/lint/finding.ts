import type { Clock } from '../../clock.ts';
import type { Finding, Translator } from '../../runbooks/lint/finding.ts';

export type PostMortemCode =
  'action-owner' | 'action-due' | 'action-overdue' | 'blame' | 'section-empty' | 'not-recorded' | 'unchecked';

/** Something that the writers of a post-mortem should look at. */
export interface PostMortemFinding extends Omit<Finding, 'code'> {
  readonly code: PostMortemCode;
}

export interface PostMortemContext {
  readonly clock: Clock;
  readonly l10n: Translator;
  /** `2026-11-25`, where the person is. */
  readonly today: string;
  /** Whom a fix makes the owner; null where nobody is known. */
  readonly author: string | null;
}
