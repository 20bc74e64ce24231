import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** Where a block starts. */
export interface StartPlace {
  /** Absolute. */
  readonly cwd: string;
  /** Where it would have started, because the blocks before it went there, were it not removed since; else null. */
  readonly gone: string | null;
}

/**
 * The block’s own `cwd` counts from where all start, and is taken as it is. Else it starts where the one before it went:
 * where that is gone (a temporary directory after a reboot), where all start.
 * @param start Where all start.
 * @param own The block’s attribute; null where it has none.
 * @param carried Null where the blocks before it went nowhere.
 */
export function startPlace(start: string, own: string | null, carried: string | null): StartPlace {
  if (own !== null)
    return { cwd: fromHome(own) ?? (isAbsolute(own) ? own : resolve(start, own)), gone: null };
  if (carried === null) return { cwd: start, gone: null };
  return isDirectory(carried) ? { cwd: carried, gone: null } : { cwd: start, gone: carried };
}

function fromHome(path: string): string | null {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : null;
}

/** Also true of one that nobody here may look at: the shell that is to start there says that best. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    return !['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}
