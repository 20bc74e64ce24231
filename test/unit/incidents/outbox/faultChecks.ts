import assert from 'node:assert/strict';
import type { Action } from '../../../../src/core/incidents/action.ts';
import { isOpening } from '../../../../src/core/incidents/outbox/applyAction.ts';
import type { OutboxItem } from '../../../../src/core/incidents/outbox/outbox.ts';
import type { DrillIncident } from '../../../../src/drill/records.ts';
import type { FaultSequence } from './faultSequence.ts';
import { timeoutMs } from './faultScript.ts';

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
    if (item.state === 'unknown') assert.ok(untold.has(item.action.type), item.action.type);
    if (item.state === 'refused')
      assert.ok(isRightlyRefused(item, sequence), `${item.action.type}: ${item.reason}`);
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
    assertWorkflows(sequence, incident);
    const lastOf = (...types: Action['type'][]) =>
      asked.findLast(item => types.some(type => doneOf(id, type).includes(item)))?.action;
    const title = lastOf('setTitle');
    if (title?.type === 'setTitle') assert.equal(incident.title, title.title);
    const priority = lastOf('setPriority');
    if (priority?.type === 'setPriority') assert.equal(incident.priority?.id, priority.priority?.id);
    const urgency = lastOf('setUrgency');
    if (urgency?.type === 'setUrgency') assert.equal(incident.urgency, urgency.urgency);
    const help = lastOf('addResponders', 'cancelResponders');
    const isAsked = incident.responders.some(({ state }) => state === 'pending');
    if (help && !asked.some(item => item.incidentId === id && isUncertain(item, sequence)))
      assert.equal(
        isAsked,
        help.type === 'addResponders',
        `whether help is still asked for #${incident.number}`,
      );
    for (const { action } of doneOf(id, 'merge'))
      if (action.type === 'merge') assert.equal(incident.mergedInto?.id, action.into.id, 'merged');
    assertNotReopened(sequence, incident);
    // Where others had a hand in it, the rest is theirs too.
    if (sequence.others.some(({ incidentId }) => incidentId === id) || incident.mergedInto) continue;
    const status = lastOf('acknowledge', 'resolve', 'snooze', 'retrigger')?.type;
    if (status) assert.equal(incident.status, statusAfter[status], `after ${status}`);
    const delegated = lastOf('delegate');
    if (delegated?.type === 'delegate') assert.equal(incident.policy.id, delegated.policy.id, 'policy');
    const assigned = lastOf(
      'acknowledge',
      'resolve',
      'snooze',
      'retrigger',
      'reassign',
      'delegate',
      'escalate',
    );
    if (assigned?.type === 'reassign')
      assert.deepEqual(
        incident.assignments.map(({ user }) => user.id),
        assigned.to.map(person => person.id),
        'assigned',
      );
  }
  server.requests.forEach(({ at, method, path }, index) => {
    const broken = limits.find(limit => index >= limit.after && at >= limit.from && at < limit.until);
    if (broken) assert.fail(`${method} ${path} came ${broken.until - at} ms before the limit lifted`);
  });
}

const statusAfter: Readonly<Partial<Record<Action['type'], string>>> = {
  acknowledge: 'acknowledged',
  snooze: 'acknowledged',
  resolve: 'resolved',
  retrigger: 'triggered',
};

/** What PagerDuty cannot tell: whether it was done. */
const untold: ReadonlySet<Action['type']> = new Set(['statusUpdate', 'startWorkflow', 'merge']);

function isUncertain(item: OutboxItem, sequence: FaultSequence): boolean {
  const help = item.action.type === 'addResponders' || item.action.type === 'cancelResponders';
  return help && sequence.outcome(item) !== 'done';
}

/** Each that is known to have been started was started once, and none of the others twice. */
function assertWorkflows(sequence: FaultSequence, { id, number }: DrillIncident): void {
  for (const workflow of sequence.account.directory.workflows) {
    const started = sequence.account.workflowRuns.filter(
      run => run.incident.id === id && run.workflow === workflow,
    ).length;
    const asked = sequence.asked.filter(
      ({ incidentId, action }) =>
        incidentId === id && action.type === 'startWorkflow' && action.workflow.id === workflow.id,
    );
    const done = asked.filter(item => sequence.outcome(item) === 'done').length;
    assert.ok(
      started >= done && started <= asked.length,
      `${workflow.name} of #${number}: ${started} started, ${done} of ${asked.length} done`,
    );
  }
}

/** What somebody resolved stays so, unless the person meant it or it was resolved after the last look, as that request went out. */
function assertNotReopened(sequence: FaultSequence, { id, number, log }: DrillIncident): void {
  const { me } = sequence.account.directory;
  for (const { at: resolvedAt } of sequence.others.filter(one => one.incidentId === id && one.resolves)) {
    // In its order: what was on its way may open it in the same moment.
    const resolved = log.findIndex(
      ({ type, agent, at }) => type === 'resolve' && agent !== me && at === resolvedAt,
    );
    assert.ok(resolved >= 0, `#${number} was resolved by somebody else`);
    const opened = log.slice(resolved).find(({ type, agent }) => opens.has(type) && agent === me);
    if (!opened) continue;
    const meant = sequence.asked.some(
      ({ incidentId, action, reopens }) => incidentId === id && isOpening(action) && reopens,
    );
    assert.ok(
      meant || opened.at - resolvedAt <= timeoutMs,
      `#${number} was resolved by somebody else and opened by ${opened.type}`,
    );
  }
}

const opens: ReadonlySet<string> = new Set([
  'acknowledge',
  'unacknowledge',
  'assign',
  'delegate',
  'escalate',
]);

/**
 * Nobody refuses anything but to open what is resolved, and to merge what is; and to put back to triggered what is so
 * already, where somebody acknowledged it before that was looked for.
 */
function isRightlyRefused(
  { action, incidentId, id, at }: OutboxItem,
  { asked, others }: FaultSequence,
): boolean {
  const ends = (incident: string | null, before: string) =>
    others.some(other => other.incidentId === incident && other.resolves) ||
    asked.some(
      other =>
        other.incidentId === incident &&
        other.id < before &&
        (other.action.type === 'resolve' || other.action.type === 'merge'),
    );
  const acknowledgedSince = others.some(
    other => other.incidentId === incidentId && !other.resolves && other.at >= Date.parse(at),
  );
  if (action.type === 'retrigger' && acknowledgedSince) return true;
  // The target has an order of its own.
  if (action.type === 'merge') return ends(incidentId, id) || ends(action.into.id, '~');
  return ends(incidentId, id) && isOpening(action);
}
