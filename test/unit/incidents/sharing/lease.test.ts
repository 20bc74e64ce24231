import assert from 'node:assert/strict';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotPossibleError } from '../../../../src/core/errors.ts';
import {
  Lease,
  leaseHeartbeatMs,
  leaseStaleAfterMs,
  type LeaseFiles,
} from '../../../../src/core/incidents/sharing/lease.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { draws, seeded, seeds } from '../../seeded.ts';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';

describe('Lease', () => {
  const folder = temporaryFolder();
  const dead = new Set<number>();
  let clock: FakeClock;
  let pids = 0;
  beforeEach(() => {
    clock = new FakeClock();
    dead.clear();
  });

  function lease(owner: string, pid = ++pids, host = 'here'): Lease {
    return new Lease({
      path: join(folder(), 'leases', 'send'),
      owner,
      clock,
      process: { pid, host, alive: asked => !dead.has(asked) },
    });
  }

  const later = (ms: number) => clock.jump(ms);

  it('is held by one at a time, and by the next one after it was released', async () => {
    const [a, b] = [lease('a'), lease('b')];
    assert.equal(await a.holds(), false);
    assert.equal(await a.acquire(), true);
    assert.equal(await a.acquire(), true);
    assert.equal(await b.acquire(), false);
    assert.equal(await a.holds(), true);
    await b.release();
    assert.equal(await a.holds(), true, 'somebody else cannot release it');
    await a.release();
    assert.equal(await a.holds(), false);
    assert.equal(await b.acquire(), true);
    assert.equal(await a.acquire(), false);
  });

  it('passes on at once when the process is gone', async () => {
    const [a, b] = [lease('a', 11), lease('b', 12)];
    await a.acquire();
    dead.add(11);
    assert.equal(await b.acquire(), true);
    assert.equal(await a.holds(), false);
    assert.equal(await a.renew(), false);
  });

  it('says nothing about process ids of another machine', async () => {
    const [a, b] = [lease('a', 11, 'container'), lease('b')];
    await a.acquire();
    dead.add(11);
    assert.equal(await b.acquire(), false);
  });

  it('stays with whoever renews it, by renew or by holds', async () => {
    const [a, b] = [lease('a'), lease('b')];
    await a.acquire();
    for (let i = 0; i < 10; i++) {
      later(leaseStaleAfterMs - 1);
      assert.equal(await (i % 2 ? a.renew() : a.holds()), true);
      assert.equal(await b.acquire(), false);
    }
  });

  it('passes on when its holder hangs: silent at two looks a heartbeat apart', async () => {
    const [a, b] = [lease('a'), lease('b')];
    await a.acquire();
    later(leaseStaleAfterMs + 1);
    assert.equal(await b.acquire(), false, 'the computer may just have slept');
    later(leaseHeartbeatMs + 1);
    assert.equal(await b.acquire(), true);
    assert.equal(await a.holds(), false);
  });

  it('stays with whoever only overslept', async () => {
    const [a, b] = [lease('a'), lease('b')];
    await a.acquire();
    later(8 * 3_600_000);
    assert.equal(await b.acquire(), false);
    assert.equal(await a.holds(), true);
    later(leaseHeartbeatMs + 1);
    assert.equal(await b.acquire(), false);
    assert.equal(await a.holds(), true);
  });

  it('is not taken from whoever wakes up just before the other one takes it', async () => {
    const files = memoryFiles(() => Promise.resolve());
    const { slow, hold } = slowToCreate(files);
    const process = { pid: 1, host: 'here', alive: () => true };
    const a = new Lease({ path: '/x/send', owner: 'a', clock, process, files });
    const b = new Lease({ path: '/x/send', owner: 'b', clock, process, files: slow });
    await a.acquire();
    later(leaseStaleAfterMs + 1);
    await b.acquire();
    later(leaseHeartbeatMs + 1);
    const go = hold();
    const taken = b.acquire();
    await settle();
    assert.equal(await a.holds(), true);
    go();
    assert.equal(await taken, false);
    assert.equal(await a.holds(), true);
  });

  it('is not given to whoever planned to take it long ago', async () => {
    const files = memoryFiles(() => Promise.resolve());
    const { slow, hold } = slowToCreate(files);
    const process = { pid: 1, host: 'here', alive: () => true };
    const [a, b, c] = ['a', 'b', 'c'].map(
      owner => new Lease({ path: '/x/send', owner, clock, process, files: owner === 'b' ? slow : files }),
    ) as [Lease, Lease, Lease];
    await a.acquire();
    await a.release();
    const go = hold();
    const planned = b.acquire();
    await settle();
    for (const one of [a, c]) {
      assert.equal(await one.acquire(), true);
      if (one === a) await a.release();
    }
    go();
    assert.equal(await planned, false);
    assert.equal(await c.holds(), true);
  });

  it('survives a clock that is set back or forward', async () => {
    const [a, b] = [lease('a'), lease('b')];
    await a.acquire();
    for (const jump of [-86_400_000, 2 * 86_400_000]) {
      later(jump);
      assert.equal(await a.holds(), true);
      assert.equal(await b.acquire(), false);
    }
  });

  it('is got back after a look that failed', async () => {
    let broken = false;
    const files = memoryFiles(() => {
      if (broken) throw Object.assign(new Error('EMFILE'), { code: 'EMFILE' });
      return Promise.resolve();
    });
    const a = new Lease({ path: '/x/send', owner: 'a', clock, files });
    await a.acquire();
    broken = true;
    await assert.rejects(a.holds(), NotPossibleError);
    await assert.rejects(a.acquire(), /too many files are open/);
    broken = false;
    assert.equal(await a.acquire(), true);
    assert.equal(await a.holds(), true);
  });

  it('passes on where the file was cut by a crash, in time', async () => {
    await lease('a').acquire();
    const name = (await readdir(join(folder(), 'leases')))[0]!;
    await writeFile(join(folder(), 'leases', name), '{"own');
    const b = lease('b');
    assert.equal(await b.acquire(), false, 'it may just be being written');
    later(leaseHeartbeatMs + 1);
    assert.equal(await b.acquire(), true);
  });

  it('keeps one small private file, however often it changed hands', async () => {
    for (let round = 0; round < 5; round++) {
      const own = lease(`owner ${round}`);
      assert.equal(await own.acquire(), true);
      await own.renew();
      await own.release();
    }
    const names = await readdir(join(folder(), 'leases'));
    assert.deepEqual(names, ['send.5']);
    if (process.platform === 'win32') return;
    assert.equal((await stat(join(folder(), 'leases', 'send.5'))).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder(), 'leases'))).mode & 0o777, 0o700);
  });

  it('is never held by two, in any order of steps, through deaths, sleep and hanging', async function () {
    this.timeout(0);
    let held = 0;
    let changes = 0;
    const wrong: string[] = [];
    for (const seed of seeds(draws(300, 5_000))) {
      const random = seeded(seed);
      const waiting: (() => void)[] = [];
      // Every step on the files waits until it is drawn, so that the steps of all come in any order.
      const files = memoryFiles(
        () => new Promise(resolve => waiting.push(resolve)),
        (number, text) => created(number, text),
      );
      const gone = new Set<number>();
      let created: (number: number, text: string) => void = () => {};
      const windows = [1, 2, 3, 4].map(pid => ({
        pid,
        busy: false,
        lease: new Lease({
          path: '/x/send',
          owner: `w${pid}`,
          clock,
          files,
          process: { pid, host: 'here', alive: asked => !gone.has(asked) },
        }),
      }));
      /** Whoever created each number, in the order of creation. */
      const takes: { readonly owner: string; readonly number: number; readonly late: boolean }[] = [];
      const highest = () => Math.max(0, ...takes.map(({ number }) => number));
      created = (number, text) => {
        const { owner } = JSON.parse(text) as { owner: string };
        takes.push({ number, owner, late: number < highest() });
      };
      for (let step = 0; step < 400; step++) {
        const chance = random();
        const one = windows[Math.floor(random() * windows.length)]!;
        if (chance < 0.03) clock.jump(20_000 * random());
        else if (chance < 0.04 && gone.size < 3) gone.add(one.pid);
        else if (chance < 0.35 && !one.busy && !gone.has(one.pid)) {
          one.busy = true;
          const taken = highest();
          const call = random() < 0.5 ? 'acquire' : 'holds';
          void one.lease[call]().then(holds => {
            one.busy = false;
            if (!holds) return;
            held++;
            const own = takes.findLast(({ owner }) => owner === `w${one.pid}`);
            if (!own || own.late || own.number < taken)
              wrong.push(`seed ${seed}: w${one.pid} holds ${own?.number} while ${taken} was taken`);
          });
        } else waiting.splice(Math.floor(random() * waiting.length), 1)[0]?.();
        for (let i = 0; i < 12; i++) await Promise.resolve();
      }
      changes += takes.length;
    }
    assert.deepEqual(wrong, []);
    assert.ok(changes > 300 && held > 3_000, `taken ${changes} times, held ${held} times only`);
  });
});

/** A folder in memory; `before` is waited for before every step, and each step is one piece, as a file system’s. */
function memoryFiles(
  before: () => Promise<void>,
  created: (number: number, text: string) => void = () => {},
): LeaseFiles {
  const stored = new Map<string, string>();
  return {
    async list() {
      await before();
      return [...stored.keys()].map(path => path.slice('/x/'.length));
    },
    async read(path) {
      await before();
      return stored.get(path) ?? null;
    },
    async create(path, text) {
      await before();
      if (stored.has(path)) return false;
      stored.set(path, text);
      created(Number(path.split('.').at(-1)), text);
      return true;
    },
    async replace(path, text) {
      await before();
      stored.set(path, text);
    },
    async remove(path) {
      await before();
      stored.delete(path);
    },
  };
}

/** Of them, `slow` creates nothing from `hold()` on until what that answers is called. */
function slowToCreate(files: LeaseFiles) {
  let held: Promise<void> | null = null;
  const slow: LeaseFiles = {
    ...files,
    create: async (path, text) => {
      await held;
      return files.create(path, text);
    },
  };
  const hold = () => {
    let go = () => {};
    held = new Promise(resolve => (go = resolve));
    return () => go();
  };
  return { slow, hold };
}
