import { utc, type Clock } from '../../clock.ts';
import { OfflineError, OnCallError, RateLimitError, WrongKeyError } from '../../errors.ts';
import type { Disposable } from '../../events.ts';
import type { Logger } from '../../logger.ts';
import type { Incident } from '../incident.ts';
import type { IncidentProvider } from '../incidentProvider.ts';
import type { Lease } from '../sharing/lease.ts';
import { whileHeld } from '../sharing/whileHeld.ts';
import { forAll } from './atOnce.ts';
import { BackOff } from './backOff.ts';
import { Delivery, type Delivered } from './delivery.ts';
import { fieldsAfter, holdsLane } from './fieldsAfter.ts';
import { isFieldItem, laneOf, nextToSend } from './lanes.ts';
import type { AccountPause } from './accountPause.ts';
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

/** Limits longer than this are not believed: the computer’s time was set back. ms */
const longestLimit = 16 * 60_000;
/** How soon to try again what could go and did not, as while another window has the right to send, ms. */
const askAgainAfter = 1_000;
/** So many requests in a row without an answer, and nobody is there. */
const silencesInARow = 3;

/** Sends what one account has to send, one request after the other, while this window has the right to. */
export class AccountSender implements Disposable {
  readonly #delivery: Delivery;
  /** Of lanes. */
  readonly #backOff: BackOff;
  readonly #offline: BackOff;
  /** The provider whose key was refused; another one may try. */
  #refusedProvider: IncidentProvider | null = null;
  /** A person wants it tried now, and the try has not ended. */
  #urgent = false;
  #burst: Promise<void> | null = null;
  #again = false;
  #cancelWake = () => {};
  #disposed = false;
  #leaseFailed = false;
  /** Requests in a row that nobody answered. */
  #silent = 0;

  constructor(private readonly parts: AccountSenderParts) {
    const { folder, lease, clock, random } = parts;
    this.#backOff = new BackOff(clock, random);
    this.#offline = new BackOff(clock, random);
    this.#delivery = new Delivery({
      clock,
      record: (item, fields) => folder.record(item, fields),
      maySend: async () => !this.#disposed && (await lease.holds()),
    });
  }

  /** Whether an item that waits cannot go now. */
  isHeld(item: OutboxItem): boolean {
    if (this.#urgent) return false;
    return this.#paused() || this.#backOff.isWaiting(laneOf(item)) || item.reason !== null;
  }

  /** Sends what can go. To be called whenever something may have changed. */
  wake(): void {
    if (this.#disposed) return;
    if (this.#burst) {
      this.#again = true;
      return;
    }
    if (!this.#hasWork()) return this.#rest();
    this.#cancelWake();
    this.#burst = this.#send()
      .catch((error: unknown) =>
        this.parts.logger.error('Sending from the outbox failed unexpectedly', error),
      )
      .then(() => {
        this.#burst = null;
        if (this.#again) this.wake();
        else this.#rest();
        this.parts.changed();
      });
  }

  /** Tries at once, whatever failed before; only a rate limit is waited for. */
  sendNow(): void {
    const { folder, accountId } = this.parts;
    this.#backOff.clearAll();
    this.#offline.clearAll();
    this.#refusedProvider = null;
    if (folder.pause(accountId)?.kind !== 'limit') void folder.setPause(accountId, null);
    this.#urgent = !this.#paused() && this.#next().length > 0;
    this.wake();
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelWake();
  }

  async #send(): Promise<void> {
    this.#again = false;
    const { lease, clock } = this.parts;
    if (await this.#acquire()) await whileHeld(lease, clock, () => this.#sendAll());
  }

  async #sendAll(): Promise<void> {
    await this.parts.folder.look();
    while (!this.#disposed) {
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
    const { folder, clock, accountId } = this.parts;
    const answered = delivered.filter(({ outcome }) => outcome.type !== 'failed');
    for (const { item } of answered) this.#backOff.clear(laneOf(item));
    if (answered.length > 0) {
      this.#offline.clearAll();
      this.#silent = 0;
      await folder.setPause(accountId, null);
    }
    // A request that failed stands for all that were in it.
    const errors = new Set(delivered.map(({ outcome }) => (outcome.type === 'failed' ? outcome : null)));
    for (const failed of errors) if (failed) await this.#hold(provider, failed.error, failed.asking);

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

  /** Holds the whole account back where it would meet the same again. */
  async #hold(provider: IncidentProvider, error: unknown, asking: boolean): Promise<void> {
    const { folder, accountId, logger } = this.parts;
    if (!(error instanceof OnCallError)) {
      logger.error('Sending failed unexpectedly', error);
      return;
    }
    const { message: reason, nextStep } = error;
    const pause = (kind: AccountPause['kind'], until: number) =>
      folder.setPause(accountId, { kind, until, reason, nextStep });
    if (error instanceof RateLimitError) await pause('limit', error.liftsAt);
    else if (error instanceof WrongKeyError) {
      this.#refusedProvider = provider;
      await pause('key', 0);
    } else if (error instanceof OfflineError) {
      this.#silent++;
      if (asking || !error.maybeArrived || this.#silent >= silencesInARow)
        await pause('offline', this.#offline.failed(accountId));
    }
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
    const cleared = { reason: null, nextStep: null };
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
    const { folder, accountId, clock } = this.parts;
    if (this.#refusedProvider && this.#refusedProvider === this.parts.provider()) return true;
    const pause = folder.pause(accountId);
    const left = (pause?.until ?? 0) - clock.now();
    return left > 0 && left <= longestLimit;
  }

  async #acquire(): Promise<boolean> {
    try {
      const ours = await this.parts.lease.acquire();
      this.#leaseFailed = false;
      return ours;
    } catch (error) {
      if (!this.#leaseFailed) this.parts.logger.error('The outbox cannot send', error);
      this.#leaseFailed = true;
      return false;
    }
  }

  /** Until something changes, or until it is time. */
  #rest(): void {
    this.#urgent = false;
    this.#cancelWake();
    if (this.#disposed) return;
    const { clock, folder, accountId } = this.parts;
    const now = clock.now();
    const times: number[] = [];
    // Another window has the right to send, or lost it to us or we to it, or the folder failed for a moment.
    if (this.#hasWork()) times.push(now + askAgainAfter);
    if (this.#paused()) times.push(folder.pause(accountId)?.until ?? 0);
    else if (this.parts.provider())
      for (const item of this.#items())
        if (item.state === 'waiting') times.push(this.#backOff.until(laneOf(item)));
    const next = Math.min(...times.filter(time => time > now));
    if (Number.isFinite(next)) this.#cancelWake = clock.after(next - now, () => this.wake());
  }
}
