import { t } from '@vscode/l10n';
import { dirname } from 'node:path';
import { JournalWriteError } from '../errors.ts';
import { Emitter } from '../events.ts';
import type { TimelineEntry } from './entry.ts';
import type { Journal, JournalContent } from './journal.ts';
import { nodeJournalFiles, reasonOf, type JournalFiles, type JournalHandle } from './journalFiles.ts';
import { readJournals } from './readJournal.ts';

/** Entries that wait at the same time share one write and one sync, up to this size. */
const GROUP_BYTES = 256 * 1024;
/** How often a write is done over when the file was replaced, or another window’s torn line got in front of it. */
const ATTEMPTS = 3;
const NEWLINE = Buffer.from('\n');

interface Waiting {
  /** One, or several that count together. */
  readonly entries: readonly TimelineEntry[];
  readonly records: Uint8Array;
  resolve(): void;
  reject(error: JournalWriteError): void;
}

/** The open file and what is known of its end as of the last look. */
interface OpenFile {
  readonly handle: JournalHandle;
  readonly identity: string;
  size: number;
  endsLine: boolean;
}

/**
 * The journal as one file, a JSON line a record. Several windows and processes may append to the same file:
 * each record goes out in a single write in append mode, and before it counts it is checked that the record
 * stands at this path on a line of its own. Nothing that stands in the file is ever changed; a torn line is
 * closed off with a newline.
 *
 * An entry that was refused may still have reached the disk. Append the same entry again: by its id it
 * counts once (see timelineView).
 */
export class FileJournal implements Journal {
  readonly #appended: Emitter<TimelineEntry>;
  #waiting: Waiting[] = [];
  #draining: Promise<void> | null = null;
  #file: OpenFile | null = null;

  constructor(
    readonly location: string,
    private readonly files: JournalFiles = nodeJournalFiles,
    onListenerError?: (error: unknown) => void,
  ) {
    this.#appended = new Emitter(onListenerError);
  }

  get onDidAppend() {
    return this.#appended.event;
  }

  append(entry: TimelineEntry): Promise<void> {
    return this.appendAll([entry]);
  }

  appendAll(entries: readonly TimelineEntry[]): Promise<void> {
    if (entries.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const records = Buffer.from(entries.map(entry => `${JSON.stringify(entry)}\n`).join(''));
      this.#waiting.push({ entries, records, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  read(): Promise<JournalContent> {
    return readJournals(this.files, this.location);
  }

  /** Waits for the appends under way and lets go of the file; a later append opens it again. */
  async close(): Promise<void> {
    await this.#draining;
    await this.#letGo();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        await this.#write(Buffer.concat(group.map(({ records }) => records)));
      } catch (error) {
        await this.#letGo();
        for (const { entries, reject } of group) reject(this.#refusal(entries, error));
        continue;
      }
      for (const { entries, resolve } of group) {
        for (const entry of entries) this.#appended.fire(entry);
        resolve();
      }
    }
    this.#draining = null;
  }

  #takeGroup(): Waiting[] {
    let count = 1;
    let bytes = this.#waiting[0]!.records.length;
    for (; count < this.#waiting.length; count++) {
      bytes += this.#waiting[count]!.records.length;
      if (bytes > GROUP_BYTES) break;
    }
    return this.#waiting.splice(0, count);
  }

  async #write(records: Uint8Array): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const file = (this.#file ??= await this.#open());
      const bytes = file.endsLine ? records : Buffer.concat([NEWLINE, records]);
      const written = await file.handle.write(bytes);
      if (written < bytes.length) throw new Error(t('only a part of it fitted on the disk'));
      await file.handle.sync();
      if (await this.#arrived(file, bytes, records)) return;
      await this.#letGo();
    }
    throw new Error(t('the file is being replaced or cut by something else'));
  }

  async #open(): Promise<OpenFile> {
    const handle = await this.files.openToAppend(this.location);
    try {
      const { identity, size } = await handle.state();
      if (size === 0) await this.files.syncFolder(dirname(this.location));
      return { handle, identity, size, endsLine: size === 0 || (await endsLineAt(handle, size)) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * Whether the records stand at the path, at the start of a line. The usual case needs no reading: the file
   * grew by exactly what was written after a known end. Otherwise somebody else wrote too, or the file that
   * is open is no longer the one at the path (removed, restored by git, saved by an editor).
   */
  async #arrived(file: OpenFile, written: Uint8Array, records: Uint8Array): Promise<boolean> {
    const now = await this.files.state(this.location);
    if (now?.identity !== file.identity || now.size < file.size + written.length) return false;
    if (now.size > file.size + written.length) {
      const from = Math.max(0, file.size - 1);
      const since = await readRange(file.handle, from, now.size);
      const found = since.indexOf(Buffer.concat([NEWLINE, records]));
      if (found === -1 && !(from === 0 && since.subarray(0, records.length).equals(records))) return false;
      file.endsLine = since.at(-1) === NEWLINE[0];
    } else {
      file.endsLine = true;
    }
    file.size = now.size;
    return true;
  }

  /** What is known of the file no longer holds; the next append looks anew. */
  async #letGo(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    // A failed close takes nothing away: what counts was synced, what did not count is refused already.
    await file?.handle.close().catch(() => undefined);
  }

  #refusal([first, ...more]: readonly TimelineEntry[], cause: unknown): JournalWriteError {
    const reason = reasonOf(cause);
    return new JournalWriteError(
      more.length === 0
        ? t('The entry “{0}” was not saved to {1}: {2}.', first!.text, this.location, reason)
        : t('{0} entries were not saved to {1}: {2}.', 1 + more.length, this.location, reason),
      { cause },
    );
  }
}

async function endsLineAt(handle: JournalHandle, size: number): Promise<boolean> {
  return (await readRange(handle, size - 1, size))[0] === NEWLINE[0];
}

async function readRange(handle: JournalHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(to - from);
  let filled = 0;
  while (filled < bytes.length) {
    const count = await handle.read(bytes.subarray(filled), from + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
