import type { Clock } from '../../clock.ts';
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

  put(account: Omit<KeptAccount, 'changedAt'>): Promise<AccountList> {
    return this.#inTurn(list => withAccount(list, { ...account, changedAt: this.#after(list, account.id) }));
  }

  /** Fills in what only a request could tell; nothing happens where the account was changed meanwhile. */
  complete(account: KeptAccount, teams: KeptAccount['teams']): Promise<AccountList> {
    return this.#inTurn(list => {
      const known = list.accounts.find(({ id }) => id === account.id);
      if (known?.changedAt !== account.changedAt) return list;
      return withAccount(list, { ...known, teams, changedAt: known.changedAt + 1 });
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
