import assert from 'node:assert/strict';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import { Outbox } from '../../../../src/core/incidents/outbox/outbox.ts';
import { Poller } from '../../../../src/core/incidents/poller.ts';
import { PagerDutyProvider } from '../../../../src/core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { DrillAccount } from '../../../../src/drill/drillAccount.ts';
import { DrillServer } from '../../../../src/drill/drillServer.ts';
import { seed } from '../../../../src/drill/seed.ts';
import { FakeClock } from '../../fakeClock.ts';
import { seeded } from '../../seeded.ts';
import { MemoryFolder } from './memoryFolder.ts';
import { acknowledge } from './outboxHarness.ts';

const accountId = 'drill';

describe('A storm that ends at PagerDuty while it is shown here', () => {
  let clock: FakeClock;
  let account: DrillAccount;
  let server: DrillServer;
  let store: IncidentStore;
  let poller: Poller;
  let outbox: Outbox;
  /** How many requests had come before the storm ended. */
  let before: number;

  beforeEach(async () => {
    clock = new FakeClock();
    account = new DrillAccount({ clock, random: seeded(1) });
    seed(account, 320, clock.now());
    server = await DrillServer.start({ account, clock });
    const options = { accountId, baseUrl: server.baseUrl, token: account.keys.user, from: null };
    const provider = new PagerDutyProvider({ ...options, clock, logger: silentLogger });
    store = new IncidentStore(undefined, () => clock.now());
    const common = { store, clock, logger: silentLogger, random: seeded(2) };
    poller = new Poller({ ...common, provider, intervalMs: () => 600_000 });
    const view = new MemoryFolder().view();
    outbox = new Outbox({
      ...common,
      folder: '/outbox',
      files: view.files,
      leaseFiles: view.leaseFiles,
      process: { pid: 1, host: 'here', alive: () => true },
      providerOf: () => provider,
      personOf: () => null,
      author: () => 'Robin Castillo',
    });
    await outbox.open();
    await poller.refresh();
    clock.jump(60_000);
    for (const incident of account.incidents())
      if (incident.status !== 'resolved') account.resolve(incident, account.directory.colleague);
    before = server.requests.length;
  });

  afterEach(async () => {
    poller.dispose();
    outbox.dispose();
    await server.stop();
  });

  const open = () => account.incidents().filter(({ status }) => status !== 'resolved').length;
  const shownOpen = () => store.all().filter(({ status }) => status !== 'resolved');
  const requests = () => server.requests.slice(before).map(({ method, path }) => `${method} ${path}`);

  it('opens none of those that are acknowledged, in a request a hundred', async () => {
    const targets = shownOpen().slice(0, 250);
    assert.equal(targets.length, 250);
    const items = await outbox.add(accountId, targets, acknowledge);
    const ended = await outbox.settled(items.map(({ id }) => id));
    assert.deepEqual([...new Set(ended.map(({ state }) => state))], ['refused']);
    assert.equal(open(), 0);
    assert.ok(requests().length <= 5, requests().join(', '));
    for (const { key } of targets) assert.notEqual(store.get(key)?.status, 'triggered');
  });

  it('opens a single one as little', async () => {
    const [first] = shownOpen();
    const [item] = await outbox.add(accountId, [first!], acknowledge);
    const [ended] = await outbox.settled([item!.id]);
    assert.equal(ended?.state, 'refused');
    assert.deepEqual(requests(), [`GET /incidents/${first!.id}`]);
    assert.equal(open(), 0);
    assert.equal(store.get(first!.key)?.status, 'resolved');
  });

  it('is seen to be over with the next poll', async () => {
    await poller.refresh();
    assert.equal(shownOpen().length, 0);
    assert.ok(requests().length <= 5, requests().join(', '));
  });
});
