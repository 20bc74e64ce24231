import assert from 'node:assert/strict';
import { incidentKey } from '../../src/core/incidents/incident.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import type { PagerDutyProvider } from '../../src/core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import { entryNote } from '../../src/core/timeline/entryNote.ts';
import { FileJournal } from '../../src/core/timeline/fileJournal.ts';
import { Scribe } from '../../src/core/timeline/scribe.ts';
import { timelineView } from '../../src/core/timeline/timelineView.ts';
import { MemoryFiles } from '../unit/timeline/memoryFiles.ts';
import { seeded } from '../unit/seeded.ts';
import { ContractHarness, usedOperations } from './officialApiHarness.ts';

/** A person with an account of their own, on a machine of their own. */
class Machine {
  readonly journal = new FileJournal('timeline.jsonl', new MemoryFiles());
  readonly scribe: Scribe;

  constructor(
    readonly name: string,
    readonly provider: PagerDutyProvider,
    readonly incident: Incident,
    clock: ContractHarness['clock'],
  ) {
    const author = () => name;
    this.scribe = new Scribe({
      journalOf: async () => this.journal,
      clock,
      random: seeded(name.length),
      author,
    });
  }

  async reads(): Promise<number> {
    return this.scribe.recordProviderLog(this.incident, await this.provider.log(this.incident.id));
  }

  async view() {
    return timelineView(await this.journal.read());
  }

  /** Who, when, what: as two people would compare it. */
  async timeline(): Promise<readonly string[]> {
    return (await this.view()).entries.map(({ entry: { at, author, kind, text } }) =>
      [at, author, kind, text].join(' | '),
    );
  }

  /** As “Send Entry to the Provider as a Note” does. */
  async sends(id: string): Promise<void> {
    const viewed = (await this.view()).entries.find(one => one.id === id)!;
    const log = await this.provider.log(this.incident.id);
    const told = log.flatMap(({ text, origin }) => (origin ? [{ text, origin }] : []));
    const note = entryNote(viewed, told);
    assert.ok(note);
    await this.provider.perform(this.incident.id, note, `${viewed.entry.id}`);
  }
}

describe('Two responders with accounts of their own on one incident', () => {
  const operations = new Set<string>();

  describe('on two machines', () => {
    const harness = new ContractHarness(operations);

    it('end with the same timeline', async () => {
      const [wire] = harness.seed(1);
      const { me, colleague } = harness.account.directory;
      const machine = async (name: string, key: 'user' | 'colleague') => {
        const provider = harness.provider(key);
        assert.equal((await provider.identify()).person?.name, name);
        const seen = await provider.incident(wire!.id);
        // Each machine has an account of its own.
        const accountId = `account-of-${key}`;
        return new Machine(
          name,
          provider,
          { ...seen, accountId, key: incidentKey(accountId, seen.id) },
          harness.clock,
        );
      };
      const first = await machine(me.name, 'user');
      const second = await machine(colleague.name, 'colleague');

      await first.reads();
      await first.provider.perform(wire!.id, { type: 'acknowledge' }, 'ref-one');
      await harness.clock.advance(60_000);
      const hypothesis = await first.scribe.recordSuspect(first.incident, 'Suspect: “Raise the pool”', {
        ...{ change: 'shop a1', repository: 'shop', sha: 'a'.repeat(40), ref: null, url: null },
      });
      await first.sends(hypothesis!.id);
      await second.reads();
      await harness.clock.advance(60_000);
      const told = await second.scribe.addEntry(
        second.incident,
        'The pool\nis full 🙂',
        harness.clock.now() - 90_000,
      );
      await second.sends(told.id);
      await second.provider.perform(wire!.id, { type: 'note', text: 'On my way' }, 'ref-two');
      await first.reads();
      await harness.clock.advance(60_000);
      await second.scribe.amend(second.incident, told.id, { text: 'The pool is empty' });
      await second.sends(told.id);
      await second.provider.perform(wire!.id, { type: 'resolve' }, 'ref-three');

      for (const one of [second, first, second, first]) await one.reads();
      const timeline = await first.timeline();
      assert.deepEqual(await second.timeline(), timeline);
      const said = (part: string) => timeline.filter(line => line.includes(part));
      assert.deepEqual(
        said('The pool is').map(line => line.split(' | ').slice(1)),
        [[colleague.name, 'note', 'The pool is empty']],
      );
      assert.deepEqual(
        said('Suspect').map(line => line.split(' | ').slice(1)),
        [[me.name, 'hypothesis', 'Suspect: “Raise the pool”']],
      );
      for (const part of ['On my way', 'acknowledged', 'resolved']) assert.equal(said(part).length, 1, part);

      const both = [first, second].map(async ({ journal }) => (await journal.read()).entries);
      const merged = timelineView({ entries: (await Promise.all(both)).flat(), unreadable: [] });
      assert.equal(merged.entries.length, timeline.length, 'merged with git, each counts once');

      await first.scribe.addEntry(first.incident, 'for me alone', harness.clock.now());
      for (const one of [first, second]) await one.reads();
      assert.equal((await first.timeline()).length, timeline.length + 1);
      assert.deepEqual(await second.timeline(), timeline);
    });
  });

  usedOperations(operations, [
    'createIncidentNote',
    'getCurrentUser',
    'getIncident',
    'listIncidentLogEntries',
    'updateIncident',
  ]);
});
