import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';
import { nodeBundle } from '../../nodeBundle.ts';

const intervalMs = 200;

/** One window as a process, and what it says. */
class WindowProcess {
  readonly lines: string[] = [];
  readonly #process: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #waiting = new Set<() => void>();

  constructor(script: string, root: string, window: string) {
    this.#process = spawn(process.execPath, [script, root, window, String(intervalMs)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#closed = once(this.#process, 'close');
    createInterface({ input: this.#process.stdout! }).on('line', line => {
      this.lines.push(line);
      for (const heard of this.#waiting) heard();
      this.#waiting.clear();
    });
  }

  get requests(): number {
    return this.lines.filter(line => line === 'request').length;
  }

  /** Waits until it has said so much more; a test that waits in vain ends by its timeout. */
  async says(line: string, times: number): Promise<void> {
    const wanted = this.#count(line) + times;
    while (this.#count(line) < wanted) await new Promise<void>(resolve => this.#waiting.add(resolve));
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    this.#process.kill(signal);
    await this.#closed;
  }

  #count(line: string): number {
    return this.lines.filter(said => said === line).length;
  }
}

describe('SharedPoller in several processes', function () {
  this.timeout(60_000);
  let started: WindowProcess[];
  afterEach(() => Promise.all(started.map(one => one.end('SIGKILL'))));
  const folder = temporaryFolder();

  const start = (window: string) => {
    const one = new WindowProcess(join(folder(), 'window.mjs'), join(folder(), 'shared'), window);
    started.push(one);
    return one;
  };

  beforeEach(() => {
    started = [];
    buildSync({
      entryPoints: [join(import.meta.dirname, 'pollingProcess.ts')],
      outfile: join(folder(), 'window.mjs'),
      ...nodeBundle,
    });
  });
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    it(`one polls, the others show what it read; after its ${signal} another one takes over`, async () => {
      const first = start('a');
      await first.says('ok 3', 3);
      const others = [start('b'), start('c')];
      await Promise.all(others.map(other => other.says('ok 3', 3)));
      assert.deepEqual(
        others.map(({ requests }) => requests),
        [0, 0],
      );
      await first.end(signal);
      await Promise.race(others.map(other => other.says('request', 3)));
      await Promise.all(others.map(other => other.says('ok 3', 3)));
      const polling = others.filter(({ requests }) => requests > 0);
      assert.equal(polling.length, 1, 'exactly one of them polls');
    });
  }

  it('of five that start at once, one polls', async () => {
    const windows = ['a', 'b', 'c', 'd', 'e'].map(start);
    await Promise.all(windows.map(window => window.says('ok 3', 5)));
    assert.equal(windows.filter(({ requests }) => requests > 0).length, 1);
  });
});
