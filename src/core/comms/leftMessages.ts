import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Disposable } from '../events.ts';

/** ms */
const lookEvery = 60_000;

/**
 * Whether messages are left in their folder that are not sent or not in the timeline, for whoever has not loaded what
 * sends them. Sent ones stay there for a month and do not count.
 */
export class LeftMessages {
  /** A sent one does not change any more. */
  readonly #done = new Set<string>();

  constructor(private readonly folder: string) {}

  /** What cannot be read counts: whoever sends tells of it. Never rejects. */
  async isAny(): Promise<boolean> {
    try {
      const names = (await readdir(this.folder)).filter(name => name.endsWith('.json'));
      // The newest is the likeliest.
      for (const name of names.sort().reverse()) {
        if (this.#done.has(name)) continue;
        if (!(await isDone(join(this.folder, name)))) return true;
        this.#done.add(name);
      }
      return false;
    } catch (error) {
      return !isMissing(error);
    }
  }

  /** Calls `found` once, when there is any: now, or a minute after another window left it. */
  watch(clock: Clock, found: () => void): Disposable {
    let ended = false;
    let cancel = () => {};
    const look = async () => {
      const any = await this.isAny();
      if (ended) return;
      if (any) found();
      else cancel = clock.after(lookEvery, () => void look());
    };
    void look();
    return {
      dispose() {
        ended = true;
        cancel();
      },
    };
  }
}

/** Whether nothing is to be done with it any more; so it is where another window removed it meanwhile. */
async function isDone(path: string): Promise<boolean> {
  try {
    const kept: unknown = JSON.parse(await readFile(path, 'utf8'));
    const { state, recorded } = (kept ?? {}) as Record<string, unknown>;
    return state === 'sent' && recorded === true;
  } catch (error) {
    return isMissing(error);
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
