import { readdir } from 'node:fs/promises';

/** Whether there is a secret, or a file in one of the folders. Never rejects. */
export async function hasLeftWork(
  secret: () => PromiseLike<string | undefined>,
  folders: readonly string[],
): Promise<boolean> {
  const found = await Promise.all([isThere(secret), ...folders.map(isFilled)]);
  return found.includes(true);
}

/** A secret that cannot be read (a locked keyring) counts as one: whoever needs it tells of that. */
async function isThere(secret: () => PromiseLike<string | undefined>): Promise<boolean> {
  try {
    return (await secret()) !== undefined;
  } catch {
    return true;
  }
}

/** One that is there and cannot be read counts as filled, for the same reason. */
async function isFilled(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
