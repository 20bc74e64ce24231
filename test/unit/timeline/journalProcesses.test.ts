import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { sampleEntry } from './sampleEntries.ts';
import { draws, seeded, seeds } from '../seeded.ts';
import { temporaryFolder } from './temporaryFolder.ts';

describe('FileJournal written by several processes', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const path = () => join(folder(), 'timeline.jsonl');

  /** Runs a writer to its end, or until it has acknowledged `killAfter` entries; answers the acknowledged numbers. */
  async function write(args: readonly string[], killAfter = Infinity): Promise<number[]> {
    const writer = spawn(process.execPath, [join(folder(), 'writer.mjs'), path(), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(writer, 'close');
    const acknowledged: number[] = [];
    for await (const line of createInterface({ input: writer.stdout })) {
      acknowledged.push(Number(line));
      if (acknowledged.length === killAfter) writer.kill('SIGKILL');
    }
    const [code, signal] = (await closed) as [number | null, string | null];
    assert.ok(
      killAfter === Infinity ? code === 0 : signal === 'SIGKILL',
      `the writer ended with ${code ?? signal}`,
    );
    return acknowledged;
  }

  beforeEach(() => {
    buildSync({
      entryPoints: [join(import.meta.dirname, 'journalWriter.ts')],
      outfile: join(folder(), 'writer.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
    });
  });

  it('loses nothing acknowledged and invents nothing through kills', async function () {
    this.timeout(0);
    const kills = draws(24, 1_000);
    const [seed = 1] = seeds(1);
    const random = seeded(seed);
    const acknowledged: number[] = [];
    for (let round = 0; round < kills; round++) {
      const together = 1 + Math.floor(random() * 8);
      const killAfter = 1 + Math.floor(random() * 20);
      acknowledged.push(...(await write([String(round * 100_000), '100000', String(together)], killAfter)));
      // What a crash in the middle of a write leaves; a kill alone rarely hits one.
      if (round % 3 === 0) await appendFile(path(), '{"id":"0000');
    }
    const { entries, unreadable } = await new FileJournal(path()).read();
    const found = new Map(entries.map(entry => [Number(entry.id), entry]));
    assert.equal(found.size, entries.length, `seed ${seed}: an entry came twice`);
    for (const number of acknowledged) {
      assert.deepEqual(found.get(number), sampleEntry(number), `seed ${seed}: entry ${number}`);
    }
    for (const [number, entry] of found)
      assert.deepEqual(entry, sampleEntry(number), `seed ${seed}: invented`);
    assert.ok(
      unreadable.length >= Math.floor(kills / 3) && unreadable.length <= kills,
      `seed ${seed}: ${unreadable.length} torn lines`,
    );
  });

  it('keeps 4 × 200 entries of four writers apart, all there and none twice', async () => {
    await Promise.all([0, 1, 2, 3].map(writer => write([String(writer * 1_000), '200', String(writer + 1)])));
    const { entries, unreadable } = await new FileJournal(path()).read();
    assert.deepEqual(unreadable, []);
    assert.equal(entries.length, 800);
    assert.equal(new Set(entries.map(entry => entry.id)).size, 800);
    for (const entry of entries) assert.deepEqual(entry, sampleEntry(Number(entry.id)));
  });
});
