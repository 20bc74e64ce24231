import type { FileState, JournalFiles, JournalHandle } from '../../../src/core/timeline/journalFiles.ts';

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

interface MemoryFile {
  readonly identity: string;
  bytes: Buffer;
  /** How many bytes would survive a power cut. */
  durable: number;
}

type Step = 'open' | 'state' | 'write' | 'sync' | 'stateAtPath' | 'syncFolder' | 'read';

/**
 * One folder with one file, in memory: fails where told, loses on `cutPower` what was not synced, and keeps a file
 * alive for those who have it open after it was removed, as Unix does.
 */
export class MemoryFiles implements JournalFiles {
  file: MemoryFile | null = null;
  folderExists = true;
  /** How often each step was taken. */
  readonly counts = new Map<Step, number>();
  /** Called before every write, as another process that is quicker. */
  beforeWrite: () => void = () => {};
  #nameDurable = false;
  #identities = 0;
  readonly #failures = new Map<Step, Error[]>();
  #shortWrite: number | null = null;

  /** The next time this step is taken it fails. */
  failNext(step: Step, code: string): void {
    this.#failures.set(step, [...(this.#failures.get(step) ?? []), failure(code)]);
  }

  /** Nothing fails any more. */
  heal(): void {
    this.#failures.clear();
    this.#shortWrite = null;
  }

  /** The next write takes only so many bytes. */
  shortenNextWrite(bytes: number): void {
    this.#shortWrite = bytes;
  }

  get text(): string {
    return this.file?.bytes.toString('utf8') ?? '';
  }

  put(bytes: Uint8Array): void {
    this.file = {
      identity: `memory:${++this.#identities}`,
      bytes: Buffer.from(bytes),
      durable: bytes.length,
    };
    this.#nameDurable = true;
  }

  addFromElsewhere(text: string): void {
    const file = this.file!;
    file.bytes = Buffer.concat([file.bytes, Buffer.from(text)]);
  }

  cutPower(): void {
    if (!this.file) return;
    if (!this.#nameDurable) this.file = null;
    else this.file.bytes = this.file.bytes.subarray(0, this.file.durable);
  }

  async openToAppend(): Promise<JournalHandle> {
    this.#step('open');
    if (!this.folderExists) throw failure('ENOENT');
    if (!this.file) {
      this.put(Buffer.alloc(0));
      this.#nameDurable = false;
    }
    return this.#handle(this.file!);
  }

  async openToRead(): Promise<JournalHandle> {
    this.#step('open');
    if (!this.file) throw failure('ENOENT');
    return this.#handle(this.file);
  }

  async state(): Promise<FileState | null> {
    this.#step('stateAtPath');
    return this.file && { identity: this.file.identity, size: this.file.bytes.length };
  }

  async syncFolder(): Promise<void> {
    this.#step('syncFolder');
    this.#nameDurable = true;
  }

  async journalsBeside(path: string): Promise<readonly string[]> {
    return [path];
  }

  #handle(file: MemoryFile): JournalHandle {
    return {
      state: async () => {
        this.#step('state');
        return { identity: file.identity, size: file.bytes.length };
      },
      read: async (into, position) => {
        this.#step('read');
        return file.bytes.copy(into, 0, position);
      },
      write: async bytes => {
        this.beforeWrite();
        this.#step('write');
        const taken = Math.min(this.#shortWrite ?? bytes.length, bytes.length);
        this.#shortWrite = null;
        file.bytes = Buffer.concat([file.bytes, bytes.subarray(0, taken)]);
        return taken;
      },
      sync: async () => {
        this.#step('sync');
        file.durable = file.bytes.length;
      },
      close: async () => {},
    };
  }

  #step(step: Step): void {
    this.counts.set(step, (this.counts.get(step) ?? 0) + 1);
    const error = this.#failures.get(step)?.shift();
    if (error) throw error;
  }
}

/** The same files behind a network: every step takes its time first. */
export function slowly(files: JournalFiles, wait: () => Promise<unknown>): JournalFiles {
  const handleOf = (handle: JournalHandle): JournalHandle => ({
    state: () => wait().then(() => handle.state()),
    read: (into, position) => wait().then(() => handle.read(into, position)),
    write: bytes => wait().then(() => handle.write(bytes)),
    sync: () => wait().then(() => handle.sync()),
    close: () => wait().then(() => handle.close()),
  });
  return {
    openToAppend: path => wait().then(async () => handleOf(await files.openToAppend(path))),
    openToRead: path => wait().then(async () => handleOf(await files.openToRead(path))),
    state: path => wait().then(() => files.state(path)),
    syncFolder: path => wait().then(() => files.syncFolder(path)),
    journalsBeside: path => wait().then(() => files.journalsBeside(path)),
  };
}
