import type * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import { OnCallError } from '../core/errors.ts';
import { type Disposable, Emitter } from '../core/events.ts';
import { AccountKeeper } from '../core/incidents/accounts/accountKeeper.ts';
import {
  accountIdFor,
  type AccountList,
  type KeptAccount,
  noAccounts,
} from '../core/incidents/accounts/accountList.ts';
import { IdentityWatch } from '../core/incidents/accounts/identityWatch.ts';
import type { Identity } from '../core/incidents/incidentProvider.ts';
import type { PagerDutyProvider } from '../core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import type { Logger } from '../core/logger.ts';
import { accountsSecret } from './accountsSecret.ts';
import { config } from './config.ts';
import type { Sessions } from './sessions.ts';

/** What may be known of an account outside: everything but its key. */
export type SignedInAccount = Omit<KeptAccount, 'token'>;

/** What is needed to keep an account; its id follows from it. */
export interface NewAccount {
  readonly label: string;
  readonly origin: string;
  readonly token: string;
  readonly from: string | null;
  readonly identity: Identity;
}

/** The PagerDuty accounts signed in to: their keys in SecretStorage, a session for each. All windows follow. */
export class Accounts implements Disposable {
  #list: AccountList = noAccounts;
  readonly #keeper: AccountKeeper;
  readonly #identities: IdentityWatch;
  #connecting: Promise<void> = Promise.resolve();
  /** Account → what its open session was opened with. */
  readonly #opened = new Map<string, string>();
  readonly #changed = new Emitter<void>();
  readonly onDidChangeState = this.#changed.event;
  readonly #listeners: Disposable[];
  #disposed = false;

  constructor(
    private readonly parts: {
      readonly secrets: vscode.SecretStorage;
      readonly sessions: Sessions;
      readonly clock: Clock;
      readonly logger: Logger;
      /** Called with every key before it is used, so that it can be masked wherever text is kept. */
      readonly keepSecret: (token: string) => void;
      /** The account was signed out of, here or in another window: what is kept of its incidents goes too. */
      readonly onForget: (accountId: string) => Promise<void> | void;
    },
  ) {
    const { secrets, sessions, clock, logger } = parts;
    this.#keeper = new AccountKeeper(
      { get: () => secrets.get(accountsSecret), store: text => secrets.store(accountsSecret, text) },
      clock,
    );
    this.#identities = new IdentityWatch({
      ...{ clock, logger },
      followed: () =>
        this.#list.accounts.flatMap(account => {
          const provider = sessions.get(account.id)?.provider;
          return provider ? [{ account, provider }] : [];
        }),
      learned: (account, identity) => this.#follow(() => this.#keeper.complete(account, identity)),
    });
    // Another window may sign in or out.
    this.#listeners = [
      secrets.onDidChange(({ key }) => {
        if (key === accountsSecret) this.#reconnect();
      }),
      config.onDidChange(['pagerDuty.from'], () => this.#reconnect()),
    ];
  }

  get state(): 'signedOut' | 'signedIn' {
    return this.#list.accounts.length > 0 ? 'signedIn' : 'signedOut';
  }

  /** In the order of their names. */
  all(): readonly SignedInAccount[] {
    return this.#list.accounts
      .map(({ token: _, ...account }) => account)
      .sort((a, b) => a.label.localeCompare(b.label));
  }

  get(id: string): SignedInAccount | undefined {
    return this.all().find(account => account.id === id);
  }

  /** Which account a sign-in would be; signing in to one that is there replaces its key. */
  idFor(account: Pick<NewAccount, 'origin' | 'label' | 'identity'>): string {
    const { origin, label, identity } = account;
    return accountIdFor(this.#list, { origin, label, person: identity.person });
  }

  /** Reads the stored accounts and follows them; closes the sessions of those that are gone. */
  connect(): Promise<void> {
    return this.#follow(() => this.#keeper.read());
  }

  /** Checks the key with the provider; nothing is kept. Rejects as `identify` does. */
  async check(origin: string, token: string): Promise<Identity> {
    this.parts.keepSecret(token);
    const provider = await this.#provider('sign-in', origin, token);
    const identity = await provider.identify();
    return { ...identity, subdomain: identity.subdomain ?? (await subdomainIn(provider).catch(() => null)) };
  }

  /**
   * The e-mail address as the user has it who is meant by this one; null where there is no such user. It is the same as
   * was given where PagerDuty cannot say: signing in does not depend on it.
   */
  async userAddress(origin: string, token: string, email: string): Promise<string | null> {
    try {
      const people = await (await this.#provider('sign-in', origin, token)).people(email);
      const addresses = people.map(person => person.email ?? '');
      return addresses.find(address => address.toLowerCase() === email.toLowerCase()) ?? null;
    } catch (error) {
      if (!(error instanceof OnCallError)) throw error;
      this.parts.logger.info(`Whether there is such a user is not known: ${error.name}`);
      return email;
    }
  }

  /** Keeps a key that was checked, and follows its account. Answers with the account’s id. */
  async signIn({ label, origin, token, from, identity }: NewAccount): Promise<string> {
    const { kind, person, teams } = identity;
    // An account of another window may just have come in.
    await this.connect();
    const id = this.idFor({ origin, label, identity });
    await this.#follow(() =>
      this.#keeper.put({ id, label, origin, token, kind, person, teams, from: from || null }),
    );
    return id;
  }

  /** Deletes the key from this machine. */
  async signOut(id: string): Promise<void> {
    this.#close(id);
    await this.#follow(() => this.#keeper.remove(id));
  }

  #reconnect(): void {
    this.connect().catch((error: unknown) => this.parts.logger.error('Connecting to PagerDuty', error));
  }

  #follow(read: () => Promise<AccountList>): Promise<void> {
    // A secret storage that failed once (a locked keyring) must not stand in the way of the next try.
    this.#connecting = this.#connecting
      .catch(() => {})
      .then(async () => {
        const list = await read();
        if (!this.#disposed) await this.#become(list);
      });
    return this.#connecting;
  }

  async #become(list: AccountList): Promise<void> {
    const { keepSecret, logger } = this.parts;
    const gone = this.#list.accounts.filter(({ id }) => !list.accounts.some(account => account.id === id));
    this.#list = list;
    for (const { token } of list.accounts) keepSecret(token);
    for (const { id } of gone) {
      this.#close(id);
      await Promise.resolve(this.parts.onForget(id)).catch((error: unknown) =>
        logger.error('Removing what was kept of an account', error),
      );
    }
    for (const account of list.accounts) {
      // One that cannot be opened does not keep the others from being followed.
      await this.#open(account).catch((error: unknown) => logger.error(`Opening ${account.label}`, error));
    }
    this.#identities.look();
    this.#changed.fire();
  }

  async #open(account: KeptAccount): Promise<void> {
    const { sessions } = this.parts;
    const { person, teams, identifiedAt: _, ...signedIn } = account;
    const { id, label, origin, token } = signedIn;
    const from = writesFor(account);
    const known = { person, teams: teams ?? [] };
    // Settings and secrets tell of changes more than once; the same account is not opened anew for that, which would
    // empty the list, nor for a person who changed teams.
    const opened = JSON.stringify([signedIn, from]);
    if (opened === this.#opened.get(id) && sessions.get(id)) return sessions.identify(id, known);
    const provider = await this.#provider(id, origin, token, from);
    if (this.#disposed) return;
    this.#opened.set(id, opened);
    sessions.open({ id, label, drill: false, ...known, environment: {} }, provider);
  }

  #close(id: string): void {
    this.#opened.delete(id);
    this.parts.sessions.close(id);
  }

  async #provider(accountId: string, baseUrl: string, token: string, from: string | null = null) {
    const { PagerDutyProvider } = await import('../core/incidents/providers/pagerduty/pagerDutyProvider.ts');
    const { clock, logger } = this.parts;
    return new PagerDutyProvider({ accountId, baseUrl, token, from, clock, logger });
  }

  dispose(): void {
    this.#disposed = true;
    for (const listener of this.#listeners) listener.dispose();
    this.#identities.dispose();
    this.#changed.dispose();
  }
}

/** The `From` of its writes. A user’s own key says whose it is, and the settings may hold another company’s address. */
function writesFor({ kind, from }: KeptAccount): string | null {
  return kind === 'account' ? (from ?? (config.pagerDutyFrom() || null)) : null;
}

/** An account-wide key does not say it, but the address of every incident begins with it. */
async function subdomainIn(provider: PagerDutyProvider): Promise<string | null> {
  const { subdomainOf } = await import('../core/incidents/providers/pagerduty/pagerDutyRegions.ts');
  for await (const incidents of provider.openIncidents()) {
    return subdomainOf(incidents.find(({ url }) => url !== null)?.url);
  }
  return null;
}
