import {
  alreadyAcknowledged,
  alreadyMerged,
  alreadyResolved,
  cannotEscalate,
  invalidInput,
  keyTaken,
  notAcknowledged,
} from './apiError.ts';
import type { DrillAccount } from './drillAccount.ts';
import type { DrillIncident, DrillUser } from './records.ts';
import { isRecord, optionalTextIn, References, textIn, type Wish } from './references.ts';

/** A change that was checked and only waits to be made: so that of several all are made, or none. */
export type Change = () => void;

/**
 * Checks what a body asks of one incident, before anything is changed.
 * @throws ApiError with PagerDuty’s code: 1001 already resolved, 1002 already acknowledged, 2001 arguments…
 */
export function planChange(
  account: DrillAccount,
  incident: DrillIncident,
  wish: Wish,
  by: DrillUser,
): Change {
  if (wish['type'] !== 'incident' && wish['type'] !== 'incident_reference') {
    throw invalidInput('type must be incident or incident_reference');
  }
  const known = new References(account);
  const { status, urgency, priority, escalation_level: level, assignments, resolution } = wish;
  const changes: Change[] = [];

  if (status !== undefined) changes.push(planStatus(account, incident, status, resolution, by));
  if (wish['title'] !== undefined) {
    const title = textIn(wish, 'title');
    changes.push(() => account.changeField(incident, 'title', title, `title to ${title}`, by));
  }
  if (urgency !== undefined) {
    const wanted = urgencyOf(urgency);
    changes.push(() => account.changeUrgency(incident, wanted, by));
  }
  if (priority !== undefined) {
    const wanted = known.priority(priority);
    changes.push(() => account.changeField(incident, 'priority', wanted, `priority to ${wanted.name}`, by));
  }
  if (wish['conference_bridge'] !== undefined) {
    const bridge = known.bridge(wish['conference_bridge']);
    changes.push(() => account.changeField(incident, 'bridge', bridge, 'conference bridge', by));
  }
  if (wish['incident_type'] !== undefined) {
    const type = textIn(wish['incident_type'], 'name');
    changes.push(() => account.changeField(incident, 'incidentType', type, `incident type to ${type}`, by));
  }
  if (wish['service'] !== undefined) {
    const service = known.service(wish['service']);
    changes.push(() => account.changeField(incident, 'service', service, `service to ${service.name}`, by));
  }
  const policy =
    wish['escalation_policy'] === undefined ? incident.policy : known.policy(wish['escalation_policy']);
  if (level !== undefined && (typeof level !== 'number' || !policy.levels[level - 1])) throw cannotEscalate();
  const users = assignments === undefined ? null : known.assignees(assignments);

  const reopened = status === 'triggered' && incident.status === 'resolved';
  const assignedElsewhere = users !== null || typeof level === 'number';
  if (wish['escalation_policy'] !== undefined) changes.push(() => account.changePolicy(incident, policy, by));
  else if (reopened && !assignedElsewhere) changes.push(() => account.assignToPolicy(incident, by));
  if (typeof level === 'number') changes.push(() => void account.escalate(incident, level, by));
  if (users) changes.push(() => account.assign(incident, users, by));
  return () => changes.forEach(change => change());
}

function planStatus(
  account: DrillAccount,
  incident: DrillIncident,
  status: unknown,
  resolution: unknown,
  by: DrillUser,
): Change {
  const merged = incident.mergedInto !== null;
  switch (status) {
    case 'acknowledged':
      if (merged) throw alreadyMerged();
      if (incident.acknowledgements.some(({ user }) => user === by)) throw alreadyAcknowledged();
      return () => account.acknowledge(incident, by);
    case 'resolved':
      if (incident.status === 'resolved') throw alreadyResolved();
      return () => account.resolve(incident, by, typeof resolution === 'string' ? resolution : undefined);
    case 'triggered':
      if (merged) throw alreadyMerged();
      if (incident.status === 'triggered') throw notAcknowledged();
      return () => account.retrigger(incident, by);
    default:
      throw invalidInput('status must be triggered, acknowledged or resolved');
  }
}

/**
 * Makes the incident that the body of a `POST /incidents` asks for.
 * @throws ApiError 2001 arguments, 2002 an open incident of the service has the key
 */
export function createIncident(account: DrillAccount, wish: Wish, by: DrillUser): DrillIncident {
  if (wish['type'] !== 'incident') throw invalidInput('type must be incident');
  const known = new References(account);
  const { priority, urgency, assignments, escalation_policy: policy, conference_bridge: bridge } = wish;
  if (assignments !== undefined && policy !== undefined) {
    throw invalidInput('Assignments and escalation policy cannot be given together');
  }
  const title = textIn(wish, 'title');
  const service = known.service(wish['service']);
  const key = optionalTextIn(wish, 'incident_key');
  const creation = {
    title,
    service,
    urgency: urgency === undefined ? 'high' : urgencyOf(urgency),
    priority: priority === undefined ? null : known.priority(priority),
    body: bodyOf(wish['body']),
    assignees: assignments === undefined ? [] : known.assignees(assignments),
    ...(key === undefined ? {} : { key }),
    ...(policy === undefined ? {} : { policy: known.policy(policy) }),
    ...(bridge === undefined ? {} : { bridge: known.bridge(bridge) }),
    ...(wish['incident_type'] === undefined ? {} : { incidentType: textIn(wish['incident_type'], 'name') }),
  } as const;
  if (key !== undefined && isOpen(account, service.id, key)) throw keyTaken();
  return account.create(creation, by);
}

function isOpen(account: DrillAccount, serviceId: string, wanted: string): boolean {
  return account
    .incidents()
    .some(({ key, service, status }) => key === wanted && service.id === serviceId && status !== 'resolved');
}

function urgencyOf(wish: unknown): 'high' | 'low' {
  if (wish !== 'high' && wish !== 'low') throw invalidInput('urgency must be high or low');
  return wish;
}

function bodyOf(body: unknown): DrillIncident['body'] {
  if (body === undefined) return null;
  const details = isRecord(body) ? body['details'] : undefined;
  if (typeof details !== 'string' && !isRecord(details)) throw invalidInput('body must hold details');
  return details;
}
