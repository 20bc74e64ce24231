import assert from 'node:assert/strict';
import { JournalWriteError } from '../../../src/core/errors.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { sampleEntry } from './sampleEntries.ts';
import { draws, seeded, seeds } from '../seeded.ts';

const line = (number: number) => `${JSON.stringify(sampleEntry(number))}\n`;

describe('FileJournal when things fail', () => {
  it('cut at any byte, gives back every whole record, invents none and loses nothing that comes after', async function () {
    this.timeout(30_000);
    const records = 60;
    const whole = Buffer.from(Array.from({ length: records }, (_, number) => line(number)).join(''));
    const added = sampleEntry(records, { text: 'after the crash' });
    let ends = 0;
    for (let cut = 0; cut <= whole.length; cut++) {
      if (cut > 0 && whole[cut - 1] === 0x0a) ends++;
      const files = new MemoryFiles();
      files.put(whole.subarray(0, cut));
      const journal = new FileJournal('cut.jsonl', files);
      await journal.append(added);
      const { entries, unreadable } = await journal.read();
      // One byte before the newline the record is whole as well.
      const readable = whole[cut] === 0x0a ? ends + 1 : ends;
      const place = `cut at byte ${cut}`;
      assert.equal(entries.length, readable + 1, place);
      assert.equal(entries[readable]?.text, 'after the crash', place);
      if (readable > 0) assert.deepEqual(entries[readable - 1], sampleEntry(readable - 1), place);
      const torn = readable === ends && whole[cut - 1] !== 0x0a && cut > 0;
      assert.deepEqual(
        unreadable.map(found => found.line),
        torn ? [ends + 1] : [],
        place,
      );
      assert.ok(
        files.text.startsWith(whole.toString('utf8', 0, cut)),
        `${place}: what stood there was changed`,
      );
    }
  });

  it('counts an entry only when a power cut cannot take it away', async () => {
    const files = new MemoryFiles();
    const journal = new FileJournal('power.jsonl', files);
    for (let number = 0; number < 5; number++) {
      await journal.append(sampleEntry(number));
      files.cutPower();
      assert.equal((await journal.read()).entries.length, number + 1);
    }
  });

  it('shares a sync among entries that wait together', async () => {
    const files = new MemoryFiles();
    const journal = new FileJournal('group.jsonl', files);
    await Promise.all(Array.from({ length: 100 }, (_, number) => journal.append(sampleEntry(number))));
    assert.ok(files.counts.get('sync')! <= 3, `${files.counts.get('sync')} syncs`);
    assert.equal(files.counts.get('write'), files.counts.get('sync'));
    assert.equal(files.text, Array.from({ length: 100 }, (_, number) => line(number)).join(''));
  });

  const faults: readonly { name: string; arrange(files: MemoryFiles): void; says: RegExp }[] = [
    { name: 'a full disk', arrange: files => files.failNext('write', 'ENOSPC'), says: /the disk is full/ },
    { name: 'a short write', arrange: files => files.shortenNextWrite(40), says: /only a part/ },
    {
      name: 'a sync that fails',
      arrange: files => files.failNext('sync', 'EIO'),
      says: /disk reported an error/,
    },
    { name: 'no right to the file', arrange: files => files.failNext('open', 'EACCES'), says: /no right/ },
    {
      name: 'a folder that cannot be synced',
      arrange: files => files.failNext('syncFolder', 'EIO'),
      says: /error/,
    },
    {
      name: 'a file that cannot be looked at',
      arrange: files => files.failNext('stateAtPath', 'EIO'),
      says: /error/,
    },
  ];
  for (const { name, arrange, says } of faults) {
    it(`after ${name} keeps the text in the error and can be appended again`, async () => {
      const files = new MemoryFiles();
      const journal = new FileJournal('fault.jsonl', files);
      const heard: string[] = [];
      journal.onDidAppend(entry => heard.push(entry.text));
      arrange(files);
      await assert.rejects(journal.append(sampleEntry(1, { text: 'rolled back to 1.4' })), error => {
        assert.ok(error instanceof JournalWriteError);
        assert.match(error.message, /“rolled back to 1\.4”/);
        assert.match(error.message, says);
        return true;
      });
      assert.deepEqual(heard, []);
      await journal.append(sampleEntry(2));
      const { entries } = await journal.read();
      assert.deepEqual(entries.at(-1), sampleEntry(2));
      assert.deepEqual(heard, ['entry 2']);
    });
  }

  it('refuses all entries of a group that failed, each with its own text', async () => {
    const files = new MemoryFiles();
    const journal = new FileJournal('group.jsonl', files);
    await journal.append(sampleEntry(0));
    const first = journal.append(sampleEntry(1));
    files.failNext('write', 'ENOSPC');
    const results = await Promise.allSettled([
      first,
      journal.append(sampleEntry(2)),
      journal.append(sampleEntry(3)),
    ]);
    assert.deepEqual(
      results.map(result => result.status === 'rejected' && /“(.*)”/.exec(String(result.reason))?.[1]),
      [false, 'entry 2', 'entry 3'],
    );
    await journal.append(sampleEntry(4));
    assert.deepEqual((await journal.read()).entries, [sampleEntry(0), sampleEntry(1), sampleEntry(4)]);
  });

  it('does not count an entry that another window’s torn line swallowed: it writes it again', async () => {
    const files = new MemoryFiles();
    const journal = new FileJournal('torn.jsonl', files);
    await journal.append(sampleEntry(1));
    let once = true;
    files.beforeWrite = () => {
      if (once) files.addFromElsewhere('{"id":"to');
      once = false;
    };
    await journal.append(sampleEntry(2));
    const { entries, unreadable } = await journal.read();
    assert.deepEqual(entries, [sampleEntry(1), sampleEntry(2)]);
    assert.equal(unreadable.length, 1);
  });

  it('leaves another window’s whole lines alone and writes its own once', async () => {
    const files = new MemoryFiles();
    const journal = new FileJournal('two.jsonl', files);
    let other = 100;
    files.beforeWrite = () => files.addFromElsewhere(line(other++));
    for (let number = 0; number < 10; number++) await journal.append(sampleEntry(number));
    const { entries, unreadable } = await journal.read();
    assert.deepEqual(unreadable, []);
    assert.equal(entries.length, 20);
    assert.equal(new Set(entries.map(entry => entry.id)).size, 20);
  });

  it('keeps every acknowledged entry through seeded sequences of faults', async function () {
    this.timeout(0);
    for (const seed of seeds(draws(300, 10_000))) {
      const random = seeded(seed);
      const files = new MemoryFiles();
      const journal = new FileJournal('seeded.jsonl', files);
      const acknowledged: string[] = [];
      for (let number = 0; number < 20; number++) {
        const chance = random();
        if (chance < 0.1) files.failNext('write', 'ENOSPC');
        else if (chance < 0.2) files.shortenNextWrite(Math.floor(random() * 200));
        else if (chance < 0.3) files.failNext('sync', 'EIO');
        else if (chance < 0.35) files.failNext('stateAtPath', 'EIO');
        else if (chance < 0.4) files.cutPower();
        else if (chance < 0.5 && files.file) files.addFromElsewhere('{"torn');
        const entry = sampleEntry(number);
        await journal.append(entry).then(
          () => acknowledged.push(entry.id),
          error => assert.ok(error instanceof JournalWriteError, `seed ${seed}`),
        );
      }
      files.cutPower();
      const found = new Set((await journal.read()).entries.map(entry => entry.id));
      const lost = acknowledged.filter(id => !found.has(id));
      assert.deepEqual(lost, [], `seed ${seed} lost acknowledged entries`);
    }
  });
});
