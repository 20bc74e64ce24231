import assert from 'node:assert/strict';
import type { OnCallError } from '../../../src/core/errors.ts';
import type { Action } from '../../../src/core/incidents/action.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import type { OutboxItem } from '../../../src/core/incidents/outbox/outboxItem.ts';
import type * as ActionsFile from '../../../src/ui/actions.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { withStandIn } from './standIn.ts';

/** What the person hears of one command on these, of which some came back so. */
type Ended = Pick<OutboxItem, 'state' | 'reason' | 'incident'>;

const resolvedMeanwhile: Ended = {
  state: 'refused',
  reason: 'It was resolved meanwhile, and this would open it again.',
  incident: incident('P', { status: 'resolved' }),
};
const notYou: Ended = { state: 'refused', reason: 'Not you.', incident: null };
const done: Ended = { state: 'done', reason: null, incident: null };

describe('Actions, of what was refused', () => {
  let told: (ended: readonly Ended[]) => Promise<{ message: string; nextStep: string }>;

  before(async () => {
    const { Actions, window } = await withStandIn<typeof ActionsFile>('ui/actions.ts');
    Object.assign(window, { withProgress: (_options: unknown, task: () => unknown) => task() });
    told = async ended => {
      const incidents = ended.map((_, n) => incident(`P${n}`));
      const parts = {
        store: { latest: (incident: unknown) => incident },
        sessions: { of: () => {}, get: () => undefined, onDidChange: () => ({ dispose() {} }) },
        follower: { followAll: () => {} },
        boundary: { log: () => {} },
        outbox: {
          add: (_account: string, its: readonly Incident[]) =>
            Promise.resolve(its.map(({ id }) => ({ id, incidentId: id, action: { type: 'acknowledge' } }))),
          onDidChange: () => ({ dispose() {} }),
          settled: () =>
            Promise.resolve(
              ended.map((one, n) => ({ ...one, label: `#${n}`, action: { type: 'acknowledge' } })),
            ),
        },
      };
      const actions = new Actions(parts as never);
      try {
        await actions.perform(incidents, { type: 'acknowledge' }, null);
      } catch (error) {
        const { message, nextStep } = error as OnCallError;
        return { message, nextStep };
      }
      return { message: '', nextStep: '' };
    };
  });

  it('says plainly that a storm was resolved meanwhile', async () => {
    assert.deepEqual(await told([resolvedMeanwhile, resolvedMeanwhile]), {
      message: '2 of 2 were resolved meanwhile, and this would open them again.',
      nextStep: '“Not Sent Yet” lists them, each with its reason.',
    });
  });

  it('says so of a part of them, and that the others are done', async () => {
    assert.deepEqual(await told([done, resolvedMeanwhile, resolvedMeanwhile]), {
      message: '2 of 3 were resolved meanwhile, and this would open them again.',
      nextStep: 'Everything else was done. “Not Sent Yet” lists them, each with its reason.',
    });
  });

  it('names the reasons where they are others', async () => {
    assert.deepEqual(await told([done, resolvedMeanwhile, notYou]), {
      message: `2 of 3 were refused. #1: ${resolvedMeanwhile.reason} #2: Not you.`,
      nextStep: 'Everything else was done. “Not Sent Yet” lists them, each with its reason.',
    });
  });

  it('of a single one, says which and why', async () => {
    const { message } = await told([resolvedMeanwhile]);
    assert.match(message, /^#0, .*: It was resolved meanwhile, and this would open it again\.$/);
  });
});

describe('Actions, taken back', () => {
  const ada = { id: 'PADA', name: 'Ada' };
  const bob = { id: 'PBOB', name: 'Bob' };
  const mine = incident('P1', { status: 'acknowledged', acknowledgers: [ada], assignees: [ada] });

  it('gives an incident back as it was acknowledged, in one step on disk', async () => {
    const { Actions, window } = await withStandIn<typeof ActionsFile>('ui/actions.ts');
    Object.assign(window, { withProgress: (_options: unknown, task: () => unknown) => task() });
    let known: Incident = mine;
    const asked: (readonly Action[])[] = [];
    const parts = {
      store: { latest: () => known, base: () => known },
      sessions: {
        of: () => {},
        onDidChange: () => ({ dispose() {} }),
        get: () => ({ account: { person: ada } }),
      },
      follower: { followAll: () => {} },
      boundary: { log: () => {} },
      outbox: {
        items: () => [],
        drop: () => Promise.resolve([]),
        add: (_account: string, its: readonly Incident[], action: ActionsFile.ActionFor) => {
          const items = its.flatMap(one =>
            (typeof action === 'function' ? action(one) : [action]).map((wanted, n) => ({
              ...{ id: `${one.id} ${n}`, incidentId: one.id, action: wanted },
            })),
          );
          asked.push(items.map(item => item.action));
          return Promise.resolve(items);
        },
        onDidChange: () => ({ dispose() {} }),
        settled: (ids: readonly string[]) => Promise.resolve(ids.map(id => ({ id, state: 'done' }))),
      },
    };
    const actions = new Actions(parts as never);
    await actions.perform([mine], { type: 'reassign', to: [bob] }, which => `Reassigned ${which}`);
    known = incident('P1', { assignees: [bob] });
    await actions.undo();
    assert.deepEqual(asked, [
      [{ type: 'reassign', to: [bob] }],
      [{ type: 'reassign', to: [ada] }, { type: 'acknowledge' }],
    ]);
  });
});
