import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import { Redactor } from '../../../src/core/execution/redact.ts';
import type { LogEntry, LogEntryKind } from '../../../src/core/incidents/incident.ts';
import type { NoteOrigin } from '../../../src/core/incidents/noteOrigin.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { entryNote } from '../../../src/core/timeline/entryNote.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { Scribe } from '../../../src/core/timeline/scribe.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { FakeClock } from '../fakeClock.ts';
import { draws, seeded, seeds } from '../seeded.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { sampleIncident, START } from './sampleEntries.ts';

/** A person at a machine, with a journal of their own or one that several windows share. */
class Responder {
  readonly scribe: Scribe;

  constructor(
    readonly name: string,
    readonly clock: FakeClock,
    readonly files = new MemoryFiles(),
    readonly incident = sampleIncident,
    random = seeded(name.length),
    secrets: readonly string[] = [],
  ) {
    const journal = new FileJournal('timeline.jsonl', files);
    const redactor = new Redactor(() => secrets.map(value => ({ value, kind: 'known' })));
    const mask = (text: string) => redactor.redact(text).text;
    this.scribe = new Scribe({ journalOf: async () => journal, clock, random, author: () => name, mask });
  }

  /** Reads the log, as far as it is given. */
  async reads(log: readonly LogEntry[]): Promise<number> {
    return this.scribe.recordProviderLog(this.incident, log);
  }

  async lines(): Promise<readonly TimelineEntry[]> {
    return (await new FileJournal('timeline.jsonl', this.files).read()).entries;
  }

  async entries() {
    return shown(await this.lines());
  }
}

/** What two people compare: who, when, what. */
function shown(entries: readonly TimelineEntry[]) {
  return timelineView({ entries, unreadable: [] }).entries.map(({ entry }) => ({
    at: entry.at,
    author: entry.author,
    kind: entry.kind,
    text: entry.text,
  }));
}

const logged = (id: string, kind: LogEntryKind, at: number, text = `${kind} ${id}`): LogEntry => ({
  id,
  at: utc(START + at * 1_000),
  kind,
  text,
  agent: { id: 'U9', name: 'Grace' },
  providerType: `${kind}_log_entry`,
});

/** The entry as it comes back from the provider. */
function told(entry: TimelineEntry, id: string, corrects: string | null = null): LogEntry {
  const { id: itself, at, author, kind, text } = entry;
  const origin: NoteOrigin = { entry: itself, at, author, kind, corrects };
  return { ...logged(id, 'note', 600, text), origin };
}

function shuffled<T>(things: readonly T[], random: () => number): T[] {
  const placed = things.map(thing => ({ thing, place: random() }));
  return placed.sort((a, b) => a.place - b.place).map(({ thing }) => thing);
}

describe('The provider’s log in two timelines', () => {
  let clock: FakeClock;
  let ada: Responder;
  let bob: Responder;
  beforeEach(() => {
    clock = new FakeClock(START + 60_000);
    ada = new Responder('Ada', clock);
    bob = new Responder('Bob', clock, new MemoryFiles(), { ...sampleIncident, accountId: 'other' });
  });

  it('stands there in the same order, also what happened in the same second', async () => {
    const log = (['triggered', 'escalated', 'assigned', 'acknowledged', 'note', 'resolved'] as const).map(
      (kind, number) => logged(`L${number}`, kind, 0),
    );
    await ada.reads(log);
    for (const line of [...log].reverse()) await bob.reads([line]);
    assert.deepEqual(
      (await ada.entries()).map(({ kind }) => kind),
      ['triggered', 'escalated', 'assigned', 'acknowledged', 'note', 'resolved'],
    );
    assert.deepEqual(await bob.entries(), await ada.entries());
  });

  it('counts once where the two journals are merged, whatever the accounts are called', async () => {
    const log = [logged('L1', 'triggered', 0), logged('L2', 'note', 5)];
    await ada.reads(log);
    await bob.reads(log);
    const merged = [...(await bob.lines()), ...(await ada.lines())];
    assert.equal(merged.length, 4);
    assert.deepEqual(shown(merged), await ada.entries());
  });

  it('an entry that was sent as a note comes back as itself', async () => {
    const entry = await ada.scribe.addEntry(sampleIncident, 'pool is full', START - 60_000);
    const note = told(entry, 'L1');
    assert.equal(await ada.reads([note]), 0);
    assert.equal(await bob.reads([note]), 1);
    assert.deepEqual(await ada.entries(), [
      { at: utc(START - 60_000), author: 'Ada', kind: 'note', text: 'pool is full' },
    ]);
    assert.deepEqual(await bob.entries(), await ada.entries());
    const [arrived] = await bob.lines();
    assert.deepEqual(arrived!.source, { type: 'provider', id: 'other:L1' });
    assert.equal(arrived!.data?.['sentBy'], 'Grace');
    for (const merged of [
      [...(await ada.lines()), arrived!],
      [arrived!, ...(await ada.lines())],
    ]) {
      assert.deepEqual(shown(merged), await ada.entries());
      const { entries } = timelineView({ entries: merged, unreadable: [] });
      assert.deepEqual(entries[0]!.entry.source, { type: 'person' }, 'what was written counts, not its echo');
    }
  });

  it('a correction corrects it, in whatever order the two arrive', async () => {
    const entry = await ada.scribe.addEntry(sampleIncident, 'pool is full', START);
    const amended = await ada.scribe.amend(sampleIncident, entry.id, { text: 'pool is empty' });
    const log = [told(entry, 'L1'), told(amended, 'L2', entry.id)];
    const eve = new Responder('Eve', clock);
    assert.equal(await ada.reads(log), 0);
    await bob.reads(log);
    for (const line of [...log].reverse()) await eve.reads([line]);
    assert.deepEqual(await bob.entries(), await ada.entries());
    assert.deepEqual(await eve.entries(), await ada.entries());
    assert.deepEqual(
      (await bob.entries()).map(({ text }) => text),
      ['pool is empty'],
    );
  });

  it('what was amended before it was sent is told as it reads, and corrected after that', async () => {
    const first = await ada.scribe.addEntry(sampleIncident, 'pool is full', START);
    await ada.scribe.amend(sampleIncident, first.id, { text: 'pool is empty' });
    const log: LogEntry[] = [];
    const send = async () => {
      const [viewed] = timelineView({ entries: await ada.lines(), unreadable: [] }).entries;
      const sent = log.map(({ text, origin }) => ({ text, origin: origin! }));
      const note = entryNote(viewed!, sent);
      if (note)
        log.push({ ...logged(`L${log.length}`, 'note', 60 * log.length, note.text), origin: note.origin! });
      return note;
    };
    assert.equal((await send())?.origin?.corrects, null);
    assert.equal(await send(), null, 'the same words twice');
    const eve = new Responder('Eve', clock);
    assert.equal(await ada.reads(log), 0);
    await eve.reads(log);
    assert.deepEqual(await eve.entries(), await ada.entries());

    await clock.advance(1_000);
    await ada.scribe.amend(sampleIncident, first.id, { text: 'pool was empty' });
    assert.equal((await send())?.origin?.corrects, first.id);
    assert.equal(await ada.reads(log), 0);
    await eve.reads(log);
    await bob.reads(log);
    assert.deepEqual(await eve.entries(), await ada.entries());
    assert.deepEqual(await bob.entries(), await ada.entries());
    assert.equal((await ada.entries()).length, 1);
  });

  it('what says to be an entry and reads otherwise is a note of its own', async () => {
    const entry = await ada.scribe.addEntry(sampleIncident, 'pool is full', START);
    await ada.reads([{ ...told(entry, 'L1'), text: 'pool is fine, go home' }]);
    const entries = await ada.entries();
    assert.deepEqual(
      entries.map(({ author, text }) => [author, text]),
      [
        ['Ada', 'pool is full'],
        ['Grace', 'pool is fine, go home'],
      ],
    );
  });

  it('holds no secret that a note or an alert has, and reads the same', async () => {
    const log = [
      logged('L1', 'triggered', 0, 'psql postgres://app:Sup3rSecret9@db/prod failed'),
      logged('L2', 'note', 5, 'password=hunter2secret works'),
    ];
    await ada.reads(log);
    await bob.reads([...log].reverse());
    assert.deepEqual(
      (await ada.entries()).map(({ text }) => text),
      ['psql postgres://•••(URL credentials)@db/prod failed', 'password=•••(password) works'],
    );
    assert.deepEqual(await bob.entries(), await ada.entries());
    assert.equal(await ada.reads(log), 0);
    assert.equal(shown([...(await bob.lines()), ...(await ada.lines())]).length, 2);
  });

  it('counts an entry once, whichever machine knows its secret', async () => {
    const knowing = new Responder('Eve', clock, new MemoryFiles(), sampleIncident, seeded(9), ['swordfish']);
    const entry = await ada.scribe.addEntry(sampleIncident, 'it is swordfish', START);
    const note = told(entry, 'L1');
    assert.equal(await knowing.reads([note]), 1);
    assert.deepEqual(
      (await knowing.entries()).map(({ text }) => text),
      ['it is •••(known)'],
    );
    const files = new MemoryFiles();
    const merged = new FileJournal('timeline.jsonl', files);
    await merged.appendAll(await ada.lines());
    const later = new Responder('Eve', clock, files, sampleIncident, seeded(9), ['swordfish']);
    assert.equal(await later.reads([note]), 0, 'what was pulled from another machine');
    assert.equal(shown([...(await knowing.lines()), ...(await ada.lines())]).length, 1);
  });

  it('nobody elsewhere corrects what was written here', async () => {
    const entry = await ada.scribe.addEntry(sampleIncident, 'pool is full', START);
    const forged = { ...entry, id: '7ZZZZZZZZZZZZZZZZZZZZZZZZZ', text: 'nothing happened' };
    await ada.reads([told(forged, 'L1', entry.id)]);
    assert.deepEqual(
      (await ada.entries()).map(({ text }) => text),
      ['pool is full', 'Correction: nothing happened'],
    );
  });

  it('is no end and no acknowledgement because its marker says so', async () => {
    const entry = await ada.scribe.addEntry(sampleIncident, 'all well', START);
    const line = told(entry, 'L1');
    await bob.reads([{ ...line, origin: { ...line.origin!, kind: 'resolved' } }]);
    assert.deepEqual(
      (await bob.entries()).map(({ kind }) => kind),
      ['note'],
    );
  });

  it('takes no time from a marker that lies in the future of its note', async () => {
    const entry = await ada.scribe.addEntry(sampleIncident, 'all well', START);
    const line = told(entry, 'L1');
    await bob.reads([{ ...line, origin: { ...line.origin!, at: utc(START + 86_400_000) } }]);
    assert.deepEqual(
      (await bob.entries()).map(({ at, author }) => [at, author]),
      [[line.at, 'Grace']],
    );
  });

  it('ends the same on all machines, in all windows, whatever was read when and how often', async () => {
    const kinds: readonly LogEntryKind[] = [
      ...['triggered', 'assigned', 'acknowledged', 'escalated', 'changed', 'note', 'resolved', 'notified'],
    ] as LogEntryKind[];
    for (const seed of seeds(draws(40, 2_000))) {
      const random = seeded(seed);
      const below = (most: number) => Math.floor(random() * most);
      const when = new FakeClock(START + 3_600_000);
      const first = new Responder('Ada', when, new MemoryFiles(), sampleIncident, seeded(seed + 1));
      const second = new Responder('Ada', when, first.files, sampleIncident, seeded(seed + 2));
      const other = { ...sampleIncident, accountId: 'other' };
      const third = new Responder('Bob', when, new MemoryFiles(), other, seeded(seed + 3));
      const log: LogEntry[] = Array.from({ length: 25 }, (_, number) =>
        logged(`L${number}`, kinds[below(kinds.length)]!, below(8), `L${number}, password=hunter${number}`),
      );
      for (const writer of [first, second, third]) {
        const entry = await writer.scribe.addEntry(
          writer.incident,
          `of ${writer.name}, DB_PASS=${writer.name}secret`,
          START + below(8_000),
        );
        log.push(told(entry, `N${log.length}`));
        if (random() < 0.5) continue;
        await when.advance(1_000);
        const amended = await writer.scribe.amend(writer.incident, entry.id, { text: `again ${below(100)}` });
        log.push(told(amended, `N${log.length}`, entry.id));
      }
      const readers = [first, second, third];
      for (let reads = 0; reads < 30; reads++) {
        const from = below(log.length);
        const page = shuffled(log.slice(from, from + 1 + below(8)), random);
        await Promise.all(
          readers.filter(() => random() < 0.6).map(reader => reader.reads([...page, ...page.slice(0, 2)])),
        );
      }
      for (const reader of readers) await reader.reads(shuffled(log, random));
      const what = `seed ${seed}`;
      assert.deepEqual(await third.entries(), await first.entries(), what);
      assert.deepEqual(await second.entries(), await first.entries(), what);
      const merged = shuffled([...(await third.lines()), ...(await first.lines())], random);
      assert.deepEqual(shown(merged), await first.entries(), what);
      const recorded = log.filter(({ kind, origin }) => kind !== 'notified' && !origin?.corrects).length;
      assert.equal((await first.entries()).length, recorded, what);
    }
  });
});
