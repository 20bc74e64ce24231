import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type * as Errors from '../../../../src/core/errors.ts';
import type { CommandId } from '../../../../src/ui/contributed.ts';
import type * as Commands from '../../../../src/ui/commands/index.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

type Parts = typeof Commands & typeof Errors & StandIn;

interface Question {
  readonly title?: string;
  readonly placeHolder?: string;
}

/** On-Call sleeps until somebody looks at it or runs a command; what was kept of it is read meanwhile. */
describe('A command that wakes On-Call', () => {
  let parts: Parts;
  /** What was asked for, and asked, in its order. */
  let happened: string[];
  let accountsRead: () => void;
  let noAccounts: () => void;
  let accountsFail: (error: unknown) => void;
  let outboxRead: () => void;
  let outboxFails: (error: unknown) => void;
  let messagesSent: number;

  before(async function () {
    this.timeout(60_000);
    parts = await withStandIn('ui/commands/index.ts', 'core/errors.ts');
  });

  beforeEach(() => {
    happened = [];
    messagesSent = 0;
    const asked = (question: string) => Promise.resolve(void happened.push(question));
    Object.assign(parts.window, {
      showQuickPick: async (rows: unknown, { title, placeHolder }: Question) => {
        await rows;
        return asked(`${title}: ${placeHolder}`);
      },
      showInputBox: ({ title }: Question) => asked(title!),
      showWarningMessage: (question: string, { detail }: { readonly detail: string }) =>
        asked(`${question} ${/Not sent yet: \d+/.exec(detail)?.[0] ?? ''}`.trim()),
      withProgress: (_where: unknown, work: () => Promise<void>) => work(),
    });
  });

  /** @param known whether accounts and outbox were read before */
  function table(known = false) {
    const session = {
      account: { id: 'work', label: 'Work', person: null },
      provider: { capabilities: { actions: new Set(['trigger']) }, services: () => Promise.resolve([]) },
    };
    const item = {
      id: '1',
      accountId: 'work',
      label: '#1',
      state: 'waiting',
      action: { type: 'acknowledge' },
    };
    let [connected, opened] = [known, known];
    const reading = new Promise<void>((resolve, reject) => {
      accountsRead = () => ((connected = true), resolve());
      noAccounts = resolve;
      accountsFail = reject;
    });
    const opening = new Promise<void>((resolve, reject) => {
      outboxRead = () => ((opened = true), resolve());
      outboxFails = reject;
    });
    const all = () => (connected ? [session] : []);
    const outbox = {
      open: () => opening,
      items: () => (opened ? [item] : []),
      sendNow: () => void happened.push(`send ${outbox.items().length} of ${all().length} accounts`),
      settled: () => Promise.resolve(),
      // Asked for nothing where nothing was picked.
      retry: (...ids: readonly string[]) => Promise.resolve(assert.deepEqual(ids, [])),
    };
    if (known) outboxRead();
    return parts.commandTable({
      accounts: {
        connect: () => (happened.push('connect'), reading),
        all: () => all().map(({ account }) => account),
      },
      sessions: { all, refresh: async () => void happened.push(`refresh ${all().length}`) },
      store: { all: () => [] },
      details: { readChanging: () => void happened.push('read the open details') },
      messenger: { sendNow: () => void messagesSent++ },
      outbox,
    } as unknown as Commands.CommandParts);
  }

  const doings: readonly [CommandId, ...string[]][] = [
    ['onCall.refreshIncidents', 'refresh 1', 'read the open details'],
    ['onCall.triggerIncident', 'Trigger a new incident: On which service?'],
    ['onCall.importIncident', 'Import an Earlier Incident'],
    ['onCall.signOut', 'Sign out of Work? Not sent yet: 1'],
    ['onCall.sendWaiting', 'send 1 of 1 accounts', 'refresh 1'],
  ];
  for (const [id, ...done] of doings) {
    it(`waits for the accounts: ${id}`, async () => {
      const running = table()[id]() as Promise<unknown>;
      outboxRead();
      await turn();
      assert.deepEqual(happened, ['connect']);
      accountsRead();
      await running;
      assert.deepEqual(happened, ['connect', ...done]);
    });

    it(`does not read them again once they are there: ${id}`, async () => {
      await table(true)[id]();
      assert.deepEqual(happened, done);
    });

    it(`says why they cannot be read, and not that there are none: ${id}`, async () => {
      const running = table()[id]() as Promise<unknown>;
      outboxRead();
      const locked = new Error('The keychain is locked.');
      accountsFail(locked);
      await assert.rejects(running, locked);
      assert.deepEqual(happened, ['connect']);
    });
  }

  it('says that nobody is signed in where nobody is', async () => {
    for (const [id, sentence] of [
      ['onCall.triggerIncident', /^No account is connected/],
      ['onCall.importIncident', /^You are not signed in/],
      ['onCall.signOut', /^There is no account to sign out of/],
    ] as const) {
      const running = table()[id]() as Promise<unknown>;
      noAccounts();
      await assert.rejects(running, (error: Error) => sentence.test(error.message), id);
    }
  });

  for (const [id, done] of [
    ['onCall.sendWaiting', ['connect', 'send 1 of 1 accounts', 'refresh 1']],
    ['onCall.retryWaiting', ['Not sent yet: Which?']],
    ['onCall.signOut', ['connect', 'Sign out of Work? Not sent yet: 1']],
  ] as const) {
    it(`knows what waits to be sent only once that was read: ${id}`, async () => {
      const running = table()[id]() as Promise<unknown>;
      accountsRead();
      await turn();
      assert.ok(happened.every(one => one === 'connect'));
      outboxRead();
      await running;
      assert.deepEqual(happened, done);
    });
  }

  it('sends messages and reads the list where the outbox cannot be opened, signs out there, and says so', async () => {
    const locked = new Error('The folder is not there.');
    const sending = table()['onCall.sendWaiting']() as Promise<unknown>;
    accountsRead();
    outboxFails(locked);
    await assert.rejects(sending, locked);
    assert.deepEqual(happened, ['connect', 'refresh 1']);
    assert.equal(messagesSent, 1);
    happened = [];
    const leaving = table()['onCall.signOut']() as Promise<unknown>;
    accountsRead();
    outboxFails(locked);
    await leaving;
    assert.deepEqual(happened, ['connect', 'Sign out of Work?']);
  });
});
