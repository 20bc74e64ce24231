import { rangeOn, type Range } from '../../runbooks/lint/finding.ts';
import { wordsOf } from '../languages/index.ts';
import { languages } from '../languages/language.ts';
import {
  fencedLines,
  headingIn,
  linesOf,
  type MarkdownTable,
  markdownTables,
  plainText,
} from '../../timeline/markdownTables.ts';

export interface PostMortemSection {
  /** Its line, from 0. */
  readonly line: number;
  readonly level: number;
  readonly heading: string;
  /** The first line that no longer belongs to it; what stands under deeper headings does. */
  readonly end: number;
}

/** A post-mortem’s source, read once for all rules. */
export interface PostMortemText {
  readonly source: string;
  readonly lines: readonly string[];
  readonly fenced: readonly boolean[];
  readonly tables: readonly MarkdownTable[];
  readonly sections: readonly PostMortemSection[];
  /** The whole of a line, without the white space around it. */
  readonly lineRange: (line: number) => Range;
}

const dictionaries = languages.map(language => wordsOf[language]);
/** `*Not recorded.`, with the question that follows it. */
const prompts = dictionaries.map(({ notRecordedSentence }) => `*${notRecordedSentence}`);
/** `*not recorded*` */
const missing = dictionaries.map(({ notRecorded }) => `*${notRecorded}*`);
const entryColumns = dictionaries.map(({ columns }) => columns.entry.toLowerCase());

export function readPostMortemText(source: string): PostMortemText {
  const lines = linesOf(source.replace(/^\uFEFF/, ''));
  const fenced = fencedLines(lines);
  const titles = lines.flatMap((line, index) => {
    const title = fenced[index] ? null : headingIn(line);
    return title ? [{ line: index, level: title.level, heading: plainText(title.words) }] : [];
  });
  const sections = titles.map((title, index) => {
    let next = index + 1;
    while (next < titles.length && titles[next]!.level > title.level) next++;
    return { ...title, end: titles[next]?.line ?? lines.length };
  });
  return {
    source,
    lines,
    fenced,
    tables: markdownTables(lines),
    sections,
    lineRange: line => {
      const text = lines[line] ?? '';
      const from = text.length - text.trimStart().length;
      return rangeOn(line, from, Math.max(from, text.trimEnd().length));
    },
  };
}

/** Whether the line is a question that nobody has answered. */
export function isPrompt(line: string): boolean {
  return prompts.some(prompt => line.trimStart().startsWith(prompt));
}

/** Where the line says `*not recorded*`, from 0; -1 where it does not. */
export function notRecordedAt(line: string): number {
  return Math.max(...missing.map(mark => line.indexOf(mark)));
}

/** A table that is made of the timeline: each row names its entry, and what it says was said by somebody then. */
export function isRecorded({ head }: MarkdownTable): boolean {
  const names = head.cells.map(({ source }) => plainText(source).toLowerCase());
  return (
    entryColumns.some(name => names.includes(name)) || names.some(name => /^(?:time|heure)\b/.test(name))
  );
}
