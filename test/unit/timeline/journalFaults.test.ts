import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { JournalWriteError } from '../../../src/core/errors.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { checkCut } from './journalChecks.ts';
import { MemoryFiles, slowly } from './memoryFiles.ts';
import { sampleEntry } from './sampleEntries.ts';
import { draws, seeded, seeds } from '../seeded.ts';

const line = (number: number) => `${JSON.stringify(sampleEntry(number))}\n`;

describe('FileJournal when things fail', () => {
  it('cut at any byte, gives back every whole record, invents none and loses nothing that comes after', async function () {
    this.timeout(0);
    const records = 200;
    const whole = Buffer.from(Array.from({ length: records }, (_, number) => line(number)).join(''));
    assert.ok(whole.length >= 25_000, `${whole.length} cuts`);
    for (let cut = 0; cut <= whole.length; cut++)
      await checkCut((path, files) => new FileJournal(path, files), whole, cut, records);
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

  it('keeps order and counts each entry on a disk as slow as a network’s', async () => {
    const files = new MemoryFiles();
    const journal = new FileJournal(
      'slow.jsonl',
      slowly(files, () => sleep(5)),
    );
    const counted: number[] = [];
    const appends = Array.from({ length: 60 }, async (_, number) => {
      if (number % 7 === 0) await sleep(number);
      await journal.append(sampleEntry(number));
      counted.push(number);
    });
    assert.equal(files.text, '', 'nothing waits for the disk');
    await Promise.all(appends);
    const { entries } = await journal.read();
    assert.deepEqual(
      entries.map(entry => Number(entry.id)),
      counted,
    );
    assert.equal(new Set(counted).size, 60);
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
