import type { Clock } from '../../clock.ts';
import type { Identity } from '../incidentProvider.ts';
import {
  accountListFrom,
  accountListText,
  type AccountList,
  type KeptAccount,
  merged,
  noAccounts,
  withAccount,
  withoutAccount,
} from './accountList.ts';

/** One secret text that all windows share and that has no lock. Rejects where the system’s keyring does. */
export interface SecretText {
  get(): PromiseLike<string | undefined>;
  store(text: string): PromiseLike<void>;
}

/**
 * The accounts in the secret storage. Two windows can read, change and store at the same moment, and the last to
 * store wins; so each remembers what it has seen and puts back what such a race took away. Call `read` whenever
 * the secret changed.
 */
export class AccountKeeper {
  #known: AccountList = noAccounts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly secret: SecretText,
    private readonly clock: Clock,
  ) {}

  read(): Promise<AccountList> {
    return this.#inTurn(list => list);
  }

  /** One whose key was just checked. */
  put(account: Omit<KeptAccount, 'changedAt' | 'identifiedAt'>): Promise<AccountList> {
    return this.#inTurn(list => {
      const changedAt = this.#after(list, account.id);
      return withAccount(list, { ...account, changedAt, identifiedAt: changedAt });
    });
  }

  /** Keeps what the provider says of it by now; nothing happens where it was signed in to anew meanwhile. */
  complete(
    account: KeptAccount,
    { person, teams }: Pick<Identity, 'person' | 'teams'>,
  ): Promise<AccountList> {
    return this.#inTurn(list => {
      const known = list.accounts.find(({ id }) => id === account.id);
      // The id of an account is made of its person’s.
      if (known?.changedAt !== account.changedAt || known.person?.id !== person?.id) return list;
      const identifiedAt = Math.max(this.clock.now(), known.identifiedAt + 1);
      return withAccount(list, { ...known, person, teams, identifiedAt });
    });
  }

  /** The key is gone from the storage when it resolves. */
  remove(id: string): Promise<AccountList> {
    return this.#inTurn(list => withoutAccount(list, id, this.#after(list, id)));
  }

  #inTurn(change: (list: AccountList) => AccountList): Promise<AccountList> {
    const turn = this.#last.then(() => this.#change(change));
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #change(change: (list: AccountList) => AccountList): Promise<AccountList> {
    const text = await this.secret.get();
    const stored = accountListFrom(text);
    // Somebody emptied the storage as a whole: nothing is brought back into it.
    const known = text === undefined ? noAccounts : merged(this.#known, stored);
    const list = change(known);
    if (accountListText(list) !== accountListText(stored)) await this.secret.store(accountListText(list));
    this.#known = list;
    return list;
  }

  /** Later than all that is known of the account, also where this machine’s clock was put back. */
  #after(list: AccountList, id: string): number {
    const known = list.accounts.find(account => account.id === id)?.changedAt ?? 0;
    return Math.max(this.clock.now(), known + 1, (list.removed[id] ?? 0) + 1);
  }
}
