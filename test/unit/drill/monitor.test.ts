import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/core/logger.ts';
import { DrillAccount } from '../../../src/drill/drillAccount.ts';
import { Monitor } from '../../../src/drill/monitor.ts';
import { scenarioChecks } from '../../../src/drill/scenario.ts';
import { FakeClock } from '../fakeClock.ts';

describe('Monitor', () => {
  const clock = new FakeClock();
  let account: DrillAccount;
  let monitor: Monitor;
  let healthy: boolean;
  let probes: number;
  const statuses = () => account.incidents().map(({ status }) => status);

  beforeEach(() => {
    account = new DrillAccount({ clock });
    healthy = false;
    probes = 0;
    const { checkout } = scenarioChecks(account, {
      checkout: 'http://c',
      ordersDb: 'http://o',
      exports: 'http://e',
    });
    monitor = new Monitor({
      account,
      checks: [checkout],
      clock,
      logger: silentLogger,
      interval: 2000,
      probe: url => {
        assert.equal(url, 'http://c/health');
        probes += 1;
        return Promise.resolve(healthy);
      },
    });
  });
  afterEach(() => monitor.stop());

  it('triggers once for a failure that lasts', async () => {
    await monitor.start();
    assert.deepEqual(statuses(), ['triggered']);
    await clock.advance(20_000);
    assert.deepEqual(statuses(), ['triggered']);
    assert.equal(probes, 11);
  });

  it('resolves after two good checks in a row, in the service’s name', async () => {
    await monitor.start();
    healthy = true;
    await clock.advance(2000);
    healthy = false;
    await clock.advance(2000);
    healthy = true;
    await clock.advance(2000);
    assert.deepEqual(statuses(), ['triggered']);
    await clock.advance(2000);
    assert.deepEqual(statuses(), ['resolved']);
    assert.equal(account.incidents()[0]?.log.at(-1)?.agent.name, 'checkout');
  });

  it('opens a new incident when it fails again, or when a person resolved too early', async () => {
    await monitor.start();
    const [first] = account.incidents();
    assert.ok(first);
    account.resolve(first, account.directory.me);
    await clock.advance(2000);
    assert.deepEqual(statuses(), ['resolved', 'triggered']);
  });

  it('resolves again what was reopened although all is well', async () => {
    await monitor.start();
    healthy = true;
    await clock.advance(4000);
    const [incident] = account.incidents();
    assert.ok(incident);
    account.acknowledge(incident, account.directory.me);
    await clock.advance(2000);
    assert.equal(incident.status, 'resolved');
  });

  it('looks no more after stop', async () => {
    await monitor.start();
    monitor.stop();
    await clock.advance(10_000);
    assert.equal(probes, 1);
    assert.equal(clock.pending, 0);
  });
});
