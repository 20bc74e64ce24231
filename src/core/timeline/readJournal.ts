import { NotPossibleError } from '../errors.ts';
import type { TimelineEntry } from './entry.ts';
import { parseEntry } from './entryGuard.ts';
import type { JournalContent, UnreadableLine } from './journal.ts';
import { errorCode, reasonOf, type JournalFiles, type JournalHandle } from './journalFiles.ts';

/** Small enough that the lines of one chunk are parsed in a few milliseconds; between two, others get their turn. */
const CHUNK_BYTES = 128 * 1024;
const NEWLINE = 0x0a;
const SHOWN_CHARACTERS = 200;

/**
 * The journal at `path`; empty where there is none yet. A last line without its newline counts as an entry
 * when it is whole. Rejects with NotPossibleError where the file itself cannot be read: a part that silently
 * lacks would be taken for “not recorded”.
 */
export async function readJournal(files: JournalFiles, path: string): Promise<JournalContent> {
  const content = new ContentOfLines();
  try {
    const handle = await files.openToRead(path);
    try {
      await eachLine(handle, line => content.add(line));
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      throw new NotPossibleError(
        `The timeline ${path} cannot be read: ${reasonOf(error)}.`,
        'Mend the file’s rights or the disk, then open it again; nothing in it was changed.',
        { cause: error },
      );
    }
  }
  const { entries, unreadable } = content;
  return { entries, unreadable };
}

async function eachLine(handle: JournalHandle, take: (line: Uint8Array) => void): Promise<void> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let begun: Buffer[] = [];
  let position = 0;
  for (;;) {
    const length = await handle.read(buffer, position);
    if (length === 0) break;
    position += length;
    const chunk = buffer.subarray(0, length);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const line = chunk.subarray(start, end);
      take(begun.length > 0 ? Buffer.concat([...begun, line]) : line);
      begun = [];
      start = end + 1;
    }
    if (start < length) begun.push(Buffer.from(chunk.subarray(start)));
  }
  if (begun.length > 0) take(Buffer.concat(begun));
}

class ContentOfLines {
  readonly entries: TimelineEntry[] = [];
  readonly unreadable: UnreadableLine[] = [];
  readonly #strict = new TextDecoder('utf-8', { fatal: true });
  readonly #lenient = new TextDecoder('utf-8');
  #line = 0;

  add(bytes: Uint8Array): void {
    this.#line++;
    let text: string;
    try {
      text = this.#strict.decode(bytes);
    } catch {
      this.#report(this.#lenient.decode(bytes), 'It is not valid UTF-8: it was cut off or damaged.');
      return;
    }
    if (text.trim() === '') return;
    const parsed = parseEntry(text);
    if (parsed.ok) this.entries.push(parsed.entry);
    else this.#report(text, parsed.reason);
  }

  #report(text: string, reason: string): void {
    this.unreadable.push({ line: this.#line, reason, text: text.slice(0, SHOWN_CHARACTERS) });
  }
}
