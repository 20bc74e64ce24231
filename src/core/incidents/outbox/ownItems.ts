import { utc } from '../../clock.ts';
import type { Incident } from '../incident.ts';
import type { OutboxOptions } from './outbox.ts';
import type { OutboxFolder } from './outboxFolder.ts';
import type { OutboxItem } from './outboxItem.ts';
import { pendingByKey, shownWith } from './overlay.ts';

/** A window that is gone takes its drill along; what its drill still had to send is nobody’s after this, ms. */
const foreignFor = 86_400_000;

/** The items of the shared folder that concern this window, and how they change what is shown of an incident. */
export class OwnItems {
  /** Waiting items by incident key, in order; null when it has to be made anew. */
  #pending: ReadonlyMap<string, readonly OutboxItem[]> | null = null;

  constructor(
    private readonly parts: Pick<OutboxOptions, 'clock' | 'personOf' | 'isForeign'>,
    private readonly folder: OutboxFolder,
  ) {}

  all(): readonly OutboxItem[] {
    return this.folder.items().filter(item => !this.isForeign(item));
  }

  /** Whether it belongs to another window alone. */
  isForeign({ accountId }: OutboxItem): boolean {
    return this.parts.isForeign?.(accountId) ?? false;
  }

  /** What waits for one incident, in order. */
  waiting(key: string): readonly OutboxItem[] {
    this.#pending ??= pendingByKey(this.all());
    return this.#pending.get(key) ?? [];
  }

  /** The one overlay of the store. */
  shown(incident: Incident): Incident {
    return shownWith(incident, this.waiting(incident.key), this.parts.personOf(incident.accountId));
  }

  /** Call it when the folder holds something else. */
  changed(): void {
    this.#pending = null;
  }

  /** Lets go of what belongs to windows that are long gone. */
  sweep(): void {
    const before = utc(this.parts.clock.now() - foreignFor);
    const left = this.folder.items().filter(item => item.at < before && this.isForeign(item));
    if (left.length === 0) return;
    void this.folder.remove(
      left.map(({ id }) => id),
      false,
    );
  }
}
