import assert from 'node:assert/strict';
import { runDataOf, tickDataOf } from '../../../src/core/timeline/entryData.ts';
import { parseEntry } from '../../../src/core/timeline/entryGuard.ts';
import { sampleEntry } from './sampleEntries.ts';

const parsed = (changes: object) => parseEntry(JSON.stringify({ ...sampleEntry(1), ...changes }));

describe('parseEntry', () => {
  it('takes an entry with everything that may be in it', () => {
    const entry = sampleEntry(2, {
      source: { type: 'run', id: 'r1' },
      kind: 'run',
      data: { n: 1, list: [true, null], inner: { text: 'x' } },
      amends: sampleEntry(1).id,
      retracts: true,
      writer: 'k3f9a2qd',
      seq: 3,
      machineAt: '2026-11-22T09:15:00.000Z',
    });
    assert.deepEqual(parseEntry(JSON.stringify(entry)), { ok: true, entry });
  });

  const wrong: readonly [string, object][] = [
    ['id', { id: 'not-a-ulid' }],
    ['id', { id: 7 }],
    ['at', { at: 'yesterday' }],
    ['at', { at: '2026-11-22T10:15:00+01:00' }],
    ['at', { at: '2026-13-45T10:15:00.000Z' }],
    ['writtenAt', { writtenAt: null }],
    ['author', { author: null }],
    ['source', { source: 'person' }],
    ['source', { source: { type: 'provider' } }],
    ['kind', { kind: 3 }],
    ['text', { text: undefined }],
    ['data', { data: [] }],
    ['amends', { amends: '' }],
    ['retracts', { retracts: true }],
    ['key', { key: false }],
    ['writer', { writer: 1 }],
    ['seq', { seq: 0 }],
    ['seq', { seq: '1' }],
    ['machineAt', { machineAt: '' }],
    ['retracts', { retracts: false, amends: sampleEntry(1).id }],
  ];
  for (const [field, changes] of wrong) {
    it(`refuses ${JSON.stringify(changes)} and names “${field}”`, () => {
      assert.deepEqual(parsed(changes), { ok: false, reason: `Its “${field}” is missing or wrong.` });
    });
  }

  it('keeps what a newer version wrote readable', () => {
    const result = parsed({ kind: 'omen', source: { type: 'git', commit: 'abc' }, mood: 'calm' });
    assert.deepEqual(result, { ok: true, entry: sampleEntry(1, { source: { type: 'extension' } }) });
  });

  it('takes no kind from the prototype of objects', () => {
    const result = parsed({ kind: 'constructor' });
    assert.ok(result.ok && result.entry.kind === 'note');
  });

  it('gives run and tick data only where they are whole', () => {
    assert.equal(runDataOf(sampleEntry(1, { kind: 'run', data: { runId: 'r1' } })), null);
    assert.equal(runDataOf(sampleEntry(1, { kind: 'run' })), null);
    assert.equal(
      tickDataOf(sampleEntry(1, { kind: 'checklist', data: { item: 'c1', checked: 'yes' } })),
      null,
    );
  });
});
