import { t } from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { linesOf, markdownTables, plainText } from '../markdownTables.ts';
import { utc, type UtcTime } from '../../clock.ts';
import type { EntryKind } from '../entry.ts';
import { csvRows } from './csv.ts';
import { withoutHidden } from '../hiddenCharacters.ts';
import { type ImportContext, rowTimes } from './rowTimes.ts';
import { writtenTimes, type WrittenTime, zoneOffset } from './timeRange.ts';

export interface ImportedEntry {
  /** From what it says, masked: the same row of the same source is the same entry, however often it is read. */
  readonly id: string;
  readonly at: UtcTime;
  /** Empty where the row names nobody. */
  readonly author: string;
  readonly kind: EntryKind;
  readonly text: string;
}

export interface ReadImport {
  /** Oldest first. */
  readonly entries: readonly ImportedEntry[];
  /** What could not be read. `line` from 1; `reason` is a whole sentence. */
  readonly unread: readonly { readonly line: number; readonly text: string; readonly reason: string }[];
}

type Column = 'time' | 'date' | 'author' | 'text' | 'kind';

const columnNames: readonly (readonly [Column, RegExp])[] = [
  ['time', /^(?:time|timestamp|at|when|date ?(?:and|&)? ?time|datetime|occurred(?: at)?|created(?: at)?|time \(?utc\)?|heure|horodatage|quand)(?:[ _(].*)?$/],
  ['date', /^(?:date|day|jour)$/],
  ['author', /^(?:who|author|user|actor|person|by|name|created by|responder|qui|auteur)$/],
  ['text', /^(?:text|what|message|event|description|entry|details?|summary|note|content|title|update|quoi|événement|texte)(?: .*)?$/],
  ['kind', /^(?:kind|type|category|catégorie)$/],
]; // prettier-ignore

/** Only kinds that a person could have written: a file must not claim that something was run or approved here. */
const kinds: readonly EntryKind[] = ['note', 'decision', 'hypothesis', 'observation', 'activity', 'impact'];

/** Entries from a CSV file with a head. Never throws. */
export function importedFromCsv(source: string, context: ImportContext): ReadImport {
  const [head, ...rows] = csvRows(source);
  return fromRows(head?.cells ?? [], rows, context, 1);
}

/** Entries from tables and lists with times, as other tools write them into Markdown. Never throws. */
export function importedFromMarkdown(source: string, context: ImportContext): ReadImport {
  const lines = linesOf(source);
  const read: ReadImport[] = [];
  const inTable = new Set<number>();
  for (const { head, rows } of markdownTables(lines)) {
    for (const { line } of [head, ...rows]) inTable.add(line);
    const cells = (row: typeof head) => row.cells.map(cell => plainText(cell.source));
    const names = cells(head);
    const columns = columnsOf(names);
    if (!columns.has('time') || !columns.has('text')) continue;
    read.push(fromRows(names, rows.map(row => ({ line: row.line + 1, cells: cells(row) })), context, 1)); // prettier-ignore
  }
  read.push(fromLines(lines, inTable, context));
  return merged(read);
}

function fromRows(
  head: readonly string[],
  rows: readonly { readonly line: number; readonly cells: readonly string[] }[],
  context: ImportContext,
  headLine: number,
): ReadImport {
  const columns = columnsOf(head);
  if (!columns.has('time') && columns.has('date')) columns.set('time', columns.get('date')!);
  if (!columns.has('time') || !columns.has('text')) {
    const reason = t('Its first line names no column for the time and one for the text.');
    return { entries: [], unread: [{ line: headLine, text: context.mask(head.join(', ')), reason }] };
  }
  const offset = offsetIn(head[columns.get('time')!] ?? '');
  const cellOf = (cells: readonly string[], column: Column) => cells[columns.get(column) ?? -1]?.trim() ?? '';
  const written = writtenTimes(rows.map(({ cells }) => cellOf(cells, 'time'))).map(time =>
    time?.rest === '' ? time : null,
  );
  const times = rowTimes(
    rows.map(({ cells }, index) => {
      const date = columns.get('date') === columns.get('time') ? '' : cellOf(cells, 'date');
      return { text: `${date} ${written[index]?.time ?? cellOf(cells, 'time')}`, offset };
    }),
    context,
  );
  const results = rows.map(({ line, cells }, index) =>
    entryOf(context, line, cells.join(' | '), times[index]!, {
      author: cellOf(cells, 'author'),
      text: cellOf(cells, 'text'),
      range: written[index]?.range ?? null,
      kind: cellOf(cells, 'kind'),
    }),
  );
  return gathered(results);
}

/** What the head of a column says of its times: `Time (UTC+1)`. ms ahead of UTC; null where it says nothing. */
function offsetIn(head: string): number | null {
  const said =
    /(?:utc|gmt)\s*(?:[+−–-]\s*\d{1,2}(?::?\d{2})?)?|(?<=[([]\s*)[+−–-]\d{1,2}:?\d{2}(?=\s*[)\]])/i.exec(
      head,
    );
  return said && zoneOffset(said[0]);
}

/** A line that may begin with a time, or the day that a heading names. */
interface Begun {
  readonly index: number;
  readonly text: string;
  readonly isDay: boolean;
}

interface Item extends Pick<WrittenTime, 'time' | 'range'> {
  readonly index: number;
  /** Null for a heading, which only names the day of what is below it. */
  readonly words: string | null;
}

/** `- 10:15 UTC - Ada: cause found`, `**2026-11-22 10:15** — …`, `[10:15] …`, under headings that may name the day. */
function fromLines(lines: readonly string[], skip: ReadonlySet<number>, context: ImportContext): ReadImport {
  const begun = lines.flatMap((line, index): Begun[] => {
    if (skip.has(index)) return [];
    const heading = /^#{1,6}\s.*?(\d{4}-\d{2}-\d{2})/.exec(line);
    if (heading) return [{ index, text: heading[1]!, isDay: true }];
    const bullet = /^\s*(?:[-*+]|\d{1,9}[.)])\s+/.exec(line);
    if (!bullet) return [];
    const text = plainText(line.slice(bullet[0].length)).replace(/^[[(]/, '');
    return [{ index, text, isDay: false }];
  });
  const written = writtenTimes(begun.map(({ text }) => text));
  const items = begun.flatMap(({ index, text, isDay }, at): Item[] => {
    if (isDay) return [{ time: text, range: null, index, words: null }];
    const words = /^[\])]?\s*(?:[-–—:|,]\s*)?(.+)$/.exec(written[at]?.rest ?? '')?.[1];
    return words === undefined ? [] : [{ ...written[at]!, index, words }];
  });
  const times = rowTimes(
    items.map(({ time }) => ({ text: time, offset: null })),
    context,
  );
  const results = items.flatMap(({ index, range, words }, at) => {
    if (words === null) return [];
    const said = /^([\p{L}][\p{L}'’. -]{0,40}?)(?:\s*\([^)]*\))?:\s+(.+)$/u.exec(words);
    return [
      entryOf(context, index + 1, lines[index]!.trim(), times[at]!, {
        author: said?.[1] ?? '',
        text: said?.[2] ?? words,
        range,
        kind: '',
      }),
    ];
  });
  return gathered(results);
}

type Result = { readonly entry: ImportedEntry } | { readonly unread: ReadImport['unread'][number] };

function entryOf(
  { mask }: ImportContext,
  line: number,
  raw: string,
  at: number | null,
  {
    author: named,
    text: said,
    range,
    kind,
  }: Record<'author' | 'text' | 'kind', string> & Pick<Item, 'range'>,
): Result {
  const no = (reason: string) => ({ unread: { line, text: mask(raw).slice(0, 200), reason } });
  if (at === null) return no(t('Its time cannot be read.'));
  if (said === '') return no(t('It says nothing.'));
  const time = utc(at);
  const author = maskedIn(named, mask);
  const text = maskedIn(range === null ? said : `${said} (${range})`, mask);
  const id = createHash('sha256')
    .update(JSON.stringify([time, author, text]))
    .digest('hex')
    .slice(0, 32);
  const known = kinds.find(one => one === kind.toLowerCase()) ?? 'note';
  return { entry: { id, at: time, author, kind: known, text } };
}

/** What holds no secret stays as it is, and its id with it. */
function maskedIn(text: string, mask: ImportContext['mask']): string {
  const plain = withoutHidden(text);
  const masked = mask(plain);
  return masked === plain ? text : masked;
}

function columnsOf(head: readonly string[]): Map<Column, number> {
  const columns = new Map<Column, number>();
  head.forEach((name, index) => {
    const found = columnNames.find(
      ([column, pattern]) =>
        !columns.has(column) && pattern.test(name.trim().toLowerCase().replaceAll('_', ' ')),
    );
    if (found) columns.set(found[0], index);
  });
  return columns;
}

function gathered(results: readonly Result[]): ReadImport {
  return merged([
    {
      entries: results.flatMap(result => ('entry' in result ? [result.entry] : [])),
      unread: results.flatMap(result => ('unread' in result ? [result.unread] : [])),
    },
  ]);
}

/** In the order of their times, each once. */
function merged(reads: readonly ReadImport[]): ReadImport {
  const entries = [...new Map(reads.flatMap(read => read.entries).map(entry => [entry.id, entry])).values()];
  return {
    entries: entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    unread: reads.flatMap(read => read.unread),
  };
}
