import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeTextFiles, type TextFiles } from './textFiles.ts';

const NAME = /^[a-z0-9]{8}$/;
const LETTERS = 'abcdefghjkmnpqrstvwxyz0123456789';

/**
 * What this machine’s files of the journals are called by: eight characters that say nothing of machine or person,
 * drawn once and kept in `folder`. Where that cannot be written, a name for this window alone: one file more in the
 * incident’s folder harms nobody.
 * @param folder on this machine, never synced @param random 0 ≤ n < 1
 */
export async function machineName(
  folder: string,
  random: () => number,
  files: TextFiles = nodeTextFiles,
): Promise<string> {
  const path = join(folder, 'machine');
  const drawn = Array.from({ length: 8 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
  try {
    const known = await nameAt(path, files);
    if (known !== null) return known;
    await mkdir(folder, { recursive: true });
    const found = await files.read(path);
    // Another window may draw one at the same time; whichever stands there in the end holds.
    await files.replace(path, Buffer.from(`${drawn}\n`), found);
    return (await nameAt(path, files)) ?? drawn;
  } catch {
    return drawn;
  }
}

async function nameAt(path: string, files: TextFiles): Promise<string | null> {
  const bytes = await files.read(path);
  const name = bytes ? Buffer.from(bytes).toString('utf8').trim() : '';
  return NAME.test(name) ? name : null;
}
