import { utc, type Clock } from '../../clock.ts';
import type { Disposable } from '../../events.ts';
import type { Logger } from '../../logger.ts';
import type { Incident } from '../incident.ts';
import type { IncidentProvider } from '../incidentProvider.ts';
import type { Lease } from '../sharing/lease.ts';
import { AccountHold } from './accountHold.ts';
import { forAll } from './atOnce.ts';
import { BackOff } from './backOff.ts';
import { Bursts } from './bursts.ts';
import { Delivery, type Delivered } from './delivery.ts';
import { fieldsAfter, holdsLane } from './fieldsAfter.ts';
import { isFieldItem, laneOf, nextToSend } from './lanes.ts';
import type { OutboxFolder } from './outboxFolder.ts';
import type { OutboxItem, Wish } from './outboxItem.ts';

export interface AccountSenderParts {
  readonly accountId: string;
  readonly folder: OutboxFolder;
  readonly lease: Lease;
  readonly clock: Clock;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly logger: Logger;
  provider(): IncidentProvider | undefined;
  /** Hears of each item that this window sends before what came of it is known. */
  sending(item: OutboxItem): void;
  /** The incident as the provider has it by now, where its answer does not say. */
  after(item: OutboxItem): Incident | null;
  /** Hears once of each item that is done, refused or unknown. */
  finished(item: OutboxItem): void;
  /** What keeps items from going out may have changed. */
  changed(): void;
}

/** Sends what one account has to send, one request after the other, while this window has the right to. */
export class AccountSender implements Disposable {
  readonly #delivery: Delivery;
  /** Of lanes. */
  readonly #backOff: BackOff;
  readonly #hold: AccountHold;
  readonly #bursts: Bursts;
  /** A person wants it tried now, and the try has not ended. */
  #urgent = false;

  constructor(private readonly parts: AccountSenderParts) {
    const { accountId: account, folder, lease, clock, random, logger } = parts;
    this.#backOff = new BackOff(clock, random);
    const unexpected = 'Sending failed unexpectedly';
    this.#hold = new AccountHold({ account, folder, clock, random, logger, unexpected });
    this.#delivery = new Delivery({
      clock,
      record: (item, fields) => folder.record(item, fields),
      maySend: async () => !this.#bursts.disposed && (await lease.holds()),
    });
    this.#bursts = new Bursts({
      ...{ lease, clock, logger },
      words: { failed: 'Sending from the outbox failed unexpectedly', noLease: 'The outbox cannot send' },
      hasWork: () => this.#hasWork(),
      work: () => this.#sendAll(),
      rests: () => {
        this.#urgent = false;
        return this.#wakeTimes();
      },
      ended: () => parts.changed(),
    });
  }

  /** Whether an item that waits cannot go now. */
  isHeld(item: OutboxItem): boolean {
    if (this.#urgent) return false;
    return this.#paused() || this.#backOff.isWaiting(laneOf(item)) || item.reason !== null;
  }

  /** Sends what can go. To be called whenever something may have changed. */
  wake(): void {
    this.#bursts.wake();
  }

  /** Tries at once, whatever failed before; only a rate limit is waited for. */
  sendNow(): void {
    this.#backOff.clearAll();
    this.#hold.lift();
    this.#urgent = !this.#paused() && this.#next().length > 0;
    this.wake();
  }

  dispose(): void {
    this.#bursts.dispose();
  }

  async #sendAll(): Promise<void> {
    await this.parts.folder.look();
    while (!this.#bursts.disposed) {
      await this.#fulfilWishes();
      const provider = this.parts.provider();
      const next = this.#next();
      if (!provider || next.length === 0) break;
      const delivered = await this.#deliver(provider, next);
      if (delivered.length === 0) break;
      await this.#ended(provider, delivered);
    }
  }

  async #deliver(provider: IncidentProvider, items: readonly OutboxItem[]): Promise<readonly Delivered[]> {
    const fieldItems = items.filter(isFieldItem);
    if (fieldItems.length > 1) return this.#delivery.sendMany(provider, fieldItems);
    const delivered = await this.#delivery.sendOne(provider, items[0]!);
    return delivered ? [delivered] : [];
  }

  async #ended(provider: IncidentProvider, delivered: readonly Delivered[]): Promise<void> {
    const { folder, clock } = this.parts;
    const answered = delivered.filter(({ outcome }) => outcome.type !== 'failed');
    for (const { item } of answered) this.#backOff.clear(laneOf(item));
    if (answered.length > 0) await this.#hold.answered();
    // A request that failed stands for all that were in it.
    const errors = new Set(delivered.map(({ outcome }) => (outcome.type === 'failed' ? outcome : null)));
    for (const failed of errors) if (failed) await this.#hold.failed(provider, failed.error, failed.asking);

    for (const { item, outcome } of delivered)
      if (outcome.type === 'failed' && holdsLane(outcome)) this.#backOff.failed(laneOf(item));

    const now = utc(clock.now());
    const changes = delivered.map(one => ({
      item: one.item,
      fields: fieldsAfter(one, now, () => this.parts.after(one.item)),
    }));
    for (const { item } of delivered) this.parts.sending(item);
    const written = folder.update(changes);
    for (const { item } of answered) this.parts.finished(folder.get(item.id) ?? item);
    await written;
  }

  async #fulfilWishes(): Promise<void> {
    const { folder } = this.parts;
    const wished = this.#wishes();
    if (wished.length === 0) return;
    const still = new Set<unknown>();
    await forAll(wished, async one => (await folder.stillWished(one.id, one.wish)) && still.add(one));
    const dropped: string[] = [];
    for (const one of wished.filter(one => still.has(one))) {
      const item = folder.get(one.id);
      if (!item || dropped.includes(one.id)) continue;
      if (one.wish !== 'drop') await this.#fulfil(item, one.wish);
      else if (item.state !== 'done') dropped.push(item.id);
    }
    if (dropped.length > 0) await folder.remove(dropped, true);
    await folder.fulfilled(wished);
  }

  async #fulfil(item: OutboxItem, wish: Exclude<Wish, 'drop'>): Promise<void> {
    const { folder, clock } = this.parts;
    const cleared = { reason: null, nextStep: null, incident: null };
    switch (wish) {
      case 'retry':
        this.#backOff.clear(laneOf(item));
        if (item.state === 'waiting') return folder.update([{ item, fields: cleared }]);
        if (item.state === 'done') return;
        // Whoever wants it sent knows by now what it means.
        return folder.update([
          { item, fields: { ...cleared, state: 'waiting', maybeArrived: false, reopens: true } },
        ]);
      case 'arrived': {
        if (item.state !== 'unknown') return;
        const fields = { ...cleared, state: 'done', sentAt: utc(clock.now()), maybeArrived: false } as const;
        const written = folder.update([{ item, fields }]);
        this.parts.finished(folder.get(item.id) ?? item);
        return written;
      }
    }
  }

  #wishes(): readonly { readonly id: string; readonly wish: Wish }[] {
    const { folder, accountId } = this.parts;
    return folder.wishes().filter(({ id }) => folder.get(id)?.accountId === accountId);
  }

  #items(): readonly OutboxItem[] {
    return this.parts.folder.items().filter(({ accountId }) => accountId === this.parts.accountId);
  }

  #next(): readonly OutboxItem[] {
    const provider = this.parts.provider();
    if (!provider || this.#paused()) return [];
    return nextToSend(
      this.#items(),
      lane => !this.#backOff.isWaiting(lane),
      // What failed together may do better apart.
      item => Math.max(1, provider.mostAtOnce >> Math.min(30, this.#backOff.failures(laneOf(item)))),
    );
  }

  #hasWork(): boolean {
    return this.#wishes().length > 0 || this.#next().length > 0;
  }

  #paused(): boolean {
    return this.#hold.hasRefused(this.parts.provider()) || this.#hold.isPaused();
  }

  /** When something may go that waits now. */
  #wakeTimes(): readonly number[] {
    if (this.#paused()) return [this.#hold.until()];
    if (!this.parts.provider()) return [];
    return this.#items()
      .filter(({ state }) => state === 'waiting')
      .map(item => this.#backOff.until(laneOf(item)));
  }
}
