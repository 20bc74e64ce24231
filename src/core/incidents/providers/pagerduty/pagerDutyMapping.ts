import { t } from '@vscode/l10n';
import { utc } from '../../../clock.ts';
import {
  incidentKey,
  severityOfPriority,
  type Incident,
  type IncidentStatus,
  type Person,
  type Priority,
  type Reference,
} from '../../incident.ts';
import {
  countOf,
  idOf,
  lineOf,
  objectOf,
  objectsOf,
  timeOf,
  webAddressOf,
  type WireObject,
} from '../wire.ts';

const statuses: readonly unknown[] = ['triggered', 'acknowledged', 'resolved'] satisfies IncidentStatus[];

/**
 * An incident of `GET /incidents` or `GET /incidents/{id}`; every field but the id may be null or absent.
 * Null where even the id is missing, as nothing can be done with it then.
 */
export function incidentOf(wire: unknown, accountId: string): Incident | null {
  const fields = objectOf(wire);
  const id = idOf(fields?.['id']);
  if (!fields || !id) return null;
  const status = statusOf(fields['status']);
  const priority = priorityOf(fields['priority']);
  const changedAt = timeOf(fields['last_status_change_at']);
  const updatedAt = timeOf(fields['updated_at']);
  const number = fields['incident_number'];
  const mergeable = fields['is_mergeable'];
  return {
    key: incidentKey(accountId, id),
    accountId,
    id,
    number: typeof number === 'number' ? number : null,
    title:
      lineOf(fields['title']) ??
      lineOf(fields['description']) ??
      lineOf(fields['summary']) ??
      t('Untitled incident'),
    status,
    urgency: fields['urgency'] === 'low' ? 'low' : 'high',
    priority,
    severity: severityOfPriority(priority?.name),
    service: referenceOf(fields['service']),
    assignees: peopleOf(objectsOf(fields['assignments']).map(({ assignee }) => assignee)),
    acknowledgers: peopleOf(objectsOf(fields['acknowledgements']).map(({ acknowledger }) => acknowledger)),
    teams: referencesOf(fields['teams']),
    escalationPolicy: referenceOf(fields['escalation_policy']),
    createdAt: timeOf(fields['created_at']) ?? changedAt ?? updatedAt ?? utc(0),
    updatedAt,
    resolvedAt: status === 'resolved' ? (timeOf(fields['resolved_at']) ?? changedAt) : null,
    acknowledgedUntil: acknowledgedUntil(fields['pending_actions']),
    alertCount: countOf(objectOf(fields['alert_counts'])?.['all']),
    // Of a resolved one it says nothing about what it will be once it is opened again.
    ...(typeof mergeable === 'boolean' && status !== 'resolved' ? { mergeable } : {}),
    url: webAddressOf(fields['html_url']),
  };
}

/** A snooze, and an acknowledgement that times out, are both planned as an `unacknowledge`. */
function acknowledgedUntil(pendingActions: unknown): string | null {
  return timeOf(objectsOf(pendingActions).find(({ type }) => type === 'unacknowledge')?.['at']);
}

/** PagerDuty says that more statuses may come; what is not known to be resolved must not be overlooked. */
function statusOf(value: unknown): IncidentStatus {
  return statuses.includes(value) ? (value as IncidentStatus) : 'triggered';
}

/** A whole object has `name`, a reference only `summary`. */
export function referenceOf(wire: unknown): Reference | null {
  const fields = objectOf(wire);
  const id = idOf(fields?.['id']);
  return fields && id ? { id, name: nameOf(fields) ?? id } : null;
}

export function referencesOf(wire: unknown): readonly Reference[] {
  return objectsOf(wire)
    .map(referenceOf)
    .filter(reference => reference !== null);
}

/** A user; also a service or an integration where one of those acted. */
export function personOf(wire: unknown): Person | null {
  const reference = referenceOf(wire);
  const email = lineOf(objectOf(wire)?.['email']);
  return reference && email ? { ...reference, email } : reference;
}

/** Each once: somebody who acknowledged twice is still one acknowledger. */
export function peopleOf(wires: readonly unknown[]): readonly Person[] {
  const people = wires.map(personOf).filter(person => person !== null);
  return [...new Map(people.map(person => [person.id, person])).values()];
}

/** The colour comes without its `#`. */
export function priorityOf(wire: unknown): Priority | null {
  const reference = referenceOf(wire);
  const fields = objectOf(wire);
  if (!reference || !fields) return null;
  const color = /^#?([0-9a-f]{6})$/i.exec(lineOf(fields['color']) ?? '')?.[1];
  const order = fields['order'];
  return {
    ...reference,
    color: color ? `#${color.toLowerCase()}` : null,
    order: typeof order === 'number' ? order : null,
  };
}

function nameOf(fields: WireObject): string | null {
  return lineOf(fields['name']) ?? lineOf(fields['summary']);
}
