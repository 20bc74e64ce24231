import assert from 'node:assert/strict';
import { appendFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { type JournalFiles, nodeJournalFiles } from '../../../src/core/timeline/journalFiles.ts';
import { JournalsTail, JournalTail } from '../../../src/core/timeline/journalTail.ts';
import { seeded, seeds } from '../seeded.ts';
import { sampleEntry } from './sampleEntries.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const line = (number: number) => `${JSON.stringify(sampleEntry(number))}\n`;

describe('The end of a journal', () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), 'timeline.jsonl');
  const numbers = ({ entries }: { readonly entries: readonly { readonly text: string }[] }) =>
    entries.map(({ text }) => Number(text.slice(6)));

  it('gives what was appended since the last look', async () => {
    const tail = new JournalTail(path());
    assert.deepEqual(await tail.read(), { anew: false, entries: [], unreadable: [] });
    await appendFile(path(), line(1) + line(2));
    const first = await tail.read();
    assert.deepEqual([first.anew, numbers(first)], [true, [1, 2]]);
    await appendFile(path(), line(3));
    const second = await tail.read();
    assert.deepEqual([second.anew, numbers(second)], [false, [3]]);
    assert.deepEqual(numbers(await tail.read()), []);
  });

  it('takes a line once it is whole, and says which are not', async () => {
    const tail = new JournalTail(path());
    await appendFile(path(), `${line(1)}garbage\n${line(2).slice(0, 40)}`);
    const torn = await tail.read();
    assert.deepEqual([numbers(torn), torn.unreadable.map(one => one.line)], [[1], [2, 3]]);
    await appendFile(path(), line(2).slice(40));
    const mended = await tail.read();
    assert.deepEqual([numbers(mended), mended.unreadable.map(one => one.line)], [[2], [2]]);
  });

  it('begins anew where another file stands there, or the same was cut', async () => {
    const tail = new JournalTail(path());
    await appendFile(path(), line(1) + line(2));
    await tail.read();
    await truncate(path(), line(1).length);
    const cut = await tail.read();
    assert.deepEqual([cut.anew, numbers(cut)], [true, [1]]);
    await writeFile(`${path()}.new`, line(4) + line(5));
    await rename(`${path()}.new`, path());
    const other = await tail.read();
    assert.deepEqual([other.anew, numbers(other)], [true, [4, 5]]);
    await rm(path());
    assert.deepEqual([(await tail.read()).anew, (await tail.read()).anew], [true, false]);
  });

  it('begins anew where another branch stands there, in the same file to all appearance', async () => {
    const tail = new JournalTail(path());
    await writeFile(path(), line(1) + line(2));
    await tail.read();
    // In place, as an inode that was given back is often the next one that is given out.
    await writeFile(path(), line(1) + line(3) + line(4) + line(5));
    const other = await tail.read();
    assert.deepEqual([other.anew, numbers(other), other.unreadable], [true, [1, 3, 4, 5], []]);
    await writeFile(path(), line(1) + line(3) + line(4) + line(6));
    const sameLength = await tail.read();
    assert.deepEqual([sameLength.anew, numbers(sameLength)], [true, [1, 3, 4, 6]]);
    await appendFile(path(), line(7));
    const grown = await tail.read();
    assert.deepEqual([grown.anew, numbers(grown)], [false, [7]]);
  });

  it('in pieces of any length is the whole journal, and says of what cannot be read what reading it all says', async () => {
    for (const seed of seeds(40)) {
      const random = seeded(seed);
      const text = Array.from({ length: 20 }, (_, number) =>
        random() < 0.15 ? 'nothing that is an entry…\n' : line(number),
      ).join('');
      const bytes = Buffer.from(text);
      await rm(path(), { force: true });
      const tail = new JournalTail(path());
      const seen: number[] = [];
      for (let at = 0; at < bytes.length;) {
        const piece = bytes.subarray(at, at + 1 + Math.floor(random() * 300));
        at += piece.length;
        await appendFile(path(), piece);
        seen.push(...numbers(await tail.read()));
      }
      const whole = await new FileJournal(path()).read();
      assert.deepEqual([...new Set(seen)], numbers(whole), `seed ${seed}`);
      assert.deepEqual((await tail.read()).unreadable, whole.unreadable, `seed ${seed}`);
    }
  });

  it('of several machines hands on again what a look that failed had read', async () => {
    const other = join(folder(), 'timeline-2345abcd.jsonl');
    await writeFile(path(), line(1));
    await writeFile(other, line(2));
    let locked = true;
    const files: JournalFiles = {
      ...nodeJournalFiles,
      journalsBeside: () => Promise.resolve([path(), other]),
      openToRead: one =>
        locked && one === other
          ? Promise.reject(Object.assign(new Error('locked'), { code: 'EACCES' }))
          : nodeJournalFiles.openToRead(one),
    };
    const tail = new JournalsTail(path(), files);
    await assert.rejects(tail.read(), /cannot be read/);
    locked = false;
    const first = await tail.read();
    assert.deepEqual([first.anew, numbers(first)], [true, [1, 2]]);
    await appendFile(path(), line(3));
    locked = true;
    await assert.rejects(tail.read());
    locked = false;
    assert.deepEqual(numbers(await tail.read()).includes(3), true);
  });

  it('of several machines gives what any of them appended, and begins anew where one of their files is gone', async () => {
    const other = join(folder(), 'timeline-2345abcd.jsonl');
    const tail = new JournalsTail(path());
    assert.deepEqual(numbers(await tail.read()), []);
    await appendFile(path(), line(1));
    await tail.read();
    await appendFile(other, line(2));
    const second = await tail.read();
    assert.deepEqual([second.anew, numbers(second)], [false, [2]]);
    await appendFile(other, `torn\n${line(3)}`);
    await appendFile(path(), line(4));
    const both = await tail.read();
    assert.deepEqual(numbers(both).sort(), [3, 4]);
    assert.deepEqual(
      both.unreadable.map(one => [one.file, one.line]),
      [['timeline-2345abcd.jsonl', 2]],
    );
    await rm(other);
    const left = await tail.read();
    assert.deepEqual([left.anew, numbers(left)], [true, [1, 4]]);
    await truncate(path(), line(1).length);
    const cut = await tail.read();
    assert.deepEqual([cut.anew, numbers(cut)], [true, [1]]);
  });
});
