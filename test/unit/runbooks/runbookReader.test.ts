import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { build, type BuildOptions } from 'esbuild';
import { parseRunbook } from '../../../src/core/runbooks/parseRunbook.ts';
import { RunbookReader, runbookWorkerAt } from '../../../src/core/runbooks/runbookReader.ts';
import { FakeClock } from '../fakeClock.ts';

const root = join(import.meta.dirname, '../../..');

/** Long enough to be read in a thread. */
const long = `---\ntitle: Long\n---\n# One\n\n\`\`\`bash\necho one\n\`\`\`\n\n- [ ] a\n\n${'and so on\n\n'.repeat(2_000)}`;
/** 16 MB of memory each turn, and nothing that ends it. */
const eats = 'const held = []; for (;;) held.push(new Array(2e6).fill(held.length));';

/** A thread that is ready, and does this with what it is asked. */
const thread = (onMessage: string, first = `parentPort.postMessage({ type: 'ready' })`) => {
  const text = `const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => { ${onMessage} }); ${first};`;
  return () => new Worker(text, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 64 } });
};

describe('RunbookReader', () => {
  const folder = mkdtempSync(join(tmpdir(), 'on-call-test-'));
  const worker = join(folder, 'runbookWorker.mjs');
  const readers: RunbookReader[] = [];
  let starts = 0;

  before(async () => {
    // As it is shipped, in a folder that no package.json calls one of modules.
    const { bundles } = (await import(join(root, 'esbuild.mjs'))) as { bundles: BuildOptions[] };
    await build({
      ...bundles[0]!,
      absWorkingDir: root,
      entryPoints: { runbookWorker: 'src/ui/runbooks/runbookWorker.ts' },
      outdir: folder,
      outExtension: { '.js': '.mjs' },
    });
  });
  beforeEach(() => (starts = 0));
  afterEach(() => readers.splice(0).forEach(reader => reader.dispose()));
  after(() => rmSync(folder, { recursive: true, force: true }));

  function reading(startWorker = runbookWorkerAt(worker), clock = new FakeClock()) {
    const reader = new RunbookReader({
      clock,
      startWorker: () => {
        starts++;
        return startWorker();
      },
    });
    readers.push(reader);
    return reader;
  }
  const here = (source: string) => parseRunbook(source, { fileName: 'a.md', clock: new FakeClock() });
  const firstProblem = (runbook: { readonly problems: readonly { readonly message: string }[] }) =>
    runbook.problems[0]?.message ?? '';

  it('reads a long runbook in a thread exactly as it would here, and keeps the thread', async () => {
    const reader = reading();
    assert.deepEqual(await reader.read(long, 'a.md'), here(long));
    assert.deepEqual(await reader.read(`${long}# Two\n`, 'a.md'), here(`${long}# Two\n`));
    assert.equal(starts, 1);
  });

  it('takes over a runbook of many blocks, slice by slice, as it is', async () => {
    const many = Array.from(
      { length: 450 },
      (_, at) => `## ${at}\n\n\`\`\`sh\necho ${at}\n\`\`\`\n\n- [ ] ${at}\n`,
    );
    const source = many.join('\n');
    assert.deepEqual(await reading().read(source, 'a.md'), here(source));
  });

  it('starts no thread for a short one', async () => {
    assert.deepEqual(await reading().read('# One', 'a.md'), here('# One'));
    assert.equal(starts, 0);
  });

  it('answers in order, each with its own', async () => {
    const reader = reading();
    const sources = Array.from({ length: 20 }, (_, turn) => `# Turn ${turn}\n\n${long.slice(20)}`);
    const read = await Promise.all(sources.map(source => reader.read(source, 'a.md')));
    assert.deepEqual(
      read.map(({ title }) => title),
      sources.map((_, turn) => `Turn ${turn}`),
    );
  });

  it('shows the source of what is larger than 1 MB', async () => {
    const runbook = await reading().read('a\n\n'.repeat(1_000_000), 'a.md');
    assert.match(firstProblem(runbook), /larger than 1 MB/);
    assert.ok(runbook.html.length < 1.1 * 1024 * 1024);
  });

  it('says in a thread what is wrong in the language that it is given', async () => {
    const words = { 'The front matter was not used: {0}': 'Non utilisé : {0}' };
    const runbook = await reading(runbookWorkerAt(worker, words)).read(`---\n- a\n${long.slice(16)}`, 'a.md');
    assert.match(firstProblem(runbook), /^Non utilisé : it must be a list/);
  });

  it('ends a thread that takes too long, shows the source, and reads the next one', async () => {
    const clock = new FakeClock();
    let threads = [thread('for (;;);'), runbookWorkerAt(worker)];
    let started!: () => void;
    const ready = new Promise<void>(resolve => (started = resolve));
    const reader = reading(() => {
      const [next = runbookWorkerAt(worker), ...rest] = threads;
      threads = rest;
      const made = next();
      made.once('message', started);
      return made;
    }, clock);
    const stuck = reader.read(`<b>${long}`, 'stuck.md');
    const behind = reader.read(long, 'a.md');
    await ready;
    await clock.advance(10_000);
    const runbook = await stuck;
    assert.equal(
      firstProblem(runbook),
      'The runbook is shown as it is written and cannot be run: it takes too long to read.',
    );
    assert.match(runbook.html, /^<pre class="source"><code>&lt;b&gt;/);
    assert.deepEqual(runbook.blocks, []);
    assert.equal((await behind).title, 'Long');
    assert.equal(starts, 2);
  });

  it('outlives a thread that dies of a text', async () => {
    for (const death of [
      eats,
      'process.exit(1)',
      `throw new RangeError('Maximum call stack size exceeded')`,
    ]) {
      const runbook = await reading(thread(death)).read(long, 'a.md');
      assert.match(firstProblem(runbook), /cannot be run: it cannot be read\.$/, death);
    }
  });

  it('gives a thread no text before it is ready: what kills it afterwards is the text', async () => {
    const said: unknown[] = [];
    const dying = Object.assign(new EventEmitter(), {
      unref() {},
      terminate: async () => 0,
      postMessage(message: unknown) {
        said.push(message);
        dying.emit('error', new Error('Out of memory.'));
      },
    });
    const read = reading(() => dying as unknown as Worker).read(long, 'a.md');
    await turn();
    assert.deepEqual(said, []);
    dying.emit('message', { type: 'ready' });
    assert.match(firstProblem(await read), /cannot be run: it cannot be read\.$/);
    assert.equal(said.length, 1);
  });

  it('gives a text its whole time, however late its thread was ready', async () => {
    const clock = new FakeClock();
    const slow = Object.assign(new EventEmitter(), {
      unref() {},
      terminate: async () => 0,
      postMessage() {},
    });
    const read = reading(() => slow as unknown as Worker, clock).read(long, 'a.md');
    let answered = false;
    void read.then(() => (answered = true));
    await clock.advance(9_000);
    slow.emit('message', { type: 'ready' });
    await clock.advance(9_999);
    assert.equal(answered, false);
    await clock.advance(1);
    assert.match(firstProblem(await read), /it takes too long to read\.$/);
  });

  it('reads here where no thread can be started', async () => {
    const none: (() => Worker)[] = [
      () => {
        throw new Error('ERR_WORKER_INIT_FAILED');
      },
      runbookWorkerAt(join(folder, 'nowhere.mjs')),
      thread('', 'process.exit(1)'),
    ];
    for (const start of none) assert.deepEqual(await reading(start).read(long, 'a.md'), here(long));
  });

  it('starts another thread where the last one has ended meanwhile', async () => {
    let last: Worker | undefined;
    const reader = reading(() => (last = runbookWorkerAt(worker)()));
    await reader.read(long, 'a.md');
    await last!.terminate();
    assert.equal((await reader.read(long, 'a.md')).title, 'Long');
    assert.equal(starts, 2);
  });

  it('gives the thread up when nobody opens a runbook for a while', async () => {
    const clock = new FakeClock();
    let last: Worker | undefined;
    const reader = reading(() => (last = runbookWorkerAt(worker)()), clock);
    await reader.read(long, 'a.md');
    const ended = new Promise(resolve => last!.once('exit', resolve));
    await clock.advance(5 * 60_000);
    await ended;
    assert.equal(starts, 1);
  });

  it('still answers after it was disposed', async () => {
    const reader = reading();
    reader.dispose();
    assert.equal((await reader.read(long, 'a.md')).title, 'Long');
    assert.equal(starts, 0);
  });
});
