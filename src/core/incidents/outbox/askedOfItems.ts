import type { OutboxFolder } from './outboxFolder.ts';
import type { OutboxItem, Wish } from './outboxItem.ts';
import type { Waits } from './waits.ts';

/**
 * What a person asks to be done with items that wait, were refused, or may have arrived. The window that sends does it;
 * each method resolves once that is so.
 */
export class AskedOfItems {
  constructor(
    private readonly folder: OutboxFolder,
    private readonly waits: Waits,
  ) {}

  async retry(ids: readonly string[]): Promise<void> {
    const revisions = new Map(ids.map(id => [id, this.folder.get(id)?.revision]));
    await this.#ask(ids, 'retry', item => !item || item.revision !== revisions.get(item.id));
  }

  /** @returns those that were forgotten, as they last were */
  async drop(ids: readonly string[]): Promise<readonly OutboxItem[]> {
    const last = new Map(ids.map(id => [id, this.folder.get(id)]));
    const watch = this.folder.onDidChange(changes => {
      for (const { after } of changes) if (after && last.has(after.id)) last.set(after.id, after);
    });
    try {
      await this.#ask(ids, 'drop', item => !item || item.state === 'done');
    } finally {
      watch.dispose();
    }
    return [...last.values()].filter(item => item !== undefined && !this.folder.get(item.id)) as OutboxItem[];
  }

  async confirmArrived(id: string): Promise<void> {
    await this.#ask([id], 'arrived', item => item?.state !== 'unknown');
  }

  async #ask(
    ids: readonly string[],
    wish: Wish,
    isDone: (item: OutboxItem | undefined) => boolean,
  ): Promise<void> {
    const open = ids.filter(id => {
      const item = this.folder.get(id);
      return item && (wish === 'retry' || !isDone(item));
    });
    if (open.length === 0) return;
    await this.folder.wish(open, wish);
    await this.waits.until(() => open.every(id => isDone(this.folder.get(id))));
  }
}
