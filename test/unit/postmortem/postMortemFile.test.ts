import assert from 'node:assert/strict';
import { appendFile, chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotPossibleError } from '../../../src/core/errors.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { generatePostMortem } from '../../../src/core/postmortem/postMortemFile.ts';
import { nodeTextFiles, type TextFiles } from '../../../src/core/timeline/textFiles.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { sampleEntry, sampleIncident } from '../timeline/sampleEntries.ts';
import { temporaryFolder } from '../timeline/temporaryFolder.ts';

describe('generatePostMortem', () => {
  const folder = temporaryFolder();
  const form = { template: 'on-call', language: 'en' } as const;
  const path = () => join(folder(), 'post-mortem.md');
  const basePath = () => join(folder(), '.post-mortem.base.md');
  const file = () => readFile(path(), 'utf8');
  const generate = (entries = 1, files?: TextFiles, incident: Incident = sampleIncident) =>
    generatePostMortem({
      path: path(),
      form,
      incident,
      view: timelineView({
        entries: Array.from({ length: entries }, (_, n) => sampleEntry(n)),
        unreadable: [],
      }),
      ...(files && { files }),
    });

  it('creates the file, then leaves it alone while nothing is new, then brings in what is', async () => {
    const created = await generate(1);
    assert.equal(created.kind, 'created');
    assert.equal(created.path, path());
    assert.equal(created.text, await file());
    const first = await file();
    const { mtimeMs } = await stat(path());
    assert.equal((await generate(1)).kind, 'unchanged');
    assert.equal((await stat(path())).mtimeMs, mtimeMs);
    await writeFile(path(), first.replace('## Impact', '## Impact\n\nNobody could pay.'));
    assert.equal((await generate(2)).kind, 'updated');
    const second = await file();
    assert.match(second, /Nobody could pay\./);
    assert.match(second, /entry 1 \|/);
    assert.deepEqual((await readdir(folder())).sort(), [
      '.post-mortem.base.md',
      'phases.svg',
      'post-mortem.md',
    ]);
  });

  it('brings what marks a drill into one that was generated without it, whatever people changed around it', async () => {
    const drill = { ...sampleIncident, accountId: 'drill-1' };
    const said = '**DRILL: nothing of this was real.**';
    const first = (await generate(1)).text;
    const [title] = first.split('\n');
    for (const mine of [
      first,
      first.replace(title!, '# How we practised'),
      first.replace(title!, `${title!}\n\nWe practised.`),
      first.replace('| Fact |', 'We practised.\n\n| Fact |'),
    ]) {
      await rm(path());
      await generate(1);
      await writeFile(path(), mine);
      const again = await generate(1, undefined, drill);
      assert.deepEqual([again.kind, again.conflict], ['updated', null], mine.slice(0, 80));
      assert.equal(again.text.split(said).length, 2);
      assert.ok(again.text.indexOf(said) < again.text.indexOf('| Fact |'));
      assert.equal((await generate(1, undefined, drill)).kind, 'unchanged');
    }
  });

  it('lists action items, and keeps what people make of the list', async () => {
    const item = (number: number, text: string) =>
      sampleEntry(number, {
        kind: 'action',
        text,
        data: { text, owner: null, runbook: 'runbooks/checkout.md', step: 'Restart' },
      });
    const bring = (entries: readonly TimelineEntry[]) =>
      generatePostMortem({
        path: path(),
        form,
        incident: sampleIncident,
        view: timelineView({ entries, unreadable: [] }),
      });
    const list = async () => (await file()).split('## Action items\n\n')[1]!.trimEnd().split('\n').slice(2);

    await bring([]);
    assert.deepEqual(await list(), ['| *not recorded* |  |  |  |  |  |']);
    await bring([item(1, 'Say how long it takes')]);
    const generated = '| Say how long it takes (runbooks/checkout.md: Restart) | Runbook |  |  |  |  |';
    assert.deepEqual(await list(), [generated]);

    const owned = generated.replace('|  |  |  |', '| Grace | 2026-12-01 |  |');
    const own = '| Buy a bigger disk | Hardware | Ada |  |  |  |';
    await writeFile(path(), `${(await file()).replace(generated, owned)}${own}\n`);
    assert.equal((await bring([item(1, 'Say how long it takes')])).kind, 'unchanged');
    await bring([item(1, 'Say how long it takes'), item(2, 'Name the second line')]);
    assert.deepEqual(await list(), [
      owned,
      own,
      '| Name the second line (runbooks/checkout.md: Restart) | Runbook |  |  |  |  |',
    ]);
  });

  it('begins anew where the file was deleted or emptied', async () => {
    await generate(1);
    await rm(path());
    assert.equal((await generate(2)).kind, 'created');
    await writeFile(path(), ' \n');
    assert.equal((await generate(3)).kind, 'created');
    assert.match(await file(), /entry 2 \|/);
  });

  it('leaves a file without its base alone, writes beside it, and merges again from then on', async () => {
    await writeFile(path(), '# Ours\n\nWritten by hand.\n');
    const first = await generate(1);
    assert.equal(first.kind, 'beside');
    assert.equal(first.path, join(folder(), 'post-mortem.generated.md'));
    assert.equal(await file(), '# Ours\n\nWritten by hand.\n');
    assert.match(await readFile(first.path, 'utf8'), /entry 0 \|/);
    assert.notEqual((await generate(2)).kind, 'beside');
    assert.match(await file(), /Written by hand\./);
  });

  it('never writes over what was generated beside and may have been worked in', async () => {
    await writeFile(path(), 'By hand.\n');
    const first = await generate(1);
    await writeFile(first.path, 'Worked in.\n');
    await rm(basePath());
    const second = await generate(1);
    assert.equal(second.path, join(folder(), 'post-mortem.generated-2.md'));
    assert.equal(await readFile(first.path, 'utf8'), 'Worked in.\n');
  });

  it('leaves a file that is not UTF-8 as it is, every time', async () => {
    await generate(1);
    const latin = Buffer.from('caf\xe9\n', 'latin1');
    await writeFile(path(), latin);
    for (let time = 0; time < 2; time++) {
      assert.equal((await generate(2)).kind, 'beside');
      assert.deepEqual(await readFile(path()), latin);
    }
  });

  it('merges again when the file changes while it is at work', async () => {
    await generate(1);
    let once = true;
    const files: TextFiles = {
      ...nodeTextFiles,
      replace: async (target, bytes, expected) => {
        if (target === path() && once) {
          once = false;
          await writeFile(path(), `${await file()}\nTyped meanwhile.\n`);
        }
        return nodeTextFiles.replace(target, bytes, expected);
      },
    };
    assert.equal((await generate(2, files)).kind, 'updated');
    assert.match(await file(), /entry 1 \|[\s\S]*Typed meanwhile\./);
  });

  it('gives up with the file untouched where it never stands still', async () => {
    await generate(1);
    let typed = 0;
    const files: TextFiles = {
      ...nodeTextFiles,
      replace: async (target, bytes, expected) => {
        if (target === path()) await appendFile(path(), `Typed ${++typed}.\n`);
        return nodeTextFiles.replace(target, bytes, expected);
      },
    };
    await assert.rejects(generate(2, files), NotPossibleError);
    assert.equal((await file()).match(/^Typed \d+\.$/gm)?.length, typed);
    assert.doesNotMatch(await file(), /entry 1 \|/);
  });

  it('loses nothing and doubles nothing when the base could not be written', async () => {
    await generate(1);
    await writeFile(path(), (await file()).replace('## Impact', '## Impact\n\nNobody could pay.'));
    const files: TextFiles = {
      ...nodeTextFiles,
      replace: async (target, bytes, expected) => {
        if (target === basePath()) throw new NotPossibleError('The disk is full.', 'Free space.');
        return nodeTextFiles.replace(target, bytes, expected);
      },
    };
    await assert.rejects(generate(3, files), NotPossibleError);
    const afterFailure = await file();
    assert.match(afterFailure, /Nobody could pay\.[\s\S]*entry 2 \|/);
    assert.equal((await generate(3)).kind, 'unchanged');
    assert.equal(await file(), afterFailure);
  });

  it('follows no symbolic link, for the file or for its base', async function () {
    if (process.platform === 'win32') return;
    const elsewhere = join(folder(), 'elsewhere');
    await writeFile(elsewhere, 'untouched');
    for (const link of [path, basePath]) {
      await generate(1);
      await rm(link());
      await symlink(elsewhere, link());
      await assert.rejects(generate(2), NotPossibleError);
      assert.equal(await readFile(elsewhere, 'utf8'), 'untouched');
      await rm(link());
    }
  });

  it('keeps new files to their owner and the rights that somebody gave', async function () {
    if (process.platform === 'win32') return;
    await generate(1);
    assert.equal((await stat(path())).mode & 0o777, 0o600);
    await chmod(path(), 0o644);
    await generate(2);
    assert.equal((await stat(path())).mode & 0o777, 0o644);
  });

  it('says so in plain words, leaving nothing behind, where it cannot write', async () => {
    await mkdir(path());
    await assert.rejects(generate(1), NotPossibleError);
    assert.deepEqual(await readdir(folder()), ['post-mortem.md']);
    await rm(path(), { recursive: true });
    const missing = join(folder(), 'gone', 'post-mortem.md');
    const view = timelineView({ entries: [], unreadable: [] });
    await assert.rejects(
      generatePostMortem({ path: missing, form, incident: sampleIncident, view }),
      NotPossibleError,
    );
  });
});
