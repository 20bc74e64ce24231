import assert from 'node:assert/strict';
import { RequestQueue, type RequestKind } from '../../../src/core/incidents/providers/requestQueue.ts';
import { settle } from '../fakeClock.ts';
import { draws, seeded, seeds } from '../seeded.ts';

/** Requests that end when a test says so. */
class Requests {
  readonly queue = new RequestQueue();
  readonly begun: string[] = [];
  #end: (() => void) | null = null;
  most = 0;

  start(name: string, kind: RequestKind, signal?: AbortSignal): Promise<string> {
    return this.queue.run(kind, signal, async () => {
      this.begun.push(name);
      assert.equal(this.#end, null, 'two at once');
      await new Promise<void>(resolve => (this.#end = resolve));
      this.#end = null;
      return name;
    });
  }

  /** Ends the one under way; false where there is none. */
  async endOne(): Promise<boolean> {
    await settle();
    const end = this.#end;
    end?.();
    await settle();
    return end !== null;
  }

  async endAll(): Promise<void> {
    while (await this.endOne());
  }
}

describe('RequestQueue', () => {
  it('lets writes that wait go before reads that wait, each in their order', async () => {
    const requests = new Requests();
    const ended: string[] = [];
    for (const [name, kind] of [
      ['r1', 'read'],
      ['r2', 'read'],
      ['w1', 'write'],
      ['r3', 'read'],
      ['w2', 'write'],
    ] as const)
      void requests.start(name, kind).then(done => ended.push(done));
    await settle();
    assert.deepEqual(requests.begun, ['r1'], 'what is under way is not interrupted');
    await requests.endAll();
    assert.deepEqual(ended, ['r1', 'w1', 'w2', 'r2', 'r3']);
  });

  it('gives nobody the turn of who waits', async () => {
    const requests = new Requests();
    void requests.start('a', 'read');
    void requests.start('b', 'read').then(() => requests.start('d', 'write'));
    await requests.endOne();
    void requests.start('c', 'write');
    await requests.endAll();
    assert.deepEqual(requests.begun, ['a', 'b', 'c', 'd']);
  });

  it('goes on after a failure, with the failure for whoever asked', async () => {
    const queue = new RequestQueue();
    const failed = queue.run('write', undefined, () => Promise.reject(new Error('no')));
    const next = queue.run('read', undefined, () => Promise.resolve('yes'));
    await assert.rejects(failed, /no/);
    assert.equal(await next, 'yes');
    assert.equal(await queue.run('read', undefined, () => Promise.resolve('again')), 'again');
  });

  it('drops who is aborted while waiting, and nobody else', async () => {
    const requests = new Requests();
    const stop = new AbortController();
    const reason = new Error('closed');
    void requests.start('a', 'read');
    const dropped = requests.start('b', 'read', stop.signal);
    const kept = requests.start('c', 'read', new AbortController().signal);
    stop.abort(reason);
    await assert.rejects(dropped, reason);
    await requests.endAll();
    assert.equal(await kept, 'c');
    assert.deepEqual(requests.begun, ['a', 'c']);
  });

  it('never has two under way, loses none and starves no write, whatever happens', async () => {
    for (const seed of seeds(draws(50, 2000))) {
      const random = seeded(seed);
      const requests = new Requests();
      const expected = new Set<string>();
      const settled: Promise<unknown>[] = [];
      for (let step = 0; step < 40; step++) {
        if (random() < 0.6) {
          const name = `${step}`;
          const stop = new AbortController();
          const one = requests.start(name, random() < 0.3 ? 'write' : 'read', stop.signal);
          settled.push(one.catch(() => expected.delete(name)));
          expected.add(name);
          if (random() < 0.2) stop.abort(new Error('closed'));
        } else await requests.endOne();
      }
      await requests.endAll();
      await Promise.all(settled);
      assert.deepEqual(new Set(requests.begun), expected, `seed ${seed}`);
    }
  });
});
