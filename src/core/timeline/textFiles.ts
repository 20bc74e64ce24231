import { t } from '@vscode/l10n';
import { constants } from 'node:fs';
import { lstat, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { NotPossibleError } from '../errors.ts';
import { errorCode, openItself, reasonOf, syncFolder } from './journalFiles.ts';

/**
 * Small files that are always whole: the old content or the new one, whatever happens in between. New files
 * are 0600, symbolic links are refused. Rejects with NotPossibleError.
 */
export interface TextFiles {
  /** Null where there is no file. */
  read(path: string): Promise<Uint8Array | null>;
  /**
   * Puts `bytes` in the place of what stands there. Where `expected` is given and something else stands there
   * by now (null: anything at all), nothing is written and the answer is false.
   */
  replace(path: string, bytes: Uint8Array, expected?: Uint8Array | null): Promise<boolean>;
}

export const nodeTextFiles: TextFiles = { read, replace };

let temporaries = 0;

async function read(path: string): Promise<Uint8Array | null> {
  try {
    const file = await openItself(path, constants.O_RDONLY);
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new NotPossibleError(
      t('{0} cannot be read: {1}.', path, reasonOf(error)),
      t('Mend its rights or put a plain file in its place, then try again.'),
      { cause: error },
    );
  }
}

async function replace(path: string, bytes: Uint8Array, expected?: Uint8Array | null): Promise<boolean> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${++temporaries}.tmp`);
  try {
    await write(temporary, bytes, await modeOf(path));
    if (expected !== undefined && !same(await read(path), expected)) {
      await rm(temporary, { force: true });
      return false;
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return true;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (error instanceof NotPossibleError) throw error;
    throw new NotPossibleError(
      t('{0} was not written: {1}.', path, reasonOf(error)),
      t('Free space or mend the folder’s rights, then try again; what stood there before is unchanged.'),
      { cause: error },
    );
  }
}

async function write(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const file = await openItself(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC);
  try {
    await file.chmod(mode);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Rights that somebody gave the file stay. */
async function modeOf(path: string): Promise<number> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) {
      throw new NotPossibleError(
        t('{0} is a symbolic link, which is never followed here.', path),
        t('Put a plain file in its place, then try again.'),
      );
    }
    return found.mode & 0o777;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0o600;
    throw error;
  }
}

function same(found: Uint8Array | null, expected: Uint8Array | null): boolean {
  if (found === null || expected === null) return found === expected;
  return Buffer.compare(found, expected) === 0;
}
