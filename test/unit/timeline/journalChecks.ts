import assert from 'node:assert/strict';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import type { Journal } from '../../../src/core/timeline/journal.ts';
import type { JournalFiles } from '../../../src/core/timeline/journalFiles.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { sampleEntry } from './sampleEntries.ts';

/** Makes a journal at a path: FileJournal’s constructor, or a broken copy of it. */
export type MakeJournal = (path: string, files: JournalFiles) => Journal;

const line = (number: number) => `${JSON.stringify(sampleEntry(number))}\n`;
/** Twenty entries that are appended together. */
const batch = (number: number) => Array.from({ length: 20 }, (_, n) => sampleEntry(number * 20 + n));
const batchIds = (number: number) => batch(number).map(({ id }) => id);
const linesOf = (count: number) => Buffer.from(Array.from({ length: count }, (_, n) => line(n)).join(''));

/** What must hold of any journal in a file; each rejects where it does not. */
export const journalChecks = {
  async 'a power cut takes nothing that counts'(make: MakeJournal): Promise<void> {
    const files = new MemoryFiles();
    const journal = make('power.jsonl', files);
    for (let number = 0; number < 5; number++) {
      await journal.append(sampleEntry(number));
      files.cutPower();
      assert.equal((await journal.read()).entries.length, number + 1);
    }
  },

  async 'a file’s name is as durable as its first entry'(make: MakeJournal): Promise<void> {
    const files = new MemoryFiles();
    await make('name.jsonl', files).append(sampleEntry(1));
    files.cutPower();
    assert.deepEqual((await make('name.jsonl', files).read()).entries, [sampleEntry(1)]);
  },

  async 'cut at some bytes, what comes after counts'(make: MakeJournal): Promise<void> {
    const whole = linesOf(3);
    for (let cut = 1; cut < whole.length; cut += 7) await checkCut(make, whole, cut, 3);
  },

  async 'an entry that another window’s torn line swallowed is written again'(
    make: MakeJournal,
  ): Promise<void> {
    const files = new MemoryFiles();
    const journal = make('torn.jsonl', files);
    await journal.append(sampleEntry(1));
    let once = true;
    files.beforeWrite = () => {
      if (once) files.addFromElsewhere('{"id":"to');
      once = false;
    };
    await journal.append(sampleEntry(2));
    assert.deepEqual((await journal.read()).entries, [sampleEntry(1), sampleEntry(2)]);
  },

  async 'what counts stands at the path, whatever stood there before'(make: MakeJournal): Promise<void> {
    const files = new MemoryFiles();
    const journal = make('replaced.jsonl', files);
    await journal.append(sampleEntry(1));
    // Larger than what was written, so that its size alone says nothing.
    files.put(linesOf(40).subarray(line(0).length * 2));
    await journal.append(sampleEntry(100));
    assert.ok(has(await entriesOf(journal), 100), 'the entry is in a file that nobody sees');
  },

  async 'an entry that was written in part does not count'(make: MakeJournal): Promise<void> {
    const files = new MemoryFiles();
    const journal = make('short.jsonl', files);
    await journal.append(sampleEntry(1));
    files.shortenNextWrite(40);
    const counts = await journal.append(sampleEntry(2)).then(
      () => true,
      () => false,
    );
    assert.equal(has(await entriesOf(journal), 2), counts);
  },

  async 'an entry whose sync failed does not count'(make: MakeJournal): Promise<void> {
    const files = new MemoryFiles();
    const journal = make('sync.jsonl', files);
    await journal.append(sampleEntry(1));
    files.failNext('sync', 'EIO');
    await assert.rejects(journal.append(sampleEntry(2)));
  },

  async 'each entry is there once, in the order of the calls'(make: MakeJournal): Promise<void> {
    const files = new MemoryFiles();
    const journal = make('order.jsonl', files);
    await Promise.all(Array.from({ length: 50 }, (_, number) => journal.append(sampleEntry(number))));
    assert.equal(files.text, linesOf(50).toString('utf8'));
  },

  async 'a batch that was written in part does not count, and does once it is appended again'(
    make: MakeJournal,
  ): Promise<void> {
    const whole = linesOf(20);
    // At its ends, at the ends of its lines, and in between.
    const ends = [line(0).length, whole.length - line(19).length];
    const cuts = [0, 1, ...ends.flatMap(end => [end - 1, end, end + 1]), whole.length - 1];
    for (let cut = 40; cut < whole.length; cut += 211) cuts.push(cut);
    for (const cut of cuts) {
      const files = new MemoryFiles();
      const journal = make('batch.jsonl', files);
      files.shortenNextWrite(cut);
      await assert.rejects(journal.appendAll(batch(0)), `cut at byte ${cut}`);
      await journal.appendAll(batch(0));
      assert.deepEqual(await idsIn(journal), batchIds(0), `cut at byte ${cut}`);
      assert.ok(files.text.endsWith(whole.toString('utf8')), `cut at byte ${cut}: it is not whole`);
    }
  },

  async 'batches of two windows at the same time stand whole, each once'(make: MakeJournal): Promise<void> {
    const files = new MemoryFiles();
    const windows = [make('two.jsonl', files), make('two.jsonl', files)];
    for (let round = 0; round < 5; round++) {
      const appends = windows.map((journal, place) => journal.appendAll(batch(2 * round + place)));
      await assert.doesNotReject(Promise.all(appends));
    }
    const { entries, unreadable } = await windows[0]!.read();
    assert.deepEqual(unreadable, []);
    assert.equal(entries.length, 10 * 20);
    const batches = Array.from({ length: 10 }, (_, number) => entries.slice(number * 20, number * 20 + 20));
    batches.sort(([one], [other]) => Number(one!.id) - Number(other!.id));
    assert.deepEqual(
      batches,
      Array.from({ length: 10 }, (_, number) => batch(number)),
    );
  },

  async 'a batch counts whole although another window’s was torn at the same time'(
    make: MakeJournal,
  ): Promise<void> {
    const files = new MemoryFiles();
    const windows = [make('two.jsonl', files), make('two.jsonl', files)];
    for (let round = 0; round < 10; round++) {
      files.shortenNextWrite(50 + round * 301);
      const appends = windows.map((journal, place) => journal.appendAll(batch(2 * round + place)));
      const refused = (await Promise.allSettled(appends)).map(({ status }) => status === 'rejected');
      assert.equal(refused.filter(Boolean).length, 1, 'the torn one alone is refused');
      const torn = refused.indexOf(true);
      const held = await idsIn(windows[0]!);
      const other = batchIds(2 * round + 1 - torn);
      assert.deepEqual(
        held.filter(id => other.includes(id)),
        other,
      );
      await windows[torn]!.appendAll(batch(2 * round + torn));
    }
    const all = Array.from({ length: 20 }, (_, number) => batchIds(number)).flat();
    assert.deepEqual(await idsIn(windows[1]!), all);
  },
} satisfies Record<string, (make: MakeJournal) => Promise<void>>;

/**
 * Cuts what `whole` holds at a byte and appends one entry: every whole record reads, none is invented, the torn one is
 * reported, the new one counts, and nothing that stood there was changed.
 * @param records how many lines `whole` has
 */
export async function checkCut(
  make: MakeJournal,
  whole: Buffer,
  cut: number,
  records: number,
): Promise<void> {
  const files = new MemoryFiles();
  files.put(whole.subarray(0, cut));
  const journal = make('cut.jsonl', files);
  const added = sampleEntry(records, { text: 'after the crash' });
  await journal.append(added);
  const { entries, unreadable } = await journal.read();
  const place = `cut at byte ${cut}`;
  let ends = 0;
  for (let at = whole.indexOf(0x0a); at !== -1 && at < cut; at = whole.indexOf(0x0a, at + 1)) ends++;
  // One byte before the newline the record is whole as well.
  const readable = whole[cut] === 0x0a ? ends + 1 : ends;
  assert.equal(entries.length, readable + 1, place);
  assert.deepEqual(entries[readable], added, place);
  if (readable > 0) assert.deepEqual(entries[readable - 1], sampleEntry(readable - 1), place);
  for (let number = 0; number < readable; number++)
    assert.equal(entries[number]!.id, sampleEntry(number).id, place);
  const torn = readable === ends && cut > 0 && whole[cut - 1] !== 0x0a;
  assert.deepEqual(
    unreadable.map(found => found.line),
    torn ? [ends + 1] : [],
    place,
  );
  assert.ok(
    files.file!.bytes.subarray(0, cut).equals(whole.subarray(0, cut)),
    `${place}: what stood there was changed`,
  );
}

/** In the order of the timeline. */
async function idsIn(journal: Journal): Promise<readonly string[]> {
  return timelineView(await journal.read()).entries.map(({ id }) => id);
}

async function entriesOf(journal: Journal): Promise<readonly TimelineEntry[]> {
  return (await journal.read()).entries;
}

function has(entries: readonly TimelineEntry[], number: number): boolean {
  return entries.some(entry => Number(entry.id) === number);
}
