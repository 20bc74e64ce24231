import assert from 'node:assert/strict';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalWriteError, NotPossibleError } from '../../../src/core/errors.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { incidentFolder } from '../../../src/core/timeline/journalFolder.ts';
import { KeptJournal } from '../../../src/core/timeline/keptJournal.ts';
import { Scribe } from '../../../src/core/timeline/scribe.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { draws, seeded, seeds } from '../seeded.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { sampleEntry, sampleIncident, START } from './sampleEntries.ts';
import { temporaryFolder } from './temporaryFolder.ts';

describe('KeptJournal', () => {
  const folder = temporaryFolder();
  let files: MemoryFiles;
  let clock: FakeClock;
  let journal: KeptJournal;
  const numbers = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => Number(id));
  const written = async () => numbers((await new FileJournal('timeline.jsonl', files).read()).entries);

  beforeEach(() => {
    files = new MemoryFiles();
    clock = new FakeClock(START);
    const file = new FileJournal('timeline.jsonl', files);
    journal = new KeptJournal({ location: 'timeline.jsonl', open: async () => file, clock });
  });
  afterEach(() => journal.dispose());

  it('says that an entry was not saved, keeps it and reads it with the rest', async () => {
    await journal.append(sampleEntry(1));
    files.failNext('write', 'ENOSPC');
    await assert.rejects(journal.append(sampleEntry(2)), (error: unknown) => {
      assert.ok(error instanceof JournalWriteError);
      assert.match(error.message, /“entry 2”.*the disk is full/);
      assert.match(error.nextStep, /kept/);
      return true;
    });
    assert.deepEqual(numbers(journal.unsaved), [2]);
    assert.deepEqual(numbers((await journal.read()).entries), [1, 2]);
    assert.deepEqual(await written(), [1]);
  });

  it('reads what it saves while it reads', async () => {
    const file = new FileJournal('timeline.jsonl', files);
    const slow: KeptJournal = new KeptJournal({
      ...{ location: file.location, clock },
      open: async () => ({
        location: file.location,
        onDidAppend: file.onDidAppend,
        append: entry => file.append(entry),
        appendAll: entries => file.appendAll(entries),
        read: async () => {
          const content = await file.read();
          await slow.retry();
          return content;
        },
      }),
    });
    files.failNext('write', 'ENOSPC');
    await assert.rejects(slow.append(sampleEntry(1)), JournalWriteError);
    assert.deepEqual(numbers((await slow.read()).entries), [1]);
    assert.deepEqual(await written(), [1]);
    slow.dispose();
  });

  it('keeps all of several that could not be written together, and says how many', async () => {
    files.failNext('sync', 'ENOSPC');
    const together = [sampleEntry(1), sampleEntry(2)];
    await assert.rejects(journal.appendAll(together), /^JournalWriteError: 2 entries were not saved/);
    assert.deepEqual(numbers(journal.unsaved), [1, 2]);
    const counted: number[] = [];
    journal.onDidAppend(entry => counted.push(Number(entry.id)));
    await journal.appendAll([sampleEntry(3), sampleEntry(4)]);
    assert.deepEqual([counted, journal.unsaved], [[1, 2, 3, 4], []]);
    assert.deepEqual([...new Set(await written())], [1, 2, 3, 4]);
  });

  it('appends nothing without a word where nothing can be written', async () => {
    const open = () => Promise.reject(new NotPossibleError('Gone.', 'Bring it back.'));
    const gone = new KeptJournal({ location: 'gone', clock, open });
    await gone.appendAll([]);
    await assert.rejects(gone.append(sampleEntry(1)), JournalWriteError);
    await gone.appendAll([]);
    assert.deepEqual(numbers(gone.unsaved), [1]);
    gone.dispose();
  });

  it('writes thousands that it keeps with few syncs, telling of each lot once', async () => {
    const many = Array.from({ length: 5_000 }, (_, number) => sampleEntry(number));
    files.failNext('write', 'ENOSPC');
    await assert.rejects(journal.appendAll(many));
    const before = files.counts.get('sync') ?? 0;
    let told = 0;
    const counted: number[] = [];
    journal.onDidChangeUnsaved(() => told++);
    journal.onDidAppend(entry => counted.push(Number(entry.id)));
    await journal.append(sampleEntry(5_000));
    assert.equal(files.counts.get('sync')! - before, 26);
    assert.equal(told, 25);
    const all = Array.from({ length: 5_001 }, (_, number) => number);
    assert.deepEqual([counted, await written(), journal.unsaved], [all, all, []]);
  });

  it('tries no more than a lot of what it keeps, by count or by size, and keeps what is left', async () => {
    const long = Array.from({ length: 10 }, (_, n) => sampleEntry(n, { text: 'é'.repeat(50_000) }));
    const huge = sampleEntry(10, { text: 'x'.repeat(300_000) });
    files.failNext('write', 'ENOSPC');
    await assert.rejects(journal.appendAll([...long, huge, sampleEntry(11)]));
    files.beforeWrite = () => {
      if (files.text.length > 0) files.failNext('write', 'ENOSPC');
    };
    await journal.retry();
    assert.deepEqual(await written(), [0, 1]);
    assert.deepEqual(numbers(journal.unsaved), [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    files.beforeWrite = () => {};
    await journal.retry();
    assert.deepEqual(await written(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert.deepEqual(journal.unsaved, []);
  });

  it('keeps what took the place of an entry while that was being written', async () => {
    const source = { type: 'run', id: 'run-1' } as const;
    const run = (number: number) => sampleEntry(number, { kind: 'run', source });
    files.failNext('write', 'ENOSPC');
    files.failNext('write', 'ENOSPC');
    const first = assert.rejects(journal.append(run(1)));
    const second = assert.rejects(journal.append(run(2)));
    await first;
    assert.deepEqual(numbers(journal.unsaved), [1]);
    // It waits behind the other, which fails meanwhile.
    await journal.retry();
    await second;
    assert.deepEqual([await written(), journal.unsaved], [[1, 2], []]);
  });

  it('writes what it keeps before the next entry, in its order, and keeps it no more', async () => {
    files.failNext('write', 'ENOSPC');
    await assert.rejects(journal.append(sampleEntry(1)));
    files.failNext('write', 'ENOSPC');
    files.failNext('write', 'ENOSPC');
    await assert.rejects(journal.append(sampleEntry(2)));
    assert.deepEqual(numbers(journal.unsaved), [1, 2]);
    await journal.append(sampleEntry(3));
    assert.deepEqual(await written(), [1, 2, 3]);
    assert.deepEqual(journal.unsaved, []);
    assert.equal(clock.pending, 0);
  });

  it('tries again by itself until it is saved, and tells of it', async () => {
    let told = 0;
    const counted: number[] = [];
    journal.onDidChangeUnsaved(() => told++);
    journal.onDidAppend(entry => counted.push(Number(entry.id)));
    files.failNext('sync', 'EIO');
    await assert.rejects(journal.append(sampleEntry(1)));
    assert.equal(told, 1);
    files.failNext('open', 'EIO');
    await clock.advance(30_000);
    await settle();
    assert.deepEqual(numbers(journal.unsaved), [1]);
    await clock.advance(30_000);
    await settle();
    assert.deepEqual(journal.unsaved, []);
    assert.equal(told, 2);
    assert.deepEqual(counted, [1]);
    assert.equal(clock.pending, 0);
  });

  it('counts an entry once that had reached the disk although its sync failed', async () => {
    files.failNext('sync', 'EIO');
    await assert.rejects(journal.append(sampleEntry(1)));
    await journal.retry();
    const view = timelineView(await journal.read());
    assert.deepEqual(
      view.entries.map(({ entry }) => entry),
      [sampleEntry(1)],
    );
  });

  it('keeps an entry and what amends it, also where both tell of the same', async () => {
    const told = { kind: 'changed', data: { action: 'outbox-1' } } as const;
    files.failNext('write', 'ENOSPC');
    await assert.rejects(journal.append(sampleEntry(1, told)));
    files.failNext('write', 'ENOSPC');
    files.failNext('write', 'ENOSPC');
    await assert.rejects(journal.append(sampleEntry(2, { ...told, amends: sampleEntry(1).id })));
    await journal.retry();
    assert.deepEqual(await written(), [1, 2]);
  });

  it('keeps a run once that somebody had recorded again and again', async () => {
    const source = { type: 'run', id: 'run-1' } as const;
    for (const number of [1, 2, 3]) {
      files.failNext('write', 'ENOSPC');
      files.failNext('write', 'ENOSPC');
      await assert.rejects(journal.append(sampleEntry(number, { kind: 'run', source })));
    }
    assert.equal(journal.unsaved.length, 1);
  });

  it('keeps what is written while its folder cannot be made, and saves it once it can', async () => {
    let possible = false;
    const late = new KeptJournal({
      location: 'timeline.jsonl',
      clock,
      open: async () => {
        if (possible) return new FileJournal('timeline.jsonl', files);
        throw new NotPossibleError('The folder cannot be made.', 'Mend it.');
      },
    });
    await assert.rejects(late.append(sampleEntry(1)), /“entry 1” was not saved: The folder cannot be made/);
    possible = true;
    await clock.advance(30_000);
    assert.deepEqual(await written(), [1]);
    late.dispose();
  });

  it('copies everything to another journal, and goes on keeping what its own place lacks', async () => {
    await journal.append(sampleEntry(1));
    files.failNext('write', 'ENOSPC');
    await assert.rejects(journal.append(sampleEntry(2)));
    const elsewhere = new FileJournal(join(folder(), 'saved.jsonl'));
    await journal.copyTo(elsewhere);
    assert.deepEqual(numbers((await elsewhere.read()).entries), [1, 2]);
    assert.equal(journal.copiedTo, elsewhere.location);
    assert.deepEqual(numbers(journal.unsaved), [2]);
    files.failNext('write', 'ENOSPC');
    files.failNext('write', 'ENOSPC');
    await assert.rejects(journal.append(sampleEntry(3)));
    assert.equal(journal.copiedTo, null, 'entry 3 is in no copy');
    await elsewhere.close();
  });

  it('does not say that all is copied where something was kept meanwhile', async () => {
    files.failNext('write', 'ENOSPC');
    await assert.rejects(journal.append(sampleEntry(1)));
    const elsewhere = new FileJournal('saved.jsonl', new MemoryFiles());
    const append = elsewhere.append.bind(elsewhere);
    elsewhere.append = async entry => {
      files.failNext('write', 'ENOSPC');
      files.failNext('write', 'ENOSPC');
      await assert.rejects(journal.append(sampleEntry(2)));
      await append(entry);
    };
    await journal.copyTo(elsewhere);
    assert.deepEqual(numbers(journal.unsaved), [1, 2]);
    assert.equal(journal.copiedTo, null);
  });

  it('copies what it keeps where the rest cannot be read', async () => {
    const lost = new KeptJournal({
      location: 'gone',
      clock,
      open: () => Promise.reject(new NotPossibleError('Gone.', 'Bring it back.')),
    });
    await assert.rejects(lost.append(sampleEntry(1)));
    const elsewhere = new FileJournal(join(folder(), 'saved.jsonl'));
    await lost.copyTo(elsewhere);
    assert.deepEqual((await elsewhere.read()).entries, [sampleEntry(1)]);
    await elsewhere.close();
    lost.dispose();
  });

  it('says that a copy was not written', async () => {
    const elsewhere = new FileJournal(join(folder(), 'no', 'such', 'folder.jsonl'));
    await journal.append(sampleEntry(1));
    await assert.rejects(journal.copyTo(elsewhere), JournalWriteError);
    assert.equal(journal.copiedTo, null);
  });

  it('loses nothing on a real disk whose folder goes away and comes back', async () => {
    const root = join(folder(), 'incidents');
    const opened: FileJournal[] = [];
    const open = async () => {
      const file = new FileJournal((await incidentFolder(root, sampleIncident)).journal);
      opened.push(file);
      return file;
    };
    const real = new KeptJournal({ location: root, clock, open });
    await real.append(sampleEntry(1));
    const { journal: path } = await incidentFolder(root, sampleIncident);
    const before = await readFile(path);
    await rm(root, { recursive: true });
    // A file in the folder’s place: nothing can be made there.
    const blocker = new FileJournal(root);
    await blocker.append(sampleEntry(0));
    await blocker.close();
    await assert.rejects(real.append(sampleEntry(2)), JournalWriteError);
    await rm(root);
    await mkdir(join(root, '2026-11-22-Q1ABC'), { recursive: true });
    const restored = new FileJournal(path);
    for (const line of before.toString('utf8').trimEnd().split('\n'))
      await restored.append(JSON.parse(line) as ReturnType<typeof sampleEntry>);
    await restored.close();
    await real.append(sampleEntry(3));
    assert.deepEqual(numbers((await new FileJournal(path).read()).entries), [1, 2, 3]);
    for (const file of opened) await file.close();
    real.dispose();
  });

  it('has every entry once in the end, through seeded faults', async () => {
    for (const seed of seeds(draws(100, 3_000))) {
      const random = seeded(seed);
      const disk = new MemoryFiles();
      const file = new FileJournal('timeline.jsonl', disk);
      const one = new KeptJournal({ location: 'timeline.jsonl', open: async () => file, clock });
      const steps = ['open', 'write', 'sync', 'stateAtPath', 'state'] as const;
      for (let number = 0; number < 20; number++) {
        if (random() < 0.4) disk.failNext(steps[Math.floor(random() * steps.length)]!, 'EIO');
        if (random() < 0.1) disk.shortenNextWrite(Math.floor(random() * 100));
        if (random() < 0.2) await clock.advance(30_000);
        await one.append(sampleEntry(number)).catch(() => undefined);
      }
      disk.heal();
      await one.retry();
      assert.deepEqual(one.unsaved, [], `seed ${seed}`);
      const view = timelineView(await new FileJournal('timeline.jsonl', disk).read());
      assert.deepEqual(
        numbers(view.entries),
        Array.from({ length: 20 }, (_, number) => number),
        `seed ${seed}`,
      );
      one.dispose();
    }
  });

  it('has an import refused while any of its rows is in memory only, and only then', async () => {
    const author = () => 'Ada';
    const scribe = new Scribe({ journalOf: async () => journal, clock, random: seeded(7), author });
    const row = (id: string) => ({ id, at: sampleEntry(1).at, author: '', kind: 'note' as const, text: id });
    const importing = (...ids: string[]) => scribe.recordImported(sampleIncident, ids.map(row), 'old.csv');
    const full = () => files.failNext('write', 'ENOSPC');
    assert.equal(await importing('a'), 1);
    full();
    await assert.rejects(importing('b', 'c'), JournalWriteError);
    full();
    await assert.rejects(importing('b', 'c'), /^JournalWriteError: 2 of these entries are not saved yet\.$/);
    full();
    await assert.rejects(importing('a', 'b'), /^JournalWriteError: One of these entries is not saved yet\.$/);
    full();
    await assert.rejects(importing('b', 'd'), /^JournalWriteError: One of these entries is not saved yet\.$/);
    full();
    assert.equal(await importing('a', 'd'), 0, 'what is on disk is there already');
    assert.equal(journal.unsaved.length, 2);
    assert.equal(await importing('a', 'b', 'c', 'd'), 0);
    assert.deepEqual(journal.unsaved, []);
    assert.equal((await written()).length, 4);
  });

  it('keeps what the Scribe writes, although the journal cannot even be read to look for it', async () => {
    const scribe = new Scribe({
      journalOf: async () => broken,
      clock,
      random: seeded(7),
      author: () => 'Ada',
    });
    const broken = new KeptJournal({
      location: 'gone',
      clock,
      open: () => Promise.reject(new NotPossibleError('Gone.', 'Bring it back.')),
    });
    await assert.rejects(scribe.addEntry(sampleIncident, 'rolled back', START), JournalWriteError);
    await assert.rejects(scribe.recordAction(sampleIncident, 'P1', START, 'a1'), JournalWriteError);
    assert.deepEqual(
      broken.unsaved.map(({ text }) => text),
      ['rolled back', 'P1'],
    );
    broken.dispose();
  });
});
