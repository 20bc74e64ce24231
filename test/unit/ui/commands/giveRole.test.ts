import assert from 'node:assert/strict';
import { responseState, type ResponseState } from '../../../../src/core/response/responseState.ts';
import { holdersOf, type Role } from '../../../../src/core/response/roles.ts';
import type { TimelineEntry } from '../../../../src/core/timeline/entry.ts';
import type * as GiveRole from '../../../../src/ui/commands/giveRole.ts';
import { settle } from '../../fakeClock.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
import { role } from '../../response/responseEntries.ts';
import { standardRules } from '../../response/standardRules.ts';
import { sampleEntry, sampleIncident, START } from '../../timeline/sampleEntries.ts';
import { FakeQuickPick } from '../fakeQuickPick.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

interface Row {
  readonly label: string;
}

describe('Giving a role', function () {
  this.timeout(60_000);
  let parts: typeof GiveRole & StandIn;
  let pick: FakeQuickPick<Row>;
  /** The directory’s answer comes when a test says so. */
  let answer: (...names: readonly string[]) => Promise<void>;
  let given: string[];

  before(async () => {
    parts = await withStandIn('ui/commands/giveRole.ts');
  });

  beforeEach(() => {
    pick = new FakeQuickPick();
    given = [];
    Object.assign(parts.window, { createQuickPick: () => pick });
  });

  /** In an incident that Lin has. The row of the commander was pressed; Ada did it. */
  async function assign(): Promise<{ readonly done: Promise<void> }> {
    const lin = incident('P1', { assignees: [{ id: 'PLIN', name: 'Lin' }] });
    const people = new Promise<readonly { readonly name: string }[]>(resolve => {
      answer = async (...names) => {
        resolve(names.map(name => ({ name })));
        await settle();
      };
    });
    const commander = {
      name: 'Incident Commander',
      title: 'Commander',
      duties: '',
      shared: false,
      neededFor: [],
    };
    const response = { incident: lin, state: { roles: [] } };
    const done = parts.assignRole(
      {
        pick: { one: () => Promise.resolve(lin) },
        current: { set: () => {} },
        responses: { of: () => response },
        rules: () => ({ roles: [commander] }),
        author: () => 'Ada',
        boundary: { log: (_: string, error: unknown) => assert.fail(String(error)) },
        sessions: {
          get: () => ({ provider: { capabilities: { directory: true }, people: () => people } }),
        },
        deeds: {
          assign: (...[, , , person]: readonly string[]) => Promise.resolve(given.push(person!) > 0),
        },
      } as never,
      [{ type: 'role', role: commander.name, person: null, incident: lin }],
    );
    await settle();
    return { done };
  }

  it('means the row where the keyboard is, also after the directory answered', async () => {
    const { done } = await assign();
    assert.deepEqual([pick.labels, pick.active], [['Ada', 'Lin'], 'Ada']);
    pick.goTo('Lin');
    await answer('Bo', 'Lin', 'Zoe');
    assert.deepEqual([pick.labels, pick.active], [['Ada', 'Lin', 'Bo', 'Zoe'], 'Lin']);
    pick.accept();
    await done;
    assert.deepEqual(given, ['Lin']);
  });

  it('means the name that was typed, as the directory writes it', async () => {
    const { done } = await assign();
    await pick.type('zoe');
    pick.goTo('zoe');
    await answer('Bo', 'Zoe');
    assert.deepEqual([pick.labels, pick.active], [['Ada', 'Lin', 'Bo', 'Zoe'], 'Zoe']);
    pick.accept();
    await done;
    assert.deepEqual(given, ['Zoe']);
  });

  it('is written by who has it once the person was chosen, with a summary of how it stands then', async () => {
    const commander = standardRules('en').roles.find(({ name }) => name === 'Incident Commander')!;
    let entries: readonly TimelineEntry[] = [role(1, commander.name, null, 'Ada')];
    const written: string[] = [];
    const shown: string[] = [];
    const parties = {
      pick: { one: () => Promise.resolve(sampleIncident) },
      current: { set: () => {} },
      responses: {
        of: () => ({
          ...{ incident: sampleIncident, entries, deadlines: () => [], now: () => START },
          state: responseState(sampleIncident, entries, standardRules('en').roles),
        }),
      },
      rules: () => standardRules('en'),
      author: () => 'Ada',
      sessions: { get: () => undefined },
      clock: { now: () => START },
      texts: { keep: (_: string, text: string) => shown.push(text) },
      deeds: {
        assign: (_: unknown, { roles }: ResponseState, { name }: Role, to: string) =>
          Promise.resolve(written.push(`${holdersOf(name, roles).join()} → ${to}`) > 0),
        handOver: (_: unknown, { roles }: ResponseState, { name }: Role, from: string, to: string) =>
          Promise.resolve(written.push(`${holdersOf(name, roles).join()}: ${from} → ${to}`) > 0),
        note: () => Promise.resolve(),
      },
    };
    Object.assign(parts.window, {
      showTextDocument: () => Promise.resolve(),
      showInformationMessage: () => Promise.resolve(undefined),
    });
    for (const give of [parts.assignRole, parts.handOverRole]) {
      entries = entries.slice(0, 1);
      pick = new FakeQuickPick();
      const done = give(parties as never, [{ type: 'role', role: commander.name, person: 'Ada' }]);
      await settle();
      await pick.type('Chi');
      const decided = sampleEntry(901, { kind: 'decision', text: 'Fail over to DC2' });
      entries = [...entries, role(2, commander.name, 'Ada', 'Bo'), decided];
      pick.goTo('Chi');
      pick.accept();
      await done;
    }
    assert.deepEqual(written, ['Bo → Chi', 'Bo: Bo → Chi']);
    assert.match(shown.join(), /Fail over to DC2/);
  });
});
