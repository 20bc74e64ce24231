import * as vscode from 'vscode';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import { NotPossibleError } from '../core/errors.ts';
import { type Disposable, Emitter } from '../core/events.ts';
import { alwaysLooked, type AttentionSource } from '../core/incidents/cadence.ts';
import type { Incident, Person, Reference } from '../core/incidents/incident.ts';
import type { IncidentProvider } from '../core/incidents/incidentProvider.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import { type IncidentFeed, Poller } from '../core/incidents/poller.ts';
import { SharedFolder } from '../core/incidents/sharing/sharedFolder.ts';
import { SharedPoller } from '../core/incidents/sharing/sharedPoller.ts';
import type { Logger } from '../core/logger.ts';

/** Where incidents come from, as a person knows it. */
export interface Account {
  readonly id: string;
  readonly label: string;
  /** A rehearsal on this machine; always shown as one. */
  readonly drill: boolean;
  /** The person that the key belongs to; null for account-wide keys. */
  readonly person: Person | null;
  /** That person’s teams; empty where there are none. */
  readonly teams: readonly Reference[];
  /** Added to the environment of every block run for this account’s incidents. */
  readonly environment: Readonly<Record<string, string>>;
}

/** One account being followed. */
export interface Session {
  readonly account: Account;
  readonly provider: IncidentProvider;
  readonly poller: IncidentFeed;
}

interface Kept extends Session {
  readonly health: Disposable;
}

/** The accounts being followed right now; owns their pollers. */
export class Sessions implements Disposable {
  readonly #sessions = new Map<string, Kept>();
  /** Account → when the last file of its closed sessions is written. */
  readonly #ended = new Map<string, Promise<unknown>>();
  readonly #changed = new Emitter<void>();
  /** A session was opened or closed, or its health changed. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly parts: {
      readonly store: IncidentStore;
      readonly clock: Clock;
      readonly logger: Logger;
      readonly intervalMs: (account: Account) => number;
      readonly attention: AttentionSource;
      /** A folder in the extension’s global storage, where the windows of this machine share what one of them reads. */
      readonly sharedRoot: string;
    },
  ) {}

  /**
   * `shared`: one window of this machine polls for all, and what was last read is kept for the next start. A drill
   * belongs to its window.
   */
  open(account: Account, provider: IncidentProvider, { shared = !account.drill } = {}): Session {
    this.close(account.id);
    const { store, clock, logger, intervalMs, attention, sharedRoot } = this.parts;
    const options = {
      provider,
      store,
      clock,
      logger,
      intervalMs: () => intervalMs(account),
      // A drill costs nobody anything, and is over in minutes.
      attention: account.drill ? alwaysLooked : attention,
      random: Math.random,
    };
    const poller = shared
      ? new SharedPoller({ ...options, root: sharedRoot, window: randomUUID() })
      : new Poller(options);
    let shown = '';
    const health = poller.onDidChangeHealth(({ state, lastSuccessAt, error }) => {
      // A poll that found everything as it was is no news; what was kept from the last time is.
      const kept = state === 'connecting' && lastSuccessAt !== null;
      const now = `${state} ${kept} ${error?.message ?? ''}`;
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

  /** Whose the account is, and in which teams, as it is known by now: it is followed on as before. */
  identify(accountId: string, identity: Pick<Account, 'person' | 'teams'>): void {
    const session = this.#sessions.get(accountId);
    if (!session) return;
    const account = { ...session.account, ...identity };
    if (JSON.stringify(account) === JSON.stringify(session.account)) return;
    this.#sessions.set(accountId, { ...session, account });
    this.#changed.fire();
  }

  /** Stops following; the account’s incidents leave the screen. */
  close(accountId: string): void {
    const session = this.#sessions.get(accountId);
    if (!session) return;
    this.#sessions.delete(accountId);
    session.health.dispose();
    session.poller.dispose();
    if (session.poller instanceof SharedPoller) {
      this.#ended.set(accountId, Promise.all([this.#ended.get(accountId), session.poller.ended]));
    }
    this.parts.store.removeAccount(accountId);
    this.#changed.fire();
  }

  /**
   * For signing out: closes the session and deletes what was kept of the account. Every window that finds itself signed
   * out calls it. Rejects where the folder cannot be deleted.
   */
  async forget(accountId: string): Promise<void> {
    this.close(accountId);
    await this.#ended.get(accountId);
    this.#ended.delete(accountId);
    await SharedFolder.of(this.parts.sharedRoot, accountId).remove();
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
      vscode.l10n.t('The account of this incident is no longer connected.'),
      vscode.l10n.t('Sign in again, or start a new drill.'),
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
