import assert from 'node:assert/strict';
import { appendFile, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalWriteError, NotPossibleError } from '../../../src/core/errors.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { sampleEntry } from './sampleEntries.ts';
import { temporaryFolder } from './temporaryFolder.ts';

describe('FileJournal on a real disk', () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), 'timeline.jsonl');
  const opened: FileJournal[] = [];
  const journal = (at = path()) => {
    const made = new FileJournal(at);
    opened.push(made);
    return made;
  };
  afterEach(async () => {
    for (const made of opened.splice(0)) await made.close();
  });

  it('is empty where there is no file yet, and makes none by reading', async () => {
    assert.deepEqual(await journal().read(), { entries: [], unreadable: [] });
    await assert.rejects(stat(path()));
  });

  it('gives back what was appended, whole and in the order of the calls', async () => {
    const entries = Array.from({ length: 50 }, (_, number) =>
      sampleEntry(number, {
        text: `line\nbreak, “quotes”, \u{1F525} ${number}`,
        data: { n: [number, null, { a: true }] },
      }),
    );
    const one = journal();
    await Promise.all(entries.map(entry => one.append(entry)));
    assert.deepEqual((await journal().read()).entries, entries);
    assert.equal((await readFile(path(), 'utf8')).split('\n').length, 51, 'a line an entry and nothing more');
  });

  it('tells listeners of each entry once it counts', async () => {
    const one = journal();
    const heard: string[] = [];
    one.onDidAppend(entry => heard.push(entry.text));
    await one.append(sampleEntry(1));
    await one.append(sampleEntry(2));
    assert.deepEqual(heard, ['entry 1', 'entry 2']);
  });

  it('keeps the file to its owner', async function () {
    if (process.platform === 'win32') return;
    await journal().append(sampleEntry(1));
    assert.equal((await stat(path())).mode & 0o777, 0o600);
  });

  it('takes a last line without its newline for an entry where it is whole', async () => {
    await writeFile(path(), JSON.stringify(sampleEntry(1)));
    const one = journal();
    assert.deepEqual((await one.read()).entries, [sampleEntry(1)]);
    await one.append(sampleEntry(2));
    assert.deepEqual((await one.read()).entries, [sampleEntry(1), sampleEntry(2)]);
  });

  it('reports what is damaged by its line and reads all the rest', async () => {
    const good = (number: number) => JSON.stringify(sampleEntry(number));
    const notUtf8 = Buffer.from([0x7b, 0xff, 0xfe, 0x0a]);
    await writeFile(path(), `${good(1)}\n{"id":"cut\n\n${good(2)}\n[1]\n${good(3).replace('Z"', '"')}\n`);
    await appendFile(path(), notUtf8);
    await appendFile(path(), `\0\0\0\n${'x'.repeat(5_000)}\n${good(4)}\n{"to`);
    const { entries, unreadable } = await journal().read();
    assert.deepEqual(
      entries.map(entry => entry.text),
      ['entry 1', 'entry 2', 'entry 4'],
    );
    assert.deepEqual(
      unreadable.map(({ line }) => line),
      [2, 5, 6, 7, 8, 9, 11],
    );
    assert.ok(unreadable.every(({ text, reason }) => text.length <= 200 && reason.endsWith('.')));
    assert.equal(unreadable.at(-1)?.text, '{"to');
  });

  it('reads lines longer than a chunk and lines that end at its edge', async () => {
    const long = sampleEntry(1, { text: 'é'.repeat(300_000) });
    const first = JSON.stringify(sampleEntry(2));
    const filling = 128 * 1024 - Buffer.byteLength(first) - 1;
    const edge = JSON.stringify(sampleEntry(3, { text: '' }));
    const second = JSON.stringify(sampleEntry(3, { text: 'x'.repeat(filling - edge.length - 1) }));
    await writeFile(
      path(),
      `${first}\n${second}\n${JSON.stringify(long)}\n${JSON.stringify(sampleEntry(4))}\n`,
    );
    const { entries, unreadable } = await journal().read();
    assert.deepEqual(unreadable, []);
    assert.deepEqual(
      entries.map(entry => entry.id),
      [2, 3, 1, 4].map(number => sampleEntry(number).id),
    );
    assert.equal(entries[2]?.text, long.text);
  });

  it('gives others their turn while it reads', async () => {
    const line = `${JSON.stringify(sampleEntry(1))}\n`;
    await writeFile(path(), line.repeat(20_000));
    let turns = 0;
    let reading = true;
    const turn = () => {
      turns++;
      if (reading) setImmediate(turn);
    };
    setImmediate(turn);
    assert.equal((await journal().read()).entries.length, 20_000);
    reading = false;
    const chunks = Math.floor((line.length * 20_000) / (128 * 1024));
    assert.ok(turns >= chunks, `${turns} turns for ${chunks} chunks`);
  });

  it('follows no symbolic link, neither to write nor to read', async function () {
    if (process.platform === 'win32') return;
    const elsewhere = join(folder(), 'elsewhere');
    await writeFile(elsewhere, 'untouched\n');
    await symlink(elsewhere, path());
    await assert.rejects(journal().append(sampleEntry(1)), JournalWriteError);
    await assert.rejects(journal().read(), NotPossibleError);
    assert.equal(await readFile(elsewhere, 'utf8'), 'untouched\n');
  });

  it('writes to the file that stands at the path when it was replaced or removed behind its back', async () => {
    const one = journal();
    await one.append(sampleEntry(1));
    await writeFile(`${path()}.new`, await readFile(path()));
    await rename(`${path()}.new`, path());
    await one.append(sampleEntry(2));
    assert.equal((await one.read()).entries.length, 2);
    await rm(path());
    await one.append(sampleEntry(3));
    assert.deepEqual((await one.read()).entries, [sampleEntry(3)]);
  });

  it('refuses with the text while its folder is gone, and goes on once it is back', async () => {
    const inner = join(folder(), 'inner');
    await mkdir(inner);
    const one = journal(join(inner, 'timeline.jsonl'));
    await one.append(sampleEntry(1));
    await rm(inner, { recursive: true });
    await assert.rejects(one.append(sampleEntry(2, { text: 'pool is full' })), error => {
      assert.ok(error instanceof JournalWriteError);
      assert.match(error.message, /“pool is full”.*its folder is gone/);
      return true;
    });
    await mkdir(inner);
    await one.append(sampleEntry(2));
    assert.deepEqual((await one.read()).entries, [sampleEntry(2)]);
  });

  it('says that the disk is full where it is', async function () {
    if (process.platform !== 'linux') return;
    await assert.rejects(journal('/dev/full').append(sampleEntry(1, { text: 'the text' })), error => {
      assert.ok(error instanceof JournalWriteError);
      assert.match(error.message, /“the text”.*the disk is full/);
      return true;
    });
  });

  it('says that there is no right to a folder that nobody may write to', async function () {
    // Not even root may here.
    if (process.platform !== 'linux') return;
    await assert.rejects(
      journal('/sys/kernel/timeline.jsonl').append(sampleEntry(1, { text: 'the text' })),
      error => {
        assert.ok(error instanceof JournalWriteError);
        assert.match(error.message, /“the text”.*(?:no right to it|read-only)/);
        return true;
      },
    );
  });

  it('can be closed and appended to again', async () => {
    const one = journal();
    void one.append(sampleEntry(1));
    await one.close();
    await one.append(sampleEntry(2));
    assert.equal((await one.read()).entries.length, 2);
  });
});
