import assert from 'node:assert/strict';
import type { Action } from '../../../../src/core/incidents/action.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { applyAction } from '../../../../src/core/incidents/outbox/applyAction.ts';
import { incident } from '../incidentFixtures.ts';

const now = '2026-01-15T03:00:00.000Z';
const ada = { id: 'PADA', name: 'Ada' };
const bob = { id: 'PBOB', name: 'Bob' };
const apply = (before: Incident, action: Action, me: typeof ada | null = ada) =>
  applyAction(before, action, { now, me });

describe('applyAction', () => {
  const open = incident('P1', { assignees: [bob] });
  const acknowledged = incident('P1', {
    status: 'acknowledged',
    acknowledgers: [bob],
    assignees: [bob],
    acknowledgedUntil: '2026-01-15T04:00:00.000Z',
  });
  const resolved = incident('P1', { status: 'resolved', resolvedAt: now, assignees: [] });

  it('acknowledge: by me as well, once', () => {
    const once = apply(acknowledged, { type: 'acknowledge' });
    assert.deepEqual(once.acknowledgers, [bob, ada]);
    assert.deepEqual(apply(once, { type: 'acknowledge' }).acknowledgers, [bob, ada]);
    assert.equal(apply(open, { type: 'acknowledge' }).status, 'acknowledged');
    assert.deepEqual(
      apply(open, { type: 'acknowledge' }, null).acknowledgers,
      [],
      'an account’s key is nobody',
    );
  });

  it('acknowledge opens again what was resolved, and I have it then', () => {
    const again = apply(resolved, { type: 'acknowledge' });
    assert.equal(again.resolvedAt, null);
    assert.deepEqual(again.assignees, [ada]);
  });

  it('resolve and merge: nobody has it any more; nothing changes where it was resolved', () => {
    for (const action of [{ type: 'resolve' }, { type: 'merge', into: { id: 'P2', name: 'x' } }] as const) {
      const after = apply(acknowledged, action);
      assert.deepEqual([after.status, after.resolvedAt, after.acknowledgedUntil], ['resolved', now, null]);
      assert.deepEqual([after.assignees, after.acknowledgers], [[], []]);
      assert.equal(apply(resolved, action), resolved);
    }
  });

  it('retrigger, reassign, delegate and escalate: nobody has acknowledged any more', () => {
    const actions: Action[] = [
      { type: 'retrigger' },
      { type: 'reassign', to: [ada] },
      { type: 'escalate', level: 2, targets: ['Ada'] },
      { type: 'delegate', policy: { id: 'PEP', name: 'Payments' } },
    ];
    for (const action of actions) {
      for (const before of [acknowledged, resolved]) {
        const after = apply(before, action);
        assert.deepEqual([after.status, after.acknowledgers, after.resolvedAt], ['triggered', [], null]);
        assert.equal(after.acknowledgedUntil, null);
      }
    }
    assert.deepEqual(apply(open, actions[1]!).assignees, [ada]);
    assert.deepEqual(apply(open, actions[2]!).assignees, [bob], 'only the provider knows whom it means');
    const delegated = apply(open, actions[3]!);
    assert.deepEqual(
      [delegated.escalationPolicy?.id, delegated.assignees],
      ['PEP', []],
      'not theirs any more',
    );
  });

  it('retrigger opens again for whom it names; else only the provider knows whom the policy means', () => {
    assert.deepEqual(apply(resolved, { type: 'retrigger', to: [bob] }).assignees, [bob]);
    assert.deepEqual(apply(resolved, { type: 'retrigger' }).assignees, []);
    assert.deepEqual(apply(acknowledged, { type: 'retrigger' }).assignees, [bob], 'it was open all the time');
  });

  it('snooze: acknowledged until then', () => {
    const until = '2026-01-15T05:00:00.000Z';
    const after = apply(open, { type: 'snooze', until });
    assert.deepEqual([after.status, after.acknowledgedUntil], ['acknowledged', until]);
  });

  it('priority: the severity goes with it', () => {
    const priority = { id: 'PP1', name: 'SEV-1', color: null, order: 1 };
    assert.equal(apply(open, { type: 'setPriority', priority }).severity, 'P1');
    assert.equal(apply(open, { type: 'setPriority', priority: null }).severity, null);
  });

  it('title and urgency', () => {
    assert.equal(apply(open, { type: 'setTitle', title: 'Mail is slow' }).title, 'Mail is slow');
    assert.equal(apply(open, { type: 'setUrgency', urgency: 'low' }).urgency, 'low');
  });

  it('words change nothing that is shown, not even the object', () => {
    const requester = 'PADA';
    const words: Action[] = [
      { type: 'note', text: 'x' },
      { type: 'statusUpdate', message: 'x' },
      { type: 'startWorkflow', workflow: { id: 'W', name: 'x' } },
      { type: 'addResponders', targets: [], message: '', requester },
      { type: 'cancelResponders', targets: [], requester },
    ];
    for (const action of words) assert.equal(apply(open, action), open);
  });
});
