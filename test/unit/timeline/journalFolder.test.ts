import assert from 'node:assert/strict';
import { mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { NotPossibleError } from '../../../src/core/errors.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { readSnapshot, saveSnapshot } from '../../../src/core/timeline/incidentSnapshot.ts';
import {
  findIncidentFolder,
  incidentFolder,
  listIncidentFolders,
} from '../../../src/core/timeline/journalFolder.ts';
import { sampleIncident } from './sampleEntries.ts';
import { temporaryFolder } from './temporaryFolder.ts';

describe('incident folders', () => {
  const root = temporaryFolder();
  const createdAt = '2026-11-22T23:30:00.000Z';

  it('stand at the day of creation in UTC and the id, and are made with their root', async () => {
    const folder = await incidentFolder(join(root(), 'a', 'incidents'), { id: 'Q1ABC', createdAt });
    assert.equal(folder.path, join(root(), 'a', 'incidents', '2026-11-22-Q1ABC'));
    assert.ok((await stat(folder.path)).isDirectory());
    assert.equal(folder.journal, join(folder.path, 'timeline.jsonl'));
    assert.equal(folder.postMortem, join(folder.path, 'post-mortem.md'));
    assert.equal(folder.date, '2026-11-22');
  });

  it('are used again whatever the date, and by several callers at once', async () => {
    await mkdir(join(root(), '2026-11-23-Q1ABC'));
    await mkdir(join(root(), '2026-11-22-Q1ABCD'));
    const all = await Promise.all(
      Array.from({ length: 4 }, () => incidentFolder(root(), { id: 'Q1ABC', createdAt })),
    );
    assert.deepEqual(new Set(all.map(folder => basename(folder.path))), new Set(['2026-11-23-Q1ABC']));
    const fresh = await Promise.all(
      Array.from({ length: 4 }, () => incidentFolder(root(), { id: 'Q2', createdAt })),
    );
    assert.equal(new Set(fresh.map(folder => folder.path)).size, 1);
  });

  const hostile = [
    '../../etc/passwd', '..', '.', '', '/absolute', 'C:\\windows', 'a/b', 'a\0b', 'name.', 'name ', 'x'.repeat(65),
    'é', '\u202Eabc', '%2e%2e', 'a:b', '~', '$(id)', '\n',
  ]; // prettier-ignore
  for (const id of hostile) {
    it(`keep the id ${JSON.stringify(id)} inside the root, by a name of its own`, async () => {
      const folder = await incidentFolder(root(), { id, createdAt });
      assert.equal(dirname(folder.path), root());
      assert.match(basename(folder.path), /^2026-11-22-id-[0-9a-f]{16}$/);
      assert.equal((await incidentFolder(root(), { id, createdAt })).path, folder.path);
      assert.notEqual((await incidentFolder(root(), { id: `${id}!`, createdAt })).path, folder.path);
    });
  }

  for (const id of ['CON', 'nul', 'COM1', 'LPT9', 'AUX']) {
    it(`never give ${id} alone as a name, which Windows takes for a device`, async () => {
      assert.equal(basename((await incidentFolder(root(), { id, createdAt })).path), `2026-11-22-${id}`);
    });
  }

  it('say so where the provider gave no usable time, and are found again', async () => {
    const folder = await incidentFolder(root(), { id: 'Q1', createdAt: '../../x' });
    assert.equal(basename(folder.path), 'undated-Q1');
    assert.equal((await findIncidentFolder(root(), 'Q1'))?.date, null);
  });

  it('never follow a link out of the root', async function () {
    if (process.platform === 'win32') return;
    const outside = join(root(), 'outside');
    const inside = join(root(), 'incidents');
    await mkdir(outside);
    await mkdir(inside);
    await symlink(outside, join(inside, '2026-11-22-Q1ABC'));
    await assert.rejects(incidentFolder(inside, { id: 'Q1ABC', createdAt }), NotPossibleError);
    await assert.rejects(findIncidentFolder(inside, 'Q1ABC'), NotPossibleError);
    assert.deepEqual(await listIncidentFolders(inside), []);
    assert.deepEqual(await readdir(outside), []);
  });

  it('say in plain words that the root cannot be used', async () => {
    await writeFile(join(root(), 'file'), '');
    await assert.rejects(incidentFolder(join(root(), 'file'), { id: 'Q1', createdAt }), NotPossibleError);
  });

  it('are listed newest first, without what is none', async () => {
    assert.deepEqual(await listIncidentFolders(join(root(), 'missing')), []);
    for (const name of ['2026-11-20-A', '2026-11-22-B', 'undated-C', 'notes', '2026-11-21']) {
      await mkdir(join(root(), name));
    }
    await writeFile(join(root(), '2026-11-23-D'), 'a file');
    const names = (await listIncidentFolders(root())).map(folder => basename(folder.path));
    assert.deepEqual(names, ['undated-C', '2026-11-22-B', '2026-11-20-A']);
  });

  it('keep the last that was known of the incident', async () => {
    const folder = await incidentFolder(root(), sampleIncident);
    assert.equal(await readSnapshot(folder, 'mine'), null);
    assert.equal(await saveSnapshot(folder, sampleIncident, 'mine'), true);
    assert.equal(await saveSnapshot(folder, sampleIncident, 'mine'), false);
    const resolved = { ...sampleIncident, status: 'resolved', resolvedAt: createdAt } as const;
    assert.equal(await saveSnapshot(folder, resolved, 'mine'), true);
    assert.deepEqual(await readSnapshot(folder, 'mine'), resolved);
    assert.deepEqual(await readdir(folder.path), ['incident-mine.json'], 'nothing temporary is left');
  });

  it('keep it for each machine, and know the latest of all by this machine’s own account', async () => {
    const folder = await incidentFolder(root(), sampleIncident);
    const at = (updatedAt: string, changes: Partial<Incident>) =>
      ({ ...sampleIncident, updatedAt, ...changes }) as Incident;
    const mine = at('2026-11-22T10:00:00.000Z', { key: 'mine:Q1', accountId: 'mine' });
    const other = { key: 'other:Q1', accountId: 'other' };
    const theirs = at('2026-11-22T11:00:00.000Z', { ...other, title: 'Search is slow' });
    await saveSnapshot(folder, mine, 'aaaaaaaa');
    await saveSnapshot(folder, theirs, 'bbbbbbbb');
    const { key, accountId } = mine;
    assert.deepEqual(await readSnapshot(folder, 'aaaaaaaa'), { ...theirs, key, accountId });
    assert.deepEqual(await readSnapshot(folder, 'bbbbbbbb'), theirs);
    assert.deepEqual(await readSnapshot(folder, 'cccccccc'), theirs);
  });

  it('take a damaged or foreign snapshot for none', async () => {
    const folder = await incidentFolder(root(), sampleIncident);
    for (const text of ['{"key":', '[]', '{}', JSON.stringify({ ...sampleIncident, assignees: 'Ada' })]) {
      await writeFile(join(folder.path, 'incident.json'), text);
      assert.equal(await readSnapshot(folder, 'mine'), null, text);
    }
    await saveSnapshot(folder, sampleIncident, 'mine');
    assert.deepEqual(await readSnapshot(folder, 'mine'), sampleIncident);
  });

  it('know nothing of the incident once they are gone', async () => {
    const folder = await incidentFolder(root(), sampleIncident);
    await rm(folder.path, { recursive: true });
    assert.equal(await readSnapshot(folder, 'mine'), null);
  });
});
