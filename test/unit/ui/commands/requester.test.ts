import assert from 'node:assert/strict';
import { accountListFrom, type KeptAccount } from '../../../../src/core/incidents/accounts/accountList.ts';
import type { IncidentProvider } from '../../../../src/core/incidents/incidentProvider.ts';
import { RequesterNeededError } from '../../../../src/core/errors.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { DrillAccount } from '../../../../src/drill/drillAccount.ts';
import { DrillServer } from '../../../../src/drill/drillServer.ts';
import type * as AccountsFile from '../../../../src/ui/accounts.ts';
import type * as Commands from '../../../../src/ui/commands/signIn.ts';
import { FakeClock } from '../../fakeClock.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

/** What a line is asked for with. */
interface Line {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
}

/** With the accounts and a PagerDuty behind them: only who is asked stands in. */
describe('For whom an account-wide key writes', function () {
  this.timeout(60_000);
  let parts: typeof AccountsFile & typeof Commands & StandIn;
  const clock = new FakeClock();
  const drill = new DrillAccount({ clock });
  const { me, colleague } = drill.directory;
  let server: DrillServer;
  let accounts: AccountsFile.Accounts;
  let text: string | undefined;
  let provider: IncidentProvider;
  /** The questions for the address, each with what it was offered. */
  let asked: Line[];

  before(async () => {
    parts = await withStandIn('ui/accounts.ts', 'ui/commands/signIn.ts');
  });

  beforeEach(async () => {
    server = await DrillServer.start({ account: drill, clock });
    text = undefined;
    Object.assign(parts.workspace, {
      getConfiguration: () => ({
        get: (name: string) => (name === 'pagerDuty.baseUrl' ? server.baseUrl : ''),
        inspect: () => ({ defaultValue: '' }),
      }),
      onDidChangeConfiguration: () => ({ dispose: () => {} }),
    });
    accounts = new parts.Accounts({
      secrets: {
        get: () => Promise.resolve(text),
        store: (_key: string, now: string) => Promise.resolve(void (text = now)),
        onDidChange: () => ({ dispose: () => {} }),
      },
      sessions: {
        open: (_account: unknown, opened: IncidentProvider) => void (provider = opened),
        get: () => undefined,
        close: () => {},
      },
      ...{ clock, logger: silentLogger, keepSecret: () => {}, onForget: () => {} },
    } as never);
  });

  afterEach(async () => {
    accounts.dispose();
    await server.stop();
  });

  const keptAccount = (): KeptAccount => {
    const { accounts: all } = accountListFrom(text);
    assert.equal(all.length, 1);
    return all[0]!;
  };

  /** Answers as a person would: the key, the name, then these addresses; null takes what is offered. */
  const answering = (key: string, ...addresses: (string | null)[]) => {
    asked = [];
    Object.assign(parts.window, {
      showQuickPick: (items: readonly unknown[]) => Promise.resolve(items[0]),
      showInputBox: (line: Line) => {
        if (line.title === 'A name for this account') return Promise.resolve('Whole account');
        if (line.title !== 'An account-wide key') return Promise.resolve(key);
        asked.push(line);
        const answer = addresses.shift();
        return Promise.resolve(answer === null ? line.value : answer);
      },
      showInformationMessage: () => Promise.resolve(),
      withProgress: (_options: unknown, work: () => unknown) => work(),
    });
  };
  const signIn = async (...addresses: (string | null)[]) => {
    answering(drill.keys.account, ...addresses);
    await parts.signIn(accounts);
  };
  const offered = () => asked.map(({ value }) => value);

  it('is asked for again where PagerDuty has no user with that address', async () => {
    const alias = me.email.slice(1);
    await signIn(alias, 'nobody@example.com', me.email);
    assert.deepEqual(offered(), ['', alias, 'nobody@example.com']);
    assert.match(asked[0]!.prompt, /for whom such a key writes/);
    assert.match(asked[1]!.prompt, new RegExp(`finds no user with the address ${alias}\\.`));
    assert.match(asked[2]!.prompt, /finds no user with the address nobody@example\.com\./);
    assert.equal(keptAccount().from, me.email);
  });

  it('is taken all the same where it is given twice: a search may not find everybody', async () => {
    await signIn('nobody@example.com', null);
    assert.deepEqual(offered(), ['', 'nobody@example.com']);
    assert.equal(keptAccount().from, 'nobody@example.com');
  });

  it('is kept as PagerDuty writes it, whatever the case', async () => {
    await signIn(me.email.toUpperCase());
    assert.equal(asked.length, 1);
    assert.equal(keptAccount().from, me.email);
  });

  it('is nobody where the question is left: nothing is kept', async () => {
    await assert.rejects(signIn('nobody@example.com', undefined as never), (error: Error) => {
      return error.name === RequesterNeededError.name;
    });
    assert.equal(asked.length, 2);
    assert.equal(text, undefined);
  });

  for (const [what, effect] of [
    ['may not be read', { type: 'answer', status: 403, body: { error: { message: 'No', code: 2010 } } }],
    ['cannot be read', { type: 'reset' }],
  ] as const) {
    it(`is taken as it was written where the users ${what}`, async () => {
      server.faults.add({ path: '/users', times: 1, effect });
      await signIn('nobody@example.com');
      assert.equal(asked.length, 1);
      assert.equal(keptAccount().from, 'nobody@example.com');
    });
  }

  it('is mended by what a refused change advises', async () => {
    server.faults.add({ path: '/users', times: 1, effect: { type: 'answer', status: 403, body: {} } });
    await signIn('nobody@example.com');
    const { id } = drill.create(
      {
        title: 'One',
        service: drill.directory.services.checkout,
        urgency: 'high',
        priority: null,
        body: null,
        assignees: [],
      },
      me,
    );
    const acknowledge = () => provider.perform(id, { type: 'acknowledge' }, 'ref');
    await assert.rejects(acknowledge(), ({ message, nextStep }: RequesterNeededError) => {
      assert.match(message, /no user “nobody@example\.com”/);
      assert.match(nextStep, /“On-Call: Sign In” with the same key and name, and enter the e-mail address/);
      return true;
    });
    await signIn(colleague.email);
    assert.deepEqual(offered(), ['nobody@example.com'], 'what it was is offered');
    assert.equal(keptAccount().from, colleague.email);
    assert.equal((await acknowledge())?.status, 'acknowledged');
  });

  it('is asked for when signing in again, with the kept one filled in', async () => {
    await signIn(me.email);
    answering(drill.keys.account, null);
    await parts.signInAgain(accounts, keptAccount().id);
    assert.deepEqual(offered(), [me.email]);
    assert.equal(keptAccount().from, me.email);
    answering(drill.keys.account, colleague.email);
    await parts.signInAgain(accounts, keptAccount().id);
    assert.equal(keptAccount().from, colleague.email);
  });

  it('is no question with a user’s own key', async () => {
    answering(drill.keys.user);
    await parts.signIn(accounts);
    assert.deepEqual(asked, []);
    assert.equal(keptAccount().from, null);
    assert.ok(!server.requests.some(({ path }) => path === '/users'));
  });
});
