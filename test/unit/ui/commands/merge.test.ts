import assert from 'node:assert/strict';
import type * as Errors from '../../../../src/core/errors.ts';
import type { Action } from '../../../../src/core/incidents/action.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import type * as Merge from '../../../../src/ui/commands/merge.ts';
import { settle } from '../../fakeClock.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
import { FakeQuickPick } from '../fakeQuickPick.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

type Why = (one: Incident) => string | null;

describe('Merging', () => {
  let parts: typeof Merge & typeof Errors & StandIn;
  let pick: FakeQuickPick<{ readonly label: string }>;
  let performed: Action[];
  let whyNot: Why;

  before(async function () {
    this.timeout(60_000);
    parts = await withStandIn('ui/commands/merge.ts', 'core/errors.ts');
  });

  beforeEach(() => {
    pick = new FakeQuickPick();
    Object.assign(pick, { onDidChangeActive: () => {} });
    performed = [];
    Object.assign(parts.window, {
      createQuickPick: () => pick,
      showWarningMessage: (_text: string, _options: unknown, yes: unknown) => Promise.resolve(yes),
    });
  });

  const source = incident('P1');
  const merge = (...others: readonly Incident[]) => {
    const session = {
      account: { id: 'acme' },
      provider: { capabilities: { actions: new Set(['merge']) } },
    };
    return parts.merge(
      {
        pick: {
          many: (_: unknown, accept: (one: Incident) => boolean, why: Why) => {
            whyNot = why;
            return Promise.resolve([source].filter(accept));
          },
        },
        store: { all: () => [source, ...others] },
        incidentClock: { now: () => 0 },
        sessions: { get: () => session, of: () => session },
        actions: { perform: (_: unknown, action: Action) => Promise.resolve(void performed.push(action)) },
        boundary: { log: (_: string, error: unknown) => assert.fail(String(error)) },
      } as never,
      [],
    );
  };

  it('offers as the one that stays what may be merged, or is not known to be kept from it', async () => {
    const done = merge(
      incident('P2', { title: 'Unknown' }),
      incident('P3', { title: 'Not it', mergeable: false }),
      incident('P4', { title: 'Mergeable', mergeable: true }),
      incident('P5', { title: 'Resolved', status: 'resolved' }),
      incident('P6', { title: 'Full', alertCount: 1001 }),
    );
    await settle();
    assert.deepEqual(
      pick.labels.map(label => label.replace(/^.*#1 /, '')),
      ['Unknown', 'Mergeable'],
    );
    pick.goTo(pick.labels[1]!);
    pick.accept();
    await done;
    assert.deepEqual(performed, [{ type: 'merge', into: { id: 'P4', name: 'Mergeable' } }]);
  });

  it('says plainly where nothing is left to merge into', async () => {
    await assert.rejects(merge(incident('P2', { mergeable: false })), (error: unknown) => {
      assert.ok(error instanceof parts.NotPossibleError);
      assert.equal(error.message, 'There is no other incident in this account to merge into.');
      assert.match(error.nextStep, /open one that has alerts, at most 1,000, or was opened by a person/);
      return true;
    });
    assert.deepEqual(performed, []);
  });

  it('says why an open incident may not be merged itself', async () => {
    await assert.rejects(merge());
    assert.match(whyNot(incident('P2', { mergeable: false })) ?? '', /only merges what has alerts/);
    assert.equal(whyNot(incident('P2', { mergeable: false, status: 'resolved' })), null, 'its status is why');
    assert.equal(whyNot(incident('P2')), null);
  });
});
