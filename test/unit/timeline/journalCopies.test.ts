import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotPossibleError } from '../../../src/core/errors.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { incidentFolder, journalOfMachine } from '../../../src/core/timeline/journalFolder.ts';
import { machineName } from '../../../src/core/timeline/machineName.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { seeded } from '../seeded.ts';
import { sampleEntry, sampleIncident } from './sampleEntries.ts';
import { temporaryFolder } from './temporaryFolder.ts';

describe('A journal of several files', () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder(), name);
  const line = (number: number) => `${JSON.stringify(sampleEntry(number))}\n`;
  const texts = async (name: string) =>
    timelineView(await new FileJournal(at(name)).read()).entries.map(({ entry }) => entry.text);

  it('is the union of what each machine wrote in its own file and of one of before there were several', async () => {
    await writeFile(at('timeline.jsonl'), line(1));
    const incident = await incidentFolder(join(folder(), 'incidents'), sampleIncident);
    const [one, two] = ['aaaaaaaa', 'bbbbbbbb'].map(
      name => new FileJournal(journalOfMachine(incident, name)),
    );
    await Promise.all([
      two!.append(sampleEntry(2)),
      one!.append(sampleEntry(3)),
      two!.append(sampleEntry(4)),
    ]);
    await writeFile(incident.journal, line(1));
    for (const journal of [one!, two!, new FileJournal(incident.journal)]) {
      const content = await journal.read();
      assert.deepEqual(content.files, [
        'timeline-aaaaaaaa.jsonl',
        'timeline-bbbbbbbb.jsonl',
        'timeline.jsonl',
      ]);
      assert.deepEqual(
        timelineView(content).entries.map(({ entry }) => entry.text),
        ['entry 1', 'entry 2', 'entry 3', 'entry 4'],
      );
    }
    assert.equal(await readFile(journalOfMachine(incident, 'aaaaaaaa'), 'utf8'), line(3));
    await Promise.all([one!.close(), two!.close()]);
  });

  const copies = [
    'timeline (conflicted copy 2026-11-22).jsonl', 'timeline (Ada’s conflicted copy).jsonl', 'timeline (1).jsonl',
    'timeline.sync-conflict-20261122-101500-ABCDEFG.jsonl', 'timeline-k3f9a2qd-LAPTOP.jsonl', 'Timeline 2.JSONL',
    'timeline_conf(ada@2026-11-22).jsonl',
  ]; // prettier-ignore
  for (const name of copies) {
    it(`reads what stands in “${name}” too, once, and names the file`, async () => {
      await writeFile(at('timeline.jsonl'), line(1) + line(2));
      await writeFile(at(name), `${line(1)}${line(3)}{"id":"torn`);
      assert.deepEqual(await texts('timeline.jsonl'), ['entry 1', 'entry 2', 'entry 3']);
      const { files, unreadable } = await new FileJournal(at('timeline.jsonl')).read();
      assert.deepEqual([...files!].sort(), [name, 'timeline.jsonl'].sort());
      assert.deepEqual(
        unreadable.map(({ file, line }) => [file, line]),
        [[name, 3]],
      );
    });
  }

  it('takes nothing else in the folder for a part of it', async () => {
    await writeFile(at('timeline.jsonl'), line(1));
    const others = [
      'timelines.jsonl',
      'timeline.json',
      'old-timeline.jsonl',
      'timeline.jsonl.swp',
      'notes.jsonl',
    ];
    for (const name of others) await writeFile(at(name), line(2));
    assert.deepEqual(await texts('timeline.jsonl'), ['entry 1']);
    assert.deepEqual(await texts('notes.jsonl'), ['entry 2'], 'a journal of another name stands alone');
  });

  it('says so where a part of it cannot be read, and never leaves it out', async function () {
    if (process.platform === 'win32') return;
    await writeFile(at('elsewhere'), line(2));
    await writeFile(at('timeline.jsonl'), line(1));
    await symlink(at('elsewhere'), at('timeline-aaaaaaaa.jsonl'));
    await assert.rejects(new FileJournal(at('timeline.jsonl')).read(), NotPossibleError);
  });

  it('loses nothing where a synced folder’s tool takes the file away and brings another', async () => {
    const journal = new FileJournal(at('timeline-aaaaaaaa.jsonl'));
    await journal.append(sampleEntry(1));
    await rename(at('timeline-aaaaaaaa.jsonl'), at('timeline-aaaaaaaa (conflicted copy).jsonl'));
    await writeFile(at('timeline-aaaaaaaa.jsonl'), line(2));
    await journal.append(sampleEntry(3));
    assert.deepEqual(await texts('timeline.jsonl'), ['entry 1', 'entry 2', 'entry 3']);
    await journal.close();
  });
});

describe('machineName', () => {
  const folder = temporaryFolder();

  it('is drawn once and kept, and says nothing of machine or person', async () => {
    const storage = join(folder(), 'not', 'there', 'yet');
    const name = await machineName(storage, seeded(1));
    assert.match(name, /^[a-z0-9]{8}$/);
    assert.equal(await machineName(storage, seeded(2)), name);
    assert.notEqual(await machineName(join(folder(), 'other'), seeded(2)), name);
  });

  it('is the same for windows that draw one at once, but for those that were first by a hair', async () => {
    const names = await Promise.all([1, 2, 3, 4].map(seed => machineName(folder(), seeded(seed))));
    assert.ok(names.every(name => /^[a-z0-9]{8}$/.test(name)));
    const kept = await machineName(folder(), seeded(9));
    assert.ok(names.includes(kept));
    assert.deepEqual(await readdir(folder()), ['machine']);
  });

  it('is drawn again where what was kept is none, and holds for this window where none can be kept', async () => {
    for (const text of ['', '../../x', 'UPPERCASE', 'a'.repeat(64)]) {
      await writeFile(join(folder(), 'machine'), text);
      assert.match(await machineName(folder(), seeded(1)), /^[a-z0-9]{8}$/);
    }
    await mkdir(join(folder(), 'blocked', 'machine'), { recursive: true });
    assert.match(await machineName(join(folder(), 'blocked'), seeded(3)), /^[a-z0-9]{8}$/);
  });
});
