import type { UtcTime } from '../../clock.ts';
import type { Action } from '../action.ts';
import { severityOfPriority, type Incident, type Person } from '../incident.ts';

export interface Actor {
  /** When the person acted. */
  readonly now: UtcTime;
  /** Null where the key belongs to nobody. */
  readonly me: Person | null;
}

/**
 * The incident as it will be once the provider has the action, as far as that can be known; the same object
 * where the action changes nothing that is shown.
 */
export function applyAction(incident: Incident, action: Action, { now, me }: Actor): Incident {
  const mine = me ? [me] : [];
  switch (action.type) {
    case 'acknowledge':
      return {
        ...opened(incident, mine),
        status: 'acknowledged',
        acknowledgers: withPerson(incident.acknowledgers, me),
        updatedAt: now,
      };
    case 'snooze':
      return {
        ...opened(incident, mine),
        status: 'acknowledged',
        acknowledgers: withPerson(incident.acknowledgers, me),
        acknowledgedUntil: action.until,
        updatedAt: now,
      };
    case 'resolve':
    case 'merge':
      if (incident.status === 'resolved') return incident;
      return {
        ...incident,
        status: 'resolved',
        assignees: [],
        acknowledgers: [],
        acknowledgedUntil: null,
        resolvedAt: now,
        updatedAt: now,
      };
    case 'retrigger':
      // Without names it is the policy’s, and whom its first level means only the provider knows.
      return {
        ...triggered(opened(incident, [])),
        ...(action.to ? { assignees: action.to } : {}),
        updatedAt: now,
      };
    case 'reassign':
      // A new person is asked: nobody has acknowledged any more.
      return { ...triggered(opened(incident, [])), assignees: action.to, updatedAt: now };
    case 'delegate':
      // Whom its first level means only the provider knows; it is theirs no longer who had it.
      return {
        ...triggered(opened(incident, [])),
        ...{ escalationPolicy: action.policy, assignees: [], updatedAt: now },
      };
    case 'escalate':
      // Whom the level really means only the provider knows; the names are for the screen.
      return { ...triggered(opened(incident, [])), updatedAt: now };
    case 'setPriority':
      return {
        ...incident,
        priority: action.priority,
        severity: severityOfPriority(action.priority?.name),
        updatedAt: now,
      };
    case 'setUrgency':
      return { ...incident, urgency: action.urgency, updatedAt: now };
    case 'setTitle':
      return { ...incident, title: action.title, updatedAt: now };
    case 'note':
    case 'addResponders':
    case 'cancelResponders':
    case 'statusUpdate':
    case 'startWorkflow':
    case 'trigger':
      return incident;
  }
}

/** Whether it opens an incident that is resolved. */
export function isOpening({ type }: Action): boolean {
  return (
    type === 'acknowledge' ||
    type === 'snooze' ||
    type === 'reassign' ||
    type === 'delegate' ||
    type === 'escalate' ||
    type === 'retrigger'
  );
}

/** @param assignees who has it where it was resolved */
function opened(incident: Incident, assignees: readonly Person[]): Incident {
  return incident.status === 'resolved' ? { ...incident, resolvedAt: null, assignees } : incident;
}

function triggered(incident: Incident): Incident {
  return { ...incident, status: 'triggered', acknowledgers: [], acknowledgedUntil: null };
}

function withPerson(people: readonly Person[], person: Person | null): readonly Person[] {
  return person && !people.some(({ id }) => id === person.id) ? [...people, person] : people;
}
