import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { Drill } from '../../../src/drill/drill.ts';
import { FakeClock } from '../fakeClock.ts';

describe('Drill', () => {
  let clock: FakeClock;
  let drill: Drill;

  beforeEach(async () => {
    clock = new FakeClock();
    drill = await Drill.start({ clock });
  });
  afterEach(() => drill.stop());

  it('begins with one triggered incident and one that a colleague acknowledged', () => {
    const seen = drill.account.incidents().map(({ service, status }) => `${service.name} ${status}`);
    assert.deepEqual(seen, ['orders-db acknowledged', 'checkout triggered']);
  });

  it('gives the older incident a past that can be told', () => {
    const [incident] = drill.account.incidents();
    const past = incident?.log.map(({ type, agent, at }) => [
      type,
      agent.name,
      Math.round((at - clock.now()) / 60_000),
    ]);
    assert.deepEqual(past, [
      ['trigger', 'orders-db', -14],
      ['assign', 'orders-db', -14],
      ['notify', 'orders-db', -14],
      ['escalate', 'orders-db', -9],
      ['acknowledge', 'Mina Okafor', -8],
      ['annotate', 'Mina Okafor', -6],
    ]);
  });

  it('gives the checkout incident a bridge, and has its person on call', () => {
    const { account } = drill;
    const checkout = account.incidents().find(({ service }) => service.name === 'checkout');
    assert.match(checkout?.bridge?.url ?? '', /^https:\/\/[a-z.]*example\.com\//);
    assert.match(checkout?.bridge?.number ?? '', /^\+1-555-/);
    assert.deepEqual(
      checkout?.assignments.map(({ user }) => user),
      [account.directory.me],
    );
  });

  it('lets a client in with its token, and offers loopback addresses only', async () => {
    const response = await fetch(`${drill.baseUrl}/users/me`, {
      headers: { authorization: `Token token=${drill.token}` },
    });
    assert.equal(response.status, 200);
    const { DRILL_EXPORTS_DIR: folder, no_proxy, ...urls } = drill.environment;
    assert.ok(existsSync(folder ?? ''));
    assert.equal(no_proxy, '127.0.0.1');
    assert.deepEqual(Object.keys(urls), ['DRILL_CHECKOUT_URL', 'DRILL_ORDERS_DB_URL', 'DRILL_EXPORTS_URL']);
    for (const url of [drill.baseUrl, ...Object.values(urls)])
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('does not carry its key in what terminals are given', () => {
    assert.ok(!JSON.stringify(drill.environment).includes(drill.token));
  });

  it('seeds thousands of incidents for measurements', () => {
    drill.seed(10_000);
    assert.equal(drill.account.incidents().length, 10_002);
    assert.equal(new Set(drill.account.incidents().map(({ id }) => id)).size, 10_002);
  });

  it('leaves nothing behind: no server, no timer, no folder', async () => {
    const { DRILL_EXPORTS_DIR: folder, DRILL_CHECKOUT_URL: checkout } = drill.environment;
    await Promise.all([drill.stop(), drill.stop()]);
    await assert.rejects(fetch(`${drill.baseUrl}/abilities`));
    await assert.rejects(fetch(`${checkout}/health`));
    assert.equal(existsSync(folder ?? ''), false);
    await clock.advance(10_000);
    assert.equal(clock.pending, 0);
  });

  it('repeats its ids, and never its key, for the same randomness', async () => {
    const start = () => {
      let n = 0;
      return Drill.start({
        clock: new FakeClock(),
        random: () => (n = (n * 16807 + 7) % 2147483647) / 2147483647,
      });
    };
    const [a, b] = await Promise.all([start(), start()]);
    try {
      const ids = (one: Drill) => one.account.incidents().map(({ id }) => id);
      assert.deepEqual(ids(a), ids(b));
      assert.notEqual(a.token, b.token);
    } finally {
      await Promise.all([a.stop(), b.stop()]);
    }
  });
});
