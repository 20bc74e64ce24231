import { alreadyAcknowledged, alreadyResolved, ApiError, cannotEscalate, invalidInput } from './apiError.ts';
import type { DrillAccount } from './drillAccount.ts';
import type { DrillIncident, DrillPriority, DrillUser } from './records.ts';

/** A change that was checked and only waits to be made: so that of several all are made, or none. */
export type Change = () => void;

/**
 * Checks what a body asks of one incident, before anything is changed.
 * @throws ApiError with PagerDuty’s code: 1001 already resolved, 1002 already acknowledged, 2001 arguments…
 */
export function planChange(
  account: DrillAccount,
  incident: DrillIncident,
  wish: Readonly<Record<string, unknown>>,
  by: DrillUser,
): Change {
  if (wish['type'] !== 'incident' && wish['type'] !== 'incident_reference') {
    throw invalidInput('type must be incident or incident_reference');
  }
  const { status, title, urgency, priority, escalation_level: level, assignments, resolution } = wish;
  const changes: Change[] = [];

  if (status !== undefined) changes.push(planStatus(account, incident, status, resolution, by));
  if (title !== undefined) {
    if (typeof title !== 'string' || title === '') throw invalidInput('title must be a text');
    changes.push(() => void (incident.title = title));
  }
  if (urgency !== undefined) {
    if (urgency !== 'high' && urgency !== 'low') throw invalidInput('urgency must be high or low');
    changes.push(() => account.changeUrgency(incident, urgency, by));
  }
  if (priority !== undefined) {
    const found = findPriority(account, priority);
    changes.push(() => void (incident.priority = found));
  }
  if (level !== undefined) {
    if (typeof level !== 'number' || !incident.service.policy.levels[level - 1]) throw cannotEscalate();
    changes.push(() => void account.escalate(incident, level, by));
  }
  if (assignments !== undefined) {
    const users = findAssignees(account, assignments);
    changes.push(() => account.assign(incident, users, by));
  }
  return () => changes.forEach(change => change());
}

function planStatus(
  account: DrillAccount,
  incident: DrillIncident,
  status: unknown,
  resolution: unknown,
  by: DrillUser,
): Change {
  switch (status) {
    case 'acknowledged':
      if (incident.acknowledgements.some(({ user }) => user === by)) throw alreadyAcknowledged();
      return () => account.acknowledge(incident, by);
    case 'resolved':
      if (incident.status === 'resolved') throw alreadyResolved();
      return () => account.resolve(incident, by, typeof resolution === 'string' ? resolution : undefined);
    case 'triggered':
      if (incident.status === 'triggered') throw new ApiError(400, 1012, 'Incident Not Acknowledged');
      return () => account.retrigger(incident, by);
    default:
      throw invalidInput('status must be triggered, acknowledged or resolved');
  }
}

function findPriority(account: DrillAccount, wish: unknown): DrillPriority {
  const idOrName = isRecord(wish) ? wish['id'] : wish;
  const found = account.directory.priorities.find(({ id, name }) => id === idOrName || name === idOrName);
  if (!found) throw invalidInput('Priority not found');
  return found;
}

function findAssignees(account: DrillAccount, wish: unknown): readonly DrillUser[] {
  if (!Array.isArray(wish) || wish.length === 0) throw invalidInput('assignments must be a list');
  return wish.map((assignment: unknown) => {
    const assignee = isRecord(assignment) ? assignment['assignee'] : undefined;
    const found = account.directory.users.find(({ id }) => isRecord(assignee) && assignee['id'] === id);
    if (!found) throw invalidInput('Assignee not found');
    return found;
  });
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
