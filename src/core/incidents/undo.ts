import { t } from '@vscode/l10n';
import type { Action } from './action.ts';
import type { Incident, Person } from './incident.ts';

export type Undo =
  /** In the order in which they are to be done. */
  | { readonly possible: true; readonly actions: readonly Action[] }
  /** `reason` is a whole sentence for the person. */
  | { readonly possible: false; readonly reason: string };

const undoBy = (...actions: readonly Action[]): Undo => ({ possible: true, actions });
const cannot = (reason: string): Undo => ({ possible: false, reason });

/**
 * What takes an action back.
 * @param before the incident as it was when the person acted
 * @param me the person; null for an account-wide key
 */
export function undoOf(action: Action, before: Incident, me: Person | null): Undo {
  switch (action.type) {
    case 'acknowledge':
      return before.status === 'triggered'
        ? undoBy({ type: 'retrigger' })
        : cannot(t('It was acknowledged already, so there is nothing to take back.'));
    case 'resolve':
      return before.status === 'resolved'
        ? cannot(t('It was resolved already, so there is nothing to take back.'))
        : undoBy(...openedAgain(before, me));
    case 'retrigger':
      if (before.status === 'resolved') return undoBy({ type: 'resolve' });
      if (!wasMine(before, me))
        return cannot(t('Somebody else had acknowledged it, and nobody can acknowledge for others.'));
      return undoBy(
        before.acknowledgedUntil
          ? { type: 'snooze', until: before.acknowledgedUntil }
          : { type: 'acknowledge' },
      );
    case 'snooze':
      if (before.status === 'triggered') return undoBy({ type: 'retrigger' });
      return before.acknowledgedUntil
        ? undoBy({ type: 'snooze', until: before.acknowledgedUntil })
        : cannot(
            t('A snooze of an acknowledged incident cannot be taken back; snooze it for a shorter time.'),
          );
    case 'reassign':
    case 'escalate':
      return before.assignees.length > 0
        ? undoBy({ type: 'reassign', to: before.assignees }, ...acknowledgedAgain(before, me))
        : cannot(t('It was assigned to nobody before, and that cannot be set again.'));
    case 'delegate':
      return before.escalationPolicy
        ? undoBy(
            { type: 'delegate', policy: before.escalationPolicy },
            // PagerDuty takes a policy or people, not both at once.
            ...(before.assignees.length > 0 ? [{ type: 'reassign', to: before.assignees } as const] : []),
            ...acknowledgedAgain(before, me),
          )
        : cannot(t('It followed no escalation policy before, and that cannot be set again.'));
    case 'addResponders':
      return undoBy({ type: 'cancelResponders', targets: action.targets, requester: action.requester });
    case 'setPriority':
      return before.priority
        ? undoBy({ type: 'setPriority', priority: before.priority })
        : cannot(t('It had no priority before, and a priority cannot be taken away.'));
    case 'setUrgency':
      return undoBy({ type: 'setUrgency', urgency: before.urgency });
    case 'setTitle':
      return undoBy({ type: 'setTitle', title: before.title });
    case 'note':
      return cannot(t('A note cannot be taken back; write another one.'));
    case 'merge':
      return cannot(t('A merge cannot be taken back.'));
    case 'statusUpdate':
      return cannot(t('A status update cannot be taken back; send another one.'));
    case 'startWorkflow':
      return cannot(t('A workflow that was started cannot be stopped from here.'));
    case 'cancelResponders':
      return cannot(t('Ask the responders again instead.'));
    case 'trigger':
      return cannot(t('Resolve the new incident instead.'));
  }
}

/**
 * For who had it, or PagerDuty would page the first level of the policy. Reopening as acknowledged makes the person its
 * only assignee, so it only fits who had acknowledged it and shared it with nobody.
 */
function openedAgain(before: Incident, me: Person | null): readonly Action[] {
  const { assignees } = before;
  const others = assignees.some(({ id }) => id !== me?.id);
  if (wasMine(before, me) && !others) return [{ type: 'acknowledge' }];
  if (assignees.length === 0) return [{ type: 'retrigger' }];
  return [{ type: 'retrigger', to: assignees }, ...acknowledgedAgain(before, me)];
}

/** Who is given an incident is paged, and nobody has acknowledged it then; only the person’s own word can be given again. */
function acknowledgedAgain(before: Incident, me: Person | null): readonly Action[] {
  return wasMine(before, me) ? [{ type: 'acknowledge' }] : [];
}

function wasMine({ status, acknowledgers }: Incident, me: Person | null): boolean {
  return status === 'acknowledged' && acknowledgers.some(({ id }) => id === me?.id);
}

interface Acted {
  readonly before: Incident;
  readonly me: Person | null;
}

/**
 * Whether the incident still is as the action left it: what somebody else changed since is not taken back.
 * @param acted the incident as it was when the person acted, and the person; null for an account-wide key
 */
export function isAsLeft(action: Action, now: Incident, acted?: Acted): boolean {
  switch (action.type) {
    case 'acknowledge':
    case 'snooze':
      return now.status === 'acknowledged' && (!acted || isMineAlone(now, acted));
    case 'resolve':
      return now.status === 'resolved';
    case 'retrigger':
      return now.status === 'triggered';
    case 'reassign':
      return isUntaken(now, acted) && sameIds(action.to, now.assignees);
    case 'delegate':
      return isUntaken(now, acted) && now.escalationPolicy?.id === action.policy.id;
    case 'setPriority':
      return now.priority?.id === action.priority?.id;
    case 'setUrgency':
      return now.urgency === action.urgency;
    case 'setTitle':
      return now.title === action.title;
    case 'escalate':
      return isUntaken(now, acted);
    case 'note':
    case 'addResponders':
    case 'cancelResponders':
    case 'merge':
    case 'statusUpdate':
    case 'startWorkflow':
    case 'trigger':
      return true;
  }
}

/** Handing it on asks somebody new: once they have said that they work on it, it is not taken away from them. */
function isUntaken(now: Incident, acted?: Acted): boolean {
  return now.status !== 'resolved' && (!acted || newAcknowledgers(now, acted).length === 0);
}

/** Else taking it back would take back what others acknowledged since as well. */
function isMineAlone(now: Incident, acted: Acted): boolean {
  return !acted.me || newAcknowledgers(now, acted).length === 0;
}

/** Others than the person who acknowledged it since. */
function newAcknowledgers({ acknowledgers }: Incident, { before, me }: Acted): readonly Person[] {
  const known = new Set([me, ...before.acknowledgers].map(person => person?.id));
  return acknowledgers.filter(({ id }) => !known.has(id));
}

function sameIds(a: readonly Person[], b: readonly Person[]): boolean {
  return a.length === b.length && a.every(({ id }) => b.some(other => other.id === id));
}
