import assert from 'node:assert/strict';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { defaultTeam } from '../../../../src/core/team/teamFile.ts';
import type * as Errors from '../../../../src/core/errors.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import type * as Kept from '../../../../src/core/timeline/keptJournal.ts';
import type * as Scribing from '../../../../src/core/timeline/scribe.ts';
import { responseState } from '../../../../src/core/response/responseState.ts';
import type * as GiveRole from '../../../../src/ui/commands/giveRole.ts';
import type * as Line from '../../../../src/ui/commands/incidentLine.ts';
import type * as Triage from '../../../../src/ui/commands/triage.ts';
import type * as Boundary from '../../../../src/ui/errorBoundary.ts';
import type * as Deeds from '../../../../src/ui/response/responseDeeds.ts';
import type * as Writing from '../../../../src/ui/timeline/entryWriting.ts';
import { FakeClock } from '../../fakeClock.ts';
import { standardRules } from '../../response/standardRules.ts';
import { seeded } from '../../seeded.ts';
import { sampleIncident, START } from '../../timeline/sampleEntries.ts';
import { FakeQuickPick } from '../fakeQuickPick.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

interface Row {
  readonly label: string;
}

describe('With a disk that is full', function () {
  this.timeout(60_000);
  let parts: typeof GiveRole &
    typeof Line &
    typeof Triage &
    typeof Boundary &
    typeof Deeds &
    typeof Errors &
    typeof Kept &
    typeof Scribing &
    typeof Writing &
    StandIn;
  /** The rows that are chosen, one question after the other: what their label begins with. */
  let answers: string[];
  /** The titles of what was asked. */
  let asked: string[];
  let warned: string[];
  let told: string[];
  let shown: string[];
  let performed: string[];
  let journal: Kept.KeptJournal;

  before(async () => {
    parts = await withStandIn(
      ...['ui/commands/giveRole.ts', 'ui/commands/incidentLine.ts', 'ui/commands/triage.ts'],
      ...['ui/errorBoundary.ts', 'ui/response/responseDeeds.ts', 'ui/timeline/entryWriting.ts'],
      ...['core/errors.ts', 'core/timeline/keptJournal.ts', 'core/timeline/scribe.ts'],
    );
  });

  beforeEach(() => {
    [answers, asked, warned, told, shown, performed] = [[], [], [], [], [], []];
    Object.assign(parts.window, {
      showQuickPick: async (rows: readonly Row[], { title }: { readonly title: string }) => {
        asked.push(title);
        const answer = answers.shift();
        return answer && rows.find(({ label }) => label.startsWith(answer));
      },
      showInputBox: async () => answers.shift() ?? '',
      showInformationMessage: async (words: string) => void told.push(words),
      showWarningMessage: async (words: string) => void warned.push(words),
      showTextDocument: async (name: string) => void shown.push(name),
      tabGroups: { all: [] },
    });
  });
  afterEach(() => journal.dispose());

  /** All that the commands work with, over a journal that keeps what it is given and writes none of it. */
  function room(incident: Incident, capabilities: readonly string[] = []) {
    const clock = new FakeClock(START);
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    journal = new parts.KeptJournal({
      ...{ location: '/full', clock },
      open: async () => {
        throw full;
      },
    });
    const author = () => 'Ada';
    const scribe = new parts.Scribe({
      ...{ clock, author, random: seeded(1), journalOf: async () => journal },
    });
    const boundary = new parts.ErrorBoundary(silentLogger, () => {});
    const current = { set: () => {}, get: () => incident };
    const follower = { follow: () => {} };
    const timelines = { scribe };
    const surroundings = { ...{ timelines, follower, current, boundary, clock, author } } as never;
    const incidentClock = { now: () => clock.now() };
    const rules = standardRules('en');
    const provider = {
      capabilities: { directory: false, actions: new Set(capabilities) },
      priorities: async () => [{ id: 'PP3', name: 'P3', color: null, order: 3 }],
    };
    const masking = { redactor: { redact: (text: string) => ({ text, masked: [] }) }, titleOf: () => null };
    return {
      ...{ timelines, follower, current, boundary, clock, incidentClock, author },
      pick: { one: async () => incident },
      store: { latest: () => incident },
      rules: () => rules,
      deeds: new parts.ResponseDeeds(surroundings),
      writing: new parts.EntryWriting({
        ...{ timelines, follower, current, clock, incidentClock, ...masking },
      } as never),
      responses: {
        of: () => {
          const entries = journal.unsaved;
          const state = responseState(incident, entries, rules.roles);
          return { incident, state, entries, deadlines: () => [], now: () => clock.now() };
        },
      },
      sessions: { get: () => ({ provider }) },
      actions: {
        perform: async (_: unknown, { type }: { readonly type: string }) => performed.push(type) > 0,
      },
      texts: { keep: (name: string) => name },
      chats: { all: () => [] },
      channels: { channelOf: () => undefined },
      services: { bridgeOf: async () => null, serviceOf: async () => null },
      teamFiles: async () => ({ team: defaultTeam('en') }),
    } as never;
  }
  const kept = () => journal.unsaved.map(({ kind, text }) => `${kind}: ${text.split('\n')[0]}`);

  it('hands a role over and shows the summary, and says what is not saved', async () => {
    const pick = new FakeQuickPick<Row>();
    Object.assign(parts.window, { createQuickPick: () => pick });
    const rooms = room(sampleIncident);
    const node = { type: 'role', role: 'Tech Lead', person: null, incident: sampleIncident };
    const done = parts.handOverRole(rooms, [node]);
    await new Promise(setImmediate);
    pick.goTo('Ada');
    pick.accept();
    await done;
    assert.deepEqual(kept(), ['role: Ada is Tech Lead', 'note: Hand-over: Tech Lead, Ada']);
    assert.deepEqual(shown, ['Hand-over of Tech Lead.md']);
    assert.equal(told.length, 1);
    assert.equal(warned.length, 2);
    assert.match(warned[0]!, /“Ada is Tech Lead” was not saved: the disk is full\. It is kept/);
  });

  it('has a severity, how it was noticed, its stage and its priority from triage', async () => {
    answers = ['low', 'low', 'P3', 'monitoring', 'Half of Europe'];
    await parts.triage(room(sampleIncident, ['setPriority']), []);
    assert.deepEqual(
      kept().map(text => text.split(':')[0]),
      ['severity', 'stage', 'stage'],
    );
    assert.deepEqual(performed, ['setPriority']);
    assert.equal(warned.length, 3);
  });

  it('goes on from an update to the message', async () => {
    answers = ['update "the pool is exhausted"'];
    await parts.incidentLine(room(sampleIncident), []);
    assert.deepEqual(kept(), ['observation: the pool is exhausted']);
    assert.deepEqual([asked.at(-1), warned.length], ['The message as it would be sent', 1]);
  });

  it('resolves where the provider takes no notes, and goes on to the message', async () => {
    answers = ['resolve "restarted"'];
    await parts.incidentLine(room(sampleIncident, ['resolve']), []);
    assert.deepEqual(kept(), ['note: restarted']);
    assert.deepEqual(performed, ['resolve']);
    assert.deepEqual([asked.at(-1), warned.length], ['The message as it would be sent', 1]);
  });
});
