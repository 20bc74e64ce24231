import assert from 'node:assert/strict';
import { AccountKeeper, type SecretText } from '../../../../src/core/incidents/accounts/accountKeeper.ts';
import { accountListFrom, type KeptAccount } from '../../../../src/core/incidents/accounts/accountList.ts';
import { FakeClock } from '../../fakeClock.ts';
import { draws, seeded, seeds } from '../../seeded.ts';
import { kept } from './accountFixtures.ts';

/** One secret for several windows; every access takes a random while, and every window hears of a change. */
class SharedSecret {
  text: string | undefined;
  stores = 0;
  readonly windows: AccountKeeper[] = [];
  readonly #reads: Promise<unknown>[] = [];

  constructor(private readonly random: () => number = () => 0) {}

  window(clock: FakeClock): AccountKeeper {
    const secret: SecretText = {
      get: async () => {
        await this.#while();
        return this.text;
      },
      store: async text => {
        await this.#while();
        this.text = text;
        this.stores++;
        for (const window of this.windows) this.#reads.push(window.read());
      },
    };
    const window = new AccountKeeper(secret, clock);
    this.windows.push(window);
    return window;
  }

  async quiet(): Promise<void> {
    for (let read = this.#reads.shift(); read; read = this.#reads.shift()) await read;
  }

  get ids(): string[] {
    return accountListFrom(this.text).accounts.map(({ id }) => id);
  }

  async #while(): Promise<void> {
    for (let turns = Math.floor(this.random() * 6); turns > 0; turns--) await Promise.resolve();
  }
}

const account = (id: string): Omit<KeptAccount, 'changedAt' | 'identifiedAt'> => {
  const { changedAt: _, identifiedAt: __, ...rest } = kept(id);
  return rest;
};

describe('The accounts in the secret storage', () => {
  const clock = new FakeClock();

  it('keeps what is put, replaces it, and takes the key away when it is removed', async () => {
    const secret = new SharedSecret();
    const window = secret.window(clock);
    await window.put(account('a'));
    await window.put({ ...account('a'), token: 'second-key' });
    await window.put(account('b'));
    assert.deepEqual(secret.ids, ['a', 'b']);
    assert.doesNotMatch(secret.text!, /token-of-a/);
    const left = await window.remove('a');
    assert.deepEqual(
      left.accounts.map(({ id }) => id),
      ['b'],
    );
    assert.doesNotMatch(secret.text!, /second-key/);
    await secret.quiet();
    assert.deepEqual(secret.ids, ['b']);
  });

  it('takes it away also where the clock was put back since', async () => {
    const back = new FakeClock();
    const secret = new SharedSecret();
    const window = secret.window(back);
    await window.put(account('a'));
    back.jump(-24 * 3_600_000);
    await window.remove('a');
    assert.deepEqual(secret.ids, []);
    await window.put(account('a'));
    assert.deepEqual(secret.ids, ['a']);
  });

  it('reading stores nothing, also what an earlier version kept', async () => {
    const secret = new SharedSecret();
    secret.text = JSON.stringify({
      origin: 'https://api.pagerduty.com',
      token: 'key-0123456789',
      kind: 'user',
      person: { id: 'PADA', name: 'Ada' },
    });
    const list = await secret.window(clock).read();
    assert.equal(list.accounts[0]?.id, 'pagerduty');
    assert.equal(secret.stores, 0);
  });

  it('what was emptied as a whole is not brought back', async () => {
    const secret = new SharedSecret();
    const window = secret.window(clock);
    await window.put(account('a'));
    await secret.quiet();
    secret.text = undefined;
    assert.deepEqual((await window.read()).accounts, []);
    assert.equal(secret.text, undefined);
  });

  it('fills in the teams, but not into an account that was signed in to anew meanwhile', async () => {
    const secret = new SharedSecret();
    const window = secret.window(clock);
    const [first] = (await window.put({ ...account('a'), teams: null })).accounts;
    const person = first!.person;
    const teams = [{ id: 'T1', name: 'Mail' }];
    assert.deepEqual((await window.complete(first!, { person, teams })).accounts[0]?.teams, teams);
    await window.put({ ...account('a'), token: 'second-key', teams });
    const after = await window.complete(first!, { person, teams: [] });
    assert.deepEqual(after.accounts[0]?.teams, teams);
    assert.equal(after.accounts[0]?.token, 'second-key');
  });

  it('takes over other teams and another name, in every window and for the same sign-in', async () => {
    const time = new FakeClock();
    const secret = new SharedSecret();
    const [one, two] = [secret.window(time), secret.window(time)];
    const [first] = (await one.put(account('a'))).accounts;
    await secret.quiet();
    time.jump(86_400_000);
    const person = { id: first!.person!.id, name: 'Ada King' };
    const teams = [{ id: 'T2', name: 'Payments' }];
    await one.complete(first!, { person, teams });
    await secret.quiet();
    const [seen] = (await two.read()).accounts;
    assert.deepEqual(seen, { ...first!, person, teams, identifiedAt: time.now() });
    // An answer that says the same is news, too: nobody has to ask again so soon.
    time.jump(86_400_000);
    const [again] = (await two.complete(seen, { person, teams })).accounts;
    assert.equal(again?.identifiedAt, time.now());
  });

  it('takes nothing of somebody else', async () => {
    const secret = new SharedSecret();
    const window = secret.window(clock);
    const [first] = (await window.put(account('a'))).accounts;
    const other = await window.complete(first!, { person: { id: 'PEVE', name: 'Eve' }, teams: [] });
    assert.deepEqual(other.accounts, [first]);
  });

  it('a storage that failed once is tried again at the next turn', async () => {
    const secret = new SharedSecret();
    let locked = true;
    const window = new AccountKeeper(
      {
        get: () => Promise.resolve(secret.text),
        store: text => {
          if (locked) return Promise.reject(new Error('the keyring is locked'));
          secret.text = text;
          return Promise.resolve();
        },
      },
      clock,
    );
    await assert.rejects(window.put(account('a')), /locked/);
    assert.deepEqual((await window.read()).accounts, []);
    locked = false;
    await window.put(account('a'));
    assert.deepEqual(secret.ids, ['a']);
  });

  it('two windows that sign in and out at the same time lose nothing and bring nothing back', async () => {
    for (const seed of seeds(draws(300, 10_000))) {
      const random = seeded(seed);
      const secret = new SharedSecret(random);
      const time = new FakeClock();
      const windows = [secret.window(time), secret.window(time), secret.window(time)];
      await windows[0]!.put(account('old'));
      await windows[0]!.put(account('stays'));
      await secret.quiet();
      time.jump(1_000);
      await Promise.all([
        windows[0]!.put(account('a')),
        windows[1]!.put(account('b')),
        windows[2]!.remove('old'),
        windows[Math.floor(random() * 3)]!.put(account('c')),
      ]);
      await secret.quiet();
      assert.deepEqual(secret.ids, ['a', 'b', 'c', 'stays'], `seed ${seed}`);
    }
  });
});
