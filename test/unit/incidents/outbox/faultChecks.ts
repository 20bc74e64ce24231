import assert from 'node:assert/strict';
import type { Action } from '../../../../src/core/incidents/action.ts';
import type { OutboxItem } from '../../../../src/core/incidents/outbox/outbox.ts';
import type { FaultSequence } from './faultSequence.ts';

/** Nothing twice, nothing lost, nothing out of order, and no request before a limit lifted. */
export function assertAllTrue(sequence: FaultSequence): void {
  const { account, asked, server, limits } = sequence;
  const doneOf = (incidentId: string | null, type: Action['type']) =>
    asked.filter(
      item =>
        item.incidentId === incidentId && item.action.type === type && sequence.outcome(item) === 'done',
    );
  assert.deepEqual(sequence.failures(), []);
  for (const item of sequence.listed()) {
    assert.notEqual(item.state, 'waiting', `${item.action.type} never settled: ${item.reason}`);
    // Only what PagerDuty cannot tell is asked.
    if (item.state === 'unknown') assert.equal(item.action.type, 'statusUpdate');
    if (item.state === 'refused')
      assert.ok(isRightlyRefused(item, asked), `${item.action.type}: ${item.reason}`);
  }
  for (const item of asked) {
    if (item.action.type !== 'trigger') continue;
    const { title } = item.action;
    const found = account.incidents().filter(incident => incident.title === title);
    assert.equal(found.length, 1, `${title} was triggered ${found.length} times`);
  }
  for (const incident of account.incidents()) {
    const { id } = incident;
    const notes = incident.notes.map(({ content }) => /note \d+/.exec(content)?.[0]);
    const wanted = doneOf(id, 'note').map(({ action }) => (action.type === 'note' ? action.text : ''));
    assert.deepEqual(notes, wanted, `the notes of #${incident.number}`);
    for (const item of asked.filter(one => one.incidentId === id)) {
      const { action } = item;
      const state = sequence.outcome(item);
      const times =
        action.type === 'statusUpdate'
          ? incident.statusUpdates.filter(({ message }) => message === action.message).length
          : action.type === 'addResponders'
            ? incident.responderRequests.filter(({ message }) => message === action.message).length
            : null;
      if (times !== null)
        assert.ok(state === 'done' ? times === 1 : times <= 1, `${action.type} arrived ${times} times`);
    }
    const lastOf = (...types: Action['type'][]) =>
      asked.findLast(item => types.some(type => doneOf(id, type).includes(item)))?.action;
    const title = lastOf('setTitle');
    if (title?.type === 'setTitle') assert.equal(incident.title, title.title);
    const priority = lastOf('setPriority');
    if (priority?.type === 'setPriority') assert.equal(incident.priority?.id, priority.priority?.id);
    const urgency = lastOf('setUrgency');
    if (urgency?.type === 'setUrgency') assert.equal(incident.urgency, urgency.urgency);
    const status = lastOf('acknowledge', 'resolve', 'snooze')?.type;
    if (status) assert.equal(incident.status, status === 'resolve' ? 'resolved' : 'acknowledged');
  }
  server.requests.forEach(({ at, method, path }, index) => {
    const broken = limits.find(limit => index >= limit.after && at >= limit.from && at < limit.until);
    if (broken) assert.fail(`${method} ${path} came ${broken.until - at} ms before the limit lifted`);
  });
}

/** Nobody refuses anything but to snooze what is resolved, or to open what the person resolved before by an action that waited. */
function isRightlyRefused(item: OutboxItem, asked: readonly OutboxItem[]): boolean {
  const { action, incidentId, id } = item;
  const resolves = asked.some(
    other => other.incidentId === incidentId && other.id < id && other.action.type === 'resolve',
  );
  return resolves && (action.type === 'snooze' || action.type === 'acknowledge');
}
