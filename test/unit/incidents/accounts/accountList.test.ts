import assert from 'node:assert/strict';
import {
  accountIdFor,
  accountListFrom,
  accountListText,
  type AccountList,
  merged,
  noAccounts,
  withAccount,
  withoutAccount,
} from '../../../../src/core/incidents/accounts/accountList.ts';
import { draws, seeded, seeds } from '../../seeded.ts';
import { kept, us } from './accountFixtures.ts';

const idsOf = ({ accounts }: AccountList) => accounts.map(({ id }) => id);

describe('The list of accounts', () => {
  const ada = { id: 'PADA', name: 'Ada', email: 'ada@example.com' };

  describe('what an earlier version kept', () => {
    const earlier = (fields: object = {}) =>
      accountListFrom(
        JSON.stringify({ origin: us, token: 'key-0123456789', kind: 'user', person: ada, ...fields }),
      );

    it('is one account that keeps its id and its key', () => {
      const { accounts } = earlier();
      assert.equal(accounts.length, 1);
      assert.deepEqual(accounts[0], {
        id: 'pagerduty',
        label: 'PagerDuty',
        origin: us,
        token: 'key-0123456789',
        kind: 'user',
        person: ada,
        teams: null,
        from: null,
        changedAt: 0,
        identifiedAt: 0,
      });
    });

    it('keeps the id also after signing out and in again, but for nobody else', () => {
      const after = accountListFrom(accountListText(withoutAccount(earlier(), 'pagerduty', 5_000)));
      assert.deepEqual(after.accounts, []);
      assert.equal(accountIdFor(after, { origin: us, person: ada, label: 'Work' }), 'pagerduty');
      for (const other of [
        { origin: 'https://api.eu.pagerduty.com', person: ada, label: 'Work' },
        { origin: us, person: { id: 'PEVE', name: 'Ada' }, label: 'Work' },
        { origin: us, person: null, label: 'PagerDuty' },
      ]) {
        assert.match(accountIdFor(after, other), /^pagerduty-[0-9a-f]{16}$/);
      }
    });

    it('of an account-wide key keeps the id by its name', () => {
      const list = earlier({ kind: 'account', person: null });
      assert.equal(accountIdFor(list, { origin: us, person: null, label: 'PagerDuty' }), 'pagerduty');
      assert.notEqual(accountIdFor(list, { origin: us, person: null, label: 'Other' }), 'pagerduty');
    });

    it('is written in the new form without losing anything', () => {
      const list = earlier();
      assert.deepEqual(accountListFrom(accountListText(list)), list);
    });
  });

  it('derives the same id for the same person whatever the name, and another one elsewhere', () => {
    const id = (origin: string, person: string | null, label: string) =>
      accountIdFor(noAccounts, { origin, person: person === null ? null : { id: person, name: 'x' }, label });
    assert.equal(id(us, 'P1', 'a'), id(us, 'P1', 'b'));
    assert.match(id(us, 'P1', 'a'), /^[A-Za-z0-9_-]{1,64}$/);
    const different = [id(us, 'P1', 'a'), id(us, 'P2', 'a'), id(us, null, 'a'), id(us, null, 'P1')];
    assert.equal(new Set([...different, id('https://api.eu.pagerduty.com', 'P1', 'a')]).size, 5);
  });

  describe('the guard', () => {
    const back = (account: object) =>
      accountListFrom(JSON.stringify({ accounts: [account, kept('good')], removed: {}, first: null }));

    for (const [what, fields] of Object.entries<object>({
      'an id that is a path': { id: '../../x' },
      'an id that is too long': { id: 'x'.repeat(65) },
      'an empty name': { label: ' \u202e' },
      'plain http': { origin: 'http://api.pagerduty.com' },
      'an origin with a path': { origin: 'https://api.pagerduty.com/x' },
      'an origin with a user': { origin: 'https://me@api.pagerduty.com' },
      'no origin': { origin: 7 },
      'a key of two lines': { token: 'abc\r\nX-Other: 1' },
      'an empty key': { token: '' },
      'another kind': { kind: 'root' },
      'a person’s key without a person': { person: null },
      'a time that is none': { changedAt: 'now' },
    })) {
      it(`leaves out ${what}, and only that account`, () => {
        assert.deepEqual(idsOf(back({ ...kept('bad'), ...fields })), ['good']);
      });
    }

    it('answers with no account for what is no list', () => {
      for (const text of [undefined, '', 'null', '[]', '7', '{', '{"accounts":7}', '{"origin":"x"}']) {
        assert.deepEqual(accountListFrom(text), noAccounts, text);
      }
    });

    it('takes names on one line, without what is not seen', () => {
      assert.equal(back(kept('odd', { label: 'Ac\u202eme\nEU' })).accounts[1]?.label, 'Acme EU');
    });
  });

  it('replaces the key of the same account, and removes by id', () => {
    const before = withAccount(withAccount(noAccounts, kept('a')), kept('b'));
    const after = withAccount(before, kept('a', { token: 'new-key', changedAt: 2_000 }));
    assert.deepEqual(
      after.accounts.map(({ token }) => token),
      ['new-key', 'token-of-b'],
    );
    const without = withoutAccount(after, 'a', 3_000);
    assert.deepEqual(idsOf(without), ['b']);
    assert.doesNotMatch(accountListText(without), /new-key/);
    assert.deepEqual(idsOf(withAccount(without, kept('a', { changedAt: 4_000 }))), ['a', 'b']);
  });

  it('merges to the same whatever the order, the grouping and the repetition', () => {
    for (const seed of seeds(draws(200, 5_000))) {
      const random = seeded(seed);
      const list = (): AccountList => {
        let made = noAccounts;
        for (let n = 0; n < 4; n++) {
          const id = 'abc'[Math.floor(random() * 3)]!;
          const at = Math.floor(random() * 4);
          made =
            random() < 0.6
              ? withAccount(made, kept(id, { changedAt: at, token: `key-${Math.floor(random() * 3)}` }))
              : withoutAccount(made, id, at);
        }
        return made;
      };
      const [a, b, c] = [list(), list(), list()];
      const text = accountListText(merged(merged(a, b), c));
      for (const other of [merged(c, merged(b, a)), merged(merged(b, c), merged(a, merged(c, a)))]) {
        assert.equal(accountListText(other), text, `seed ${seed}`);
      }
    }
  });

  it('remembers the latest 50 removals only', () => {
    let list = noAccounts;
    for (let n = 0; n < 60; n++) list = withoutAccount(list, `a${n}`, n);
    assert.equal(Object.keys(list.removed).length, 50);
    assert.ok('a59' in list.removed && !('a9' in list.removed));
  });
});
