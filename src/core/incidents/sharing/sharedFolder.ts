import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../timeline/journalFiles.ts';
import { nodeTextFiles } from '../../timeline/textFiles.ts';
import type { AttentionState } from '../cadence.ts';
import type { Wish } from './askForPoll.ts';
import {
  type SharedSnapshot,
  type SharedState,
  snapshotBytes,
  snapshotFrom,
  stateFrom,
  stateText,
} from './snapshotFile.ts';

/** How often a window says how closely it is looked at, ms. */
export const attentionEveryMs = 5_000;
/** A window that has not said so for longer is gone, ms. */
const attentionStaleAfterMs = 15_000;

/** `wanted-<window>-<number>`: a window wants a poll now. */
const wantedName = /^wanted-[\w-]+$/;
/** `window-<window>.<attention>`: the name says it all, so that it cannot be read half written. */
const windowName = /^window-([\w-]+)\.(looked|hidden|idle)$/;
const temporaryName = /^\..*\.tmp$/;

/** What a folder held that cannot be used: to be written anew. */
export type Broken = 'broken';

/** The folder of one account that all windows of this machine share. Rejects with Node’s errors or NotPossibleError. */
export class SharedFolder {
  /** @param root in the extension’s global storage; the account gets a folder of its own in it */
  static of(root: string, accountId: string): SharedFolder {
    // Two ids that differ in case alone would be one folder on some systems.
    const plain = /^[a-z0-9_-]{1,64}$/.test(accountId);
    const hash = () => createHash('sha256').update(accountId).digest('hex').slice(0, 32);
    const name = plain ? `account-${accountId}` : `hashed-${hash()}`;
    return new SharedFolder(join(root, name), accountId);
  }

  private constructor(
    readonly path: string,
    private readonly accountId: string,
  ) {}

  /** A folder of its own: a lease’s heartbeat is nothing that the others need to look at. */
  get leasePath(): string {
    return join(this.path, 'lease', 'poller');
  }

  async prepare(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Null where there is none. */
  async readState(): Promise<SharedState | Broken | null> {
    const bytes = await nodeTextFiles.read(this.#statePath);
    return bytes && (stateFrom(Buffer.from(bytes).toString('utf8')) ?? 'broken');
  }

  async writeState(state: SharedState): Promise<void> {
    await nodeTextFiles.replace(this.#statePath, Buffer.from(stateText(state)));
  }

  /** Null where there is none. */
  async readSnapshot(): Promise<SharedSnapshot | Broken | null> {
    const bytes = await nodeTextFiles.read(this.#snapshotPath);
    return bytes && ((await snapshotFrom(bytes, this.accountId)) ?? 'broken');
  }

  async writeSnapshot(snapshot: SharedSnapshot): Promise<void> {
    await nodeTextFiles.replace(this.#snapshotPath, await snapshotBytes(snapshot));
  }

  /** Asks the window that polls to do so now. */
  async want(window: string, number: number): Promise<Wish> {
    const path = join(this.path, `wanted-${window}-${number}`);
    await writeFile(path, '', { mode: 0o600 });
    return { taken: async () => !(await exists(path)), withdraw: () => rm(path, { force: true }) };
  }

  /** Whether somebody wants a poll; takes note of all of them. */
  async takeWanted(): Promise<boolean> {
    const names = (await readdir(this.path)).filter(name => wantedName.test(name));
    for (const name of names) await rm(join(this.path, name), { force: true });
    return names.length > 0;
  }

  /** Says how closely this window is looked at. `before`: what it said last. */
  async attend(
    window: string,
    now: AttentionState,
    before: AttentionState | null,
    time: number,
  ): Promise<void> {
    const path = this.#windowPath(window, now);
    if (before && before !== now) await rename(this.#windowPath(window, before), path).catch(ignoreMissing);
    try {
      await utimes(path, time / 1000, time / 1000);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      await writeFile(path, '', { mode: 0o600 });
      await utimes(path, time / 1000, time / 1000);
    }
  }

  async leave(window: string): Promise<void> {
    for (const state of ['looked', 'hidden', 'idle'] as const)
      await rm(this.#windowPath(window, state), { force: true });
  }

  /** How closely the other windows are looked at. Sweeps away those that are gone. */
  async attentionOfOthers(window: string, time: number): Promise<readonly AttentionState[]> {
    const found: AttentionState[] = [];
    for (const name of await readdir(this.path)) {
      const [, owner, state] = windowName.exec(name) ?? [];
      if (!state || owner === window) continue;
      const path = join(this.path, name);
      const age = await stat(path).then(({ mtimeMs }) => Math.abs(time - mtimeMs), ignoreMissing);
      if (age === undefined) continue;
      if (age > attentionStaleAfterMs) await rm(path, { force: true });
      else found.push(state as AttentionState);
    }
    return found;
  }

  /** Removes what a killed window left of a file that it was writing; for whoever alone may write. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.path)) {
      if (temporaryName.test(name)) await rm(join(this.path, name), { force: true });
    }
  }

  get #statePath(): string {
    return join(this.path, 'state.json');
  }

  get #snapshotPath(): string {
    return join(this.path, 'incidents.jsonl');
  }

  #windowPath(window: string, state: AttentionState): string {
    return join(this.path, `window-${window}.${state}`);
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    error => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );
}

function ignoreMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error;
}
