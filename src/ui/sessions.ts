import type { Clock } from '../core/clock.ts';
import { NotPossibleError } from '../core/errors.ts';
import { type Disposable, Emitter } from '../core/events.ts';
import type { Incident, Person } from '../core/incidents/incident.ts';
import type { IncidentProvider } from '../core/incidents/incidentProvider.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import { Poller } from '../core/incidents/poller.ts';
import type { Logger } from '../core/logger.ts';

/** Where incidents come from, as a person knows it. */
export interface Account {
  readonly id: string;
  readonly label: string;
  /** A rehearsal on this machine; always shown as one. */
  readonly drill: boolean;
  /** The person that the key belongs to; null for account-wide keys. */
  readonly person: Person | null;
  /** Added to the environment of every block run for this account’s incidents. */
  readonly environment: Readonly<Record<string, string>>;
}

/** One account being followed. */
export interface Session {
  readonly account: Account;
  readonly provider: IncidentProvider;
  readonly poller: Poller;
}

/** The accounts being followed right now; owns their pollers. */
export class Sessions implements Disposable {
  readonly #sessions = new Map<string, Session & { readonly health: Disposable }>();
  readonly #changed = new Emitter<void>();
  /** A session was opened or closed, or its health changed. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly parts: {
      readonly store: IncidentStore;
      readonly clock: Clock;
      readonly logger: Logger;
      readonly intervalMs: (account: Account) => number;
    },
  ) {}

  open(account: Account, provider: IncidentProvider): Session {
    this.close(account.id);
    const { store, clock, logger, intervalMs } = this.parts;
    const poller = new Poller({
      provider,
      store,
      clock,
      logger,
      intervalMs: () => intervalMs(account),
      random: Math.random,
    });
    let shown = '';
    const health = poller.onDidChangeHealth(({ state, error }) => {
      // A poll that found everything as it was is no news.
      const now = `${state} ${error?.message ?? ''}`;
      if (now === shown) return;
      shown = now;
      this.#changed.fire();
    });
    const session = { account, provider, poller, health };
    this.#sessions.set(account.id, session);
    poller.start();
    this.#changed.fire();
    return session;
  }

  /** Stops following; the account’s incidents leave the screen. */
  close(accountId: string): void {
    const session = this.#sessions.get(accountId);
    if (!session) return;
    this.#sessions.delete(accountId);
    session.health.dispose();
    session.poller.dispose();
    this.parts.store.removeAccount(accountId);
    this.#changed.fire();
  }

  all(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  get(accountId: string): Session | undefined {
    return this.#sessions.get(accountId);
  }

  /** Who works here, as the accounts know it: a real one’s person before the drill’s. */
  person(): Person | null {
    const accounts = this.all().map(({ account }) => account);
    return (
      accounts.sort((a, b) => Number(a.drill) - Number(b.drill)).find(({ person }) => person)?.person ?? null
    );
  }

  /** The session that an incident belongs to; NotPossibleError when it is no longer followed. */
  of(incident: Incident): Session {
    const session = this.#sessions.get(incident.accountId);
    if (session) return session;
    throw new NotPossibleError(
      'The account of this incident is no longer connected.',
      'Sign in again, or start a new drill.',
    );
  }

  async refresh(): Promise<void> {
    await Promise.all(this.all().map(session => session.poller.refresh()));
  }

  dispose(): void {
    for (const session of this.all()) this.close(session.account.id);
    this.#changed.dispose();
  }
}
