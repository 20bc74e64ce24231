import assert from 'node:assert/strict';
import type * as GiveRole from '../../../../src/ui/commands/giveRole.ts';
import { settle } from '../../fakeClock.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
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
    const role = { name: 'Incident Commander', title: 'Commander', duties: '', shared: false, neededFor: [] };
    const response = { incident: lin, state: { roles: [] } };
    const done = parts.assignRole(
      {
        pick: { one: () => Promise.resolve(lin) },
        current: { set: () => {} },
        responses: { of: () => response },
        rules: () => ({ roles: [role] }),
        author: () => 'Ada',
        boundary: { log: (_: string, error: unknown) => assert.fail(String(error)) },
        sessions: {
          get: () => ({ provider: { capabilities: { directory: true }, people: () => people } }),
        },
        deeds: {
          assign: (...[, , , person]: readonly string[]) => Promise.resolve(given.push(person!) > 0),
        },
      } as never,
      [{ type: 'role', role: role.name, person: null, incident: lin }],
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
});
