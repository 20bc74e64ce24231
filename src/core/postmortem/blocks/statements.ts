import { markdownText } from '../../timeline/markdownText.ts';
import { durationText } from '../../timeline/durationText.ts';
import type { StatementKind } from '../facts.ts';
import { type Block, dayAndTime, labelOf } from './block.ts';

/** What people said of these kinds, a line each; empty where nobody did. */
export function statements(...kinds: readonly StatementKind[]): Block {
  return ({ facts }) =>
    kinds
      .flatMap(kind => facts.statements[kind])
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .map(
        ({ id, at, author, text }) =>
          `- ${dayAndTime(at)}, ${markdownText(author)}: ${markdownText(text)} (${labelOf(id, facts)})`,
      )
      .join('\n');
}

/** The few entries that tell the story. */
export const keyEvents: Block = ({ facts }) =>
  facts.keyEvents
    .map(({ id, entry }) => `- ${dayAndTime(entry.at)}: ${markdownText(entry.text)} (${labelOf(id, facts)})`)
    .join('\n');

export const gaps: Block = ({ facts, words }) =>
  facts.gaps.length === 0
    ? words.noGaps
    : facts.gaps
        .map(({ from, to, ms, before, after }) => {
          const ends = [before, after].map(id => labelOf(id, facts)).filter(label => label !== '');
          const sentence = words.gap(dayAndTime(from), dayAndTime(to), words.duration(durationText(ms)));
          return `- ${sentence}${ends.length > 0 ? ` (${ends.join(', ')})` : ''}`;
        })
        .join('\n');
