/** What such a folder needs to know of the things in it. */
export interface FolderItem {
  /** A ULID, so they sort by when they were made. */
  readonly id: string;
  readonly state: string;
  /** Grows with every change, so that what was read late does not undo what is newer. */
  readonly revision: number;
}

/** What is new in the folder; without `before` it came, without `after` it went. */
export interface ItemChange<Item extends FolderItem> {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** What the files of a folder hold: the actions of the outbox, or what others want kept in the same way. */
export interface ItemKind<Item extends FolderItem, Wanted extends string> {
  /** For sentences: “outbox”. */
  readonly name: string;
  readonly wishes: readonly Wanted[];
  textOf(item: Item): string;
  /** Null for anything that is not whole. */
  from(text: string): Item | null;
}
