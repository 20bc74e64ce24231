import assert from 'node:assert/strict';
import type * as Errors from '../../../../src/core/errors.ts';
import type { Action } from '../../../../src/core/incidents/action.ts';
import type * as Reassign from '../../../../src/ui/commands/reassign.ts';
import { settle } from '../../fakeClock.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
import { FakeQuickPick } from '../fakeQuickPick.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

interface Row {
  readonly label: string;
  readonly description: string;
}

const person = (id: string, name: string) => ({ id, name, email: `${id}@example.com`, timeZone: null });
const until = '2026-01-19T08:00:00.000Z';
const mail = { id: 'PEMAIL', name: 'Mail' };
const payments = { id: 'PEPAY', name: 'Payments' };

describe('Reassigning in an account of thousands', () => {
  let parts: typeof Reassign & typeof Errors & StandIn;
  let pick: FakeQuickPick<Row>;
  let asked: string[];
  let performed: Action[];
  let more: boolean;

  before(async function () {
    this.timeout(60_000);
    parts = await withStandIn('ui/commands/reassign.ts', 'core/errors.ts');
  });

  beforeEach(() => {
    pick = new FakeQuickPick();
    asked = [];
    performed = [];
    more = true;
    Object.assign(parts.window, { createQuickPick: () => pick });
  });

  function reassign(): Promise<void> {
    const named = incident('P1', { escalationPolicy: mail });
    const capabilities = { actions: new Set(['reassign', 'delegate']) };
    const grace = person('PGRACE', 'Grace');
    const provider = {
      capabilities,
      onCalls: ({ policies }: { readonly policies: readonly string[] }) => {
        asked.push(`on call for ${policies.join()}`);
        return Promise.resolve([
          { person: person('PZOE', 'Zoe'), level: 1, policy: mail, schedule: null, from: null, until },
        ]);
      },
      findPeople: (query: string) => {
        asked.push(`people ${query}`);
        return Promise.resolve({ found: query ? [grace] : [person('PADA', 'Ada')], more });
      },
      findPolicies: (query: string) => {
        asked.push(`policies ${query}`);
        return Promise.resolve({ found: query ? [] : [payments], more: false });
      },
    };
    const session = { account: { person: { id: 'PADA', name: 'Ada' } }, provider };
    return parts.reassign(
      {
        pick: {
          many: (_: unknown, accept: (one: unknown) => boolean) => Promise.resolve([named].filter(accept)),
        },
        sessions: { get: () => session, of: () => session },
        actions: { perform: (_: unknown, action: Action) => Promise.resolve(void performed.push(action)) },
        boundary: { log: (_: string, error: unknown) => assert.fail(String(error)) },
      } as never,
      [],
    );
  }

  it('shows who is on call, then the policies, then people, with a request of each', async () => {
    const done = reassign();
    await settle();
    assert.deepEqual(pick.labels, ['Zoe', 'Payments', 'Ada (you)']);
    assert.equal(pick.ignoreFocusOut, true, 'who is on call may stand in the chat');
    assert.match(pick.items[0]!.description, /^on call now: Mail, level 1, until .*\d\d:\d\d \(\S+\)$/);
    assert.deepEqual(asked, ['on call for PEMAIL', 'people ', 'policies ']);
    pick.tick('Zoe', 'Ada (you)');
    pick.accept();
    await done;
    const to = [
      { id: 'PZOE', name: 'Zoe' },
      { id: 'PADA', name: 'Ada' },
    ];
    assert.deepEqual(performed, [{ type: 'reassign', to }]);
  });

  it('searches for what is typed where there are more, and keeps what was ticked', async () => {
    const done = reassign();
    await settle();
    pick.tick('Zoe');
    pick.goTo('Ada (you)');
    asked = [];
    await pick.type('gra');
    assert.equal(pick.active, 'Ada (you)', 'what was found moves nothing under the hand');
    assert.deepEqual(asked, ['people gra'], 'all policies were there already');
    assert.deepEqual(
      pick.selectedItems.map(({ label }) => label),
      ['Zoe'],
    );
    pick.tick('Grace');
    pick.accept();
    await done;
    assert.deepEqual(performed, [{ type: 'reassign', to: [{ id: 'PGRACE', name: 'Grace' }] }]);
  });

  it('asks for nothing more where everybody is shown', async () => {
    more = false;
    const done = reassign();
    await settle();
    asked = [];
    await pick.type('gra');
    assert.deepEqual(asked, []);
    pick.accept();
    await done;
    assert.deepEqual(performed, []);
  });

  it('hands it to one policy alone', async () => {
    const done = reassign();
    await settle();
    pick.tick('Payments');
    pick.accept();
    await done;
    assert.deepEqual(performed, [{ type: 'delegate', policy: payments }]);
    const both = reassign();
    await settle();
    pick.tick('Payments', 'Zoe');
    pick.accept();
    await assert.rejects(both, parts.NotPossibleError);
    assert.equal(performed.length, 1);
  });
});
