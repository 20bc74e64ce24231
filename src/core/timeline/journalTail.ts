import { basename } from 'node:path';
import type { JournalContent, UnreadableLine } from './journal.ts';
import { errorCode, type JournalFiles, type JournalHandle, nodeJournalFiles } from './journalFiles.ts';
import type { TimelineEntry } from './entry.ts';
import { eachLine } from './journalLines.ts';
import { ContentOfLines, unreadableJournal } from './readJournal.ts';

/** What came since the last look. */
export interface JournalNews extends JournalContent {
  /** It is another file than before, or the first look: what was known of it no longer counts. */
  readonly anew: boolean;
}

/** The whole journal that `path` is a file of, looked at again and again: see readJournals. */
export class JournalsTail {
  #tails = new Map<string, JournalTail>();

  constructor(
    private readonly path: string,
    private readonly files: JournalFiles = nodeJournalFiles,
  ) {}

  /** Rejects with NotPossibleError where a file cannot be read; none at all is an empty journal. */
  async read(): Promise<JournalNews> {
    let paths: readonly string[];
    try {
      paths = await this.files.journalsBeside(this.path);
    } catch (error) {
      throw unreadableJournal(this.path, error);
    }
    const gone = [...this.#tails.keys()].some(path => !paths.includes(path));
    try {
      const news = await this.#readAll(paths, gone);
      // What a file lost that others may have as well: all of it is read again.
      if (!gone && news.lost) return (await this.#readAll(paths, true)).news;
      return news.news;
    } catch (error) {
      // What the files before it said was handed to nobody: it is read again.
      this.#tails = new Map();
      throw error;
    }
  }

  async #readAll(paths: readonly string[], anew: boolean): Promise<{ news: JournalNews; lost: boolean }> {
    if (anew) this.#tails = new Map();
    const entries: TimelineEntry[] = [];
    const unreadable: UnreadableLine[] = [];
    const first = this.#tails.size === 0;
    let lost = false;
    for (const path of paths) {
      const known = this.#tails.get(path);
      const tail = known ?? new JournalTail(path, this.files);
      const news = await tail.read();
      this.#tails.set(path, tail);
      if (known && news.anew) lost = true;
      // One by one: what is spread into a call goes through the stack.
      for (const entry of news.entries) entries.push(entry);
      for (const line of news.unreadable)
        unreadable.push(paths.length > 1 ? { ...line, file: basename(path) } : line);
    }
    return { news: { anew: first, entries, unreadable }, lost };
  }
}

/**
 * So much of what was read is compared with what stands there now: the end of an entry at least. A branch that git
 * checks out comes as a new file, which is often given the inode of the one before.
 */
const comparedBytes = 512;

/**
 * A file that is looked at again and again: only what was appended since is read, however long it is by now.
 * `unreadable` is always all that cannot be read.
 */
export class JournalTail {
  #identity: string | null = null;
  #end = 0;
  /** What stands before `#end`. */
  #before = Buffer.alloc(0);
  #content = new ContentOfLines();
  /** A last line that was not whole when it was looked at: it may be by now. */
  #torn: readonly UnreadableLine[] = [];

  constructor(
    private readonly path: string,
    private readonly files: JournalFiles = nodeJournalFiles,
  ) {}

  /** Rejects with NotPossibleError where the file cannot be read; none at all is an empty journal. */
  async read(): Promise<JournalNews> {
    try {
      const handle = await this.files.openToRead(this.path);
      try {
        const { identity, size } = await handle.state();
        const anew = identity !== this.#identity || size < this.#end || !(await this.#goesOn(handle));
        if (anew) this.#begin(identity);
        const before = this.#content.entries.length;
        const { end, rest } = await eachLine(handle, this.#end, line => this.#content.add(line));
        if (end !== this.#end) this.#before = await bytesBefore(handle, end);
        this.#end = end;
        const last = rest === null ? null : this.#content.look(rest);
        this.#torn = last?.unreadable ?? [];
        const entries = this.#content.entries.slice(before);
        // Nobody needs them here again.
        this.#content.entries.length = 0;
        return {
          anew,
          entries: [...entries, ...(last?.entries ?? [])],
          unreadable: [...this.#content.unreadable, ...this.#torn],
        };
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw unreadableJournal(this.path, error);
      const anew = this.#identity !== null;
      this.#begin(null);
      return { anew, entries: [], unreadable: [] };
    }
  }

  async #goesOn(handle: JournalHandle): Promise<boolean> {
    return this.#before.equals(await bytesBefore(handle, this.#end));
  }

  #begin(identity: string | null): void {
    this.#identity = identity;
    this.#end = 0;
    this.#before = Buffer.alloc(0);
    this.#content = new ContentOfLines();
    this.#torn = [];
  }
}

async function bytesBefore(handle: JournalHandle, end: number): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.alloc(Math.min(end, comparedBytes));
  const start = end - bytes.length;
  let filled = 0;
  for (let read = -1; filled < bytes.length && read !== 0; filled += read)
    read = await handle.read(bytes.subarray(filled), start + filled);
  return bytes.subarray(0, filled);
}
