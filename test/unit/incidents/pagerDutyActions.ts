import type { Action, ActionType } from '../../../src/core/incidents/action.ts';

/** As an outbox gives it. */
export const ref = 'ref-c0ffee1234';
export const ada = { id: 'PADA', name: 'Ada Lovelace' };
const p1 = { id: 'PP1', name: 'P1', color: null, order: 4 };
export const people = [{ ...ada, type: 'user' as const }];

/** As Undo reopens what was resolved. */
export const retriggerTo = {
  type: 'retrigger',
  to: [ada, { id: 'PGRACE', name: 'Grace Hopper' }],
} as const satisfies Action;

/** One of every kind. */
export const each: { readonly [T in ActionType]: Extract<Action, { type: T }> } = {
  acknowledge: { type: 'acknowledge' },
  resolve: { type: 'resolve' },
  retrigger: { type: 'retrigger' },
  note: { type: 'note', text: 'Rolled back.\n\nIt is “fine” now 🙂' },
  snooze: { type: 'snooze', until: '2026-01-15T04:00:00.000Z' },
  reassign: { type: 'reassign', to: [ada, { id: 'PGRACE', name: 'Grace Hopper' }] },
  delegate: { type: 'delegate', policy: { id: 'PEP', name: 'Payments' } },
  escalate: { type: 'escalate', level: 2, targets: ['Ada Lovelace'] },
  addResponders: { type: 'addResponders', targets: people, message: 'Please help.', requester: 'PME' },
  cancelResponders: { type: 'cancelResponders', targets: people, requester: 'PME' },
  merge: { type: 'merge', into: { id: 'PINTO', name: 'The other' } },
  setPriority: { type: 'setPriority', priority: p1 },
  setUrgency: { type: 'setUrgency', urgency: 'low' },
  setTitle: { type: 'setTitle', title: 'Database down' },
  statusUpdate: { type: 'statusUpdate', message: 'We are on it.' },
  startWorkflow: { type: 'startWorkflow', workflow: { id: 'PWF', name: 'Major incident' } },
  trigger: {
    type: 'trigger',
    title: 'Database down',
    service: { id: 'PS', name: 'Shop' },
    urgency: 'high',
    priority: p1,
    details: 'since 03:00',
  },
};
