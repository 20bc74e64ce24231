import { headingIn } from '../timeline/markdownTables.ts';
import type { Words } from './languages/language.ts';

/** Something that the document still says is not recorded. */
export interface MissingFact {
  /** From 0. */
  readonly line: number;
  /** The heading that it stands under; empty above the first. */
  readonly heading: string;
  /** What is missing, as the document calls it: a row’s first cell, or the question. */
  readonly what: string;
}

/** Read from the document itself, so that what people filled in is no longer missing, wherever they moved it. */
export function missingFacts(text: string, words: Words): readonly MissingFact[] {
  const marks = [`*${words.notRecorded}*`, `*${words.notRecordedSentence}`];
  const found: MissingFact[] = [];
  let heading = '';
  text.split(/\r?\n/).forEach((line, index) => {
    const title = headingIn(line);
    if (title && title.level > 1) heading = title.words;
    else if (marks.some(mark => line.includes(mark))) {
      found.push({ line: index, heading, what: whatIsMissing(line, marks) });
    }
  });
  return found;
}

function whatIsMissing(line: string, marks: readonly string[]): string {
  const cells = line.trim().startsWith('|') ? line.split('|').map(cell => cell.trim()) : [];
  const first = cells[1] ?? '';
  if (first !== '' && !marks.includes(first)) return first;
  const question = marks.reduce((left, mark) => left.replace(mark, ''), line);
  return question.replace(/[*|]/g, '').trim();
}
