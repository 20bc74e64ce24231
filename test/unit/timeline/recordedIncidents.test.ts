import assert from 'node:assert/strict';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { saveSnapshot } from '../../../src/core/timeline/incidentSnapshot.ts';
import { incidentFolder } from '../../../src/core/timeline/journalFolder.ts';
import {
  firstOf,
  recordedIncidents,
  rememberedIncidents,
} from '../../../src/core/timeline/recordedIncidents.ts';
import { sampleEntry, sampleIncident } from './sampleEntries.ts';
import { temporaryFolder } from './temporaryFolder.ts';

describe('The incidents that have a timeline', () => {
  const root = temporaryFolder();
  let passedOver: string[] = [];
  beforeEach(() => (passedOver = []));

  async function record(id: string, createdAt: string, accountId = 'work'): Promise<string> {
    const incident = { ...sampleIncident, id, createdAt, accountId, key: `${accountId}:${id}` } as Incident;
    const folder = await incidentFolder(root(), incident);
    await saveSnapshot(folder, incident, 'ada');
    const journal = new FileJournal(folder.journal);
    await journal.append(sampleEntry(1));
    await journal.close();
    return folder.path;
  }

  const recorded = (counts: (incident: Incident) => boolean = () => true, signal?: AbortSignal) =>
    recordedIncidents(root(), {
      ...{ machine: 'ada', counts, signal: signal ?? new AbortController().signal },
      onPassedOver: folder => passedOver.push(folder),
    });
  const ids = (found: readonly { readonly incident: Incident }[]) => found.map(({ incident }) => incident.id);

  it('come newest first, each with its entries; one that cannot be read is told of', async () => {
    await record('QOLD', '2026-01-01T10:00:00Z');
    await record('QNEW', '2026-03-01T10:00:00Z');
    const broken = await record('QODD', '2026-02-01T10:00:00Z');
    await rm(join(broken, 'timeline.jsonl'));
    await mkdir(join(broken, 'timeline.jsonl'));
    const { first, more } = await firstOf(recorded(), 10);
    assert.equal(more, false);
    assert.deepEqual(ids(first), ['QNEW', 'QOLD']);
    assert.deepEqual(passedOver, [broken]);
    assert.equal(first[0]!.entries[0]!.text, 'entry 1');
  });

  it('are remembered, newest first, but for one whose files cannot be read, which is told of', async () => {
    await record('QOLD', '2026-01-01T10:00:00Z');
    const linked = await record('QLINK', '2026-02-01T10:00:00Z');
    await symlink(join(root(), 'elsewhere.json'), join(linked, 'incident-eve.json'));
    const broken = await record('QDIR', '2026-02-02T10:00:00Z');
    await mkdir(join(broken, 'incident-bob.json'));
    await record('QNEW', '2026-03-01T10:00:00Z');
    const remembered = await rememberedIncidents(root(), {
      machine: 'ada',
      onPassedOver: folder => passedOver.push(folder),
    });
    assert.deepEqual(
      remembered.map(({ id }) => id),
      ['QNEW', 'QOLD'],
    );
    assert.deepEqual(passedOver.sort(), [broken, linked].sort());
  });

  it('that do not count take no place of those that do', async () => {
    await record('Q1', '2026-01-01T10:00:00Z');
    await record('Q2', '2026-01-02T10:00:00Z');
    for (let day = 10; day < 20; day++) await record(`D${day}`, `2026-01-${day}T10:00:00Z`, 'drill');
    const { first, more } = await firstOf(
      recorded(({ accountId }) => accountId !== 'drill'),
      2,
    );
    assert.deepEqual(ids(first), ['Q2', 'Q1']);
    assert.equal(more, false);
  });

  it('are known to be more than were asked for', async () => {
    for (let day = 1; day < 5; day++) await record(`Q${day}`, `2026-01-0${day}T10:00:00Z`);
    const { first, more } = await firstOf(recorded(), 3);
    assert.deepEqual(ids(first), ['Q4', 'Q3', 'Q2']);
    assert.equal(more, true);
  });

  it('end with the signal', async () => {
    await record('Q1', '2026-01-01T10:00:00Z');
    assert.deepEqual(ids((await firstOf(recorded(undefined, AbortSignal.abort()), 3)).first), []);
  });
});
