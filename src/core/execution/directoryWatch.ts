import { watch } from 'node:fs';
import type { Clock } from '../clock.ts';
import type { Disposable } from '../events.ts';

/** File events get lost on network and container file systems, so it is also looked at so often, ms. */
export const lookEvery = 1_000;

/**
 * Calls `look` when something changes in the directory, and regularly.
 * @param regularly what is called regularly instead, where that can be had for less
 */
export function watchDirectory(
  directory: string,
  clock: Clock,
  look: () => void,
  regularly = look,
): Disposable {
  let cancelLook = () => {};
  const lookAgain = () => {
    cancelLook = clock.after(lookEvery, () => {
      lookAgain();
      regularly();
    });
  };
  lookAgain();
  const closeEvents = watchEvents(directory, look);
  return {
    dispose() {
      cancelLook();
      closeEvents();
    },
  };
}

/** Without events (too many watchers, a file system that has none) the regular look is enough. */
function watchEvents(directory: string, look: () => void): () => void {
  try {
    const watcher = watch(directory, { persistent: false }, () => look());
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => {};
  }
}
