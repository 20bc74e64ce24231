import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { mostAtOnce } from './logFollower.ts';
import { nodeTextFiles } from './textFiles.ts';

/** So long after the last thing that was done nobody works on it any more, ms. */
const keptMs = 30 * 86_400_000;

export interface WorkPlacesParts {
  /** Shared by the windows of this machine; made where it is missing. */
  readonly folder: string;
  /** The folder of this window’s timelines. */
  readonly root: () => string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * In which timelines the person works on an incident. The windows of a machine may have different folders open, each
 * with timelines of its own; what was done in one of them is not known in the others. So the one in which something was
 * done last is the incident’s place: elsewhere no timeline begins by itself, and nobody is told of deadlines. It is a
 * file an incident that holds the root; where it cannot be read or written, no window is the wrong one.
 */
export class WorkPlaces {
  #tidied = false;

  constructor(private readonly parts: WorkPlacesParts) {}

  /** Something is done to these in this window. What is done to a storm says nothing of its incidents. Never rejects. */
  async workHere(keys: readonly string[]): Promise<void> {
    if (keys.length > mostAtOnce) return;
    const { folder, root, logger } = this.parts;
    const bytes = Buffer.from(root());
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await this.#tidy();
      for (const key of keys) await nodeTextFiles.replace(this.#path(key), bytes);
    } catch (error) {
      logger.error('Keeping where an incident is worked on', error);
    }
  }

  /** Whether the person works on it in a window with other timelines; false while nobody works on it. Never rejects. */
  async isElsewhere(key: string): Promise<boolean> {
    try {
      const kept = await nodeTextFiles.read(this.#path(key));
      return kept !== null && Buffer.from(kept).toString() !== this.parts.root();
    } catch (error) {
      this.parts.logger.error('Reading where an incident is worked on', error);
      return false;
    }
  }

  #path(key: string): string {
    return join(this.parts.folder, createHash('sha256').update(key).digest('hex'));
  }

  async #tidy(): Promise<void> {
    if (this.#tidied) return;
    this.#tidied = true;
    const { folder, clock } = this.parts;
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      // Another window may have been quicker.
      const found = await lstat(path).catch(() => null);
      if (found && clock.now() - found.mtimeMs > keptMs) await rm(path, { force: true });
    }
  }
}
