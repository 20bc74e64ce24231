import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { type Failpoint, failpoints, OTHERS } from './failpoints.ts';
import { sampleEntry } from './sampleEntries.ts';
import { draws, seeded, seeds } from '../seeded.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { nodeBundle } from '../nodeBundle.ts';

interface Written {
  /** What it said that counts. */
  readonly acknowledged: readonly number[];
  readonly killed: boolean;
}

describe('FileJournal written by several processes', function () {
  this.timeout(0);
  const folder = temporaryFolder();
  const path = () => join(folder(), 'timeline.jsonl');
  let built = '';

  before(async () => {
    built = await realpath(await mkdtemp(join(tmpdir(), 'on-call-writer-')));
    buildSync({
      entryPoints: [join(import.meta.dirname, 'journalWriter.ts')],
      outfile: join(built, 'writer.mjs'),
      ...nodeBundle,
    });
  });
  after(() => rm(built, { recursive: true, force: true }));

  /** Runs a writer to its end, or until it has acknowledged `killAfter` entries. */
  async function write(at: string, args: readonly string[], killAfter = Infinity): Promise<Written> {
    const writer = spawn(process.execPath, [join(built, 'writer.mjs'), at, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(writer, 'close');
    const acknowledged: number[] = [];
    for await (const line of createInterface({ input: writer.stdout })) {
      acknowledged.push(Number(line));
      if (acknowledged.length === killAfter) writer.kill('SIGKILL');
    }
    const [code, signal] = (await closed) as [number | null, string | null];
    assert.ok(code === 0 || signal === 'SIGKILL', `the writer ended with ${code ?? signal}`);
    return { acknowledged, killed: signal === 'SIGKILL' };
  }

  /** All that was acknowledged is there, each once and as it was written, and nothing that nobody wrote. */
  async function check(at: string, acknowledged: readonly number[], upTo: number, what: string) {
    const { entries, unreadable } = await new FileJournal(at).read();
    const found = new Map(entries.map(entry => [Number(entry.id), entry]));
    assert.equal(found.size, entries.length, `${what}: an entry came twice`);
    for (const number of acknowledged) assert.ok(found.has(number), `${what}: entry ${number} is lost`);
    for (const [number, entry] of found) {
      assert.ok(number < upTo || number >= OTHERS, `${what}: invented ${number}`);
      assert.deepEqual(entry, sampleEntry(number), `${what}: entry ${number} is another`);
    }
    return { entries, unreadable };
  }

  it('loses nothing acknowledged and invents nothing through kills at every failpoint', async () => {
    const wanted = draws(300, 1_000);
    const [seed = 1] = seeds(1);
    const random = seeded(seed);
    const kills = new Map<Failpoint, number>(failpoints.map(point => [point, 0]));
    const total = () => [...kills.values()].reduce((sum, count) => sum + count, 0);
    /** A file of its own for each round, as some failpoints are passed only where one is begun. */
    const round = async (number: number) => {
      const at = join(folder(), `round-${number}.jsonl`);
      const acknowledged: number[] = [];
      for (const [index, point] of failpoints.entries()) {
        const together = point === 'write.withoutLast' ? 4 : 1 + Math.floor(random() * 4);
        // What happens once in a writer’s life happens at the first pass.
        const often = /^(?:write|sync|place|counts)/.test(point);
        const passes = often ? 1 + Math.floor(random() * 4) : 1;
        const others = point.startsWith('others') || random() < 0.3 ? 'others' : 'alone';
        const args = [index * 100, 40, together, point, passes, others].map(String);
        const written = await write(at, args);
        acknowledged.push(...written.acknowledged);
        if (written.killed) kills.set(point, kills.get(point)! + 1);
        else assert.equal(written.acknowledged.length, 40, `seed ${seed}, ${point}: it ended early`);
      }
      await check(at, acknowledged, failpoints.length * 100, `seed ${seed}, round ${number}`);
    };
    let next = 0;
    const rounds = async () => {
      while (total() < wanted) await round(next++);
    };
    await Promise.all([rounds(), rounds()]);
    assert.ok(failpoints.length >= 20);
    for (const [point, count] of kills) assert.ok(count > 0, `nobody died at ${point}`);
    assert.ok(total() >= wanted, `${total()} kills`);
  });

  it('loses nothing acknowledged and invents nothing through kills at any time', async () => {
    const kills = draws(24, 1_000);
    const [seed = 1] = seeds(1);
    const random = seeded(seed);
    const acknowledged: number[] = [];
    for (let round = 0; round < kills; round++) {
      const together = 1 + Math.floor(random() * 8);
      const killAfter = 1 + Math.floor(random() * 20);
      const args = [String(round * 10_000), '10000', String(together)];
      const written = await write(path(), args, killAfter);
      assert.ok(written.killed, `seed ${seed}: it ended before it was killed`);
      acknowledged.push(...written.acknowledged);
      // What a crash in the middle of a write leaves; a kill alone rarely hits one.
      if (round % 3 === 0) await appendFile(path(), '{"id":"0000');
    }
    const { unreadable } = await check(path(), acknowledged, kills * 10_000, `seed ${seed}`);
    assert.ok(
      unreadable.length >= Math.floor(kills / 3) && unreadable.length <= kills,
      `seed ${seed}: ${unreadable.length} torn lines`,
    );
  });

  it('keeps the entries of eight writers apart, all there, none mixed and none twice', async () => {
    const each = draws(2_000, 10_000);
    const writers = [0, 1, 2, 3, 4, 5, 6, 7];
    const all = await Promise.all(
      writers.map(writer => write(path(), [String(writer * each), String(each), String(writer + 1)])),
    );
    const acknowledged = all.flatMap(written => written.acknowledged);
    assert.equal(acknowledged.length, 8 * each);
    const { entries, unreadable } = await check(path(), acknowledged, 8 * each, 'eight writers');
    assert.deepEqual(unreadable, []);
    assert.equal(entries.length, 8 * each);
  });
});
