import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { reasonOf } from '../../timeline/journalFiles.ts';
import { type AccountPause, pauseFrom, pauseName, pauseText } from './accountPause.ts';
import type { OutboxFiles } from './outboxFiles.ts';

export interface AccountPausesParts {
  readonly folder: string;
  readonly kind: { readonly name: string };
  readonly files: OutboxFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Never rejects. */
  readonly remove: (name: string) => Promise<void>;
  readonly changed: () => void;
}

/** Which accounts pause and why, in one file each, so that no other window tries what one was told to wait with. */
export class AccountPauses {
  readonly #pauses = new Map<string, AccountPause>();
  /** Accounts whose pause could not be written. */
  readonly #onlyHere = new Set<string>();
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly parts: AccountPausesParts) {}

  of(accountId: string): AccountPause | undefined {
    return this.#pauses.get(accountId);
  }

  /** Null ends it. Known here at once; that the other windows know it too is not certain. */
  set(accountId: string, pause: AccountPause | null): Promise<void> {
    if (!pause && !this.#pauses.has(accountId)) return Promise.resolve();
    if (pause) this.#pauses.set(accountId, pause);
    else this.#pauses.delete(accountId);
    this.parts.changed();
    // One after the other: the end of an old pause must not remove the file of a new one.
    this.#writing = this.#writing.then(() => this.#write(accountId, pause));
    return this.#writing;
  }

  /** Takes over what another window wrote. */
  async read(name: string): Promise<void> {
    const text = await this.parts.files.read(join(this.parts.folder, name));
    const read = text === null ? null : pauseFrom(text);
    if (read) this.#pauses.set(read.accountId, read.pause);
  }

  /** Ends those whose file is not among these names; true where there was one. */
  endMissing(names: ReadonlySet<string>): boolean {
    const now = this.parts.clock.now();
    const over = [...this.#pauses]
      .filter(([id]) => !names.has(pauseName(id)))
      .filter(([id, { kind, until }]) => until <= now || (kind !== 'limit' && !this.#onlyHere.has(id)));
    for (const [id] of over) this.#pauses.delete(id);
    return over.length > 0;
  }

  async #write(accountId: string, pause: AccountPause | null): Promise<void> {
    const { files, folder, kind, logger, remove } = this.parts;
    const name = pauseName(accountId);
    try {
      if (pause) await files.replace(join(folder, name), pauseText(accountId, pause), false);
      else await remove(name);
      this.#onlyHere.delete(accountId);
    } catch (error) {
      this.#onlyHere.add(accountId);
      logger.warn(`The ${kind.name} could not note why an account pauses: ${reasonOf(error)}.`);
    }
  }
}
