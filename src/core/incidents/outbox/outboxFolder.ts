import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { NotPossibleError } from '../../errors.ts';
import { Emitter, type Disposable } from '../../events.ts';
import type { Logger } from '../../logger.ts';
import { reasonOf } from '../../timeline/journalFiles.ts';
import { fileName, pauseFrom, pauseText, type AccountPause } from './accountPause.ts';
import type { OutboxFiles } from './outboxFiles.ts';
import { isItemId, itemFrom, itemText, type OutboxItem, type Wish } from './outboxItem.ts';

export interface ItemChange {
  readonly before: OutboxItem | undefined;
  readonly after: OutboxItem | undefined;
}

export interface OutboxFolderOptions {
  readonly folder: string;
  readonly files: OutboxFiles;
  readonly clock: Clock;
  readonly logger: Logger;
}

const itemName = /^(.{26})\.json$/;
const wishName = /^(.{26})\.(drop|retry|arrived)$/;
const pauseName = /^[0-9a-f]{32}\.pause$/;

/**
 * The folder that all windows share, and what of it is known here. One file an item; beside it, for a moment, what a
 * person wants done with it (`<id>.drop`), and one file for each account that pauses.
 */
export class OutboxFolder implements Disposable {
  readonly #items = new Map<string, OutboxItem>();
  readonly #wishes = new Map<string, Set<Wish>>();
  readonly #pauses = new Map<string, AccountPause>();
  /** Accounts whose pause could not be written. */
  readonly #onlyHere = new Set<string>();
  readonly #stamps = new Map<string, string>();
  /** What a look that began earlier must not bring back. */
  readonly #removed = new Set<string>();
  readonly #changed: Emitter<readonly ItemChange[]>;
  /** Also when only wishes or pauses changed: then the list is empty. */
  readonly onDidChange;
  readonly #setAside: Emitter<string>;
  /** The path of a file that could not be understood and was renamed. */
  readonly onDidSetAside;
  #watch: Disposable | null = null;
  #looking: Promise<void> | null = null;
  #lookAgain = false;
  #disposed = false;

  constructor(private readonly options: OutboxFolderOptions) {
    const report = (error: unknown) => options.logger.error('A listener of the outbox failed', error);
    this.#changed = new Emitter(report);
    this.onDidChange = this.#changed.event;
    this.#setAside = new Emitter(report);
    this.onDidSetAside = this.#setAside.event;
  }

  /** Rejects with NotPossibleError. */
  async open(): Promise<void> {
    const { files, folder, clock } = this.options;
    await this.#possibly('cannot be used', () => files.prepare(folder, clock.now()));
    if (this.#disposed) return;
    this.#watch = files.watch(folder, clock, () => void this.look());
    await this.look();
  }

  get(id: string): OutboxItem | undefined {
    return this.#items.get(id);
  }

  /** In the order in which they were made. */
  items(): readonly OutboxItem[] {
    return [...this.#items.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  wishes(): readonly { readonly id: string; readonly wish: Wish }[] {
    return [...this.#wishes].flatMap(([id, all]) => [...all].map(wish => ({ id, wish })));
  }

  pause(accountId: string): AccountPause | undefined {
    return this.#pauses.get(accountId);
  }

  leasePath(accountId: string): string {
    return join(this.options.folder, 'leases', fileName(accountId));
  }

  /** Rejects with NotPossibleError where they cannot be made durable; then there are none. */
  async add(items: readonly OutboxItem[]): Promise<void> {
    const { files, folder } = this.options;
    const added = items.map(item => ({ name: `${item.id}.json`, text: itemText(item) }));
    await this.#possibly('could not take the action', () => files.addAll(folder, added));
    // The watch may have been quicker.
    const fresh = items.filter(({ id }) => !this.#items.has(id) && !this.#removed.has(id));
    this.#apply(fresh.map(after => ({ before: undefined, after })));
  }

  /** On disk first, then here: for what must not be forgotten. Rejects with NotPossibleError. */
  async record(item: OutboxItem, fields: Partial<OutboxItem>): Promise<OutboxItem> {
    const after = { ...item, ...fields, revision: item.revision + 1 };
    await this.#possibly('could not be written', () => this.#write(after, true));
    this.#apply([{ before: this.#items.get(item.id), after }]);
    return after;
  }

  /** Here at once, then on disk: for what would come out the same if it were forgotten. */
  async update(
    changes: readonly { readonly item: OutboxItem; readonly fields: Partial<OutboxItem> }[],
  ): Promise<void> {
    const updated = changes.map(({ item, fields }) => ({
      before: this.#items.get(item.id),
      after: { ...item, ...fields, revision: item.revision + 1 },
    }));
    this.#apply(updated);
    for (const { after } of updated) {
      await this.#write(after, false).catch(async (error: unknown) => {
        this.options.logger.warn(`The outbox could not note the state of ${after.id}: ${reasonOf(error)}.`);
        // Removing needs no room: what is done must not look as if it waited.
        if (after.state === 'done') await this.#remove(`${after.id}.json`, false);
      });
    }
  }

  async remove(id: string, durable: boolean): Promise<void> {
    await this.#remove(`${id}.json`, durable);
    this.#removed.add(id);
    const before = this.#items.get(id);
    if (before) this.#apply([{ before, after: undefined }]);
  }

  /** Asks the window that sends to do something about an item; rejects with NotPossibleError. */
  async wish(id: string, wish: Wish): Promise<void> {
    const path = join(this.options.folder, `${id}.${wish}`);
    await this.#possibly('could not be written', () => this.options.files.replace(path, '', false));
    this.#wishes.set(id, new Set(this.#wishes.get(id)).add(wish));
    this.#changed.fire([]);
  }

  /** Looks at the disk: what was read a while ago may be carried out by now. */
  async stillWished(id: string, wish: Wish): Promise<boolean> {
    return (await this.options.files.read(join(this.options.folder, `${id}.${wish}`))) !== null;
  }

  async fulfilled(id: string, wish: Wish): Promise<void> {
    await this.#remove(`${id}.${wish}`, false);
    this.#wishes.get(id)?.delete(wish);
    if (this.#wishes.get(id)?.size === 0) this.#wishes.delete(id);
  }

  /** Null ends it. Known here at once; that the other windows know it too is not certain. */
  async setPause(accountId: string, pause: AccountPause | null): Promise<void> {
    const { files, folder, logger } = this.options;
    const name = `${fileName(accountId)}.pause`;
    if (!pause && !this.#pauses.has(accountId)) return;
    if (pause) this.#pauses.set(accountId, pause);
    else this.#pauses.delete(accountId);
    this.#changed.fire([]);
    try {
      if (pause) await files.replace(join(folder, name), pauseText(accountId, pause), false);
      else await this.#remove(name, false);
      this.#onlyHere.delete(accountId);
    } catch (error) {
      this.#onlyHere.add(accountId);
      logger.warn(`The outbox could not note why an account pauses: ${reasonOf(error)}.`);
    }
  }

  /** Takes over what other windows changed. Never rejects: what cannot be read now is read later. */
  look(): Promise<void> {
    if (this.#disposed) return Promise.resolve();
    if (this.#looking) {
      this.#lookAgain = true;
      return this.#looking;
    }
    this.#looking = this.#lookOnce()
      .catch((error: unknown) => this.options.logger.warn(`The outbox cannot be read: ${reasonOf(error)}.`))
      .then(() => {
        this.#looking = null;
        if (!this.#lookAgain) return undefined;
        this.#lookAgain = false;
        return this.look();
      });
    return this.#looking;
  }

  dispose(): void {
    this.#disposed = true;
    this.#watch?.dispose();
    this.#changed.dispose();
    this.#setAside.dispose();
  }

  async #lookOnce(): Promise<void> {
    const { files, folder } = this.options;
    const known = [...this.#items.values()];
    const listed = await files.list(folder);
    const names = new Set(listed.map(({ name }) => name));
    const changes: ItemChange[] = known
      .filter(({ id }) => !names.has(`${id}.json`) && this.#items.has(id))
      .map(before => ({ before, after: undefined }));
    for (const { name, stamp } of listed) {
      if (this.#stamps.get(name) === stamp) continue;
      const id = itemName.exec(name)?.[1];
      if (id && isItemId(id)) {
        const after = await this.#readItem(name, id);
        if (after) changes.push({ before: this.#items.get(id), after });
      } else if (pauseName.test(name)) await this.#readPause(name);
      else continue;
      this.#stamps.set(name, stamp);
    }
    for (const name of this.#stamps.keys()) if (!names.has(name)) this.#stamps.delete(name);
    const others = this.#takeNames(names);
    if (!this.#apply(changes.filter(change => this.#isNews(change))) && others) this.#changed.fire([]);
  }

  /** Wishes and ended pauses; true where something is new. */
  #takeNames(names: ReadonlySet<string>): boolean {
    const before = this.#wishes.size;
    this.#wishes.clear();
    for (const name of names) {
      const [, id = '', wish] = wishName.exec(name) ?? [];
      if (wish && isItemId(id)) this.#wishes.set(id, new Set(this.#wishes.get(id)).add(wish as Wish));
    }
    const ended = [...this.#pauses.keys()].filter(id => !names.has(`${fileName(id)}.pause`));
    const isOver = (id: string) => {
      const { kind, until } = this.#pauses.get(id)!;
      return until <= this.options.clock.now() || (kind !== 'limit' && !this.#onlyHere.has(id));
    };
    const over = ended.filter(isOver);
    for (const id of over) this.#pauses.delete(id);
    return before !== this.#wishes.size || over.length > 0;
  }

  async #readItem(name: string, id: string): Promise<OutboxItem | null> {
    const { files, folder, logger } = this.options;
    const text = await files.read(join(folder, name));
    if (text === null) return null;
    const item = itemFrom(text);
    if (item?.id === id) return item;
    const path = join(folder, `${name}.bad`);
    await files.rename(join(folder, name), path);
    logger.error(`A file of the outbox is damaged; it was set aside as ${path}.`);
    this.#setAside.fire(path);
    return null;
  }

  async #readPause(name: string): Promise<void> {
    const text = await this.options.files.read(join(this.options.folder, name));
    const read = text === null ? null : pauseFrom(text);
    if (read) this.#pauses.set(read.accountId, read.pause);
  }

  #isNews({ before, after }: ItemChange): boolean {
    const id = (after ?? before)!.id;
    const now = this.#items.get(id);
    if (!after) return now !== undefined;
    return !this.#removed.has(id) && (!now || after.revision > now.revision);
  }

  #apply(changes: readonly ItemChange[]): boolean {
    for (const { before, after } of changes) {
      if (after) this.#items.set(after.id, after);
      else if (before) this.#items.delete(before.id);
    }
    if (changes.length > 0) this.#changed.fire(changes);
    return changes.length > 0;
  }

  async #write(item: OutboxItem, durable: boolean): Promise<void> {
    const { files, folder } = this.options;
    await files.replace(join(folder, `${item.id}.json`), itemText(item), durable);
  }

  async #remove(name: string, durable: boolean): Promise<void> {
    const { files, folder, logger } = this.options;
    await files
      .remove(join(folder, name), durable)
      .catch((error: unknown) => logger.warn(`The outbox could not remove ${name}: ${reasonOf(error)}.`));
  }

  async #possibly(what: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      throw new NotPossibleError(
        `The outbox (${this.options.folder}) ${what}: ${reasonOf(error)}.`,
        'Free space or mend the folder’s rights, then try again.',
        { cause: error },
      );
    }
  }
}
