import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openItemsIn } from '../../../src/core/postmortem/recordedItems.ts';
import { listIncidentFolders } from '../../../src/core/timeline/journalFolder.ts';
import { temporaryFolder } from '../timeline/temporaryFolder.ts';

const today = '2026-11-25';
const table = (...rows: readonly string[]) =>
  ['# Post-mortem', '', '## Action items', '', '| Action | Owner | Due |', '| --- | --- | --- |', ...rows, ''].join('\n'); // prettier-ignore

describe('The open action items of all incidents', () => {
  const root = temporaryFolder();
  const incident = async (name: string, files: Readonly<Record<string, string>>) => {
    await mkdir(join(root(), name));
    for (const [file, text] of Object.entries(files)) await writeFile(join(root(), name, file), text);
  };
  const open = async (signal = new AbortController().signal) => {
    const folders = (await listIncidentFolders(root())).map(({ path }) => path);
    return openItemsIn(folders, { today, signal });
  };

  it('come from the oldest incident too, however many came after it, and the longest overdue first', async () => {
    await incident('2024-01-01-QOLD', { 'post-mortem.md': table('| Renew the key | Ada | 2024-02-01 |') });
    for (let i = 0; i < 600; i++) await mkdir(join(root(), `2025-01-01-Q${i}`));
    await incident('2026-11-01-QNEW', {
      'post-mortem.md': table('| Rehearse | Bob | 2026-12-01 |', '| Alert earlier | Ada | 2026-11-20 |'),
    });
    assert.deepEqual(
      (await open()).map(({ item, urgency }) => `${urgency}: ${item.text}`),
      ['overdue: Renew the key', 'overdue: Alert earlier', 'due: Rehearse'],
    );
  });

  it('are counted once over the forms of a post-mortem; done ones and what is generated are left out', async () => {
    const text = table('| Rehearse | Bob |  |', '| ~~Raise the pool~~ | Bob |  |');
    await incident('2026-11-01-QNEW', {
      'post-mortem.md': text,
      'post-mortem.etsy.md': text,
      'post-mortem.generated.md': table('| Nothing yet | |  |'),
    });
    const found = await open();
    assert.deepEqual(
      found.map(({ item }) => item.text),
      ['Rehearse'],
    );
    assert.equal(found[0]!.path, join(root(), '2026-11-01-QNEW', 'post-mortem.md'));
  });

  it('are each their own where one document says the same twice, whatever its other forms hold', async () => {
    const text = table('| ~~Update the runbook~~ | Ada |  |', '| Update the runbook | Bo | 2026-12-01 |');
    await incident('2026-11-01-QNEW', { 'post-mortem.md': text, 'post-mortem.etsy.md': text });
    const both = table('| Tell support | Ada |  |', '| Tell support | Bo |  |');
    await incident('2026-11-02-QTWO', { 'post-mortem.md': both });
    assert.deepEqual(
      (await open()).map(({ item }) => `${item.text}: ${item.owner}`),
      ['Update the runbook: Bo', 'Tell support: Ada', 'Tell support: Bo'],
    );
  });

  it('are none once the look was ended', async () => {
    await incident('2026-11-01-QNEW', { 'post-mortem.md': table('| Rehearse | Bob |  |') });
    assert.deepEqual(await open(AbortSignal.abort()), []);
  });
});
