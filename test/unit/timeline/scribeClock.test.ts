import assert from 'node:assert/strict';
import { encodeTime } from 'ulid';
import { utc } from '../../../src/core/clock.ts';
import type { EntryKind, TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { LocalZone } from '../../../src/core/timeline/localZone.ts';
import { LiveTimeline } from '../../../src/core/timeline/liveTimeline.ts';
import { IncidentClock } from '../../../src/core/incidents/incidentClock.ts';
import { Scribe } from '../../../src/core/timeline/scribe.ts';
import { parseTime } from '../../../src/core/timeline/when.ts';
import { timelineMarkdown } from '../../../src/core/timeline/timelineMarkdown.ts';
import { toldId } from '../../../src/core/timeline/toldId.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { ClientHarness, replying } from '../incidents/clientHarness.ts';
import { FakeClock } from '../fakeClock.ts';
import { seeded } from '../seeded.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { sampleEntry, sampleIncident, START } from './sampleEntries.ts';

const HOUR = 3_600_000;

describe('Scribe: the clock', () => {
  let files: MemoryFiles;
  let clock: FakeClock;
  let offset: number;
  const scribeWith = (seed: number) => {
    const journal = new FileJournal('timeline.jsonl', files);
    return new Scribe({
      journalOf: async () => journal,
      clock,
      random: seeded(seed),
      author: () => 'Ada',
      incidentClock: new IncidentClock(clock, () => offset),
    });
  };
  const written = async () => (await new FileJournal('timeline.jsonl', files).read()).entries;
  beforeEach(() => {
    files = new MemoryFiles();
    clock = new FakeClock(START);
    offset = 0;
  });

  it('counts what each writer wrote, with a name of its own for each', async () => {
    const [one, two] = [scribeWith(1), scribeWith(2)];
    await one.addEntry(sampleIncident, 'a', START);
    await two.addEntry(sampleIncident, 'b', START);
    await one.addEntry(sampleIncident, 'c', START);
    const entries = await written();
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      [1, 1, 2],
    );
    assert.equal(entries[0]!.writer, entries[2]!.writer);
    assert.notEqual(entries[0]!.writer, entries[1]!.writer);
  });

  it('keeps one time where the clock is right', async () => {
    const entry = await scribeWith(1).addEntry(sampleIncident, 'a', START);
    assert.equal(entry.machineAt, undefined);
    assert.equal(entry.at, utc(START));
  });

  it('keeps both times where it is off: the corrected one, and what the machine said', async () => {
    offset = -HOUR;
    await scribeWith(1).addEntry(sampleIncident, 'cause found', START - 60_000);
    const [entry] = await written();
    assert.deepEqual(
      [entry!.at, entry!.machineAt, entry!.writtenAt],
      [utc(START - 60_000 - HOUR), utc(START - 60_000), utc(START - HOUR)],
    );
  });

  it('takes a time that somebody typed as it was read, by the incident’s clock', async () => {
    for (const off of [-20 * 60_000, 20 * 60_000]) {
      offset = off;
      // 10:15 UTC, whatever this machine says.
      clock = new FakeClock(START - off);
      const scribe = scribeWith(1);
      const now = clock.now() + off;
      for (const typed of ['-5m', '10:10', '10:10 UTC', 'yesterday 23:50']) {
        const read = parseTime(typed, now, new LocalZone('UTC'));
        assert.ok(read.ok, typed);
        const entry = await scribe.addEntry(sampleIncident, 'cause found', { trueAt: read.at });
        const other = await scribe.addEntry(sampleIncident, 'another', clock.now());
        const moved = await scribe.amend(sampleIncident, other.id, { at: read.at });
        assert.deepEqual([entry.at, entry.machineAt], [moved.at, moved.machineAt], typed);
        assert.equal(entry.writtenAt, utc(START));
        const wanted = typed.startsWith('y') ? utc(START - (10 * 60 + 25) * 60_000) : utc(START - 5 * 60_000);
        assert.equal(entry.at, wanted, typed);
      }
    }
  });

  it('never corrects the provider’s own times', async () => {
    offset = HOUR;
    await scribeWith(1).recordProviderLog(sampleIncident, [
      { id: 'L1', at: utc(START + HOUR), kind: 'acknowledged', text: 'x', agent: null, providerType: 'x' },
    ]);
    const [entry] = await written();
    assert.deepEqual([entry!.at, entry!.machineAt], [utc(START + HOUR), undefined]);
    assert.equal(entry!.writtenAt, utc(START + HOUR));
  });

  it('corrects nothing twice: an amended text keeps both times, an amended time is the shown one', async () => {
    offset = HOUR;
    const scribe = scribeWith(1);
    const first = await scribe.addEntry(sampleIncident, 'a', START);
    const text = await scribe.amend(sampleIncident, first.id, { text: 'b' });
    assert.deepEqual([text.at, text.machineAt], [first.at, first.machineAt]);
    const time = await scribe.amend(sampleIncident, first.id, { at: START + HOUR - 60_000 });
    assert.deepEqual([time.at, time.machineAt], [utc(START + HOUR - 60_000), undefined]);
    const gone = await scribe.retract(sampleIncident, first.id);
    assert.deepEqual([gone.at, gone.machineAt], [time.at, time.machineAt]);
  });

  it('has entries of a slow and of a right clock in the order in which they happened', async () => {
    await scribeWith(1).addEntry(sampleIncident, 'first', START);
    clock.jump(-HOUR + 1_000);
    offset = HOUR;
    await scribeWith(2).addEntry(sampleIncident, 'second', clock.now());
    const view = timelineView({ entries: await written(), unreadable: [] });
    assert.deepEqual(
      view.entries.map(({ entry }) => entry.text),
      ['first', 'second'],
    );
    const second = view.entries[1]!;
    const markdown = timelineMarkdown(view, { title: 'x', accountId: 'acme' }, new LocalZone('UTC'));
    assert.match(markdown, /10:15:01<br>\*its machine’s clock: 2026-11-22 09:15:01\* \| Ada \| second/);
    assert.ok(second.entry.id > view.entries[0]!.id, 'the id is of the corrected time too');
  });
});

describe('Scribe: the clock of a real client', () => {
  const harness = new ClientHarness();

  it('is corrected by the Date of the provider’s answers', async () => {
    const client = harness.client();
    harness.server.handler = replying(200, {}, { date: new Date(harness.clock.now() - HOUR).toUTCString() });
    await client.get('/x');
    const files = new MemoryFiles();
    const scribe = new Scribe({
      journalOf: async () => new FileJournal('timeline.jsonl', files),
      clock: harness.clock,
      random: seeded(1),
      author: () => 'Ada',
      incidentClock: new IncidentClock(harness.clock, () => client.clockOffsetMs),
    });
    const entry = await scribe.addEntry(sampleIncident, 'a', harness.clock.now());
    assert.equal(entry.machineAt, utc(harness.clock.now()));
    assert.equal(Date.parse(entry.machineAt) - Date.parse(entry.at), HOUR - 500);
  });
});

describe('Entries of one writer at the same time', () => {
  const at = utc(START);
  const entry = (id: number, writer: string | null, seq: number): TimelineEntry =>
    sampleEntry(id, { at, text: `${writer ?? '-'}${seq}`, ...(writer !== null && { writer, seq }) });
  const texts = (entries: readonly TimelineEntry[]) =>
    timelineView({ entries, unreadable: [] }).entries.map(viewed => viewed.entry.text);

  it('come in its own order, whatever their ids and the order of the lines say', () => {
    const entries = [
      entry(5, 'a', 1),
      entry(3, 'a', 2),
      entry(4, 'b', 1),
      entry(1, null, 0),
      entry(6, 'a', 3),
    ];
    const wanted = ['-0', 'a1', 'a2', 'a3', 'b1'];
    assert.deepEqual(texts(entries), wanted);
    assert.deepEqual(texts(entries.toReversed()), wanted);
  });

  it('come after what was written earlier by whomever, and after what the provider did before', () => {
    const told = (kind: EntryKind, what: string, seq: number) =>
      sampleEntry(0, { id: toldId(at, kind, what), at, kind, text: `${kind} ${what}`, writer: 'a', seq });
    const written = (ms: number, text: string, writer: string, seq: number) =>
      sampleEntry(0, { id: `${encodeTime(START + ms, 10)}${'0'.repeat(16)}`, at, text, writer, seq });
    const entries = [
      written(2_000, 'later', 'a', 1),
      written(1_000, 'earlier', 'b', 9),
      told('git', 'third', 4),
      told('git', 'second', 3),
      told('git', 'first', 2),
      told('resolved', '', 1),
      told('triggered', '', 5),
    ];
    const wanted = ['triggered ', 'git first', 'git second', 'git third', 'resolved ', 'earlier', 'later'];
    assert.deepEqual(texts(entries), wanted);
    const live = new LiveTimeline();
    for (const one of entries) live.take({ anew: false, entries: [one], unreadable: [] });
    assert.deepEqual(
      [...live.entries].map(viewed => viewed.entry.text),
      wanted,
    );
  });
});
