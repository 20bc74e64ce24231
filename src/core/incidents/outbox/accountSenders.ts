import type { Disposable } from '../../events.ts';
import { type Incident, incidentKey } from '../incident.ts';
import { Lease } from '../sharing/lease.ts';
import { AccountSender } from './accountSender.ts';
import { applyAction } from './applyAction.ts';
import type { OutboxOptions } from './outbox.ts';
import type { OutboxFolder } from './outboxFolder.ts';
import type { OutboxItem } from './outboxItem.ts';

type FromOptions =
  'leaseFiles' | 'process' | 'clock' | 'random' | 'logger' | 'store' | 'providerOf' | 'personOf';

export interface AccountSendersParts extends Pick<OutboxOptions, FromOptions> {
  readonly folder: OutboxFolder;
  readonly ulid: (time: number) => string;
  readonly sending: (item: OutboxItem) => void;
  readonly finished: (item: OutboxItem) => void;
  /** What waits, and why, may be otherwise now. */
  readonly changed: () => void;
}

/** One sender an account, each with a lease of its own: what one account has to wait for holds up no other. */
export class AccountSenders implements Disposable {
  readonly #senders = new Map<string, AccountSender>();

  constructor(private readonly parts: AccountSendersParts) {}

  of(accountId: string): AccountSender {
    const known = this.#senders.get(accountId);
    if (known) return known;
    const { folder, clock, random, logger, leaseFiles, process, ulid, sending, finished, changed } =
      this.parts;
    const lease = new Lease({
      path: folder.leasePath(accountId),
      owner: ulid(Math.max(1, clock.now())),
      clock,
      ...(leaseFiles && { files: leaseFiles }),
      ...(process && { process }),
    });
    const sender = new AccountSender({
      ...{ accountId, folder, lease, clock, random, logger, sending, finished, changed },
      provider: () => this.parts.providerOf(accountId),
      after: item => this.#after(item),
    });
    this.#senders.set(accountId, sender);
    return sender;
  }

  dispose(): void {
    for (const sender of this.#senders.values()) sender.dispose();
  }

  /** The provider did not say how the incident is now: as it was shown, until the next read. */
  #after({ accountId, incidentId, action, at }: OutboxItem): Incident | null {
    const { store } = this.parts;
    const base = incidentId && store.base(incidentKey(accountId, incidentId));
    if (!base) return null;
    const after = applyAction(base, action, { now: at, me: this.parts.personOf(accountId) });
    return after === base ? null : after;
  }
}
