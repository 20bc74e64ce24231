/** A cell as it stands in its line: `from` and `to` enclose it without the white space around it. */
export interface TableCell {
  readonly from: number;
  readonly to: number;
  /** As written, with its markup. */
  readonly source: string;
}

export interface TableRow {
  /** From 0. */
  readonly line: number;
  readonly cells: readonly TableCell[];
}

export interface MarkdownTable {
  readonly head: TableRow;
  readonly rows: readonly TableRow[];
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const DELIMITER_CELL = /^:?-+:?$/;
/**
 * A link or a picture. Neither its words nor its target go on past what begins another, so that many beginnings
 * without an end cost no more than their length.
 */
const LINK = /!?(?<!\\)\[((?:[^[\]\\]|\\.)*)\]\((?:<[^<>]*>|(?:[^()\s]|\([^()\s]*\))*)\)/g;

/** The lines of a text whatever they end in; positions in them are those of editors. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n?|\n/);
}

/** For each line whether it is code between fences, or one of the fences. */
export function fencedLines(lines: readonly string[]): readonly boolean[] {
  let open: string | null = null;
  return lines.map(line => {
    const fence = FENCE.exec(line)?.[1];
    if (open === null) {
      open = fence ?? null;
      return fence !== undefined;
    }
    if (fence?.startsWith(open) && line.trim() === fence) open = null;
    return true;
  });
}

/** The tables of a Markdown text, with the place of each cell; those in code are none. */
export function markdownTables(lines: readonly string[]): readonly MarkdownTable[] {
  const fenced = fencedLines(lines);
  const tables: MarkdownTable[] = [];
  for (let line = 0; line + 1 < lines.length; line++) {
    const delimiter = lines[line + 1]!;
    if (fenced[line] || fenced[line + 1] || !lines[line]!.includes('|') || !isDelimiter(delimiter)) continue;
    const head = rowAt(line, lines[line]!);
    if (rowAt(line + 1, delimiter).cells.length !== head.cells.length) continue;
    const rows: TableRow[] = [];
    let next = line + 2;
    for (; next < lines.length && !fenced[next] && lines[next]!.includes('|'); next++)
      rows.push(rowAt(next, lines[next]!));
    tables.push({ head, rows });
    line = next - 1;
  }
  return tables;
}

/** What a cell says, without markup: for comparing and showing, never for writing back. */
export function plainText(source: string): string {
  return source
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<\/?code>/gi, '')
    .replace(LINK, '$1')
    .replace(/(^|[^\\])(?:\*{1,3}|~~|`+)/g, '$1')
    .replace(/(^|[^\\])(?:\*{1,3}|~~|`+)/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The level and the words of a heading, without the signs that may close it; null for any other line. */
export function headingIn(line: string): { readonly level: number; readonly words: string } | null {
  const level = /^(#{1,6})\s/.exec(line)?.[1]!.length;
  if (level === undefined) return null;
  const words = line.slice(level).trim();
  let end = words.length;
  while (words[end - 1] === '#') end--;
  return { level, words: words.slice(0, end).trimEnd() };
}

/** The line between the head of a table and its rows. */
function isDelimiter(line: string): boolean {
  const bare = line.trim();
  const inner = bare.slice(bare.startsWith('|') ? 1 : 0, bare.endsWith('|') ? -1 : undefined);
  return inner.split('|').every(cell => DELIMITER_CELL.test(cell.trim()));
}

function rowAt(line: number, text: string): TableRow {
  const cells: TableCell[] = [];
  const first = /^\s*\|?/.exec(text)![0].length;
  let from = first;
  for (let at = first; at <= text.length; at++) {
    if (at < text.length && text[at] === '\\') {
      at++;
      continue;
    }
    if (at < text.length && text[at] !== '|') continue;
    // What follows the last pipe is no cell.
    if (at >= text.length && text.slice(from).trim() === '') break;
    cells.push(cellOf(text, from, Math.min(at, text.length)));
    from = at + 1;
  }
  return { line, cells };
}

function cellOf(text: string, from: number, to: number): TableCell {
  const whole = text.slice(from, to);
  const source = whole.trim();
  // An empty cell is written after its first space: `|  |` stays a table that reads well.
  const lead = source === '' ? Math.min(1, whole.length) : whole.length - whole.trimStart().length;
  return { from: from + lead, to: from + lead + source.length, source };
}
