import assert from 'node:assert/strict';
import type { Action } from '../../../src/core/incidents/action.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { isAsLeft, undoOf } from '../../../src/core/incidents/undo.ts';
import { incident } from './incidentFixtures.ts';

const ada = { id: 'PADA', name: 'Ada' };
const grace = { id: 'PGRACE', name: 'Grace' };
const triggered = incident('P1');
const acknowledged = incident('P1', { status: 'acknowledged', acknowledgers: [ada] });
const resolved = incident('P1', { status: 'resolved' });

/** All that takes it back. */
function steps(action: Action, before = triggered, me: typeof ada | null = ada): readonly Action[] | null {
  const undo = undoOf(action, before, me);
  if (undo.possible) return undo.actions;
  assert.match(undo.reason, /^[A-Z].*\.$/);
  return null;
}

/** The one thing that takes it back. */
function undone(action: Action, before = triggered, me: typeof ada | null = ada): Action | null {
  const all = steps(action, before, me);
  assert.ok(!all || all.length === 1, JSON.stringify(all));
  return all?.[0] ?? null;
}

describe('Undo', () => {
  it('takes an acknowledgement back, unless it was there before', () => {
    assert.deepEqual(undone({ type: 'acknowledge' }), { type: 'retrigger' });
    assert.equal(undone({ type: 'acknowledge' }, acknowledged), null);
  });

  it('reopens what was resolved for who had it, and acknowledged only for who had acknowledged it', () => {
    const back = (...to: (typeof ada)[]) => ({ type: 'retrigger', to });
    assert.deepEqual(undone({ type: 'resolve' }), back(ada));
    assert.deepEqual(
      undone({ type: 'resolve' }, incident('P1', { assignees: [grace, ada] })),
      back(grace, ada),
    );
    assert.deepEqual(undone({ type: 'resolve' }, acknowledged), { type: 'acknowledge' });
    assert.deepEqual(undone({ type: 'resolve' }, acknowledged, grace), back(ada));
    assert.deepEqual(undone({ type: 'resolve' }, acknowledged, null), back(ada));
    assert.equal(undone({ type: 'resolve' }, resolved), null);
  });

  it('leaves to the policy what was resolved while nobody had it', () => {
    assert.deepEqual(undone({ type: 'resolve' }, incident('P1', { assignees: [] })), { type: 'retrigger' });
    assert.deepEqual(undone({ type: 'resolve' }, { ...acknowledged, assignees: [] }), {
      type: 'acknowledge',
    });
  });

  it('does not take from others what the person had acknowledged for them, as reopening it acknowledged would', () => {
    for (const assignees of [[grace], [ada, grace]])
      assert.deepEqual(steps({ type: 'resolve' }, { ...acknowledged, assignees }), [
        { type: 'retrigger', to: assignees },
        { type: 'acknowledge' },
      ]);
  });

  it('takes “triggered again” back to what it was', () => {
    assert.deepEqual(undone({ type: 'retrigger' }, resolved), { type: 'resolve' });
    assert.deepEqual(undone({ type: 'retrigger' }, acknowledged), { type: 'acknowledge' });
    const until = '2026-01-15T09:00:00.000Z';
    const snoozed = { ...acknowledged, acknowledgedUntil: until };
    assert.deepEqual(undone({ type: 'retrigger' }, snoozed), { type: 'snooze', until });
    assert.equal(undone({ type: 'retrigger' }, acknowledged, grace), null, 'nobody acknowledges for others');
    assert.equal(undone({ type: 'retrigger' }, acknowledged, null), null, 'the key belongs to nobody');
  });

  it('ends a snooze as far as the provider lets it', () => {
    const until = '2026-01-15T09:00:00.000Z';
    assert.deepEqual(undone({ type: 'snooze', until }), { type: 'retrigger' });
    assert.equal(undone({ type: 'snooze', until }, acknowledged), null);
    const snoozed = { ...acknowledged, acknowledgedUntil: '2026-01-15T05:00:00.000Z' };
    assert.deepEqual(undone({ type: 'snooze', until }, snoozed), {
      type: 'snooze',
      until: snoozed.acknowledgedUntil,
    });
  });

  it('gives an incident back to who had it', () => {
    const back = { type: 'reassign', to: [ada] };
    assert.deepEqual(undone({ type: 'reassign', to: [grace] }), back);
    assert.deepEqual(undone({ type: 'escalate', level: 2, targets: ['Grace'] }), back);
    assert.equal(undone({ type: 'reassign', to: [grace] }, incident('P1', { assignees: [] })), null);
  });

  it('acknowledges it again for who had acknowledged it, as giving it back pages', () => {
    const back = { type: 'reassign', to: [ada] };
    for (const action of [
      { type: 'reassign', to: [grace] },
      { type: 'escalate', level: 2, targets: ['Grace'] },
    ] as const) {
      assert.deepEqual(steps(action, acknowledged), [back, { type: 'acknowledge' }]);
      assert.deepEqual(steps(action, acknowledged, grace), [back], 'nobody acknowledges for somebody else');
      assert.deepEqual(steps(action, acknowledged, null), [back], 'the key belongs to nobody');
    }
  });

  it('gives it back to the policy, and then to who had it', () => {
    const [storefront, payments] = ['Storefront', 'Payments'].map(name => ({ id: `P${name}`, name }));
    const action = { type: 'delegate', policy: payments! } as const;
    const policy = { type: 'delegate', policy: storefront };
    const back = { type: 'reassign', to: [ada] };
    const before = { ...triggered, escalationPolicy: storefront! };
    assert.deepEqual(steps(action, before), [policy, back]);
    assert.deepEqual(steps(action, { ...before, assignees: [] }), [policy]);
    assert.deepEqual(steps(action, { ...acknowledged, escalationPolicy: storefront! }), [
      policy,
      back,
      { type: 'acknowledge' },
    ]);
    assert.equal(steps(action, triggered), null, 'it had none');
    assert.equal(isAsLeft(action, { ...triggered, escalationPolicy: payments! }), true);
    assert.equal(isAsLeft(action, before), false);
    assert.equal(isAsLeft(action, { ...resolved, escalationPolicy: payments! }), false);
  });

  it('sets priority, urgency and title as they were', () => {
    const p1 = { id: 'PP1', name: 'P1', color: null, order: 4 };
    const set = { type: 'setPriority', priority: p1 } as const;
    assert.deepEqual(undone(set), { type: 'setPriority', priority: triggered.priority });
    assert.equal(undone(set, incident('P1', { priority: null })), null, 'none cannot be set');
    assert.deepEqual(undone({ type: 'setUrgency', urgency: 'low' }), { type: 'setUrgency', urgency: 'high' });
    assert.deepEqual(undone({ type: 'setTitle', title: 'New' }), { type: 'setTitle', title: 'Incident P1' });
  });

  it('cancels a request for responders', () => {
    const targets = [{ type: 'user', id: 'PGRACE', name: 'Grace' }] as const;
    assert.deepEqual(undone({ type: 'addResponders', targets, message: 'Help', requester: 'PADA' }), {
      type: 'cancelResponders',
      targets,
      requester: 'PADA',
    });
  });

  it('says why where nothing can take it back', () => {
    const final: Action[] = [
      { type: 'note', text: 'x' },
      { type: 'merge', into: { id: 'P2', name: 'Other' } },
      { type: 'statusUpdate', message: 'x' },
      { type: 'startWorkflow', workflow: { id: 'W', name: 'W' } },
    ];
    for (const action of final) assert.equal(undone(action), null);
  });

  it('leaves alone what somebody else changed since', () => {
    assert.equal(isAsLeft({ type: 'acknowledge' }, resolved), false);
    assert.equal(isAsLeft({ type: 'acknowledge' }, acknowledged), true);
    const both = incident('P1', { status: 'acknowledged', acknowledgers: [ada, grace] });
    assert.equal(
      isAsLeft({ type: 'acknowledge' }, both, { before: triggered, me: ada }),
      false,
      'Grace acknowledged it too',
    );
    assert.equal(
      isAsLeft({ type: 'acknowledge' }, both, { before: { ...both, acknowledgers: [grace] }, me: ada }),
      true,
    );
    assert.equal(isAsLeft({ type: 'acknowledge' }, both, { before: triggered, me: null }), true);
    assert.equal(isAsLeft({ type: 'setTitle', title: 'Mine' }, incident('P1', { title: 'Theirs' })), false);
    assert.equal(isAsLeft({ type: 'reassign', to: [grace] }, triggered), false);
    assert.equal(isAsLeft({ type: 'reassign', to: [ada] }, triggered), true);
    const policy = { id: 'PSTORE', name: 'Storefront' };
    const [mine, graces] = [ada, grace].map(one => ({
      ...{ ...acknowledged, escalationPolicy: policy, acknowledgers: [one] },
    }));
    const acted = { before: mine!, me: ada };
    for (const handedOn of [
      { type: 'reassign', to: [ada] },
      { type: 'delegate', policy },
      { type: 'escalate', level: 2, targets: ['Ada'] },
    ] as const) {
      const left = (now: Incident, by: typeof acted = acted) => isAsLeft(handedOn, now, by);
      assert.equal(left({ ...triggered, escalationPolicy: policy }), true, handedOn.type);
      assert.equal(left(mine!), true, `${handedOn.type}: nobody else said anything`);
      assert.equal(left(graces!), false, `${handedOn.type}: who was asked works on it`);
      assert.equal(left({ ...resolved, escalationPolicy: policy }), false, handedOn.type);
    }
    const p1 = { id: 'PP1', name: 'P1', color: null, order: 4 };
    assert.equal(isAsLeft({ type: 'setPriority', priority: p1 }, triggered), false);
  });
});
