import { isUtf8 } from 'node:buffer';
import type { JournalHandle } from './journalFiles.ts';

/** Small enough that the lines of one chunk are parsed in a few milliseconds; between two, others get their turn. */
const CHUNK_BYTES = 128 * 1024;
const NEWLINE = 0x0a;
/** Of a line that is too long. */
const KEPT_BYTES = 1024;

/**
 * Bytes of the longest line that is read as an entry. Four times the longest answer of a provider, the largest thing
 * that an entry can be made of: what is written here always fits, however it has to be escaped. A damaged file may have
 * a line without an end, which must not fill the memory.
 */
export const longestLine = 32 * 1024 * 1024;

/** What is longer than `longestLine`; only how it begins was kept. */
export interface TooLong {
  readonly begins: Uint8Array;
}

/** A line without its end; as bytes where it is no valid UTF-8. */
export type Line = string | Uint8Array | TooLong;

export function isTooLong(line: Line): line is TooLong {
  return typeof line === 'object' && 'begins' in line;
}

/**
 * Every whole line from a byte on. @returns Where the last one ended, and what of another one stands behind it; null
 * where nothing does.
 */
export async function eachLine(
  handle: JournalHandle,
  from: number,
  take: (line: Line) => void,
): Promise<{ readonly end: number; readonly rest: Line | null }> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let begun = new BegunLine();
  let end = from;
  let position = from;
  for (;;) {
    const length = await handle.read(buffer, position);
    if (length === 0) break;
    const chunk = buffer.subarray(0, length);
    const last = chunk.lastIndexOf(NEWLINE);
    if (last !== -1) {
      takeLines(begun, chunk.subarray(0, last), take);
      begun = new BegunLine();
      end = position + last + 1;
    }
    begun.add(chunk.subarray(last + 1));
    position += length;
  }
  return { end, rest: begun.isEmpty ? null : begun.line() };
}

/** @param lines What follows on what has begun, up to the end of a line. */
function takeLines(begun: BegunLine, lines: Buffer, take: (line: Line) => void): void {
  if (begun.isEmpty) return takeWhole(lines, take);
  const first = lines.indexOf(NEWLINE);
  begun.add(first === -1 ? lines : lines.subarray(0, first));
  take(begun.line());
  if (first !== -1) takeWhole(lines.subarray(first + 1), take);
}

/** Decoded in one go, which is many times as quick as line by line; but one damaged line takes no other along. */
function takeWhole(bytes: Buffer, take: (line: Line) => void): void {
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

/** A line whose end is not read yet. */
class BegunLine {
  #pieces: Buffer[] = [];
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(bytes: Buffer): void {
    this.#length += bytes.length;
    // What they stand in is read into again.
    if (bytes.length > 0) this.#pieces.push(Buffer.from(bytes));
    if (this.#length > longestLine) this.#pieces = [this.#begins()];
  }

  line(): Line {
    if (this.#length > longestLine) return { begins: this.#begins() };
    return lineOf(Buffer.concat(this.#pieces));
  }

  #begins(): Buffer {
    return Buffer.from(Buffer.concat(this.#pieces).subarray(0, KEPT_BYTES));
  }
}

function lineOf(bytes: Buffer): string | Uint8Array {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
}
