import { t } from '@vscode/l10n';
import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { NotPossibleError } from '../errors.ts';
import type { TimelineEntry } from './entry.ts';
import { parseEntry } from './entryGuard.ts';
import type { JournalContent, UnreadableLine } from './journal.ts';
import { errorCode, reasonOf, type JournalFiles, type JournalHandle } from './journalFiles.ts';

/** Small enough that the lines of one chunk are parsed in a few milliseconds; between two, others get their turn. */
const CHUNK_BYTES = 128 * 1024;
const NEWLINE = 0x0a;
const BRACE = 0x7b;
const BYTE_ORDER_MARK = 0xfeff;
const SHOWN_CHARACTERS = 200;

/** What git leaves in a file whose two sides it could not bring together. */
const CONFLICT_MARK = /^(?:<{7}|>{7}|\|{7})(?: .*)?\r?$|^={7}\r?$/;

/**
 * The whole journal that `path` is a file of: what each machine wrote in its own file, and what a synced folder’s
 * tool set beside them. What stands in several of them counts once (see timelineView). Rejects like `readJournal`.
 */
export async function readJournals(files: JournalFiles, path: string): Promise<JournalContent> {
  let paths: readonly string[];
  try {
    paths = await files.journalsBeside(path);
  } catch (error) {
    throw unreadableJournal(path, error);
  }
  if (paths.length <= 1) return readJournal(files, paths[0] ?? path);
  const entries: TimelineEntry[] = [];
  const unreadable: UnreadableLine[] = [];
  for (const one of paths) {
    const content = await readJournal(files, one);
    // One by one: what is spread into a call goes through the stack.
    for (const entry of content.entries) entries.push(entry);
    for (const line of content.unreadable) unreadable.push({ ...line, file: basename(one) });
  }
  return { entries, unreadable, files: paths.map(one => basename(one)) };
}

/**
 * The file at `path`; empty where there is none yet. A last line without its newline counts as an entry
 * when it is whole. Rejects with NotPossibleError where the file itself cannot be read: a part that silently
 * lacks would be taken for “not recorded”.
 */
export async function readJournal(files: JournalFiles, path: string): Promise<JournalContent> {
  const content = new ContentOfLines();
  try {
    const handle = await files.openToRead(path);
    try {
      const { rest } = await eachLine(handle, 0, line => content.add(line));
      if (rest.length > 0) content.add(lineOf(rest));
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw unreadableJournal(path, error);
  }
  const { entries, unreadable } = content;
  return { entries, unreadable };
}

export function unreadableJournal(path: string, error: unknown): NotPossibleError {
  return new NotPossibleError(
    t('The timeline {0} cannot be read: {1}.', path, reasonOf(error)),
    t('Mend the file’s rights or the disk, then open it again; nothing in it was changed.'),
    { cause: error },
  );
}

/** A line without its end; as bytes where it is no valid UTF-8. */
export type Line = string | Uint8Array;

export function lineOf(bytes: Buffer): Line {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
}

/**
 * Every whole line from a byte on. @returns Where the last one ended, and what of another one stands behind it.
 */
export async function eachLine(
  handle: JournalHandle,
  from: number,
  take: (line: Line) => void,
): Promise<{ readonly end: number; readonly rest: Buffer }> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let begun: Buffer[] = [];
  let position = from;
  for (;;) {
    const length = await handle.read(buffer, position);
    if (length === 0) break;
    position += length;
    const chunk = buffer.subarray(0, length);
    const end = chunk.lastIndexOf(NEWLINE);
    if (end !== -1) {
      const lines = chunk.subarray(0, end);
      takeLines(begun.length > 0 ? Buffer.concat([...begun, lines]) : lines, take);
      begun = [];
    }
    if (end + 1 < length) begun.push(Buffer.from(chunk.subarray(end + 1)));
  }
  const rest = Buffer.concat(begun);
  return { end: position - rest.length, rest };
}

/** Decoded in one go, which is many times as quick as line by line; but one damaged line takes no other along. */
function takeLines(bytes: Buffer, take: (line: Line) => void): void {
  const text = lineOf(bytes);
  if (typeof text === 'string') {
    for (const line of text.split('\n')) take(line);
    return;
  }
  for (let start = 0, end; start <= bytes.length; start = end + 1) {
    end = bytes.indexOf(NEWLINE, start);
    if (end === -1) end = bytes.length;
    take(lineOf(bytes.subarray(start, end)));
  }
}

export class ContentOfLines {
  readonly entries: TimelineEntry[] = [];
  readonly unreadable: UnreadableLine[] = [];
  #line: number;

  /** @param before How many lines stand before the first. */
  constructor(before = 0) {
    this.#line = before;
  }

  add(line: Line): void {
    this.#line++;
    if (typeof line !== 'string') {
      const text = new TextDecoder('utf-8').decode(line);
      return this.#report(text, t('It is not valid UTF-8: it was cut off or damaged.'));
    }
    const text = line.charCodeAt(0) === BYTE_ORDER_MARK ? line.slice(1) : line;
    if (text.charCodeAt(0) !== BRACE) {
      if (text.trim() === '') return;
      if (CONFLICT_MARK.test(text)) {
        this.#report(text, t('It is a mark of a git conflict, not an entry; what stands around it is read.'));
        return;
      }
    }
    const parsed = parseEntry(text);
    if (parsed.ok) this.entries.push(parsed.entry);
    else this.#report(text, parsed.reason);
  }

  /** What a last line without its end would be; it does not count as read. */
  look(line: Line): JournalContent {
    const alone = new ContentOfLines(this.#line);
    alone.add(line);
    return alone;
  }

  #report(text: string, reason: string): void {
    this.unreadable.push({ line: this.#line, reason, text: text.slice(0, SHOWN_CHARACTERS) });
  }
}
