import { t } from '@vscode/l10n';
import { decodeTime, monotonicFactory } from 'ulid';
import { utc, type Clock } from '../../clock.ts';
import { Emitter, type Disposable } from '../../events.ts';
import type { Logger } from '../../logger.ts';
import type { Action } from '../action.ts';
import type { Incident, Person } from '../incident.ts';
import type { IncidentProvider } from '../incidentProvider.ts';
import type { IncidentStore } from '../incidentStore.ts';
import type { LeaseFiles, LeaseProcess } from '../sharing/lease.ts';
import { AccountSenders } from './accountSenders.ts';
import { AskedOfItems } from './askedOfItems.ts';
import { DoneItems } from './doneItems.ts';
import type { ItemChange } from './itemKind.ts';
import { nodeOutboxFiles, type OutboxFiles } from './outboxFiles.ts';
import { OutboxFolder } from './outboxFolder.ts';
import { actionKind, answerIn, keyOf, labelOf, newItem, type OutboxItem } from './outboxItem.ts';
import { OwnItems } from './ownItems.ts';
import { Waits } from './waits.ts';

export type { OutboxItem } from './outboxItem.ts';

export interface OutboxOptions {
  /** Shared by all windows; created where it is missing. */
  readonly folder: string;
  readonly files?: OutboxFiles;
  readonly leaseFiles?: LeaseFiles;
  readonly process?: LeaseProcess;
  readonly clock: Clock;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly logger: Logger;
  readonly store: IncidentStore;
  /** Undefined while nobody is signed in to the account. */
  providerOf(accountId: string): IncidentProvider | undefined;
  /** Whom the account’s key belongs to; null for an account-wide key. */
  personOf(accountId: string): Person | null;
  /** The name of the person at this machine. */
  author(): string;
  /** Whether an account belongs to another window alone, as its drill does: nothing of it is shown or sent here. */
  isForeign?(accountId: string): boolean;
}

/**
 * What people do to incidents, from the click to the provider’s answer: on disk before it is shown, shown before it is
 * sent, sent in order by one window for all, and looked for before it is sent again.
 */
export class Outbox implements Disposable {
  readonly #folder: OutboxFolder;
  readonly #senders: AccountSenders;
  readonly #changed: Emitter<void>;
  readonly onDidChange;
  readonly #finished: Emitter<OutboxItem>;
  /** An item is done, refused or unknown: once, in the window that sent it. */
  readonly onDidFinish;
  /** The path of a damaged file that was renamed; what it held was not sent. */
  readonly onDidSetAside;
  readonly #ulid: (time: number) => string;
  readonly #own: OwnItems;
  readonly #done: DoneItems;
  readonly #waits: Waits;
  readonly #asked: AskedOfItems;
  #opening: Promise<void> | null = null;
  #opened = false;
  #disposed = false;

  constructor(private readonly options: OutboxOptions) {
    const { folder, files = nodeOutboxFiles, clock, logger, random } = options;
    const report = (error: unknown) => logger.error('A listener of the outbox failed', error);
    this.#changed = new Emitter(report);
    this.onDidChange = this.#changed.event;
    this.#finished = new Emitter(report);
    this.onDidFinish = this.#finished.event;
    this.#ulid = monotonicFactory(random);
    this.#waits = new Waits(clock);
    this.#folder = new OutboxFolder({ folder, kind: actionKind, files, clock, logger });
    this.#asked = new AskedOfItems(this.#folder, this.#waits);
    this.#own = new OwnItems(options, this.#folder);
    this.#done = new DoneItems(clock, this.#folder);
    this.#senders = new AccountSenders({
      ...options,
      ...{ folder: this.#folder, ulid: this.#ulid },
      sending: ({ id }) => this.#done.sendHere(id),
      finished: item => this.#finished.fire(item),
      changed: () => {
        this.#changed.fire();
        this.#waits.check();
      },
    });
    this.onDidSetAside = this.#folder.onDidSetAside;
    this.#folder.onDidChange(changes => this.#take(changes));
  }

  /** Reads what waits and begins to send. Rejects with NotPossibleError where the folder cannot be used. */
  open(): Promise<void> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  async #open(): Promise<void> {
    this.options.store.setOverlay(incident => this.#own.shown(incident));
    await this.#folder.open();
    if (this.#disposed) return;
    this.#opened = true;
    this.#own.sweep();
    this.#wake();
  }

  /**
   * Keeps an action, or several in their order, on each incident (as it is shown) and sends them when it can.
   * @returns one item an action, in order
   * @throws NotPossibleError where they cannot be made durable; then none of them is kept or shown
   */
  async add(
    accountId: string,
    targets: readonly Incident[],
    action: Action | ((incident: Incident) => readonly Action[]),
  ): Promise<readonly OutboxItem[]> {
    const items = targets.flatMap(incident => {
      const common = {
        incidentId: incident.id,
        label: labelOf(incident),
        // Also by what waits to open it: this comes after that.
        reopens:
          incident.status === 'resolved' || this.#own.waiting(incident.key).some(({ reopens }) => reopens),
      };
      const actions = typeof action === 'function' ? action(incident) : [action];
      return actions.map(one => this.#item(accountId, { ...common, action: one }));
    });
    return this.#keep(items);
  }

  /** Keeps the wish for a new incident; rejects like `add`. */
  async addTrigger(accountId: string, action: Extract<Action, { type: 'trigger' }>): Promise<OutboxItem> {
    const item = this.#item(accountId, { incidentId: null, label: action.title, action, reopens: false });
    await this.#keep([item]);
    return item;
  }

  /**
   * Resolves once each is done, refused or unknown, or cannot go now: then it is `waiting`, with the reason. Those
   * that were dropped are not in the answer.
   */
  async settled(ids: readonly string[]): Promise<readonly OutboxItem[]> {
    await this.#waits.until(() =>
      ids.every(id => {
        const item = this.#folder.get(id);
        return item?.state !== 'waiting' || !this.#canGo(item);
      }),
    );
    return ids.flatMap(id => this.#explained(this.#folder.get(id)) ?? []);
  }

  /** What is not done, in the order in which it was asked for. */
  items(): readonly OutboxItem[] {
    return this.#own
      .all()
      .filter(({ state }) => state !== 'done')
      .map(item => this.#explained(item)!);
  }

  /** Whether something done to that incident is on its way, or waits for the account to be reached. */
  pending(key: string): 'sending' | 'waiting' | null {
    const items = this.#own.waiting(key);
    if (items.length === 0) return null;
    return items.some(item => this.#canGo(item)) ? 'sending' : 'waiting';
  }

  /** For an account that ends for good, as a drill does: what it still had to send goes with it. */
  async forgetAccount(accountId: string): Promise<void> {
    const its = this.#folder.items().filter(item => item.accountId === accountId);
    await this.#folder.remove(
      its.map(({ id }) => id),
      false,
    );
  }

  /** Sends them again, together, whatever is known of them; what waits, without waiting for its time. */
  retry(...ids: readonly string[]): Promise<void> {
    return this.#asked.retry(ids);
  }

  /**
   * Forgets them, unless they are done by then; what is on its way is waited for.
   * @returns those that were forgotten, as they last were
   */
  drop(...ids: readonly string[]): Promise<readonly OutboxItem[]> {
    return this.#asked.drop(ids);
  }

  /** The person has seen that an item of unknown fate has arrived. */
  confirmArrived(id: string): Promise<void> {
    return this.#asked.confirmArrived(id);
  }

  /** Tries what waits at once: the account can be reached again, or somebody signed in. A rate limit is respected. */
  sendNow(accountId?: string): void {
    if (!this.#opened || this.#disposed) return;
    if (accountId !== undefined) this.#senders.of(accountId).sendNow();
    else for (const id of this.#accounts()) this.#senders.of(id).sendNow();
    this.#changed.fire();
  }

  /** What is on its way still arrives, and what came of it is written down where the process lives long enough. */
  dispose(): void {
    this.#disposed = true;
    this.#senders.dispose();
    this.#done.dispose();
    this.#folder.dispose();
    this.#waits.dispose();
    this.#changed.dispose();
    this.#finished.dispose();
  }

  #item(
    accountId: string,
    what: Pick<OutboxItem, 'incidentId' | 'label' | 'action' | 'reopens'>,
  ): OutboxItem {
    const now = this.options.clock.now();
    // Also after the computer’s time was set back, the new comes after the old.
    const last = this.#folder.items().at(-1)?.id;
    const id = this.#ulid(Math.max(1, now, last ? decodeTime(last) + 1 : 0));
    return newItem({ id, accountId, ...what, at: utc(now), by: this.options.author() });
  }

  async #keep(items: readonly OutboxItem[]): Promise<readonly OutboxItem[]> {
    if (items.length === 0) return items;
    // What could not be opened at the start may be all right by now.
    await this.open();
    await this.#folder.add(items);
    return items;
  }

  #canGo(item: OutboxItem): boolean {
    if (!this.options.providerOf(item.accountId)) return false;
    return !this.#senders.of(item.accountId).isHeld(item);
  }

  /** Why it waits, where that is the account’s matter and not its own. */
  #explained(item: OutboxItem | undefined): OutboxItem | undefined {
    if (item?.state !== 'waiting') return item;
    const pause = this.#folder.pause(item.accountId);
    if (!this.options.providerOf(item.accountId)) return { ...item, ...signedOut() };
    return pause ? { ...item, reason: pause.reason, nextStep: pause.nextStep } : item;
  }

  /** Something is new in the folder: by this window or another one. */
  #take(changes: readonly ItemChange<OutboxItem>[]): void {
    this.#own.changed();
    const { store } = this.options;
    const answers = new Map<string, Incident>();
    const keys = new Set<string>();
    const done: OutboxItem[] = [];
    for (const { before, after } of changes) {
      if (this.#own.isForeign((after ?? before)!)) continue;
      const key = keyOf((after ?? before)!);
      if (key) keys.add(key);
      if (!after) this.#done.forget(before!.id);
      else if (after.state === 'done' && before?.state !== 'done') done.push(after);
      const answer = after && answerIn(before, after);
      if (answer && this.#isNews(after, answer)) answers.set(answer.key, answer);
    }
    if (done.length > 0) this.#done.removeLater(done.map(({ id }) => id));
    // The answer comes in the very moment in which the item stops counting: nothing flickers.
    if (answers.size > 0) store.upsertAll([...answers.values()]);
    for (const key of answers.keys()) keys.delete(key);
    if (keys.size > 0) store.overlayChanged(keys);
    // That what is done leaves the disk as well is no news.
    if (changes.length === 0 || changes.some(({ before }) => before?.state !== 'done')) this.#changed.fire();
    this.#waits.check();
    this.#wake();
  }

  /** What another window sent may be older than what was read since. */
  #isNews({ id }: OutboxItem, incident: Incident): boolean {
    const base = this.options.store.base(incident.key);
    return this.#done.isOurs(id) || !base || (base.updatedAt ?? '') <= (incident.updatedAt ?? '');
  }

  #wake(): void {
    if (!this.#opened || this.#disposed) return;
    const orphans = this.#folder.wishes().filter(({ id }) => !this.#folder.get(id));
    if (orphans.length > 0) void this.#folder.fulfilled(orphans);
    for (const id of this.#accounts()) this.#senders.of(id).wake();
  }

  #accounts(): ReadonlySet<string> {
    return new Set(this.#own.all().map(({ accountId }) => accountId));
  }
}

function signedOut(): { readonly reason: string; readonly nextStep: string } {
  return {
    reason: t('Nobody is signed in to its account.'),
    nextStep: t('Run “On-Call: Sign In”; then it is sent.'),
  };
}
