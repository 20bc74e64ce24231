import type { UtcTime } from '../../clock.ts';
import { durationText } from '../../timeline/durationText.ts';
import type { RunData } from '../../timeline/entry.ts';
import { markdownText } from '../../timeline/markdownText.ts';
import type { PostMortemFacts } from '../facts.ts';
import type { Language, Localized, Words } from '../languages/language.ts';

export interface BlockContext {
  readonly facts: PostMortemFacts;
  readonly words: Words;
  readonly language: Language;
  /** The template’s name, as its readers know it. */
  readonly template: string;
  /** The day, `2026-11-25`; null where none can be computed. */
  readonly due: string | null;
  /** The file name of the drawing beside the document. */
  readonly phasesFile: string;
}

/** A piece of the document, without an empty line at its ends; empty where there is nothing to say. */
export type Block = (context: BlockContext) => string;

/** A question that a person answers in its place. */
export function prompt(question: Localized): Block {
  return ({ words, language }) => `*${words.notRecordedSentence} ${question[language]}*`;
}

/** The block only where there is something of the kind. */
export function where(any: (facts: PostMortemFacts) => boolean, block: Block): Block {
  return context => (any(context.facts) ? block(context) : '');
}

/** A table always has its head, and each fact a line of its own, so that a later one merges line by line. */
export function table(words: Words, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = rows.length > 0 ? rows : [[missing(words), ...head.slice(1).map(() => '')]];
  return [head, head.map(() => '---'), ...shown].map(row).join('\n');
}

export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

export function missing(words: Words): string {
  return `*${words.notRecorded}*`;
}

export function textOr(text: string | null, words: Words): string {
  return text ? markdownText(text) : missing(words);
}

export function labelOf(id: string | null, { labels }: PostMortemFacts): string {
  return (id !== null && labels.get(id)) || '';
}

export function durationOr(ms: number | null, words: Words): string {
  return ms === null ? missing(words) : words.duration(durationText(ms));
}

/** `2026-11-22 10:15:00` */
export function dayAndTime(at: UtcTime): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)}`;
}

/** `bad-deploy.md: Rollback` */
export function placeOf({ runbook, step }: { readonly runbook: string; readonly step: string }): string {
  return step === '' ? runbook : `${runbook}: ${step}`;
}

/** How a run ended: what its block expected says whether that is well, where it expected anything. */
export function outcomeOf({ outcome, met }: Pick<RunData, 'outcome' | 'met'>, words: Words): string {
  const ended = words.outcomes[outcome];
  if (met === true) return outcome === 'failed' ? words.asExpected : `${ended}, ${words.asExpected}`;
  if (met === false) return outcome === 'ok' ? words.notAsExpected : `${ended}, ${words.notAsExpected}`;
  return ended;
}
