import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Checkout } from '../../../../src/drill/services/checkout.ts';
import { Exports } from '../../../../src/drill/services/exports.ts';
import { OrdersDb } from '../../../../src/drill/services/ordersDb.ts';
import { FakeClock, settle } from '../../fakeClock.ts';

interface Reply {
  readonly status: number;
  readonly text: string;
}

async function ask(base: string, path: string, method = 'GET'): Promise<Reply> {
  const response = await fetch(base + path, { method });
  return { status: response.status, text: await response.text() };
}

/** In steps, because some work between two ticks is real input and output. */
async function pass(clock: FakeClock, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await clock.advance(1000);
    while (clock.pending === 0) await settle();
  }
}

describe('Checkout', () => {
  let clock: FakeClock;
  let checkout: Checkout;
  const get = (path: string) => ask(checkout.url, path);
  const post = (path: string) => ask(checkout.url, path, 'POST');

  beforeEach(async () => {
    clock = new FakeClock();
    checkout = new Checkout(clock);
    await checkout.start();
  });
  afterEach(() => checkout.stop());

  it('is healthy with the good release, and takes coupons', async () => {
    await clock.advance(5000);
    assert.equal((await get('/health')).status, 200);
    assert.deepEqual(await post('/orders?coupon=SPRING10'), { status: 201, text: 'order 81 total 36.00\n' });
  });

  it('is unhealthy at once after the bad deploy, and fails more and more orders', async () => {
    checkout.deployBadRelease();
    assert.equal((await get('/health')).status, 503);
    const ratio = async () => Number(/ratio (\S+)/.exec((await get('/metrics')).text)?.[1]);
    const early = await ratio();
    await clock.advance(10_000);
    assert.ok((await ratio()) > early, 'the error ratio climbs');
    assert.equal((await post('/orders?coupon=SPRING10')).status, 500);
    assert.equal((await post('/orders')).status, 201);
    assert.match((await get('/errors')).text, /v42 has no price rule for coupon SPRING10/);
    assert.match((await get('/version')).text, /^v42 /);
  });

  it('is not mended by a restart', async () => {
    checkout.deployBadRelease();
    assert.equal((await post('/admin/restart')).status, 200);
    assert.equal((await get('/health')).status, 200);
    await clock.advance(2000);
    assert.equal((await get('/health')).status, 503);
  });

  it('is mended for good by a rollback', async () => {
    checkout.deployBadRelease();
    await clock.advance(10_000);
    assert.match((await post('/admin/rollback')).text, /from v42 to v41/);
    await clock.advance(3000);
    assert.equal((await get('/health')).status, 200);
    assert.equal((await post('/orders?coupon=SPRING10')).status, 201);
    assert.match((await post('/admin/rollback')).text, /nothing to roll back/);
  });

  it('answers only what it offers, and only this machine', async () => {
    assert.equal((await get('/admin/rollback')).status, 404);
    assert.equal((await get('/constructor')).status, 404);
    const foreign = await fetch(`${checkout.url}/admin/rollback`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    assert.equal(foreign.status, 403);
  });
});

describe('OrdersDb', () => {
  let clock: FakeClock;
  let db: OrdersDb;
  const get = (path: string) => ask(db.url, path);
  const post = (path: string) => ask(db.url, path, 'POST');

  beforeEach(async () => {
    clock = new FakeClock();
    db = new OrdersDb(clock);
    await db.start();
    db.exhaust();
  });
  afterEach(() => db.stop());

  it('refuses queries while the worker holds every connection', async () => {
    assert.equal((await get('/health')).status, 503);
    assert.equal((await post('/query')).status, 503);
    assert.match((await get('/pool')).text, /100\/100 connections used/);
    await clock.advance(30_000);
    assert.match((await get('/sessions')).text, /1\treporting-worker\tidle in transaction\t30 s/);
  });

  it('recovers for good when the sessions are terminated', async () => {
    assert.equal((await post('/pool/terminate?client=nobody')).status, 404);
    assert.match((await post('/pool/terminate?client=reporting-worker')).text, /terminated 100 sessions/);
    await clock.advance(300_000);
    assert.equal((await get('/health')).status, 200);
    assert.equal((await post('/query')).status, 200);
  });

  it('recovers for good when the sessions are terminated right after a restart, before there are any', async () => {
    await post('/worker/restart');
    assert.equal((await post('/pool/terminate?client=reporting-worker')).status, 200);
    await clock.advance(600_000);
    assert.equal((await post('/query')).status, 200);
    assert.equal((await post('/pool/terminate?client=reporting-worker')).status, 404);
  });

  it('recovers for good when the pool is raised', async () => {
    for (const max of ['99', '0', '501', '1e2', '']) {
      assert.equal((await post(`/pool/size?max=${max}`)).status, 400, max);
    }
    assert.equal((await post('/pool/size?max=200')).status, 200);
    await clock.advance(300_000);
    assert.equal((await get('/health')).status, 200);
  });

  it('recovers only for a while when the worker is restarted', async () => {
    await post('/worker/restart');
    await clock.advance(90_000);
    assert.equal((await get('/health')).status, 200);
    await clock.advance(20_000);
    assert.equal((await get('/health')).status, 503);
  });
});

describe('Exports', () => {
  let clock: FakeClock;
  let exports: Exports;
  const health = async () => (await ask(exports.url, '/health')).status;

  beforeEach(async () => {
    clock = new FakeClock();
    exports = new Exports(clock);
    await exports.start();
    await exports.leaveDebugLoggingOn();
  });
  afterEach(() => exports.stop());

  it('fills a real folder slowly, and stops at its quota', async () => {
    assert.equal(await health(), 200);
    await pass(clock, 45);
    assert.equal(await health(), 503);
    await pass(clock, 60);
    const full = (await readdir(exports.folder)).length;
    await pass(clock, 5);
    assert.equal((await readdir(exports.folder)).length, full);
  });

  it('has room again when the logs are deleted, and keeps it when the cause is gone, too', async () => {
    await pass(clock, 45);
    assert.equal((await ask(exports.url, '/admin/log-level?level=info', 'POST')).status, 200);
    for (const name of await readdir(exports.folder)) await rm(join(exports.folder, name));
    await pass(clock, 10);
    assert.equal(await health(), 200);
    assert.deepEqual(await readdir(exports.folder), []);
  });

  it('leaves nothing on the disk when the process ends without waiting', async () => {
    await pass(clock, 2);
    exports.removeFolder();
    assert.equal(existsSync(exports.folder), false);
    await clock.advance(2000);
    await settle();
    assert.equal(existsSync(exports.folder), false);
  });

  it('removes what drills left whose process was killed, and nothing else', async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'on-call-test-'));
    try {
      const gone = spawnSync(process.execPath, ['--version']).pid;
      const other = new Exports(clock, temporary);
      await other.start();
      const name = basename(other.folder);
      assert.ok(name.includes(`-${process.pid}-`), name);
      const left = name.replace(`-${process.pid}-`, `-${gone}-`);
      const elsewhere = left.replace('exports-', 'exports-another');
      for (const folder of [left, elsewhere, 'on-call-drill-exports-mine']) {
        await mkdir(join(temporary, folder));
        await writeFile(join(temporary, folder, 'exports.log.1'), 'DEBUG row exported');
      }
      const next = new Exports(clock, temporary);
      await next.start();
      assert.deepEqual(
        (await readdir(temporary)).toSorted(),
        [basename(next.folder), name, elsewhere, 'on-call-drill-exports-mine'].toSorted(),
      );
      await Promise.all([other.stop(), next.stop()]);
    } finally {
      await rm(temporary, { recursive: true });
    }
  });

  it('fills again when only the logs are deleted', async () => {
    for (const name of await readdir(exports.folder)) await rm(join(exports.folder, name));
    assert.equal(await health(), 200);
    await pass(clock, 190);
    assert.equal(await health(), 503);
  });

  it('survives that its folder is deleted, and takes it away at the end', async () => {
    await rm(exports.folder, { recursive: true });
    await pass(clock, 2);
    assert.equal(await health(), 200);
    await exports.stop();
    assert.equal(existsSync(exports.folder), false);
  });
});
