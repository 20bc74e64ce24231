import assert from 'node:assert/strict';
import {
  accountIdFor,
  noAccounts,
  withAccount,
  withoutAccount,
  type AccountList,
  type KeptAccount,
} from '../../../../src/core/incidents/accounts/accountList.ts';
import type { Person } from '../../../../src/core/incidents/incident.ts';
import type { IncidentProvider } from '../../../../src/core/incidents/incidentProvider.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import { Outbox } from '../../../../src/core/incidents/outbox/outbox.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { FakeClock } from '../../fakeClock.ts';
import { seeded } from '../../seeded.ts';
import { incident } from '../incidentFixtures.ts';
import { acknowledge, FakeProvider, folderPath, note } from './outboxHarness.ts';
import { MemoryFolder, type FolderView } from './memoryFolder.ts';

const ada: Person = { id: 'PADA', name: 'Ada' };
const eve: Person = { id: 'PEVE', name: 'Eve' };
const origin = 'https://api.pagerduty.com';

/** Items wait while somebody signs out, and somebody signs in again: the same person or another one. */
describe('Outbox of an account that was signed out of', () => {
  let clock: FakeClock;
  let folder: MemoryFolder;
  let list: AccountList;
  let keys: Map<string, FakeProvider>;
  let outbox: Outbox;
  let store: IncidentStore;
  let ids: number;

  /** As a person does it; every key is a provider of its own. */
  const signIn = (person: Person, first = false): { readonly id: string; readonly key: FakeProvider } => {
    const id = accountIdFor(list, { origin, label: 'PagerDuty', person });
    const account: KeptAccount = {
      ...{ id, label: 'PagerDuty', origin, token: `key-${++ids}`, kind: 'user', person, teams: [] },
      ...{ from: null, changedAt: clock.now(), identifiedAt: clock.now() },
    };
    list = withAccount(first ? { ...list, first: id } : list, account);
    const key = new FakeProvider(clock);
    key.incidents.set('P1', incident('P1'));
    keys.set(id, key);
    return { id, key };
  };
  const signOut = (id: string): void => {
    clock.jump(1);
    list = withoutAccount(list, id, clock.now());
    clock.jump(1);
    keys.delete(id);
    store.removeAccount(id);
  };
  const open = async (view: FolderView): Promise<void> => {
    store = new IncidentStore(undefined, () => clock.now());
    outbox = new Outbox({
      folder: folderPath,
      files: view.files,
      leaseFiles: view.leaseFiles,
      process: { pid: 1, host: 'here', alive: () => true },
      ...{ clock, random: seeded(1), logger: silentLogger, store },
      providerOf: id => keys.get(id) as unknown as IncidentProvider | undefined,
      personOf: id => list.accounts.find(account => account.id === id)?.person ?? null,
      author: () => 'Ada',
    });
    await outbox.open();
  };
  const target = (accountId: string) => incident('P1', { accountId, key: `${accountId}:P1` });

  beforeEach(async () => {
    clock = new FakeClock();
    folder = new MemoryFolder();
    list = noAccounts;
    keys = new Map();
    ids = 0;
    await open(folder.view());
  });
  afterEach(() => {
    outbox.dispose();
    assert.equal(clock.pending, 0);
  });

  /** Ada wrote something and signed out before it could go. */
  const leave = async (): Promise<string> => {
    const { id } = signIn(ada);
    signOut(id);
    await outbox.add(id, [target(id)], note('hello'));
    await outbox.add(id, [target(id)], acknowledge);
    await clock.advance(5_000);
    return id;
  };

  it('keeps and shows what waits, with the reason', async () => {
    await leave();
    const shown = outbox.items().map(({ state, reason, nextStep }) => ({ state, reason, nextStep }));
    for (const { state, reason, nextStep } of shown) {
      assert.equal(state, 'waiting');
      assert.match(reason ?? '', /Nobody is signed in/);
      assert.match(nextStep ?? '', /Sign In/);
    }
    assert.equal(shown.length, 2);
  });

  it('keeps it over a restart', async () => {
    await leave();
    outbox.dispose();
    await open(folder.view());
    await clock.advance(3_600_000);
    assert.equal(outbox.items().length, 2);
  });

  it('sends it once the same person is signed in again, with a new key', async () => {
    const id = await leave();
    const again = signIn(ada);
    assert.equal(again.id, id);
    outbox.sendNow(id);
    await clock.advance(5_000);
    assert.deepEqual(again.key.calls, ['note P1 hello', '? P1', 'acknowledge P1']);
    assert.deepEqual(outbox.items(), []);
  });

  it('never sends it through the key of another person', async () => {
    await leave();
    const other = signIn(eve);
    outbox.sendNow();
    outbox.sendNow(other.id);
    await outbox.add(other.id, [target(other.id)], note('mine'));
    await clock.advance(3_600_000);
    assert.deepEqual(other.key.calls, ['note P1 mine']);
    assert.equal(outbox.items().length, 2, 'Ada’s still wait');
    assert.ok(outbox.items().every(({ reason }) => /Nobody is signed in/.test(reason ?? '')));
  });

  it('can be dropped all the same', async () => {
    await leave();
    await outbox.drop(...outbox.items().map(({ id }) => id));
    assert.deepEqual(outbox.items(), []);
  });
});
