import assert from 'node:assert/strict';
import { actionKind, type OutboxItem } from '../../../../src/core/incidents/outbox/outboxItem.ts';
import { incident } from '../incidentFixtures.ts';

const item: OutboxItem = {
  id: '01KEZSGYW0YB746MG7G0NHWHA6',
  accountId: 'acme',
  incidentId: 'P1',
  label: '#1 Incident P1',
  action: { type: 'note', text: 'hello' },
  at: '2026-01-15T03:00:00.000Z',
  by: 'Ada',
  state: 'waiting',
  attempts: 0,
  reason: null,
  nextStep: null,
  sentAt: null,
  incident: null,
  content: null,
  maybeArrived: false,
  reopens: false,
  revision: 0,
};

describe('An outbox item on disk', () => {
  it('comes back as it was', () => {
    const done: OutboxItem = { ...item, state: 'done', sentAt: item.at, incident: incident('P1') };
    const trigger: OutboxItem = {
      ...item,
      incidentId: null,
      action: {
        type: 'trigger',
        title: 'x',
        service: { id: 'S', name: 's' },
        urgency: 'low',
        priority: null,
        details: '',
      },
    };
    const reopened: OutboxItem = {
      ...item,
      action: { type: 'retrigger', to: [{ id: 'PGRACE', name: 'Grace' }] },
    };
    const withoutPeople: OutboxItem = { ...item, action: { type: 'retrigger' } };
    for (const one of [item, done, trigger, reopened, withoutPeople])
      assert.deepEqual(actionKind.from(actionKind.textOf(one)), one);
  });

  it('is nothing where it was cut at any byte', () => {
    const text = actionKind.textOf(item).trimEnd();
    for (let end = 0; end < text.length; end++) assert.equal(actionKind.from(text.slice(0, end)), null);
  });

  it('is nothing where any field is of another kind or missing', () => {
    for (const name of Object.keys(item)) {
      const without = Object.fromEntries(Object.entries(item).filter(([key]) => key !== name));
      assert.equal(actionKind.from(JSON.stringify(without)), null, `without ${name}`);
      assert.equal(actionKind.from(JSON.stringify({ ...item, [name]: { odd: true } })), null, name);
    }
  });

  const odd: readonly Record<string, unknown>[] = [
    { id: '../../etc/passwd' },
    { action: { type: 'shutDown' } },
    { action: { type: 'toString' } },
    { action: { type: 'note' } },
    { action: { type: 'reassign', to: [{ id: 1 }] } },
    { action: { type: 'retrigger', to: [{ id: 1 }] } },
    { action: { type: 'retrigger', to: [] } },
    { action: { type: 'retrigger', to: null } },
    { action: { type: 'delegate' } },
    { action: { type: 'snooze', until: 'tomorrow' } },
    { incidentId: null },
    { incident: { id: 'P1' } },
    { at: '2026-01-15' },
  ];
  for (const fields of odd) {
    it(`is nothing with ${JSON.stringify(fields)}`, () => {
      assert.equal(actionKind.from(JSON.stringify({ ...item, ...fields })), null);
    });
  }
});
