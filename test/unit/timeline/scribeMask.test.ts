import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import { Redactor } from '../../../src/core/execution/redact.ts';
import type { LogEntry } from '../../../src/core/incidents/incident.ts';
import { bridgeRecord, deadlineRecord, severityRecord } from '../../../src/core/response/responseRecords.ts';
import type { ApprovalData, DeadlineData } from '../../../src/core/timeline/entry.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { importedFromCsv } from '../../../src/core/timeline/import/importedEntries.ts';
import { LocalZone } from '../../../src/core/timeline/localZone.ts';
import { Scribe } from '../../../src/core/timeline/scribe.ts';
import { FakeClock } from '../fakeClock.ts';
import { seeded } from '../seeded.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { sampleId, sampleIncident, START } from './sampleEntries.ts';

const secret = 'psql "postgres://app:Sup3rSecret9@db/prod" works, password=hunter2secret, swordfish';

const approval: ApprovalData = {
  ...{ runbook: 'a.md', step: secret, command: secret, risk: 'destructive', target: secret },
  ...{ environment: null, role: 'Responder', approvedBy: secret, backup: secret },
  ...{ reason: secret, approved: 'f00' },
};

const done: DeadlineData = {
  ...{ deadline: 'notMitigated', name: 'Not mitigated', dueAt: utc(START) },
  ...{ event: 'done', until: null, reason: secret },
};

describe('The Scribe masks what looks like a secret', () => {
  let journal: FileJournal;
  let scribe: Scribe;
  const redactor = new Redactor(() => [{ value: 'swordfish', kind: 'known' }]);
  const entries = async () => (await journal.read()).entries;
  beforeEach(() => {
    journal = new FileJournal('timeline.jsonl', new MemoryFiles());
    scribe = new Scribe({
      journalOf: async () => journal,
      clock: new FakeClock(START + 60_000),
      random: seeded(1),
      author: () => 'Ada',
      mask: text => redactor.redact(text).text,
    });
  });

  const row = { id: 'a1', at: utc(START), author: 'Bob', kind: 'note', text: secret } as const;
  const item = { text: secret, owner: null, runbook: 'a.md', step: secret };
  const line: LogEntry = {
    ...{ id: 'L1', at: utc(START), kind: 'note', text: secret },
    ...{ agent: null, providerType: 'annotate_log_entry' },
  };
  const origin = { entry: sampleId(1), at: utc(START), author: 'Bob', kind: 'note', corrects: null };
  const suspect = { change: 'c1', repository: null, sha: null, ref: null, url: null };
  const written: Readonly<Record<string, () => Promise<unknown>>> = {
    'an imported row': () => scribe.recordImported(sampleIncident, [row], 'old.csv'),
    'a note, such as that of a hand-over': () => scribe.addEntry(sampleIncident, secret, START),
    'a note that was typed for the provider': () => scribe.recordProviderLog(sampleIncident, [line]),
    'what another’s entry says that came as a note': () =>
      scribe.recordProviderLog(sampleIncident, [{ ...line, origin }]),
    'an action item': () => scribe.addEntry(sampleIncident, secret, START, 'action'),
    'a proposal for a runbook': () => scribe.recordActionItem(sampleIncident, item),
    'a suspect change': () => scribe.recordSuspect(sampleIncident, secret, suspect),
    'the reason of a severity': () =>
      scribe.recordResponse(sampleIncident, severityRecord({ from: null, to: 'P1', reason: secret })),
    'the reason of a deadline': () => scribe.recordResponse(sampleIncident, deadlineRecord(done, [])),
    'an approval': () => scribe.recordApproval(sampleIncident, approval),
    'what an item of a checklist says': () =>
      scribe.recordTick(sampleIncident, { runbook: 'a.md', item: 'i1', checked: true }, secret),
    'a correction': async () => {
      const { id } = await scribe.addEntry(sampleIncident, 'x', START);
      await scribe.amend(sampleIncident, id, { text: secret });
    },
    'a correction of what the data says, too': async () => {
      const data = { repository: 'a', event: 'commit', sha: 'a1b2c3d', ref: null, subject: 'Fix' } as const;
      const fact = { at: utc(START), text: 'Committed a1b2c3d “Fix” in a', data };
      await scribe.recordGit(sampleIncident, [fact]);
      const [first] = await entries();
      await scribe.amend(sampleIncident, first!.id, { text: `Committed a1b2c3d “${secret}” in a` });
      const { id: approved } = await scribe.recordApproval(sampleIncident, { ...approval, reason: 'x' });
      await scribe.amend(sampleIncident, approved, { text: secret });
    },
  };
  for (const [what, write] of Object.entries(written)) {
    it(`in ${what}`, async () => {
      await write();
      const said = JSON.stringify(await entries());
      assert.doesNotMatch(said, /Sup3rSecret9|hunter2secret|swordfish/);
      for (const kind of ['URL credentials', 'password', 'known']) assert.ok(said.includes(`•••(${kind})`));
    });
  }

  it('and knows an imported row again by what it said', async () => {
    const csv = 'time,what\n2026-11-22 10:15,password=hunter2secret\n2026-11-22 10:15,password=another1 x';
    const mask = (text: string) => redactor.redact(text).text;
    const read = importedFromCsv(csv, { zone: new LocalZone('UTC'), createdAt: START, mask });
    assert.equal(await scribe.recordImported(sampleIncident, read.entries, 'old.csv'), 2);
    assert.equal(await scribe.recordImported(sampleIncident, read.entries, 'old.csv'), 0);
    assert.equal((await entries()).length, 2);
  });

  it('also where a hidden character stands in it', async () => {
    const { text } = await scribe.addEntry(sampleIncident, 'pass\u200Bword=hunter2secret', START);
    assert.equal(text, 'password=•••(password)');
  });

  it('but neither the address of a call nor the names that say what an entry is about', async () => {
    const url = 'https://zoom.example/j/123?pwd=Abc123';
    const bridge = await scribe.recordResponse(sampleIncident, bridgeRecord(url, null));
    assert.deepEqual([bridge.text.includes(url), bridge.data], [true, { url }]);
    const tick = { runbook: 'token=abcdefgh1.md', item: 'password=hunter2secret', checked: true };
    assert.deepEqual((await scribe.recordTick(sampleIncident, tick, 'x')).data, tick);
  });
});
