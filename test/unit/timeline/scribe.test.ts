import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import { JournalWriteError, NotPossibleError } from '../../../src/core/errors.ts';
import type { Outcome, RunRecord } from '../../../src/core/execution/outcome.ts';
import type { LogEntry, LogEntryKind } from '../../../src/core/incidents/incident.ts';
import { deadlineRecord, severityRecord } from '../../../src/core/response/responseRecords.ts';
import { actionItemDataOf, runDataOf, tickDataOf } from '../../../src/core/timeline/entryData.ts';
import type { DeadlineData } from '../../../src/core/timeline/entry.ts';
import { noteDataOf } from '../../../src/core/timeline/noteData.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import type { Journal } from '../../../src/core/timeline/journal.ts';
import { KeptJournal } from '../../../src/core/timeline/keptJournal.ts';
import { Scribe } from '../../../src/core/timeline/scribe.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { toldId } from '../../../src/core/timeline/toldId.ts';
import { FakeClock } from '../fakeClock.ts';
import { collectGarbage } from './garbage.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { sampleIncident, START } from './sampleEntries.ts';
import { seeded } from '../seeded.ts';

const logEntry = (id: string, kind: LogEntryKind = 'acknowledged', text = `${kind} ${id}`): LogEntry => ({
  id,
  at: utc(START + 1_000),
  kind,
  text,
  agent: { id: 'U1', name: 'Ada' },
  providerType: `${kind}_log_entry`,
});

const runRecord = (outcome: Outcome): RunRecord => ({
  runId: 'run-1',
  incidentKey: sampleIncident.key,
  runbook: 'bad-deploy.md',
  step: 'Rollback',
  blockId: 'b1',
  command: 'kubectl rollout undo deploy/checkout',
  cwd: '/srv',
  startedAt: utc(START),
  endedAt: utc(START + 2_340),
  durationMs: 2_340,
  outcome,
  outputTail: 'rolled back',
  outputCut: false,
  expectation: null,
});

describe('Scribe', () => {
  let files: MemoryFiles;
  let clock: FakeClock;
  const scribeOn = (shared: MemoryFiles, author = 'Ada') => {
    const journal = new FileJournal('timeline.jsonl', shared);
    return new Scribe({
      journalOf: async () => journal,
      clock,
      random: seeded(author.charCodeAt(0)),
      author: () => author,
      leavesOut: () => leftOut,
    });
  };
  let leftOut: readonly string[];
  let scribe: Scribe;
  const content = () => new FileJournal('timeline.jsonl', files).read();
  const shown = async () => timelineView(await content()).entries.map(({ entry }) => entry);
  beforeEach(() => {
    files = new MemoryFiles();
    clock = new FakeClock(START + 60_000);
    leftOut = [];
    scribe = scribeOn(files);
  });

  it('records an action item with its runbook and its step', async () => {
    const item = { text: 'Say how long it takes', owner: null, runbook: 'a.md', step: 'Restart' };
    await scribe.recordActionItem(sampleIncident, item);
    const [entry] = await shown();
    assert.equal(entry!.text, 'Action item: Say how long it takes (a.md: Restart)');
    assert.deepEqual([entry!.kind, entry!.author, entry!.source], ['action', 'Ada', { type: 'person' }]);
    assert.deepEqual(actionItemDataOf(entry!), item);
  });

  it('imports each row of a file once, in the name of whom it names, also after it was retracted', async () => {
    const row = {
      id: 'a1',
      at: '2026-11-22T09:15:00.000Z',
      author: 'Bob',
      kind: 'note' as const,
      text: 'Pool is full',
    };
    const other = { ...row, id: 'b2', author: '', kind: 'decision' as const, text: 'Raise it' };
    assert.equal(await scribe.recordImported(sampleIncident, [row], 'old.csv'), 1);
    assert.equal(
      await scribeOn(files, 'Cy').recordImported(sampleIncident, [row, other, other], 'old.csv'),
      1,
    );
    const entries = await shown();
    assert.deepEqual(
      entries.map(({ at, author, kind, text, source }) => [at, author, kind, text, source]),
      [
        [row.at, 'Bob', 'note', row.text, { type: 'import', id: 'a1', from: 'old.csv' }],
        [row.at, '', 'decision', other.text, { type: 'import', id: 'b2', from: 'old.csv' }],
      ],
    );
    await scribe.retract(sampleIncident, entries[0]!.id);
    assert.equal(await scribe.recordImported(sampleIncident, [row], 'old.csv'), 0);
    assert.equal((await shown()).length, 1);
  });

  const rows = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      id: `row ${n}`,
      at: utc(START + n * 1_000),
      author: '',
      kind: 'note' as const,
      text: `row ${n}`,
    }));

  it('imports a file with one sync, however long it is', async () => {
    const answered = scribe.recordImported(sampleIncident, rows(5_000), 'old.csv');
    assert.equal(await answered, 5_000);
    assert.deepEqual([files.counts.get('write'), files.counts.get('sync')], [1, 1]);
    files.cutPower();
    assert.equal((await content()).entries.length, 5_000);
  });

  for (const [fault, arrange] of [
    ['its sync failed', () => files.failNext('sync', 'EIO')],
    ['only a part of it fitted on the disk', () => files.shortenNextWrite(300_000)],
  ] as const) {
    it(`refuses all of a file where ${fault}, and has each row once after the next import`, async () => {
      const file = new FileJournal('timeline.jsonl', files);
      const kept = new KeptJournal({ location: 'timeline.jsonl', open: async () => file, clock });
      const author = () => 'Ada';
      const importing = new Scribe({ journalOf: async () => kept, clock, random: seeded(1), author });
      arrange();
      await assert.rejects(
        importing.recordImported(sampleIncident, rows(5_000), 'old.csv'),
        (error: unknown) => {
          assert.ok(error instanceof JournalWriteError);
          assert.match(error.message, /^5000 entries were not saved to timeline\.jsonl: /);
          return true;
        },
      );
      assert.ok((await content()).entries.length > 0, 'some of it has reached the disk');
      assert.equal(kept.unsaved.length, 5_000);
      assert.equal(await importing.recordImported(sampleIncident, rows(5_000), 'old.csv'), 0);
      files.cutPower();
      assert.equal((await shown()).length, 5_000);
      kept.dispose();
    });
  }

  it('records what it tells once, and the provider’s log, with one sync', async () => {
    const source = { type: 'extension' } as const;
    const records = rows(20).map(({ at, text }, n) => {
      const id = toldId(at, 'git', `${n}`);
      return { id, at, text, kind: 'git' as const, source };
    });
    assert.equal(await scribe.recordOnce(sampleIncident, records.slice(0, 5)), 5);
    assert.equal(await scribe.recordOnce(sampleIncident, records), 15);
    const log = Array.from({ length: 10 }, (_, number) => logEntry(`L${number}`));
    assert.equal(await scribe.recordProviderLog(sampleIncident, log), 10);
    assert.equal(files.counts.get('sync'), 3);
    assert.equal((await content()).entries.length, 30);
  });

  it('writes each entry of the provider’s log once, at the provider’s time and in its name', async () => {
    const log = [logEntry('L1', 'triggered'), logEntry('L2')];
    assert.equal(await scribe.recordProviderLog(sampleIncident, log), 2);
    assert.equal(await scribe.recordProviderLog(sampleIncident, [...log, logEntry('L3', 'resolved')]), 1);
    const entries = await shown();
    assert.deepEqual(
      entries.map(({ text, at, writtenAt, author, source }) => ({ text, at, writtenAt, author, source })),
      [
        ['triggered L1', 'L1'],
        ['acknowledged L2', 'L2'],
        ['resolved L3', 'L3'],
      ].map(([text, id]) => ({
        text,
        at: utc(START + 1_000),
        writtenAt: utc(START + 60_000),
        author: 'Ada',
        source: { type: 'provider', id: `work:${id}` },
      })),
    );
  });

  it('writes each once however often, at once and by however many windows the log is read', async () => {
    const log = Array.from({ length: 10 }, (_, number) => logEntry(`L${number}`));
    const twice = [...log, ...log];
    const counts = await Promise.all(
      [twice, log, twice].map(read => scribe.recordProviderLog(sampleIncident, read)),
    );
    assert.deepEqual(counts, [10, 0, 0]);
    assert.equal(await scribeOn(files, 'Grace').recordProviderLog(sampleIncident, twice), 0);
    assert.equal((await content()).entries.length, 10);
  });

  it('reads the journal only where the log has something new', async () => {
    const log = [logEntry('L1')];
    await scribe.recordProviderLog(sampleIncident, log);
    const reads = files.counts.get('read');
    await scribe.recordProviderLog(sampleIncident, log);
    assert.equal(files.counts.get('read'), reads);
  });

  it('keeps nothing of a journal in memory that it read for the log', async () => {
    await scribe.addEntry(sampleIncident, 'long', START);
    const file = new FileJournal('timeline.jsonl', files);
    let read: WeakRef<object> | null = null;
    const journal: Journal = {
      location: file.location,
      onDidAppend: file.onDidAppend,
      append: entry => file.append(entry),
      appendAll: entries => file.appendAll(entries),
      read: async () => {
        const found = await file.read();
        read = new WeakRef(found.entries[0]!);
        return found;
      },
    };
    const author = () => 'Ada';
    const other = new Scribe({ journalOf: async () => journal, clock, random: seeded(1), author });
    assert.equal(await other.recordProviderLog(sampleIncident, [logEntry('L1')]), 1);
    await collectGarbage();
    assert.equal((read as WeakRef<object> | null)?.deref(), undefined);
    assert.equal(await other.recordProviderLog(sampleIncident, [logEntry('L1')]), 0);
  });

  it('leaves out notifications and what has no kind of its own', async () => {
    const log = [logEntry('L1', 'notified'), logEntry('L2', 'other'), logEntry('L3', 'note')];
    assert.equal(await scribe.recordProviderLog(sampleIncident, log), 1);
    assert.deepEqual(
      (await shown()).map(({ kind }) => kind),
      ['note'],
    );
  });

  it('leaves out what the person wishes, but never when it began, was acknowledged or ended', async () => {
    leftOut = ['assigned', 'changed', 'acknowledged', 'resolved', 'note', 'nonsense'];
    const log = (['triggered', 'assigned', 'acknowledged', 'changed', 'note', 'resolved'] as const).map(
      (kind, number) => logEntry(`L${number}`, kind),
    );
    assert.equal(await scribe.recordProviderLog(sampleIncident, log), 4);
    assert.equal(await scribe.recordAction(sampleIncident, 'Set priority P1', START, 'a1'), null);
    const kinds = async () => (await shown()).map(({ kind }) => kind);
    assert.deepEqual(await kinds(), ['triggered', 'acknowledged', 'note', 'resolved']);
    leftOut = [];
    assert.equal(await scribe.recordProviderLog(sampleIncident, log), 2, 'filled in once it is wished for');
    assert.deepEqual((await kinds()).filter(kind => kind === 'assigned' || kind === 'changed').toSorted(), [
      'assigned',
      'changed',
    ]);
  });

  it('does not write again what a person retracted', async () => {
    await scribe.recordProviderLog(sampleIncident, [logEntry('L1')]);
    await scribe.retract(sampleIncident, (await shown())[0]!.id);
    assert.equal(await scribeOn(files).recordProviderLog(sampleIncident, [logEntry('L1')]), 0);
    assert.deepEqual(await shown(), []);
  });

  it('says when the log could not be written, and writes the rest of it the next time', async () => {
    const log = [logEntry('L1'), logEntry('L2'), logEntry('L3')];
    files.failNext('write', 'ENOSPC');
    await assert.rejects(scribe.recordProviderLog(sampleIncident, log), JournalWriteError);
    await scribe.recordProviderLog(sampleIncident, log);
    assert.deepEqual((await shown()).map(({ text }) => text).sort(), [
      'acknowledged L1',
      'acknowledged L2',
      'acknowledged L3',
    ]);
  });

  it('takes hidden characters out of texts and names', async () => {
    const spoofed = {
      ...logEntry('L1', 'note', 'ok \u202Egnp.exe\u0007\r\nnext'),
      agent: { id: 'U2', name: 'Gra\u200Bce' },
    };
    await scribe.recordProviderLog(sampleIncident, [spoofed]);
    const [entry] = await shown();
    assert.equal(entry?.text, 'ok gnp.exe\nnext');
    assert.equal(entry?.author, 'Grace');
  });

  const ends: readonly [Outcome, string][] = [
    [{ type: 'ok', exitCode: 0 }, 'ok after 2.3 s'],
    [{ type: 'failed', exitCode: 137 }, 'failed with exit code 137 after 2.3 s'],
    [{ type: 'cancelled' }, 'cancelled after 2.3 s'],
    [
      { type: 'unknown', reason: 'The terminal was closed.' },
      'ended unknown (The terminal was closed) after 2.3 s',
    ],
  ];
  for (const [outcome, words] of ends) {
    it(`records a run that ended ${outcome.type}, whole and at its start`, async () => {
      const written = await scribe.recordRun(sampleIncident, runRecord(outcome));
      const [entry] = await shown();
      assert.deepEqual(entry, written);
      assert.equal(entry?.text, `Rollback: ${words} (run from bad-deploy.md)`);
      assert.equal(entry?.at, utc(START));
      assert.deepEqual(runDataOf(entry!), {
        runId: 'run-1',
        runbook: 'bad-deploy.md',
        step: 'Rollback',
        blockId: 'b1',
        command: 'kubectl rollout undo deploy/checkout',
        cwd: '/srv',
        outcome: outcome.type,
        exitCode: 'exitCode' in outcome ? outcome.exitCode : null,
        startedAt: utc(START),
        durationMs: 2_340,
        outputTail: 'rolled back',
        outputCut: false,
        ...(outcome.type === 'unknown' && { reason: outcome.reason }),
      });
    });
  }

  it('records what a run acted on, and whether it was as expected', async () => {
    const run = { ...runRecord({ type: 'failed', exitCode: 3 }), target: 'Kubernetes context prod-eu' };
    const met = { met: true, words: 'Exit code 3, as expected.' };
    const unmet = { met: false, words: 'The output does not hold “ready”.' };
    await scribe.recordRun(sampleIncident, { ...run, expectation: met });
    await scribe.recordRun(sampleIncident, { ...run, runId: 'run-2', expectation: unmet });
    const entries = await shown();
    assert.deepEqual(
      entries.map(({ text }) => text),
      [
        'Rollback: exit code 3 after 2.3 s, as expected (run from bad-deploy.md)',
        'Rollback: failed with exit code 3 after 2.3 s, not as expected: The output does not hold “ready” (run from bad-deploy.md)',
      ],
    );
    assert.deepEqual(
      entries.map(entry => runDataOf(entry)?.met),
      [true, false],
    );
    assert.equal(runDataOf(entries[0]!)?.target, 'Kubernetes context prod-eu');
    assert.equal(runDataOf(entries[1]!)?.expectation, unmet.words);
  });

  it('records an adopted run once, whichever window wrote it', async () => {
    const run = runRecord({ type: 'ok', exitCode: 0 });
    const first = await scribe.recordRun(sampleIncident, run);
    assert.deepEqual(await scribe.recordRun(sampleIncident, run, true), first);
    await scribe.recordRun(sampleIncident, { ...run, runId: 'run-2' }, true);
    assert.equal((await shown()).length, 2);
  });

  it('records ticks, documents and entries by hand, backdated where told', async () => {
    const tick = { runbook: 'bad-deploy.md', item: 'c1', checked: true };
    await scribe.addEntry(sampleIncident, 'cause found', START);
    await scribe.recordTick(sampleIncident, tick, 'Error rate is back');
    await scribe.recordDocument(sampleIncident, 'Post-mortem created', 'post-mortem.md');
    const [byHand, ticked, documented] = await shown();
    assert.deepEqual([byHand?.at, byHand?.writtenAt], [utc(START), utc(START + 60_000)]);
    assert.equal(ticked?.text, 'Ticked “Error rate is back” in bad-deploy.md');
    assert.deepEqual(tickDataOf(ticked!), tick);
    assert.deepEqual([documented?.kind, documented?.source.type], ['document', 'extension']);
  });

  it('amends text and time, keeps what was there before, and always amends the first version', async () => {
    const first = await scribe.addEntry(sampleIncident, 'db down', START + 5_000);
    const second = await scribe.amend(sampleIncident, first.id, { text: 'pool full' });
    const third = await scribe.amend(sampleIncident, second.id, { at: START });
    const view = timelineView(await content());
    assert.equal(view.entries.length, 1);
    assert.deepEqual(view.entries[0]?.history, [first, second]);
    assert.deepEqual([third.text, third.at, third.amends], ['pool full', utc(START), first.id]);
    assert.equal((await content()).entries.length, 3, 'nothing was rewritten');
  });

  it('amends the words in the data with the text, so that the amendment stands for itself', async () => {
    const record = severityRecord({ from: null, to: 'P1', reason: 'ACME is down' });
    const { id } = await scribe.recordResponse(sampleIncident, record);
    const second = await scribe.amend(sampleIncident, id, { text: 'A customer is down' });
    assert.deepEqual(second.data, { ...record.data, reason: 'A customer is down' });
    const marked = await scribe.amend(sampleIncident, id, { key: true });
    assert.deepEqual(marked.data, second.data);
    const third = await scribe.amend(sampleIncident, id, { text: 'Severity P1. A large customer is down' });
    assert.deepEqual(third.data, { ...record.data, reason: 'A large customer is down' });
  });

  it('restores what was retracted when it is amended again', async () => {
    const { id } = await scribe.addEntry(sampleIncident, 'rolled back', START);
    await scribe.retract(sampleIncident, id);
    assert.deepEqual(await shown(), []);
    await scribe.amend(sampleIncident, id, {});
    assert.deepEqual(
      (await shown()).map(({ text }) => text),
      ['rolled back'],
    );
  });

  it('keeps what stands beside the text, and the mark of a key event, through every amendment', async () => {
    const beside = { source: { type: 'terminal', name: 'bash', fromLine: null, toLine: null } } as const;
    const { id } = await scribe.addEntry(sampleIncident, 'roll back', START, 'decision', beside);
    await scribe.amend(sampleIncident, id, { key: true });
    await scribe.amend(sampleIncident, id, { text: 'roll back to 4.1' });
    await scribe.retract(sampleIncident, id);
    const restored = await scribe.amend(sampleIncident, id, {});
    assert.deepEqual([restored.kind, restored.text, restored.key], ['decision', 'roll back to 4.1', true]);
    assert.deepEqual(noteDataOf(restored), beside);
    assert.equal((await scribe.amend(sampleIncident, id, { key: false })).key, undefined);
  });

  it('makes an action item of what is marked as one', async () => {
    const entry = await scribe.addEntry(sampleIncident, 'alert on\nthe pool', START, 'action');
    assert.equal(entry.text, 'Action item: alert on the pool');
    const item = { text: 'alert on the pool', owner: null, runbook: null, step: '' };
    assert.deepEqual(actionItemDataOf(entry), item);
  });

  it('refuses to amend or retract what is not there', async () => {
    await assert.rejects(scribe.amend(sampleIncident, '0'.repeat(26), { text: 'x' }), NotPossibleError);
    await assert.rejects(scribe.retract(sampleIncident, '0'.repeat(26)), NotPossibleError);
  });

  it('gives ids that rise although the clock stands still or goes back', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 20; number++) {
      ids.push((await scribe.addEntry(sampleIncident, `entry ${number}`, START)).id);
      if (number % 5 === 0) clock.jump(-10_000);
    }
    assert.deepEqual([...ids].sort(), ids);
    assert.equal(new Set(ids).size, 20);
  });

  it('notes a deadline once at its own time, the same on every machine that notices', async () => {
    const data: DeadlineData = {
      ...{ deadline: 'notMitigated', name: 'Not mitigated', dueAt: utc(START + 30_000) },
      ...{ event: 'due', until: null, reason: '' },
    };
    const record = deadlineRecord(data, ['Management']);
    await scribe.recordDue(sampleIncident, data, record);
    await scribe.recordDue(sampleIncident, data, record);
    const [entry, ...more] = await shown();
    assert.deepEqual(more, []);
    assert.equal(entry!.at, data.dueAt);
    const other = new MemoryFiles();
    await scribeOn(other, 'Bo').recordDue(sampleIncident, data, record);
    const [same] = (await new FileJournal('timeline.jsonl', other).read()).entries;
    assert.deepEqual(
      [same!.id, same!.author, same!.text],
      [entry!.id, 'On-Call', 'Due: Not mitigated. Tell Management.'],
    );
  });
});
