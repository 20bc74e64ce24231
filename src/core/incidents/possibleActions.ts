import type { ActionType } from './action.ts';
import type { Incident, IncidentStatus } from './incident.ts';
import type { Capabilities } from './incidentProvider.ts';

const open: readonly IncidentStatus[] = ['triggered', 'acknowledged'];
const always: readonly IncidentStatus[] = [...open, 'resolved'];
const never: readonly IncidentStatus[] = [];

/**
 * The statuses in which an incident can be asked for it: the one table for menus, details and commands. PagerDuty’s
 * description does not say that the fields of a resolved incident can still be set, so nothing is offered that it might refuse.
 */
export const possibleIn: Readonly<Record<ActionType, readonly IncidentStatus[]>> = {
  acknowledge: ['triggered'],
  resolve: open,
  retrigger: ['acknowledged', 'resolved'],
  note: always,
  snooze: open,
  reassign: open,
  delegate: open,
  escalate: open,
  addResponders: open,
  // Only ever takes back what was asked for.
  cancelResponders: never,
  merge: open,
  setPriority: open,
  setUrgency: open,
  setTitle: open,
  statusUpdate: open,
  startWorkflow: always,
  // Has no incident yet.
  trigger: never,
};

/** What of an incident says what can be done with it. */
type Standing = Pick<Incident, 'status' | 'escalationPolicy' | 'mergeable'>;

/** Whether it makes sense with this incident now. */
export function isPossible(type: ActionType, { status, escalationPolicy, mergeable }: Standing): boolean {
  // Levels are a policy’s.
  if (type === 'escalate' && !escalationPolicy) return false;
  // It would be refused, after the person confirmed what cannot be taken back.
  if (type === 'merge' && mergeable === false) return false;
  return possibleIn[type].includes(status);
}

/** Whether a person can be offered it: it makes sense now, and the provider does it. Null where the account is gone. */
export function isOffered(
  type: ActionType,
  incident: Standing,
  capabilities: Pick<Capabilities, 'actions'> | null,
): boolean {
  return (capabilities?.actions.has(type) ?? false) && isPossible(type, incident);
}
