import assert from 'node:assert/strict';
import type { ActionType } from '../../../../src/core/incidents/action.ts';
import { incidentTags } from '../../../../src/core/incidents/list/incidentTags.ts';
import { statuses } from '../../../../src/core/incidents/list/incidentView.ts';
import { incident } from '../incidentFixtures.ts';

/** Action → tag → the first letters of the statuses that it is offered in. */
const offered: Record<ActionType, [tag: string, where: string] | null> = {
  acknowledge: ['canAcknowledge', 't'],
  resolve: ['canResolve', 'ta'],
  retrigger: ['canRetrigger', 'ar'],
  note: ['canNote', 'tar'],
  snooze: ['canSnooze', 'ta'],
  reassign: ['canReassign', 'ta'],
  delegate: ['canDelegate', 'ta'],
  escalate: ['canEscalate', 'ta'],
  addResponders: ['canAddResponders', 'ta'],
  cancelResponders: null,
  merge: ['canMerge', 'ta'],
  setPriority: ['canSetPriority', 'ta'],
  setUrgency: ['canSetUrgency', 'ta'],
  setTitle: ['canSetTitle', 'ta'],
  statusUpdate: ['canStatusUpdate', 'ta'],
  startWorkflow: ['canStartWorkflow', 'tar'],
  trigger: null,
};

describe('incidentTags', () => {
  for (const [action, expected] of Object.entries(offered) as [ActionType, [string, string] | null][]) {
    it(`${action}: ${expected ? `${expected[0]} where it makes sense` : 'no tag'}`, () => {
      const escalationPolicy = { id: 'PE', name: 'Mail' };
      for (const status of statuses) {
        const tags = incidentTags(incident('P', { status, escalationPolicy }), {
          actions: new Set([action]),
        }).split(' ');
        const own = expected?.[1].includes(status[0]!) ? [expected[0]] : [];
        assert.deepEqual(tags, ['incident', status, ...own]);
      }
    });
  }

  it('offers nothing that the provider does not, and says whether there is an address', () => {
    assert.equal(incidentTags(incident('P'), { actions: new Set() }), 'incident triggered');
    const linked = incident('P', { url: 'https://acme.example/P' });
    assert.equal(incidentTags(linked, { actions: new Set() }), 'incident triggered hasUrl');
  });

  it('is matched by a menu’s whole word only', () => {
    const tags = incidentTags(incident('P'), { actions: new Set<ActionType>(['setTitle', 'acknowledge']) });
    assert.match(tags, /\bcanSetTitle\b/);
    assert.doesNotMatch(tags, /\bcanSet\b/);
  });
});
