import assert from 'node:assert/strict';
import {
  accountListFrom,
  accountListText,
  type KeptAccount,
} from '../../../src/core/incidents/accounts/accountList.ts';
import type { IncidentProvider } from '../../../src/core/incidents/incidentProvider.ts';
import type * as Stores from '../../../src/core/incidents/incidentStore.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { DrillAccount } from '../../../src/drill/drillAccount.ts';
import { DrillServer } from '../../../src/drill/drillServer.ts';
import type * as AccountsFile from '../../../src/ui/accounts.ts';
import type * as SessionsFile from '../../../src/ui/sessions.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { kept } from '../incidents/accounts/accountFixtures.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { answer, LoopbackServer } from '../incidents/loopbackServer.ts';
import { type StandIn, withStandIn } from './standIn.ts';

const accountsSecret = 'onCall.pagerDuty';

describe('An account whose person changes teams', () => {
  let parts: typeof AccountsFile & typeof SessionsFile & typeof Stores & StandIn;
  const clock = new FakeClock();
  const drill = new DrillAccount({ clock });
  const old = [{ id: 'TOLD', name: 'The team before' }];

  before(async function () {
    this.timeout(60_000);
    parts = await withStandIn('ui/accounts.ts', 'ui/sessions.ts', 'core/incidents/incidentStore.ts');
    Object.assign(parts.workspace, {
      getConfiguration: () => ({ get: () => '', inspect: () => ({ defaultValue: '' }) }),
      onDidChangeConfiguration: () => ({ dispose: () => {} }),
    });
  });

  it('is asked for them after a start, and followed on without being opened anew', async () => {
    const { me } = drill.directory;
    const server = await DrillServer.start({ account: drill, clock });
    const person = { id: me.id, name: me.name };
    let text = accountListText({
      accounts: [kept('a', { origin: server.baseUrl, token: drill.keys.user, person, teams: old })],
      removed: {},
      first: null,
    });
    let changed: (change: { readonly key: string }) => void = () => {};
    let stored = () => {};
    const isStored = new Promise<void>(done => (stored = done));
    const opened: { readonly teams: readonly unknown[]; readonly provider: unknown }[] = [];
    let teams: readonly unknown[] = [];
    const accounts = new parts.Accounts({
      secrets: {
        get: () => Promise.resolve(text),
        store: (_key: string, now: string) => {
          text = now;
          changed({ key: accountsSecret });
          stored();
          return Promise.resolve();
        },
        onDidChange: (listener: typeof changed) => {
          changed = listener;
          return { dispose: () => {} };
        },
      },
      sessions: {
        open: (account: { readonly teams: readonly unknown[] }, provider: unknown) =>
          void opened.push({ teams: account.teams, provider }),
        get: () => opened.at(-1),
        close: () => {},
        identify: (_id: string, now: { readonly teams: readonly unknown[] }) => void (teams = now.teams),
      },
      ...{ clock, logger: silentLogger, keepSecret: () => {}, onForget: () => {} },
    } as never);
    try {
      await accounts.connect();
      assert.deepEqual(
        opened.map(one => one.teams),
        [old],
      );
      assert.deepEqual(server.requests, [], 'the incidents are read first');
      await clock.advance(60_000);
      await isStored;
      await accounts.connect();
      const now = me.teams.map(({ id, name }) => ({ id, name }));
      assert.deepEqual(teams, now);
      assert.deepEqual(accountListFrom(text).accounts[0]?.teams, now);
      assert.equal(opened.length, 1, 'it was not opened anew');
      assert.deepEqual(
        server.requests.map(({ path }) => path),
        ['/users/me'],
      );
    } finally {
      accounts.dispose();
      await server.stop();
    }
    assert.equal(clock.pending, 0);
  });

  it('keeps its incidents on the screen, and its one poller', async () => {
    const store = new parts.IncidentStore();
    const provider = {
      ...{ accountId: 'acme', spareUntil: 0 },
      openIncidents: async function* () {
        yield [incident('P1')];
      },
    } as unknown as IncidentProvider;
    const sessions = new parts.Sessions({
      ...{ store, clock, logger: silentLogger, intervalMs: () => 30_000, sharedRoot: '/nowhere' },
      attention: { state: 'looked', onDidChange: () => ({ dispose: () => {} }) },
    });
    const account = { id: 'acme', label: 'Acme', drill: true, person: null, teams: old, environment: {} };
    const { poller } = sessions.open(account, provider);
    await settle();
    assert.equal(store.all().length, 1);
    let told = 0;
    sessions.onDidChange(() => told++);
    const teams = [{ id: 'TNEW', name: 'The team now' }];
    sessions.identify('acme', { person: null, teams });
    sessions.identify('acme', { person: null, teams });
    assert.equal(told, 1, 'only of what is new');
    assert.deepEqual(sessions.get('acme')?.account, { ...account, teams });
    assert.equal(sessions.get('acme')?.poller, poller);
    assert.equal(store.all().length, 1);
    sessions.dispose();
    assert.equal(clock.pending, 0);
  });
});

describe('The name that signing in suggests', () => {
  let parts: typeof AccountsFile & StandIn;

  before(async function () {
    this.timeout(60_000);
    parts = await withStandIn('ui/accounts.ts');
    Object.assign(parts.workspace, { onDidChangeConfiguration: () => ({ dispose: () => {} }) });
  });

  const incidents = { incidents: [{ id: 'P1', html_url: 'https://of-incident.pagerduty.com/incidents/P1' }] };
  const user = { id: 'PADA', name: 'Ada', html_url: 'https://of-user.pagerduty.com/users/PADA' };
  const ofAccount = { error: 'Bad Request: this cannot be used with an account-level access token.' };

  for (const [what, status, me, subdomain, asked] of [
    ['a user key is that of its person’s address', 200, { user }, 'of-user', ['/users/me']],
    [
      'a user key whose person has none is that of an incident’s',
      200,
      { user: { ...user, html_url: null } },
      'of-incident',
      ['/users/me', '/incidents'],
    ],
    [
      'an account-wide key is that of an incident’s',
      400,
      ofAccount,
      'of-incident',
      ['/users/me', '/incidents', '/incidents'],
    ],
  ] as const) {
    it(`of ${what}`, async () => {
      const clock = new FakeClock();
      const server = await LoopbackServer.start(({ path }, response) =>
        path === '/users/me' ? answer(response, status, me) : answer(response, 200, incidents),
      );
      const accounts = new parts.Accounts({
        secrets: { onDidChange: () => ({ dispose: () => {} }) },
        ...{ clock, logger: silentLogger, keepSecret: () => {} },
      } as never);
      try {
        assert.equal((await accounts.check(server.url, 'a-key-of-acme')).subdomain, subdomain);
        assert.deepEqual(
          server.requests.map(({ path }) => path),
          asked,
        );
      } finally {
        accounts.dispose();
        await server.close();
      }
    });
  }
});

describe('The address that an account writes for', () => {
  let parts: typeof AccountsFile & StandIn;
  const clock = new FakeClock();
  let setting: string;

  before(async function () {
    this.timeout(60_000);
    parts = await withStandIn('ui/accounts.ts');
    Object.assign(parts.workspace, {
      getConfiguration: () => ({
        get: (name: string) => (name === 'pagerDuty.from' ? setting : ''),
        inspect: () => ({ defaultValue: '' }),
      }),
      onDidChangeConfiguration: () => ({ dispose: () => {} }),
    });
  });

  /** The `From` that a write of this account brings. */
  const sentBy = async (account: Partial<KeptAccount>) => {
    const resolved = { incident: { id: 'P1', title: 'One', status: 'resolved' } };
    const server = await LoopbackServer.start((_request, response) => answer(response, 200, resolved));
    const text = accountListText({
      accounts: [kept('a', { origin: server.url, ...account })],
      ...{ removed: {}, first: null },
    });
    const opened: IncidentProvider[] = [];
    const accounts = new parts.Accounts({
      secrets: {
        get: () => Promise.resolve(text),
        store: () => Promise.resolve(),
        onDidChange: () => ({ dispose: () => {} }),
      },
      sessions: {
        open: (_account: unknown, provider: IncidentProvider) => void opened.push(provider),
        get: () => undefined,
        close: () => {},
      },
      ...{ clock, logger: silentLogger, keepSecret: () => {}, onForget: () => {} },
    } as never);
    try {
      await accounts.connect();
      await opened[0]!.perform('P1', { type: 'resolve' }, 'ref');
      return server.requests.find(({ method }) => method === 'PUT')!.headers['from'];
    } finally {
      accounts.dispose();
      await server.close();
    }
  };

  it('goes out with account-wide keys only: the kept one, else that of the settings', async () => {
    setting = 'ada@example.com';
    const account = { kind: 'account', person: null } as const;
    assert.equal(await sentBy({ ...account, from: 'bob@example.com' }), 'bob@example.com');
    assert.equal(await sentBy({ ...account, from: null }), 'ada@example.com');
  });

  it('never goes out with a user’s own key, which says itself whose it is', async () => {
    for (setting of ['ada@example.com', 'Ada Lovelace']) {
      assert.equal(await sentBy({ from: null }), undefined);
      assert.equal(await sentBy({ from: 'bob@example.com' }), undefined);
    }
  });
});
