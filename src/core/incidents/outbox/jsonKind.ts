import type { FolderItem, ItemKind } from './itemKind.ts';

/** Items of which each file holds one, as a line of JSON. */
export function jsonKind<Item extends FolderItem, Wanted extends string>({
  isItem,
  ...kind
}: Pick<ItemKind<Item, Wanted>, 'name' | 'wishes'> & {
  readonly isItem: (value: unknown) => value is Item;
}): ItemKind<Item, Wanted> {
  return {
    ...kind,
    textOf: item => `${JSON.stringify(item)}\n`,
    from(text) {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return null;
      }
      return isItem(value) ? value : null;
    },
  };
}
