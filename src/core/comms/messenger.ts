import { t } from '@vscode/l10n';
import { decodeTime, monotonicFactory } from 'ulid';
import { utc, type Clock } from '../clock.ts';
import { NotPossibleError } from '../errors.ts';
import { Emitter, type Disposable } from '../events.ts';
import { everyDay } from '../everyDay.ts';
import { nodeOutboxFiles, type OutboxFiles } from '../incidents/outbox/outboxFiles.ts';
import { OutboxFolder } from '../incidents/outbox/outboxFolder.ts';
import { Lease, type LeaseFiles, type LeaseProcess } from '../incidents/sharing/lease.ts';
import type { Logger } from '../logger.ts';
import type { MessageFolder } from './messageChanges.ts';
import { slackTransport, webhookTransport, type Transport } from './messageDelivery.ts';
import { MessageSender } from './messageSender.ts';
import {
  accountOf,
  messageKind,
  type MessageTarget,
  type MessageWish,
  type OutgoingMessage,
} from './outgoing.ts';
import type { SlackWorkspace } from './slack/slackWorkspace.ts';
import type { Webhook, WebhookType } from './webhooks.ts';

export type { MessageTarget, MessageThread, OutgoingMessage } from './outgoing.ts';

export interface MessengerOptions {
  /** Shared by all windows; created where it is missing, for this user only. */
  readonly folder: string;
  readonly files?: OutboxFiles;
  readonly leaseFiles?: LeaseFiles;
  readonly process?: LeaseProcess;
  readonly clock: Clock;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly logger: Logger;
  /** The workspace whose token is kept under that name: one object a token. Undefined while there is none. */
  slackOf(account: string): SlackWorkspace | undefined;
  /** The webhook whose address is kept under that name: one object an address. Undefined while there is none. */
  webhookOf(type: WebhookType, account: string): Webhook | undefined;
  /** The folder of this window’s timelines; other windows may have another one. */
  root(): string;
  /**
   * Writes a sent message into the timeline of this window: see isRecordedIn. Asked until it resolves; after a crash in
   * between it is asked once more, so it looks for the message’s id first.
   */
  record(message: OutgoingMessage): Promise<void>;
}

/** What a person sends. */
export interface NewMessage extends Pick<
  OutgoingMessage,
  'incidentKey' | 'purpose' | 'target' | 'text' | 'by'
> {
  readonly thread?: OutgoingMessage['thread'];
  /** Of several to one target that have the same, only one is sent. */
  readonly once?: string;
  readonly meets?: OutgoingMessage['meets'];
}

/** How long a sent message is kept: others may be replies to it. ms */
const sentFor = 30 * 86_400_000;

/**
 * Messages from the click to the channel: on disk before they are shown, sent in order by one window for all, looked
 * for before they are sent again, and listed until they are sent or a person drops them. Nothing waits for it.
 */
export class Messenger implements Disposable {
  readonly #folder: MessageFolder;
  readonly #senders = new Map<string, MessageSender>();
  /** One a token or address, so that it is known again. */
  readonly #transports = new WeakMap<object, Transport>();
  readonly #changed: Emitter<void>;
  /** The list, or why something waits. */
  readonly onDidChange;
  readonly #finished: Emitter<OutgoingMessage>;
  /** A message is sent, refused, or may have arrived: once, in the window that sent it. */
  readonly onDidFinish;
  /** The path of a damaged file that was renamed; what it held was not sent. */
  readonly onDidSetAside;
  readonly #ulid: (time: number) => string;
  #opening: Promise<void> | null = null;
  #opened = false;
  #disposed = false;
  #daily: Disposable | null = null;

  constructor(private readonly options: MessengerOptions) {
    const { folder, files = nodeOutboxFiles, clock, logger, random } = options;
    const report = (error: unknown) => logger.error('A listener of the messages failed', error);
    this.#changed = new Emitter(report);
    this.onDidChange = this.#changed.event;
    this.#finished = new Emitter(report);
    this.onDidFinish = this.#finished.event;
    this.#ulid = monotonicFactory(random);
    this.#folder = new OutboxFolder({ folder, kind: messageKind, files, clock, logger });
    this.onDidSetAside = this.#folder.onDidSetAside;
    this.#folder.onDidChange(() => {
      this.#changed.fire();
      this.#wake();
    });
  }

  /** Reads what waits and begins to send. Rejects with NotPossibleError where the folder cannot be used. */
  open(): Promise<void> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  /**
   * All that are kept, in order; those of one incident where its key is given. What waits says why, where that is
   * known.
   */
  messages(incidentKey?: string): readonly OutgoingMessage[] {
    return this.#folder
      .items()
      .filter(message => incidentKey === undefined || message.incidentKey === incidentKey)
      .map(message => ({ ...message, ...this.#hindrance(message) }));
  }

  /** Resolves once it is on disk; it is sent when that is possible. Rejects with NotPossibleError where it is not kept. */
  async send(asked: NewMessage): Promise<OutgoingMessage> {
    if (asked.text.trim() === '')
      throw new NotPossibleError(t('An empty message is not sent.'), t('Write what should be said.'));
    const now = this.options.clock.now();
    const last = this.#folder.items().at(-1)?.id;
    const { incidentKey, purpose, target, text, by, thread = null, once = null, meets } = asked;
    const message: OutgoingMessage = {
      // After all that are there, also where the clock went back.
      id: this.#ulid(Math.max(1, now, last ? decodeTime(last) + 1 : 0)),
      ...{ incidentKey, purpose, target, text, by, thread, once, ...(meets && { meets }) },
      createdAt: utc(now),
      state: 'waiting',
      attempts: 0,
      attemptedAt: null,
      attemptedThread: null,
      reason: null,
      nextStep: null,
      sentAt: null,
      ts: null,
      root: this.options.root(),
      recorded: false,
      revision: 0,
    };
    await this.#folder.add([message]);
    return message;
  }

  /** Sends a refused one once more; looks once more for one that may have arrived. Rejects with NotPossibleError. */
  retry(id: string): Promise<void> {
    return this.#wish(id, 'retry');
  }

  /** Takes it off the list, unless it is sent by then. Rejects with NotPossibleError. */
  discard(id: string): Promise<void> {
    return this.#wish(id, 'discard');
  }

  /** What a person found out of one that may have arrived. Rejects with NotPossibleError. */
  resolve(id: string, found: 'sent' | 'sendAgain'): Promise<void> {
    return this.#wish(id, found);
  }

  /** Takes messages off the list without a word: for those of a drill that is over. */
  async forget(which: (message: OutgoingMessage) => boolean): Promise<void> {
    const gone = this.#folder.items().filter(which);
    if (gone.length === 0) return;
    await this.#folder.remove(
      gone.map(({ id }) => id),
      false,
    );
  }

  /** A token or an address was entered, or the network is back: tries at once. Limits are waited for. */
  sendNow(): void {
    for (const account of this.#accounts()) this.#sender(account).sendNow();
  }

  dispose(): void {
    this.#disposed = true;
    this.#daily?.dispose();
    for (const sender of this.#senders.values()) sender.dispose();
    this.#folder.dispose();
    this.#changed.dispose();
    this.#finished.dispose();
  }

  async #open(): Promise<void> {
    await this.#folder.open();
    if (this.#disposed) return;
    this.#opened = true;
    this.#daily = everyDay(this.options.clock, () => void this.#sweep());
    await this.#sweep();
    this.#wake();
  }

  /** What was sent long ago says nothing any more. Never rejects. */
  async #sweep(): Promise<void> {
    const before = utc(this.options.clock.now() - sentFor);
    const old = this.#folder
      .items()
      .filter(
        ({ state, recorded, sentAt }) => state === 'sent' && recorded && sentAt !== null && sentAt < before,
      );
    if (old.length > 0)
      await this.#folder.remove(
        old.map(({ id }) => id),
        false,
      );
  }

  async #wish(id: string, wish: MessageWish): Promise<void> {
    await this.#folder.wish([id], wish);
  }

  #wake(): void {
    if (!this.#opened || this.#disposed) return;
    const orphans = this.#folder.wishes().filter(({ id }) => !this.#folder.get(id));
    if (orphans.length > 0) void this.#folder.fulfilled(orphans);
    for (const account of this.#accounts()) this.#sender(account).wake();
  }

  #accounts(): ReadonlySet<string> {
    return new Set(this.#folder.items().map(({ target }) => accountOf(target)));
  }

  /** Why it waits, where it does not say so itself. */
  #hindrance(message: OutgoingMessage): Pick<OutgoingMessage, 'reason' | 'nextStep'> | null {
    if (message.state !== 'waiting') return null;
    if (!this.#transport(message.target)) return notConnected();
    const pause = this.#folder.pause(accountOf(message.target));
    // A limit that has lifted says nothing any more.
    const holds = pause && (pause.kind !== 'limit' || pause.until > this.options.clock.now());
    return holds ? { reason: pause.reason, nextStep: pause.nextStep } : null;
  }

  #transport(target: MessageTarget): Transport | undefined {
    if (target.type === 'slackChannel') {
      const slack = this.options.slackOf(target.account);
      return slack && this.#known(slack, () => slackTransport(slack));
    }
    const webhook = this.options.webhookOf(target.type, target.account);
    return webhook && this.#known(webhook, () => webhookTransport(webhook));
  }

  #known(of: object, make: () => Transport): Transport {
    const known = this.#transports.get(of) ?? make();
    this.#transports.set(of, known);
    return known;
  }

  #sender(account: string): MessageSender {
    const known = this.#senders.get(account);
    if (known) return known;
    const { clock, random, logger, leaseFiles, process } = this.options;
    const lease = new Lease({
      path: this.#folder.leasePath(account),
      owner: this.#ulid(Math.max(1, clock.now())),
      clock,
      ...(leaseFiles && { files: leaseFiles }),
      ...(process && { process }),
    });
    const sender = new MessageSender({
      ...{ account, folder: this.#folder, lease, clock, random, logger },
      transport: ({ target }) => this.#transport(target),
      root: () => this.options.root(),
      record: message => this.options.record(message),
      finished: message => this.#finished.fire(message),
    });
    this.#senders.set(account, sender);
    return sender;
  }
}

function notConnected(): Pick<OutgoingMessage, 'reason' | 'nextStep'> {
  return {
    reason: t('The token or address that it goes with is not known here.'),
    nextStep: t('Enter it once more; then the message is sent.'),
  };
}
