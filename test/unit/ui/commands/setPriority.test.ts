import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/events.ts';
import type { Action } from '../../../../src/core/incidents/action.ts';
import type { Incident, Priority } from '../../../../src/core/incidents/incident.ts';
import type { OutboxItem } from '../../../../src/core/incidents/outbox/outboxItem.ts';
import type { Recorded } from '../../../../src/ui/timelines.ts';
import type { ResponseRecord } from '../../../../src/core/response/responseRecords.ts';
import { responseState } from '../../../../src/core/response/responseState.ts';
import type { TimelineEntry } from '../../../../src/core/timeline/entry.ts';
import type * as ActionsFile from '../../../../src/ui/actions.ts';
import type * as SetPriority from '../../../../src/ui/commands/setPriority.ts';
import type * as Undo from '../../../../src/ui/commands/undo.ts';
import type * as Deeds from '../../../../src/ui/response/responseDeeds.ts';
import { severity } from '../../response/responseEntries.ts';
import { standardRules } from '../../response/standardRules.ts';
import { sampleIncident } from '../../timeline/sampleEntries.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

interface Row {
  readonly label: string;
}

const priorities = ['P1', 'P3', 'Whenever'].map((name, order): Priority => ({
  id: `P_${name}`,
  name,
  color: '',
  order,
}));
const [p1, p3] = priorities as [Priority, Priority];

describe('Setting a priority', function () {
  this.timeout(60_000);
  let ui: typeof SetPriority & typeof Undo & typeof ActionsFile & typeof Deeds & StandIn;
  let shown: Incident;
  let entries: TimelineEntry[];
  let texts: string[];
  let actions: ActionsFile.Actions;
  let loaded: number;
  let refuses: boolean;
  let reported: unknown[];
  let parts: never;

  before(async () => {
    ui = await withStandIn(
      ...[
        'ui/commands/setPriority.ts',
        'ui/commands/undo.ts',
        'ui/actions.ts',
        'ui/response/responseDeeds.ts',
      ],
    );
  });

  beforeEach(() => {
    shown = { ...sampleIncident, priority: p3, severity: 'P3' };
    [entries, texts, loaded, refuses, reported] = [[], [], 0, false, []];
    const store = { get: () => shown, latest: () => shown, base: () => shown };
    const session = {
      account: { person: null },
      provider: {
        capabilities: { actions: new Set(['setPriority']) },
        priorities: () => Promise.resolve(priorities),
      },
    };
    const sessions = { onDidChange: new Emitter<void>().event, of: () => session, get: () => session };
    const boundary = { log: () => {}, report: (_: string, error: unknown) => reported.push(error) };
    const followed: string[] = [];
    const follower = { followAll: () => {}, follow: ({ key }: Incident) => followed.push(key) };
    const timelines = {
      entries: () => Promise.resolve(entries),
      scribe: {
        recordResponse: (incident: Recorded['incident'], { text, data }: ResponseRecord) => {
          assert.deepEqual([incident.key, followed.includes(incident.key)], [shown.key, true]);
          texts.push(text);
          entries = [...entries, { ...severity(10 + texts.length, ''), data }];
          return Promise.resolve();
        },
      },
    };
    const outbox = {
      onDidChange: new Emitter<void>().event,
      items: () => [],
      drop: () => Promise.resolve([]),
      add: (_: string, [one]: readonly Incident[], given: ActionsFile.ActionFor) => {
        const [action] = typeof given === 'function' ? given(one!) : [given];
        if (!refuses) take(action!);
        return Promise.resolve([{ id: 'i', incidentId: one!.id, action }]);
      },
      settled: (): Promise<readonly Partial<OutboxItem>[]> =>
        Promise.resolve([
          { id: 'i', state: refuses ? 'refused' : 'done', label: '', reason: 'No.', incident: shown },
        ]),
    };
    actions = new ui.Actions({
      ...{ outbox, store, sessions, follower, boundary },
      claims: { claim: () => Promise.resolve(true) },
    } as never);
    const current = { set: () => assert.fail('what is worked on stays') };
    const deeds = new ui.ResponseDeeds({ timelines, follower, current } as never);
    const room = { deeds, rules: () => standardRules('en') };
    parts = {
      ...{ actions, store, sessions, timelines, boundary },
      pick: { many: () => Promise.resolve([shown]) },
      tree: { called: () => {} },
      responseRoom: () => (loaded++, Promise.resolve(room)),
    } as never;
    Object.assign(ui.window, { withProgress: (_options: unknown, task: () => unknown) => task() });
  });
  afterEach(() => {
    actions.dispose();
    assert.deepEqual(reported, []);
  });

  const take = (action: Action) => {
    assert.ok(action.type === 'setPriority');
    shown = { ...shown, priority: action.priority };
  };
  const set = async (wanted: string) => {
    Object.assign(ui.window, {
      showQuickPick: async (rows: Promise<readonly Row[]>) =>
        (await rows).find(({ label }) => label === wanted),
    });
    await ui.setPriority(parts, []);
  };
  const severe = () => responseState(sampleIncident, entries).severity;

  it('says the severity that it means, where the incident was triaged, and Undo says the one before', async () => {
    entries = [severity(2, 'P3')];
    await set('P1');
    assert.deepEqual([shown.priority, texts, severe()], [p1, ['Severity P1 (was P3)'], 'P1']);
    await ui.undo(parts, []);
    assert.deepEqual([shown.priority, texts[1], severe()], [p3, 'Severity P3 (was P1)', 'P3']);
  });

  it('leaves what triage said, where the priority that it set is taken back', async () => {
    entries = [severity(2, 'P1', 'P3')];
    await actions.perform(
      [shown],
      { type: 'setPriority', priority: p1 },
      which => `Set the priority of ${which}`,
    );
    await ui.undo(parts, []);
    assert.deepEqual([shown.priority, texts, severe()], [p3, [], 'P1']);
  });

  it('says nothing where nobody triaged, it means none, or it is that bad already', async () => {
    await set('P1');
    assert.equal(loaded, 0, 'the provider’s word counts');
    entries = [severity(2, 'P3')];
    await set('Whenever');
    await set('P3');
    assert.deepEqual(texts, []);
  });

  it('says nothing where the provider refused it', async () => {
    entries = [severity(2, 'P3')];
    refuses = true;
    await assert.rejects(set('P1'));
    assert.deepEqual(texts, []);
  });

  it('leaves what somebody said since, where it is taken back', async () => {
    entries = [severity(2, 'P3')];
    await set('P1');
    entries = [...entries, severity(30, 'P2', 'P1')];
    await ui.undo(parts, []);
    assert.deepEqual([shown.priority, texts.length, severe()], [p3, 1, 'P2']);
  });
});
