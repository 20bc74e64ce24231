import { t } from '@vscode/l10n';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { NotPossibleError } from '../../errors.ts';
import { Emitter, type Disposable } from '../../events.ts';
import type { Logger } from '../../logger.ts';
import { sentence } from '../../sentence.ts';
import { reasonOf } from '../../timeline/journalFiles.ts';
import { forAll } from './atOnce.ts';
import { fileName, isPauseName, type AccountPause } from './accountPause.ts';
import { AccountPauses } from './accountPauses.ts';
import type { OutboxFiles } from './outboxFiles.ts';
import type { FolderItem, ItemChange, ItemKind } from './itemKind.ts';
import { type ItemWish, ItemWishes, wishName } from './itemWishes.ts';
import { isItemId, type OutboxItem, type Wish } from './outboxItem.ts';

export interface OutboxFolderOptions<Item extends FolderItem, Wanted extends string> {
  readonly folder: string;
  readonly kind: ItemKind<Item, Wanted>;
  readonly files: OutboxFiles;
  readonly clock: Clock;
  readonly logger: Logger;
}

const itemName = /^(.{26})\.json$/;

/**
 * The folder that all windows share, and what of it is known here. One file an item; beside it, for a moment, what a
 * person wants done with it (`<id>.drop`), and one file for each account that pauses.
 */
export class OutboxFolder<
  Item extends FolderItem = OutboxItem,
  Wanted extends string = Wish,
> implements Disposable {
  readonly #items = new Map<string, Item>();
  /** The answer of `items()`, until something changes. */
  #inOrder: readonly Item[] | null = null;
  readonly #wishes: ItemWishes<Wanted>;
  readonly #pauses: AccountPauses;
  readonly #stamps = new Map<string, string>();
  /** What a look that began earlier must not bring back. */
  readonly #removed = new Set<string>();
  readonly #changed: Emitter<readonly ItemChange<Item>[]>;
  /** Also when only wishes or pauses changed: then the list is empty. */
  readonly onDidChange;
  readonly #setAside: Emitter<string>;
  /** The path of a file that could not be understood and was renamed. */
  readonly onDidSetAside;
  #watch: Disposable | null = null;
  #looking: Promise<void> | null = null;
  #lookAgain = false;
  /** What was told of a look that failed; the next one that does not clears it. */
  #troubles = new Set<string>();
  #disposed = false;

  constructor(private readonly options: OutboxFolderOptions<Item, Wanted>) {
    const report = (error: unknown) =>
      options.logger.error(`A listener of the ${options.kind.name} failed`, error);
    this.#changed = new Emitter(report);
    this.onDidChange = this.#changed.event;
    this.#setAside = new Emitter(report);
    this.onDidSetAside = this.#setAside.event;
    this.#wishes = new ItemWishes(options);
    this.#pauses = new AccountPauses({
      ...options,
      remove: name => this.#removeAll([name], false),
      changed: () => this.#changed.fire([]),
    });
  }

  /** Rejects with NotPossibleError. */
  async open(): Promise<void> {
    const { files, folder, clock } = this.options;
    await this.#possibly(sentence('The {0} ({1}) cannot be used: {2}.'), () =>
      files.prepare(folder, clock.now()),
    );
    if (this.#disposed) return;
    this.#watch = files.watch(folder, clock, async () => {
      await this.look();
      return this.#troubles.size === 0;
    });
    await this.look();
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** In the order in which they were made; the same array as long as nothing changes. */
  items(): readonly Item[] {
    this.#inOrder ??= [...this.#items.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return this.#inOrder;
  }

  wishes(): readonly ItemWish<Wanted>[] {
    return this.#wishes.all();
  }

  pause(accountId: string): AccountPause | undefined {
    return this.#pauses.of(accountId);
  }

  leasePath(accountId: string): string {
    return join(this.options.folder, 'leases', fileName(accountId));
  }

  /** Rejects with NotPossibleError where they cannot be made durable; then there are none. */
  async add(items: readonly Item[]): Promise<void> {
    const { files, folder } = this.options;
    const added = items.map(item => ({ name: `${item.id}.json`, text: this.options.kind.textOf(item) }));
    const stamps = await this.#possibly(sentence('The {0} ({1}) could not take the action: {2}.'), () =>
      files.addAll(folder, added),
    );
    // What was written here need not be read again.
    added.forEach(({ name }, index) => this.#stamps.set(name, stamps[index]!));
    // The watch may have been quicker.
    const fresh = items.filter(({ id }) => !this.#items.has(id) && !this.#removed.has(id));
    this.#apply(fresh.map(after => ({ before: undefined, after })));
  }

  /** On disk first, then here: for what must not be forgotten. Rejects with NotPossibleError. */
  async record(item: Item, fields: Partial<Item>): Promise<Item> {
    const after = { ...item, ...fields, revision: item.revision + 1 };
    await this.#possibly(sentence('The {0} ({1}) could not be written: {2}.'), () =>
      this.#write(after, true),
    );
    this.#apply([{ before: this.#items.get(item.id), after }]);
    return after;
  }

  /** Here at once, then on disk: for what would come out the same if it were forgotten. */
  async update(changes: readonly { readonly item: Item; readonly fields: Partial<Item> }[]): Promise<void> {
    const updated = changes
      // An account that ended takes along what was on its way.
      .filter(({ item }) => !this.#removed.has(item.id))
      .map(({ item, fields }) => ({
        before: this.#items.get(item.id),
        after: { ...item, ...fields, revision: item.revision + 1 },
      }));
    this.#apply(updated);
    await forAll(updated, ({ after }) =>
      this.#write(after, false).catch(async (error: unknown) => {
        this.options.logger.warn(
          `The ${this.options.kind.name} could not note the state of ${after.id}: ${reasonOf(error)}.`,
        );
        // Removing needs no room: what is done must not look as if it waited.
        if (after.state === 'done') await this.#removeAll([`${after.id}.json`], false);
      }),
    );
  }

  async remove(ids: readonly string[], durable: boolean): Promise<void> {
    const names = ids.map(id => `${id}.json`);
    await this.#removeAll(names, durable);
    for (const id of ids) this.#removed.add(id);
    const known = ids.map(id => this.#items.get(id)).filter(item => item !== undefined);
    this.#apply(known.map(before => ({ before, after: undefined })));
  }

  /** Asks the window that sends to do something about some items; rejects with NotPossibleError. */
  async wish(ids: readonly string[], wish: Wanted): Promise<void> {
    await this.#possibly(sentence('The {0} ({1}) could not be written: {2}.'), () =>
      this.#wishes.write(ids, wish),
    );
    this.#changed.fire([]);
  }

  /** Looks at the disk: what was read a while ago may be carried out by now. */
  stillWished(id: string, wish: Wanted): Promise<boolean> {
    return this.#wishes.isStill(id, wish);
  }

  async fulfilled(all: readonly ItemWish<Wanted>[]): Promise<void> {
    await this.#removeAll(all.map(wishName), false);
    this.#wishes.forget(all);
  }

  /** Null ends it. Known here at once; that the other windows know it too is not certain. */
  setPause(accountId: string, pause: AccountPause | null): Promise<void> {
    return this.#pauses.set(accountId, pause);
  }

  /** Takes over what other windows changed. Never rejects: what cannot be read now is read later. */
  look(): Promise<void> {
    if (this.#disposed) return Promise.resolve();
    if (this.#looking) {
      this.#lookAgain = true;
      return this.#looking;
    }
    this.#looking = this.#lookOnce()
      .catch((error: unknown) =>
        this.#trouble(`The ${this.options.kind.name} cannot be read: ${reasonOf(error)}.`),
      )
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
    const troubles = this.#troubles;
    this.#troubles = new Set();
    const names = new Set(listed.map(({ name }) => name));
    const changes: ItemChange<Item>[] = known
      .filter(({ id }) => !names.has(`${id}.json`) && this.#items.has(id))
      .map(before => ({ before, after: undefined }));
    for (const { name, stamp } of listed) {
      if (this.#stamps.get(name) === stamp) continue;
      try {
        const id = itemName.exec(name)?.[1];
        if (id && isItemId(id)) {
          const after = await this.#readItem(name, id);
          if (after) changes.push({ before: this.#items.get(id), after });
        } else if (isPauseName(name)) await this.#pauses.read(name);
        else continue;
        this.#stamps.set(name, stamp);
      } catch (error) {
        // One file that cannot be read now must not keep the others from being sent.
        this.#trouble(
          `${name} of the ${this.options.kind.name} cannot be read: ${reasonOf(error)}.`,
          troubles,
        );
      }
    }
    for (const name of this.#stamps.keys()) if (!names.has(name)) this.#stamps.delete(name);
    const [wished, pausesEnded] = [this.#wishes.take(names), this.#pauses.endMissing(names)];
    const others = wished || pausesEnded;
    if (!this.#apply(changes.filter(change => this.#isNews(change))) && others) this.#changed.fire([]);
  }

  async #readItem(name: string, id: string): Promise<Item | null> {
    const { files, folder, kind, logger } = this.options;
    const text = await files.read(join(folder, name));
    if (text === null) return null;
    const item = kind.from(text);
    if (item?.id === id) return item;
    const path = join(folder, `${name}.bad`);
    await files.rename(join(folder, name), path);
    logger.error(`A file of the ${kind.name} is damaged; it was set aside as ${path}.`);
    this.#setAside.fire(path);
    return null;
  }

  #isNews({ before, after }: ItemChange<Item>): boolean {
    const id = (after ?? before)!.id;
    const now = this.#items.get(id);
    if (!after) return now !== undefined;
    return !this.#removed.has(id) && (!now || after.revision > now.revision);
  }

  #apply(changes: readonly ItemChange<Item>[]): boolean {
    for (const { before, after } of changes) {
      if (after) this.#items.set(after.id, after);
      else if (before) this.#items.delete(before.id);
    }
    if (changes.length > 0) {
      this.#inOrder = null;
      this.#changed.fire(changes);
    }
    return changes.length > 0;
  }

  async #write(item: Item, durable: boolean): Promise<void> {
    const { files, folder, kind } = this.options;
    const name = `${item.id}.json`;
    this.#stamps.set(name, await files.replace(join(folder, name), kind.textOf(item), durable));
  }

  async #removeAll(names: readonly string[], durable: boolean): Promise<void> {
    const { files, folder, kind, logger } = this.options;
    await files
      .removeAll(folder, names, durable)
      .catch((error: unknown) =>
        logger.warn(`The ${kind.name} could not remove ${names.join(', ')}: ${reasonOf(error)}.`),
      );
  }

  /** Told once, not at every look. */
  #trouble(sentence: string, known: ReadonlySet<string> = this.#troubles): void {
    if (!known.has(sentence)) this.options.logger.warn(sentence);
    this.#troubles.add(sentence);
  }

  async #possibly<T>(problem: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      const { kind, folder } = this.options;
      throw new NotPossibleError(
        t(problem, t(kind.name), folder, reasonOf(error)),
        t('Free space or mend the folder’s rights, then try again.'),
        { cause: error },
      );
    }
  }
}
