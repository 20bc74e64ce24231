import assert from 'node:assert/strict';
import type * as Commands from '../../../../src/ui/commands/index.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

const origin = 'https://api.pagerduty.com';

/** VS Code hands the commands of a view’s own menu the row that was clicked last. */
describe('Signing in, by a row of the list', function () {
  this.timeout(60_000);
  let parts: typeof Commands & StandIn;
  /** The first question. */
  let asked: string[];

  before(async () => {
    parts = await withStandIn('ui/commands/index.ts');
  });

  const signIn = async (row?: unknown) => {
    asked = [];
    const ask = (title: string) => Promise.resolve(void asked.push(title));
    Object.assign(parts.window, {
      showQuickPick: (_items: unknown, { title }: { readonly title: string }) => ask(title),
      showInputBox: ({ title }: { readonly title: string }) => ask(title),
    });
    Object.assign(parts.workspace, {
      getConfiguration: () => ({ get: () => origin, inspect: () => ({ defaultValue: origin }) }),
    });
    const account = { id: 'work', label: 'Work', origin, person: null };
    const table = parts.firstCommands({
      accounts: { get: (id: string) => (id === 'work' ? account : undefined) },
    } as unknown as Commands.FirstParts);
    await table['onCall.signIn'](row);
    return asked;
  };
  const problem = { type: 'problem', id: 'problem work', accountId: 'work', label: '', nextStep: '' };

  it('means the account whose key does not hold any more', async () => {
    assert.deepEqual(await signIn({ ...problem, wrongKey: true }), ['Sign In Again: Work']);
  });

  it('means an account of its own by any other row, and by none', async () => {
    const rows = [
      { ...problem, wrongKey: false },
      { type: 'incident', wrongKey: true, accountId: 'work' },
    ];
    for (const row of [...rows, undefined]) {
      assert.deepEqual(await signIn(row), ['Sign In to PagerDuty'], JSON.stringify(row));
    }
  });

  it('suggests the account’s subdomain as its name, short enough for a number behind it', async () => {
    const taken = `${'a'.repeat(49)}…`;
    const suggested: (string | undefined)[] = [];
    Object.assign(parts.window, {
      showQuickPick: (items: readonly unknown[]) => Promise.resolve(items[0]),
      showInputBox: ({ title, value }: { readonly title: string; readonly value?: string }) => {
        if (title === 'Sign In to PagerDuty') return Promise.resolve('a-key-of-somebody');
        return Promise.resolve(void suggested.push(value));
      },
      withProgress: (_options: unknown, work: () => unknown) => work(),
    });
    for (const subdomain of ['acme', 'a'.repeat(63), null]) {
      const identity = { kind: 'account', person: null, teams: [], subdomain };
      const table = parts.firstCommands({
        accounts: { check: () => Promise.resolve(identity), all: () => [{ label: taken }] },
      } as unknown as Commands.FirstParts);
      await table['onCall.signIn'](undefined);
    }
    assert.deepEqual(suggested, ['acme', `${taken} 2`, 'PagerDuty']);
  });
});
