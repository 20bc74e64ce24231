import { constants, type Stats } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Disposable } from '../../events.ts';
import { watchDirectory } from '../../execution/directoryWatch.ts';
import { errorCode, openItself, syncFolder } from '../../timeline/journalFiles.ts';
import { forAll } from './atOnce.ts';

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
  /**
   * Creates the folder where it is gone. Resolves with the stamps once all are on disk, whatever happens next; where
   * that fails it rejects and none is there.
   */
  addAll(
    folder: string,
    added: readonly { readonly name: string; readonly text: string }[],
  ): Promise<string[]>;
  /** A reader finds the old text or the new one, whole. `durable`: it also survives a power cut. Answers the stamp. */
  replace(path: string, text: string, durable: boolean): Promise<string>;
  /** Nothing where there are no such files. */
  removeAll(folder: string, names: readonly string[], durable: boolean): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** @param look answers, or resolves with, false where not all could be read: then it is called again, changed or not. */
  watch(folder: string, clock: Clock, look: () => unknown): Disposable;
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
    let stamp: string;
    try {
      stamp = await write(temporary, text, durable);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    if (durable) await syncFolder(dirname(path));
    return stamp;
  },
  async removeAll(folder, names, durable) {
    await forAll(names, name => rm(join(folder, name), { force: true }));
    if (durable) await syncFolder(folder);
  },
  rename,
  watch: watchCalmly,
};

/** ms */
const temporaryLifetime = 3_600_000;
/** A look costs a question about every file, and a storm of changes comes with an event for each, ms. */
const betweenLooks = 100;

/** No file system keeps times more coarsely than this (FAT): until then two changes may have the same, ms. */
const coarsestTime = 3_000;
/** Where the folder’s time tells of nothing new its files are looked at all the same so often, for what does not keep it, ms. */
const surelyEvery = 30_000;

/**
 * Looks at the first of several changes and, a moment later, once at all the others. Whatever is added, replaced or
 * removed changes the folder’s own time, so that where nobody tells of a change one question is enough.
 */
function watchCalmly(folder: string, clock: Clock, look: () => unknown): Disposable {
  let cancelPause: (() => void) | null = null;
  let changed = false;
  let disposed = false;
  /** When the last look began that was not for an event. */
  let lookedAt = -Infinity;
  /** The folder as it was seen at a time, and not otherwise since. */
  let seen: { readonly stamp: string | null; readonly at: number } = { stamp: null, at: 0 };
  let allRead = false;
  const lookNow = () => {
    changed = false;
    cancelPause = clock.after(betweenLooks, () => {
      cancelPause = null;
      if (changed) lookNow();
    });
    void Promise.resolve(look()).then(answer => (allRead = answer !== false));
  };
  const lookSoon = () => {
    changed = true;
    if (!cancelPause) lookNow();
  };
  const regularly = async () => {
    const stamp = await folderStamp(folder);
    if (disposed) return;
    const now = clock.now();
    if (stamp !== seen.stamp) seen = { stamp, at: now };
    const isKnown = stamp !== null && allRead && lookedAt >= seen.at + coarsestTime;
    if (isKnown && now >= lookedAt && now < lookedAt + surelyEvery) return;
    lookedAt = now;
    lookSoon();
  };
  const watch = watchDirectory(folder, clock, lookSoon, () => void regularly());
  return {
    dispose() {
      disposed = true;
      watch.dispose();
      cancelPause?.();
    },
  };
}

/** What needs room on the disk happens before the first file has its name. */
async function addAll(
  folder: string,
  added: readonly { readonly name: string; readonly text: string }[],
): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stamps = new Map<string, string>();
  const files = added.map(({ name, text }) => {
    const path = join(folder, name);
    return { path, temporary: temporaryFor(path), text };
  });
  try {
    await forAll(files, async ({ path, temporary, text }) =>
      stamps.set(path, await write(temporary, text, true)),
    );
    await forAll(files, ({ temporary, path }) => rename(temporary, path));
    await syncFolder(folder);
  } catch (error) {
    for (const { temporary, path } of files)
      for (const left of [temporary, path]) await rm(left, { force: true }).catch(() => undefined);
    throw error;
  }
  return files.map(({ path }) => stamps.get(path)!);
}

/** Answers the stamp that the file has wherever it is renamed to. */
async function write(path: string, text: string, durable: boolean): Promise<string> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    if (durable) await file.sync();
    return stampOf(await file.stat());
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
        return found && { name, stamp: stampOf(found) };
      }),
  );
  return listed.filter(file => file !== null);
}

/** Another one as soon as something in the folder has changed; null where it cannot be told. */
async function folderStamp(folder: string): Promise<string | null> {
  try {
    const { ino, mtimeNs, ctimeNs } = await stat(folder, { bigint: true });
    return `${ino} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return null;
  }
}

function stampOf({ ino, mtimeMs, size }: Stats): string {
  return `${ino} ${mtimeMs} ${size}`;
}

let temporaries = 0;

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}-${++temporaries}.tmp`);
}

function isTemporary(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.tmp');
}
