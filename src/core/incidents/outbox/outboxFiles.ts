import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Disposable } from '../../events.ts';
import { watchDirectory } from '../../execution/directoryWatch.ts';
import { errorCode, openItself, syncFolder } from '../../timeline/journalFiles.ts';

export interface ListedFile {
  readonly name: string;
  /** Another one as soon as the file is replaced. */
  readonly stamp: string;
}

/** The file system as the outbox needs it, so that a test can make any part of it fail. Errors carry Node’s `code`. */
export interface OutboxFiles {
  /** Creates the folder where it is missing, for this user only, and sweeps away what was never finished. */
  prepare(folder: string, now: number): Promise<void>;
  list(folder: string): Promise<readonly ListedFile[]>;
  /** Null where there is no such file. */
  read(path: string): Promise<string | null>;
  /** Resolves once all are on disk, whatever happens next; where that fails it rejects and none is there. */
  addAll(folder: string, added: readonly { readonly name: string; readonly text: string }[]): Promise<void>;
  /** A reader finds the old text or the new one, whole. `durable`: it also survives a power cut. */
  replace(path: string, text: string, durable: boolean): Promise<void>;
  /** Nothing where there is no such file. */
  remove(path: string, durable: boolean): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  watch(folder: string, clock: Clock, look: () => void): Disposable;
}

export const nodeOutboxFiles: OutboxFiles = {
  async prepare(folder, now) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const { name } of await listFolder(folder)) {
      if (!isTemporary(name)) continue;
      const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: now }));
      // Another window may be writing a younger one.
      if (now - mtimeMs > temporaryLifetime) await rm(join(folder, name), { force: true });
    }
  },
  list: listFolder,
  async read(path) {
    try {
      const file = await openItself(path, constants.O_RDONLY);
      try {
        return await file.readFile('utf8');
      } finally {
        await file.close();
      }
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  },
  addAll,
  async replace(path, text, durable) {
    const temporary = temporaryFor(path);
    try {
      await write(temporary, text, durable);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    if (durable) await syncFolder(dirname(path));
  },
  async remove(path, durable) {
    await rm(path, { force: true });
    if (durable) await syncFolder(dirname(path));
  },
  rename,
  watch: watchDirectory,
};

/** ms */
const temporaryLifetime = 3_600_000;
/** More open files at once would bring nothing. */
const writtenAtOnce = 16;

/** What needs room on the disk happens before the first file has its name. */
async function addAll(
  folder: string,
  added: readonly { readonly name: string; readonly text: string }[],
): Promise<void> {
  const files = added.map(({ name, text }) => {
    const path = join(folder, name);
    return { path, temporary: temporaryFor(path), text };
  });
  try {
    for (let first = 0; first < files.length; first += writtenAtOnce) {
      const written = await Promise.allSettled(
        files.slice(first, first + writtenAtOnce).map(({ temporary, text }) => write(temporary, text, true)),
      );
      const failed = written.find(result => result.status === 'rejected');
      if (failed) throw failed.reason;
    }
    for (const { temporary, path } of files) await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    for (const { temporary, path } of files)
      for (const left of [temporary, path]) await rm(left, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function write(path: string, text: string, durable: boolean): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    if (durable) await file.sync();
  } finally {
    await file.close();
  }
}

async function listFolder(folder: string): Promise<readonly ListedFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const listed = await Promise.all(
    entries
      .filter(entry => entry.isFile())
      .map(async ({ name }) => {
        const found = await stat(join(folder, name)).catch(() => null);
        return found && { name, stamp: `${found.ino} ${found.mtimeMs} ${found.size}` };
      }),
  );
  return listed.filter(file => file !== null);
}

let temporaries = 0;

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}-${++temporaries}.tmp`);
}

function isTemporary(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.tmp');
}
