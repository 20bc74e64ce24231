import { createHash } from 'node:crypto';
import { lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { errorCode } from '../../timeline/journalFiles.ts';

/** The right to tell of something: each name is given out once among all windows of this machine. */
export interface Claims {
  /** True for the one who gets it. Rejects with what the file system says. */
  claim(name: string): Promise<boolean>;
}

/** Told twice is better than not at all: true also where it could not be settled, which `failed` hears of. */
export async function mayTell(
  claims: Claims,
  name: string,
  failed: (error: unknown) => void,
): Promise<boolean> {
  try {
    return await claims.claim(name);
  } catch (error) {
    failed(error);
    return true;
  }
}

const keptMs = 24 * 3_600_000;
const tidiesEveryMs = 3_600_000;

/** Claims as files of a folder that all windows share: creating one exclusively is what only one of them can do. */
export class FolderClaims implements Claims {
  #tidiedAt = -Infinity;

  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
  ) {}

  async claim(name: string): Promise<boolean> {
    const path = join(this.folder, fileName(name));
    const first = await created(path).catch(async (error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      return created(path);
    });
    await this.#tidy();
    return first;
  }

  /** Claims of yesterday say nothing any more. What cannot be removed now is tried again later. */
  async #tidy(): Promise<void> {
    const now = this.clock.now();
    if (Math.abs(now - this.#tidiedAt) < tidiesEveryMs) return;
    this.#tidiedAt = now;
    for (const name of await readdir(this.folder).catch(() => [])) {
      if (!/^[0-9a-f]{64}$/.test(name)) continue;
      const path = join(this.folder, name);
      // Another window may have been quicker.
      const found = await lstat(path).catch(() => null);
      if (found && now - found.mtimeMs > keptMs) await rm(path, { force: true }).catch(() => undefined);
    }
  }
}

/** Exclusive creation, which follows no symbolic link either; false where something stands there. */
async function created(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Whatever the name holds, the file stays in the folder. */
function fileName(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}
