import { wordsOf } from './languages/index.ts';
import { languages, type ReviewStatus, reviewStatuses } from './languages/language.ts';

const words = languages.map(language => wordsOf[language]);
const names = words.map(({ facts }) => facts.reviewStatus);

/** `| Review status | draft |  |`, or `Review status: draft` in a document of the team’s own. */
const LINE = new RegExp(
  `^(\\|\\s*(?:${names.join('|')})\\s*\\|\\s*|(?:${names.join('|')}) ?: ?)([^|\\r\\n]*)((?:\\|[^\\r\\n]*)?)$`,
  'm',
);

/** How far the review of a document is, as it says itself; null where it does not say, or says something else. */
export function reviewStatusIn(text: string): ReviewStatus | null {
  const said = LINE.exec(text)?.[2]?.trim().toLowerCase();
  return (
    reviewStatuses.find(status => words.some(({ reviewStatus }) => reviewStatus[status] === said)) ?? null
  );
}

export interface ReviewStatusEdit {
  /** Of the line, from 0. */
  readonly line: number;
  readonly text: string;
}

/** The line that says it, with another status, in the document’s language; null where no line says one. */
export function withReviewStatus(text: string, status: ReviewStatus): ReviewStatusEdit | null {
  const match = LINE.exec(text);
  if (!match) return null;
  const [, lead, said, end] = match;
  const spoken = words.find(({ facts }) => lead!.includes(facts.reviewStatus)) ?? words[0]!;
  return {
    line: text.slice(0, match.index).split('\n').length - 1,
    text: `${lead}${spoken.reviewStatus[status]}${said!.slice(said!.trimEnd().length)}${end}`,
  };
}
