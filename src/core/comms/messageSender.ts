import { utc, type Clock } from '../clock.ts';
import type { Disposable } from '../events.ts';
import { forAll } from '../incidents/outbox/atOnce.ts';
import { AccountHold } from '../incidents/outbox/accountHold.ts';
import { BackOff } from '../incidents/outbox/backOff.ts';
import { Bursts } from '../incidents/outbox/bursts.ts';
import type { Lease } from '../incidents/sharing/lease.ts';
import type { Logger } from '../logger.ts';
import { reasonOf } from '../timeline/journalFiles.ts';
import { fieldsAfter, fieldsWished, holdsAccount, threadOf, type MessageFolder } from './messageChanges.ts';
import { isRecordedIn } from './messageEntry.ts';
import { MessageDelivery, type Delivered, type Transport } from './messageDelivery.ts';
import { accountOf, laneOf, type MessageWish, type OutgoingMessage } from './outgoing.ts';

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
  /** The folder of this window’s timelines. */
  root(): string;
  /** Writes a sent message into the timeline, unless it stands there already. */
  record(message: OutgoingMessage): Promise<void>;
  /** Hears once of each message that is sent, refused, or may have arrived. */
  finished(message: OutgoingMessage): void;
}

/** What may be under way still is not looked for before, ms. */
const settlesIn = 5_000;

/** Sends the messages of one account, one request after the other, while this window has the right to. */
export class MessageSender implements Disposable {
  readonly #delivery: MessageDelivery;
  /** Of lanes, and of messages that the timeline did not take. */
  readonly #backOff: BackOff;
  readonly #hold: AccountHold;
  readonly #bursts: Bursts;
  /** Until when a lane’s last attempt may still be under way. */
  readonly #settling = new Map<string, number>();

  constructor(private readonly parts: MessageSenderParts) {
    const { account, folder, lease, clock, random, logger } = parts;
    this.#backOff = new BackOff(clock, random);
    const unexpected = 'Sending a message failed unexpectedly';
    this.#hold = new AccountHold({ account, folder, clock, random, logger, unexpected });
    this.#delivery = new MessageDelivery({
      clock,
      record: (message, fields) => folder.record(message, fields),
      maySend: async () => !this.#bursts.disposed && (await lease.holds()),
      threadOf: message => threadOf(message, folder),
    });
    this.#bursts = new Bursts({
      ...{ lease, clock, logger },
      words: { failed: 'Sending messages failed unexpectedly', noLease: 'Messages cannot be sent' },
      hasWork: () => this.#hasWork(),
      work: () => this.#work(),
      rests: () => this.#wakeTimes(),
      ended: () => {},
    });
  }

  /** Does what can be done. To be called whenever something may have changed. */
  wake(): void {
    this.#bursts.wake();
  }

  /** Tries at once, whatever failed before; only a rate limit is waited for. */
  sendNow(): void {
    this.#backOff.clearAll();
    this.#hold.lift();
    this.wake();
  }

  dispose(): void {
    this.#bursts.dispose();
  }

  async #work(): Promise<void> {
    const { folder } = this.parts;
    await folder.look();
    await this.#takeUpInterrupted();
    while (!this.#bursts.disposed) {
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
    const { folder, clock } = this.parts;
    const lane = laneOf(message);
    if (outcome.type === 'failed') {
      await this.#hold.failed(transport.of, outcome.error, outcome.asking);
      if (!holdsAccount(outcome.error)) this.#backOff.failed(lane);
      if (outcome.maybeArrived && !outcome.asking) this.#settling.set(lane, clock.now() + settlesIn);
    } else {
      this.#backOff.clear(lane);
      this.#settling.delete(lane);
      await this.#hold.answered();
    }
    const fields = fieldsAfter(message, outcome, utc(clock.now()));
    const written = folder.update([{ item: message, fields }]);
    if (outcome.type !== 'failed') this.parts.finished(folder.get(message.id) ?? { ...message, ...fields });
    await written;
  }

  /** Each sent message whose timeline is here is given to it until that took it. */
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
    const root = this.parts.root();
    return this.#messages()
      .filter(({ id, state, recorded }) => state === 'sent' && !recorded && !this.#backOff.isWaiting(id))
      .filter(message => isRecordedIn(root, message));
  }

  /** The oldest that can go. What holds one back holds all of its lane, so none overtakes another there. */
  #next(): OutgoingMessage | undefined {
    if (this.#hold.isPaused()) return undefined;
    return this.#messages().find(message => {
      if (message.state !== 'waiting' && message.state !== 'sending') return false;
      const lane = laneOf(message);
      const transport = this.parts.transport(message);
      return (
        transport !== undefined &&
        !this.#hold.hasRefused(transport.of) &&
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

  /** When something may go that waits now. */
  #wakeTimes(): readonly number[] {
    const times: number[] = [];
    if (this.#hold.isPaused()) times.push(this.#hold.until());
    for (const message of this.#messages()) {
      const lane = laneOf(message);
      if (message.state === 'waiting') times.push(Math.max(this.#backOff.until(lane), this.#settlesAt(lane)));
      else if (!message.recorded) times.push(this.#backOff.until(message.id));
    }
    return times;
  }
}
