import { open } from 'node:fs/promises';

const largest = 1024 * 1024;

/** The text of a file of at most 1 MB; null where there is none, it is larger, or it cannot be read. */
export async function readSmallFile(path: string): Promise<string | null> {
  try {
    const file = await open(path, 'r');
    try {
      const stat = await file.stat();
      return stat.isFile() && stat.size <= largest ? await file.readFile('utf8') : null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
