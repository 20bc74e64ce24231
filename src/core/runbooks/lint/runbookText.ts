import type { Clock } from '../../clock.ts';
import { readFrontMatter } from '../frontMatter.ts';
import { fenceLineOf } from '../infoString.ts';
import { parseRunbook } from '../parseRunbook.ts';
import type { Runbook, RunbookBlock, RunbookProblem } from '../runbook.ts';
import { rangeOn, type Position, type Range } from './finding.ts';
import { frontFields, type FrontField } from './frontFields.ts';

/** Output between two commands of a session is rarely longer, and looking further for each would take long. */
const farthest = 500;

/** A block, with the place of its code in the file. */
export interface BlockText {
  readonly block: RunbookBlock;
  /** The opening fence’s line, without the white space before it. */
  readonly opening: Range;
  /** What follows the language on that line; null for indented code, which has no such line. */
  readonly info: { readonly text: string; readonly line: number; readonly character: number } | null;
  /** The place of a stretch of `block.code`, offsets from its beginning; it ends on the line it begins on. */
  readonly range: (from: number, to: number) => Range;
  /** How many lines `block.code` has. */
  readonly lineCount: number;
  /** The whole of its 1-based line `line`. */
  readonly lineRange: (line: number) => Range;
}

/** A runbook’s source with what reading it told, and where each thing stands. */
export interface RunbookText {
  /** Line breaks are `\n`. */
  readonly text: string;
  readonly lines: readonly string[];
  readonly runbook: Runbook;
  /** The parser showed the source instead: there are no headings, blocks and links to speak of. */
  readonly givenUp: boolean;
  /** Null where there is no front matter, or none that can be read. */
  readonly fields: readonly FrontField[] | null;
  /** Lines of the front matter with both fences; 0 where there is none. */
  readonly frontLines: number;
  readonly frontProblems: readonly RunbookProblem[];
  readonly blocks: readonly BlockText[];
  /** The whole of a line, by its 0-based number, without the white space around it. */
  readonly lineRange: (line: number) => Range;
}

/** Reads the source once for all rules. Never throws. */
export function readRunbookText(source: string, fileName: string, clock: Clock): RunbookText {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const lines = text.split('\n');
  const runbook = parseRunbook(text, { fileName, clock });
  const front = readFrontMatter(text);
  const lineRange = (line: number): Range => {
    const content = lines[line] ?? '';
    const from = content.length - content.trimStart().length;
    return rangeOn(line, from, Math.max(from, content.trimEnd().length));
  };
  const yaml = front.lineOffset > 0 ? lines.slice(1, front.lineOffset - 1).join('\n') : null;
  const blocks = runbook.blocks.map((block, index) => {
    const next = runbook.blocks[index + 1];
    return blockText(block, lines, next ? next.line - 1 : lines.length, lineRange);
  });
  return {
    text,
    lines,
    runbook,
    givenUp: runbook.html.startsWith('<pre class="source">'),
    fields: yaml === null ? null : frontFields(yaml),
    frontLines: front.lineOffset,
    frontProblems: front.problems,
    blocks,
    lineRange,
  };
}

function blockText(
  block: RunbookBlock,
  lines: readonly string[],
  limit: number,
  lineRange: (line: number) => Range,
): BlockText {
  const first = block.line - 1;
  const opening = fenceLineOf(lines[first] ?? '');
  const code = block.code.split('\n');
  const places = opening
    ? placesOf(code, lines, first + 1, endOfFence(lines, first + 1, limit, opening.fence))
    : placesOf(code, lines, first, limit);
  const starts: number[] = [];
  let offset = 0;
  for (const line of code) {
    starts.push(offset);
    offset += line.length + 1;
  }
  const range = (from: number, to: number): Range => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= from) low = middle;
      else high = middle - 1;
    }
    const { line, character } = places[low]!;
    const within = Math.min(from - starts[low]!, code[low]!.length);
    const length = Math.min(to - from, code[low]!.length - within);
    const limit = lines[line]?.length ?? 0;
    const start = Math.min(character + within, limit);
    return rangeOn(line, start, Math.min(start + Math.max(0, length), limit));
  };
  return {
    block,
    opening: lineRange(first),
    info: opening && { text: opening.info, line: first, character: opening.infoAt },
    range,
    lineCount: code.length,
    lineRange: line => lineRange(places[Math.min(Math.max(line, 1), places.length) - 1]!.line),
  };
}

function endOfFence(lines: readonly string[], from: number, limit: number, fence: string): number {
  for (let line = from; line < limit; line++) {
    const text = lines[line]!.replace(/^[\s>]+/, '').trimEnd();
    if (text.length >= fence.length && text === fence[0]!.repeat(text.length)) return line;
  }
  return limit;
}

/**
 * Where each line of the code stands in the file. A session’s code has lost its prompts and its output, so its
 * lines are looked for from above; each is the end of one of the file’s lines.
 */
function placesOf(code: readonly string[], lines: readonly string[], from: number, to: number): Position[] {
  const oneToOne = code.length === to - from;
  const last = Math.max(from, Math.min(to, lines.length) - 1);
  let next = from;
  return code.map(text => {
    let line = Math.min(next, last);
    if (!oneToOne) {
      let found = line;
      while (found < Math.min(to, line + farthest) && !(lines[found]?.endsWith(text) ?? false)) found++;
      if (lines[found]?.endsWith(text)) line = found;
    }
    next = line + 1;
    const whole = lines[line] ?? '';
    return { line, character: whole.endsWith(text) ? whole.length - text.length : 0 };
  });
}
