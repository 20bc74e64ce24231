import type { Incident, Person, Priority, Reference } from './incident.ts';

/**
 * Whether two states of an incident are the same in every field. Ten thousand are compared at every poll: written out,
 * as a comparison that looks up names takes twenty times as long. A test holds it against the fields that there are.
 */
export function isSameIncident(a: Incident, b: Incident): boolean {
  return (
    a === b ||
    (a.key === b.key &&
      a.accountId === b.accountId &&
      a.id === b.id &&
      a.number === b.number &&
      a.title === b.title &&
      a.status === b.status &&
      a.urgency === b.urgency &&
      a.severity === b.severity &&
      a.createdAt === b.createdAt &&
      a.updatedAt === b.updatedAt &&
      a.resolvedAt === b.resolvedAt &&
      a.acknowledgedUntil === b.acknowledgedUntil &&
      a.alertCount === b.alertCount &&
      a.mergeable === b.mergeable &&
      a.url === b.url &&
      isSamePriority(a.priority, b.priority) &&
      isSameReference(a.service, b.service) &&
      isSameReference(a.escalationPolicy, b.escalationPolicy) &&
      areSame(a.assignees, b.assignees, isSamePerson) &&
      areSame(a.acknowledgers, b.acknowledgers, isSamePerson) &&
      areSame(a.teams, b.teams, isSameReference))
  );
}

function isSameReference(a: Reference | null, b: Reference | null): boolean {
  return a === b || (a !== null && b !== null && a.id === b.id && a.name === b.name);
}

function isSamePriority(a: Priority | null, b: Priority | null): boolean {
  if (a === null || b === null) return a === b;
  return isSameReference(a, b) && a.color === b.color && a.order === b.order;
}

function isSamePerson(a: Person, b: Person): boolean {
  return a.id === b.id && a.name === b.name && a.email === b.email;
}

function areSame<T>(a: readonly T[], b: readonly T[], isSame: (a: T, b: T) => boolean): boolean {
  return a === b || (a.length === b.length && a.every((one, n) => isSame(one, b[n]!)));
}
