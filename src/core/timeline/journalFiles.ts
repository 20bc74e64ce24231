import { t } from '@vscode/l10n';
import { constants } from 'node:fs';
import { lstat, open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sentence } from '../sentence.ts';

/** What tells one file from another that later stands at the same path, and how long it is. */
export interface FileState {
  /** Device and inode: changes when the file is removed, replaced or restored. */
  readonly identity: string;
  /** Bytes. */
  readonly size: number;
}

export interface JournalHandle {
  state(): Promise<FileState>;
  /** Fills `into` from `position`; answers how many bytes came, 0 at the end. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** Exactly one write(); may answer less than it was given. */
  write(bytes: Uint8Array): Promise<number>;
  /** Resolves once the bytes, and the length they need, are on disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The file system as the journal needs it, so that a test can make any part of it fail. Errors carry Node’s `code`. */
export interface JournalFiles {
  /** For reading and appending; created with 0600 where missing. Refuses a symbolic link (ELOOP). */
  openToAppend(path: string): Promise<JournalHandle>;
  /** Refuses a symbolic link (ELOOP). */
  openToRead(path: string): Promise<JournalHandle>;
  /** Null where nothing stands. */
  state(path: string): Promise<FileState | null>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  /**
   * Every file that belongs to the journal at the path, in the order of their names: its own where there is one, the
   * other machines’, and the copies that a synced folder’s tool made of any of them. A journal that has another name
   * than an incident’s stands alone.
   */
  journalsBeside(path: string): Promise<readonly string[]>;
}

/** `timeline.jsonl`, `timeline-k3f9a2qd.jsonl`, `timeline (conflicted copy).jsonl`, `timeline.sync-conflict-….jsonl` */
const JOURNAL_NAME = /^timeline(?![a-z0-9]).*\.jsonl$/i;

export const nodeJournalFiles: JournalFiles = {
  openToAppend: async path =>
    handleOf(await openItself(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT)),
  openToRead: async path => handleOf(await openItself(path, constants.O_RDONLY)),
  state: async path => {
    try {
      return stateOf(await stat(path, { bigint: true }));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  },
  syncFolder,
  journalsBeside: async path => {
    if (!JOURNAL_NAME.test(basename(path))) return [path];
    try {
      const names = await readdir(dirname(path));
      return names
        .filter(name => JOURNAL_NAME.test(name))
        .sort()
        .map(name => join(dirname(path), name));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  },
};

/** Node’s code of a failed file operation (`ENOSPC`); null for anything else. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? code : null;
}

/** Opens what stands at the path itself, never what a symbolic link there points to; new files are 0600. */
export async function openItself(path: string, flags: number): Promise<FileHandle> {
  if (process.platform !== 'win32') return open(path, flags | constants.O_NOFOLLOW, 0o600);
  const link = await lstat(path).then(
    found => found.isSymbolicLink(),
    () => false,
  );
  if (link) throw Object.assign(new Error(`ELOOP: symbolic link, open '${path}'`), { code: 'ELOOP' });
  return open(path, flags, 0o600);
}

/** Windows has no such call and keeps names without it; some network file systems refuse it. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } catch (error) {
    if (errorCode(error) !== 'EINVAL' && errorCode(error) !== 'ENOTSUP') throw error;
  } finally {
    await folder.close();
  }
}

/** Why a file operation failed, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  const reason = reasons[errorCode(error) ?? ''];
  if (reason !== undefined) return t(reason);
  return error instanceof Error ? error.message : String(error);
}

const reasons: Record<string, string> = {
  ENOSPC: sentence('the disk is full'),
  EDQUOT: sentence('the disk quota is used up'),
  EACCES: sentence('this user has no right to it'),
  EPERM: sentence('this user has no right to it'),
  EROFS: sentence('the disk is read-only'),
  EIO: sentence('the disk reported an error'),
  ENOENT: sentence('its folder is gone'),
  ENOTDIR: sentence('a part of the path is not a folder'),
  ELOOP: sentence('it is a symbolic link, which is never followed here'),
  EISDIR: sentence('a folder stands in its place'),
  EMFILE: sentence('too many files are open'),
};

function handleOf(file: FileHandle): JournalHandle {
  return {
    state: async () => stateOf(await file.stat({ bigint: true })),
    read: async (into, position) => (await file.read(into, 0, into.length, position)).bytesRead,
    write: async bytes => (await file.write(bytes)).bytesWritten,
    sync: () => file.datasync(),
    close: () => file.close(),
  };
}

function stateOf(found: { readonly dev: bigint; readonly ino: bigint; readonly size: bigint }): FileState {
  return { identity: `${found.dev}:${found.ino}`, size: Number(found.size) };
}
