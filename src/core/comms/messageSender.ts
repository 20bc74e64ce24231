import { utc, type Clock } from '../clock.ts';
import { OfflineError, OnCallError, RateLimitError, WrongKeyError } from '../errors.ts';
import type { Disposable } from '../events.ts';
import { forAll } from '../incidents/outbox/atOnce.ts';
import type { AccountPause } from '../incidents/outbox/accountPause.ts';
import { BackOff } from '../incidents/outbox/backOff.ts';
import type { Lease } from '../incidents/sharing/lease.ts';
import type { Logger } from '../logger.ts';
import { reasonOf } from '../timeline/journalFiles.ts';
import { fieldsAfter, fieldsWished, holdsAccount, threadOf, type MessageFolder } from './messageChanges.ts';
import { MessageDelivery, type Delivered, type Transport } from './messageDelivery.ts';
import { accountOf, laneOf, type MessageWish, type OutgoingMessage } from './outgoing.ts';
import { whileHeld } from '../incidents/sharing/whileHeld.ts';

export interface MessageSenderParts {
  readonly account: string;
  readonly folder: MessageFolder;
  readonly lease: Lease;
  readonly clock: Clock;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly logger: Logger;
  /** Undefined while its token or address is not known here. */
  transport(message: OutgoingMessage): Transport | undefined;
  /** Writes a sent message into the timeline, unless it stands there already. */
  record(message: OutgoingMessage): Promise<void>;
  /** Hears once of each message that is sent, refused, or may have arrived. */
  finished(message: OutgoingMessage): void;
}

/** Limits longer than this are not believed: the computer’s time was set back. ms */
const longestLimit = 16 * 60_000;
/** How soon to try again what could go and did not, as while another window has the right to send, ms. */
const askAgainAfter = 1_000;
/** What may be under way still is not looked for before, ms. */
const settlesIn = 5_000;
const silencesInARow = 3;

/** Sends the messages of one account, one request after the other, while this window has the right to. */
export class MessageSender implements Disposable {
  readonly #delivery: MessageDelivery;
  /** Of lanes, and of messages that the timeline did not take. */
  readonly #backOff: BackOff;
  readonly #offline: BackOff;
  /** Until when a lane’s last attempt may still be under way. */
  readonly #settling = new Map<string, number>();
  #refused: object | null = null;
  #burst: Promise<void> | null = null;
  #again = false;
  #cancelWake = () => {};
  #disposed = false;
  #leaseFailed = false;
  #silent = 0;

  constructor(private readonly parts: MessageSenderParts) {
    const { folder, lease, clock, random } = parts;
    this.#backOff = new BackOff(clock, random);
    this.#offline = new BackOff(clock, random);
    this.#delivery = new MessageDelivery({
      clock,
      record: (message, fields) => folder.record(message, fields),
      maySend: async () => !this.#disposed && (await lease.holds()),
      threadOf: message => threadOf(message, folder),
    });
  }

  /** Does what can be done. To be called whenever something may have changed. */
  wake(): void {
    if (this.#disposed) return;
    if (this.#burst) {
      this.#again = true;
      return;
    }
    if (!this.#hasWork()) return this.#rest();
    this.#cancelWake();
    this.#burst = this.#work()
      .catch((error: unknown) => this.parts.logger.error('Sending messages failed unexpectedly', error))
      .then(() => {
        this.#burst = null;
        if (this.#again) this.wake();
        else this.#rest();
      });
  }

  /** Tries at once, whatever failed before; only a rate limit is waited for. */
  sendNow(): void {
    const { folder, account } = this.parts;
    this.#backOff.clearAll();
    this.#offline.clearAll();
    this.#refused = null;
    if (folder.pause(account)?.kind !== 'limit') void folder.setPause(account, null);
    this.wake();
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelWake();
  }

  async #work(): Promise<void> {
    this.#again = false;
    const { lease, clock } = this.parts;
    if (await this.#acquire()) await whileHeld(lease, clock, () => this.#burstOfWork());
  }

  async #burstOfWork(): Promise<void> {
    const { folder } = this.parts;
    await folder.look();
    await this.#takeUpInterrupted();
    while (!this.#disposed) {
      await this.#fulfilWishes();
      await this.#recordSent();
      const message = this.#next();
      const transport = message && this.parts.transport(message);
      if (!message || !transport) return;
      if (this.#isRepeated(message)) {
        await folder.remove([message.id], true);
        continue;
      }
      const delivered = await this.#delivery.deliver(transport, message);
      if (!delivered) return;
      await this.#ended(transport, delivered);
    }
  }

  /** What a process that is gone was sending. Nobody else sends while the lease is ours. */
  async #takeUpInterrupted(): Promise<void> {
    for (const message of this.#messages())
      if (message.state === 'sending')
        await this.parts.folder.update([{ item: message, fields: { state: 'waiting' } }]);
  }

  async #ended(transport: Transport, { message, outcome }: Delivered): Promise<void> {
    const { folder, clock, account } = this.parts;
    const lane = laneOf(message);
    if (outcome.type === 'failed') {
      await this.#hold(transport, outcome.error, outcome.asking);
      if (!holdsAccount(outcome.error)) this.#backOff.failed(lane);
      if (outcome.maybeArrived && !outcome.asking) this.#settling.set(lane, clock.now() + settlesIn);
    } else {
      this.#backOff.clear(lane);
      this.#settling.delete(lane);
      this.#offline.clearAll();
      this.#silent = 0;
      await folder.setPause(account, null);
    }
    const fields = fieldsAfter(message, outcome, utc(clock.now()));
    const written = folder.update([{ item: message, fields }]);
    if (outcome.type !== 'failed') this.parts.finished(folder.get(message.id) ?? { ...message, ...fields });
    await written;
  }

  /** Holds the whole account back where it would meet the same again. */
  async #hold(transport: Transport, error: unknown, asking: boolean): Promise<void> {
    const { folder, account, logger } = this.parts;
    if (!(error instanceof OnCallError)) {
      logger.error('Sending a message failed unexpectedly', error);
      return;
    }
    const { message: reason, nextStep } = error;
    const pause = (kind: AccountPause['kind'], until: number) =>
      folder.setPause(account, { kind, until, reason, nextStep });
    if (error instanceof RateLimitError) await pause('limit', error.liftsAt);
    else if (error instanceof WrongKeyError) {
      this.#refused = transport.of;
      await pause('key', 0);
    } else if (error instanceof OfflineError) {
      this.#silent++;
      if (asking || !error.maybeArrived || this.#silent >= silencesInARow)
        await pause('offline', this.#offline.failed(account));
    }
  }

  /** Each sent message is given to the timeline until that took it. */
  async #recordSent(): Promise<void> {
    const { folder, logger } = this.parts;
    for (const message of this.#unrecorded()) {
      try {
        await this.parts.record(message);
      } catch (error) {
        this.#backOff.failed(message.id);
        logger.warn(`A sent message could not be written into the timeline: ${reasonOf(error)}`);
        continue;
      }
      this.#backOff.clear(message.id);
      await folder.update([{ item: message, fields: { recorded: true } }]);
    }
  }

  async #fulfilWishes(): Promise<void> {
    const { folder, clock } = this.parts;
    const wished = this.#wishes();
    if (wished.length === 0) return;
    const still = new Set<unknown>();
    await forAll(wished, async one => (await folder.stillWished(one.id, one.wish)) && still.add(one));
    for (const one of wished) {
      const message = folder.get(one.id);
      if (!message || !still.has(one)) continue;
      if (one.wish === 'discard') {
        if (message.state !== 'sent') await folder.remove([message.id], true);
        continue;
      }
      if (one.wish === 'retry') this.#backOff.clear(laneOf(message));
      const fields = fieldsWished(message, one.wish, utc(clock.now()));
      if (!fields) continue;
      await folder.update([{ item: message, fields }]);
      if (one.wish === 'sent') this.parts.finished(folder.get(message.id) ?? message);
    }
    await folder.fulfilled(wished);
  }

  #wishes(): readonly { readonly id: string; readonly wish: MessageWish }[] {
    const { folder, account } = this.parts;
    return folder.wishes().filter(({ id }) => {
      const message = folder.get(id);
      return message !== undefined && accountOf(message.target) === account;
    });
  }

  #messages(): readonly OutgoingMessage[] {
    return this.parts.folder.items().filter(({ target }) => accountOf(target) === this.parts.account);
  }

  #unrecorded(): readonly OutgoingMessage[] {
    return this.#messages().filter(
      ({ id, state, recorded }) => state === 'sent' && !recorded && !this.#backOff.isWaiting(id),
    );
  }

  /** The oldest that can go. What holds one back holds all of its lane, so none overtakes another there. */
  #next(): OutgoingMessage | undefined {
    if (this.#paused()) return undefined;
    return this.#messages().find(message => {
      if (message.state !== 'waiting' && message.state !== 'sending') return false;
      const lane = laneOf(message);
      const transport = this.parts.transport(message);
      return (
        transport !== undefined &&
        transport.of !== this.#refused &&
        !this.#backOff.isWaiting(lane) &&
        this.#settlesAt(lane) === 0
      );
    });
  }

  #isRepeated({ id, once, target }: OutgoingMessage): boolean {
    if (once === null) return false;
    const isSame = (other: OutgoingMessage) =>
      other.id !== id && other.once === once && accountOf(other.target) === accountOf(target);
    return this.#messages().some(other => isSame(other) && (other.id < id || other.state !== 'waiting'));
  }

  /** 0 where it does not wait. */
  #settlesAt(lane: string): number {
    const at = this.#settling.get(lane) ?? 0;
    const left = at - this.parts.clock.now();
    return left > 0 && left <= settlesIn ? at : 0;
  }

  #hasWork(): boolean {
    return this.#wishes().length > 0 || this.#unrecorded().length > 0 || this.#next() !== undefined;
  }

  #paused(): boolean {
    const { folder, account, clock } = this.parts;
    const left = (folder.pause(account)?.until ?? 0) - clock.now();
    return left > 0 && left <= longestLimit;
  }

  async #acquire(): Promise<boolean> {
    try {
      const ours = await this.parts.lease.acquire();
      this.#leaseFailed = false;
      return ours;
    } catch (error) {
      if (!this.#leaseFailed) this.parts.logger.error('Messages cannot be sent', error);
      this.#leaseFailed = true;
      return false;
    }
  }

  /** Until something changes, or until it is time. */
  #rest(): void {
    this.#cancelWake();
    if (this.#disposed) return;
    const { clock, folder, account } = this.parts;
    const now = clock.now();
    const times: number[] = [];
    if (this.#hasWork()) times.push(now + askAgainAfter);
    if (this.#paused()) times.push(folder.pause(account)?.until ?? 0);
    for (const message of this.#messages()) {
      const lane = laneOf(message);
      if (message.state === 'waiting') times.push(Math.max(this.#backOff.until(lane), this.#settlesAt(lane)));
      else if (!message.recorded) times.push(this.#backOff.until(message.id));
    }
    const next = Math.min(...times.filter(time => time > now));
    if (Number.isFinite(next)) this.#cancelWake = clock.after(next - now, () => this.wake());
  }
}
