import assert from 'node:assert/strict';
import type { JournalFiles } from '../../../src/core/timeline/journalFiles.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { JournalTail } from '../../../src/core/timeline/journalTail.ts';
import { longestLine } from '../../../src/core/timeline/journalLines.ts';
import { readJournal } from '../../../src/core/timeline/readJournal.ts';
import { collectGarbage } from './garbage.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { sampleEntry } from './sampleEntries.ts';

const MB = 1024 * 1024;
const line = (number: number) => Buffer.from(`${JSON.stringify(sampleEntry(number))}\n`);
const numbers = (entries: readonly { readonly text: string }[]) =>
  entries.map(({ text }) => Number(text.slice(6)));

/** A file that begins and ends with these bytes and has so many `x` between them, none of which takes memory. */
function filesWith(head: Buffer, filling: number, tail: Buffer): JournalFiles {
  const size = head.length + filling + tail.length;
  const read = (into: Uint8Array, position: number) => {
    if (position < head.length) return head.copy(into, 0, position);
    const left = head.length + filling - position;
    if (left <= 0) return tail.copy(into, 0, position - head.length - filling);
    const length = Math.min(left, into.length);
    into.fill(0x78, 0, length);
    return length;
  };
  const files = new MemoryFiles();
  files.openToRead = async () => ({
    state: async () => ({ identity: 'one', size }),
    read: async (into, position) => read(into, position),
    write: () => Promise.reject(new Error('It is only read.')),
    sync: () => Promise.reject(new Error('It is only read.')),
    close: async () => {},
  });
  return files;
}

describe('A line of a journal', () => {
  it('that is longer than any string can be is reported with how it begins, and keeps nothing from being read', async () => {
    const files = filesWith(
      Buffer.concat([line(1), Buffer.from('{"id":"')]),
      600 * MB,
      Buffer.concat([Buffer.from('\n'), line(2)]),
    );
    const { entries, unreadable } = await readJournal(files, 'timeline.jsonl');
    assert.deepEqual(numbers(entries), [1, 2]);
    assert.deepEqual(
      unreadable.map(one => [one.line, one.text]),
      [[2, `{"id":"${'x'.repeat(200 - 7)}`]],
    );
    assert.match(unreadable[0]!.reason, /longer than 32 MB/);
  });

  it('that never ends is reported as well, and what stands before it is read once', async () => {
    const files = filesWith(line(1), longestLine + 10 * MB, Buffer.alloc(0));
    const tail = new JournalTail('timeline.jsonl', files);
    for (const seen of [[1], []]) {
      const { entries, unreadable } = await tail.read();
      assert.deepEqual(numbers(entries), seen);
      assert.deepEqual(
        unreadable.map(one => one.line),
        [2],
      );
      assert.match(unreadable[0]!.reason, /longer than 32 MB/);
    }
  });

  it('is read up to the limit, to the byte', async () => {
    const whole = (length: number) => {
      const around = JSON.stringify(sampleEntry(1, { text: '' })).length;
      return Buffer.from(
        `${JSON.stringify(sampleEntry(1, { text: 'x'.repeat(length - around) }))}\n${JSON.stringify(sampleEntry(2))}`,
      );
    };
    const read = (length: number) =>
      readJournal(filesWith(whole(length), 0, Buffer.alloc(0)), 'timeline.jsonl');
    assert.equal((await read(longestLine)).entries.length, 2);
    const longer = await read(longestLine + 1);
    assert.deepEqual([numbers(longer.entries), longer.unreadable.length], [[2], 1]);
  });

  it('is read where it holds the longest answer of a provider, however it has to be escaped', async () => {
    const files = new MemoryFiles();
    const journal = new FileJournal('timeline.jsonl', files);
    const text = '"\\\n'.repeat((8 * MB) / 3);
    await journal.append(sampleEntry(1, { text }));
    const { entries, unreadable } = await journal.read();
    assert.deepEqual([entries[0]?.text === text, unreadable], [true, []]);
  });

  it('that is damaged keeps no more of itself in memory than what is shown of it', async () => {
    const damaged = Buffer.from(`${'x'.repeat(120_000)}\n`.repeat(300));
    await collectGarbage();
    const before = process.memoryUsage().heapUsed;
    const { unreadable } = await readJournal(filesWith(damaged, 0, Buffer.alloc(0)), 'timeline.jsonl');
    await collectGarbage();
    const kept = process.memoryUsage().heapUsed - before;
    assert.equal(unreadable.length, 300);
    assert.ok(kept < 5 * MB, `${kept} bytes`);
  });
});
