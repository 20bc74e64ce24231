import { fenceLineOf } from './infoString.ts';

/** What of a fenced block’s token matters here: its text, and the line that opens it without quotes and lists. */
interface FencedCode {
  readonly raw: string;
  readonly text: string;
}

/**
 * The text of a fenced block with the tabs that its file has: within lists and quotes marked makes blanks of them, and
 * `<<-` strips tabs only, so that a here-document would swallow the rest of the block. Of each line goes what CommonMark
 * takes off: the markers and the columns of what the fence stands in; of a tab that is taken in part, blanks stay.
 * @param lines The whole text’s. @param opening The fence’s, counted from 0.
 * @returns Null where it cannot be told surely.
 */
export function withTabs(
  { raw, text }: FencedCode,
  lines: readonly string[],
  opening: number,
): string | null {
  const texts = text.split('\n');
  const fenceLine = lines[opening] ?? '';
  // marked counts a tab in front of the fence from where its own container begins, so that all lines are off with it.
  const allOff = fenceLine.slice(0, fenceLineOf(fenceLine)?.fenceAt).includes('\t');
  const isOff = (at: number) =>
    texts[at] !== '' && (allOff || (lines[opening + 1 + at] ?? '').includes('\t'));
  if (!texts.some((_, at) => isOff(at))) return text;
  const container = containerOf(fenceLine, raw);
  if (container === null) return null;
  const restored: string[] = [];
  for (const [at, one] of texts.entries()) {
    const within = isOff(at) ? inside(lines[opening + 1 + at] ?? '', container) : one;
    if (within === null || bare(within) !== bare(one)) return null;
    restored.push(within);
  }
  return restored.join('\n');
}

/** What a fenced block stands in. Columns count from 0, and a tab goes on to the next fourth. */
interface Container {
  /** Markers of quotes on each of its lines. */
  readonly quotes: number;
  /** Columns behind the last of them, and the blank that belongs to it, that go from each line. */
  readonly columns: number;
  /** How many of these are the fence’s own: a line may have fewer of them. */
  readonly own: number;
}

function containerOf(line: string, raw: string): Container | null {
  const fence = fenceLineOf(line);
  const bareFence = fenceLineOf(raw.split('\n', 1)[0]!);
  if (!fence || bareFence?.fence !== fence.fence || bareFence.info !== fence.info) return null;
  const before = line.slice(0, fence.fenceAt);
  if (/[^\s>*+\-\d.)]/.test(before)) return null;
  const behindQuotes = before.lastIndexOf('>') + 1;
  const blank = behindQuotes > 0 && /\s/.test(before[behindQuotes] ?? '') ? 1 : 0;
  return {
    quotes: before.split('>').length - 1,
    columns: columnOf(line, fence.fenceAt) - columnOf(line, behindQuotes) - blank,
    own: bareFence.fenceAt,
  };
}

/** The line without what the block stands in; null where it does not stand in there. */
function inside(line: string, { quotes, columns, own }: Container): string | null {
  let at = 0;
  for (let quote = 0; quote < quotes; quote++) {
    while (line[at] === ' ' || line[at] === '\t') at++;
    if (line[at++] !== '>') return null;
  }
  let column = columnOf(line, at);
  const blank = quotes > 0 && (line[at] === ' ' || line[at] === '\t') ? 1 : 0;
  const goal = column + blank + columns;
  while (column < goal && (line[at] === ' ' || line[at] === '\t')) column = after(column, line[at++]!);
  if (column < goal - own && at < line.length) return null;
  return ' '.repeat(Math.max(0, column - goal)) + line.slice(at);
}

function columnOf(line: string, end: number): number {
  let column = 0;
  for (let at = 0; at < end; at++) column = after(column, line[at]!);
  return column;
}

function after(column: number, sign: string): number {
  return sign === '\t' ? column + 4 - (column % 4) : column + 1;
}

function bare(text: string): string {
  return text.replace(/^[ \t]+/, '');
}
