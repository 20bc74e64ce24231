import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Removes the folder, also where a process that was killed still writes into it. With `maxRetries` Node does not look
 * again what is in there: a file that comes in between stays, and each further try finds the folder not empty.
 */
export async function removeFolder(path: string): Promise<void> {
  for (const end = Date.now() + 20_000; ;) {
    try {
      return await rm(path, { recursive: true, force: true });
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(50);
    }
  }
}
