import { join } from 'node:path';
import { forAll } from './atOnce.ts';
import type { OutboxFiles } from './outboxFiles.ts';
import { isItemId } from './outboxItem.ts';

/** What a person wants done with an item: `drop`, `retry`, … */
export interface ItemWish<Wanted extends string> {
  readonly id: string;
  readonly wish: Wanted;
}

export interface ItemWishesParts<Wanted extends string> {
  readonly folder: string;
  readonly kind: { readonly wishes: readonly Wanted[] };
  readonly files: OutboxFiles;
}

const namePattern = /^(.{26})\.([A-Za-z]+)$/;

/** The name of the file that says it. */
export function wishName({ id, wish }: ItemWish<string>): string {
  return `${id}.${wish}`;
}

/** What is wanted of the window that sends: an empty file each, as a window may only ask another one through the folder. */
export class ItemWishes<Wanted extends string> {
  readonly #wishes = new Map<string, Set<Wanted>>();

  constructor(private readonly parts: ItemWishesParts<Wanted>) {}

  all(): readonly ItemWish<Wanted>[] {
    return [...this.#wishes].flatMap(([id, all]) => [...all].map(wish => ({ id, wish })));
  }

  async write(ids: readonly string[], wish: Wanted): Promise<void> {
    const { files, folder } = this.parts;
    await forAll(ids, id => files.replace(join(folder, wishName({ id, wish })), '', false));
    for (const id of ids) this.#add(id, wish);
  }

  /** Looks at the disk: what was read a while ago may be carried out by now. */
  async isStill(id: string, wish: Wanted): Promise<boolean> {
    return (await this.parts.files.read(join(this.parts.folder, wishName({ id, wish })))) !== null;
  }

  /** Those that were carried out. */
  forget(all: readonly ItemWish<Wanted>[]): void {
    for (const { id, wish } of all) {
      this.#wishes.get(id)?.delete(wish);
      if (this.#wishes.get(id)?.size === 0) this.#wishes.delete(id);
    }
  }

  /** What the names of the folder’s files say, instead of what was known; true where that is more or less. */
  take(names: ReadonlySet<string>): boolean {
    const before = this.all().length;
    this.#wishes.clear();
    for (const name of names) {
      const [, id = '', said] = namePattern.exec(name) ?? [];
      const wish = this.parts.kind.wishes.find(one => one === said);
      if (wish && isItemId(id)) this.#add(id, wish);
    }
    return before !== this.all().length;
  }

  #add(id: string, wish: Wanted): void {
    this.#wishes.set(id, new Set(this.#wishes.get(id)).add(wish));
  }
}
