import { type FileHandle, open } from 'node:fs/promises';
import { t } from '@vscode/l10n';
import type { Logger } from '../logger.ts';
import { longestSecret, MaskedStream } from './maskedStream.ts';
import type { Redactor } from './redact.ts';

/** UTF-16 units kept of each end of the output: more than a person reads, and nothing to a disk or to memory. */
const keptOutput = { head: 4_000_000, tail: 4_000_000 } as const;

/** So much is gathered before it is handed on: a chunk for each line would be a million of them. */
const chunkSize = 65_536;

/**
 * The whole output of one run in a file (0600), secrets masked before anything is written. Of what is larger, both
 * ends, with the cut marked: the beginning is written as it comes, the end waits in memory.
 */
export class WholeOutput {
  readonly #head: MaskedStream;
  #headLength = 0;
  #chunk = '';
  /** Raw; the oldest go when there are enough behind them. */
  readonly #tail: string[] = [];
  #tailLength = 0;
  #dropped = 0;
  #finished = false;
  #writing: Promise<FileHandle | null> | null = null;

  constructor(
    private readonly parts: {
      readonly path: string;
      readonly redactor: Redactor;
      readonly logger: Logger;
      /** Smaller in tests. */
      readonly sizes?: { readonly head: number; readonly tail: number };
    },
  ) {
    this.#head = new MaskedStream(parts.redactor, text => this.#append(text));
  }

  get #sizes() {
    return this.parts.sizes ?? keptOutput;
  }

  /** Plain text: no escapes. After `finish`, nothing is taken any more. */
  write(text: string): void {
    if (this.#finished) return;
    this.#chunk += text;
    if (this.#chunk.length >= chunkSize) this.#takeChunk();
  }

  /** Writes the rest. Resolves with the file’s path, or null where there is none; never rejects. */
  async finish(): Promise<string | null> {
    this.#takeChunk();
    this.#finished = true;
    const cut = this.#dropped > 0;
    // The last chunks may hold more than the tail: what comes before it is only looked at.
    const tail = this.#tail.splice(0);
    let stream = this.#head;
    if (cut) {
      const text = tail.join('');
      const spare = Math.max(0, text.length - this.#sizes.tail);
      const left = this.#dropped + spare + this.#head.cut();
      tail.splice(0, Infinity, ...chunksOf(text.slice(spare)));
      this.#append(`\n${t('[… cut here: {0} characters of output left out …]', left)}\n`);
      stream = new MaskedStream(this.parts.redactor, masked => this.#append(masked), text.slice(0, spare));
    }
    for (const chunk of tail) {
      stream.write(chunk);
      // Others get a turn: masking megabytes at once would be felt.
      await new Promise(resolve => setImmediate(resolve));
    }
    stream.end();
    const file = await this.#writing;
    try {
      await file?.close();
    } catch (error) {
      this.parts.logger.error('The output of a block could not be kept', error);
      return null;
    }
    return file ? this.parts.path : null;
  }

  #takeChunk(): void {
    let chunk = this.#chunk;
    this.#chunk = '';
    // With what is held back to recognise a secret that begins at the end of the head.
    const room = this.#sizes.head + longestSecret - this.#headLength;
    if (room > 0) {
      this.#head.write(chunk.slice(0, room));
      this.#headLength += Math.min(room, chunk.length);
      chunk = chunk.slice(room);
    }
    if (chunk === '') return;
    this.#tail.push(chunk);
    this.#tailLength += chunk.length;
    while (this.#tailLength - this.#tail[0]!.length >= this.#sizes.tail + longestSecret) {
      const { length } = this.#tail.shift()!;
      this.#tailLength -= length;
      this.#dropped += length;
    }
  }

  #append(text: string): void {
    if (text === '') return;
    const before = this.#writing ?? open(this.parts.path, 'wx', 0o600);
    this.#writing = before
      .then(async file => {
        await file?.appendFile(text);
        return file;
      })
      .catch(async (error: unknown) => {
        this.parts.logger.error('The output of a block could not be kept', error);
        await (await before.catch(() => null))?.close().catch(() => {});
        return null;
      });
  }
}

function chunksOf(text: string): string[] {
  const chunks: string[] = [];
  for (let at = 0; at < text.length; at += chunkSize) chunks.push(text.slice(at, at + chunkSize));
  return chunks;
}
