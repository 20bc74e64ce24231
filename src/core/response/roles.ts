import type { Severity } from '../incidents/incident.ts';
import type { RoleData } from '../timeline/entry.ts';
import type { Assignment } from './responseState.ts';

export interface Role {
  /** As it stands in the timeline, whatever the language. */
  readonly name: string;
  /** What it is called in the language of whoever reads. */
  readonly title: string;
  /** What is expected of whoever has it, in the same language; empty where nothing is said. */
  readonly duties: string;
  /** Several people may have it at once. */
  readonly shared: boolean;
  /** The severities whose incidents should not go without it. */
  readonly neededFor: readonly Severity[];
}

type Held = Pick<Assignment, 'role' | 'person'>;

export const incidentCommander = 'Incident Commander';

export function holdersOf(role: string, assignments: readonly Held[]): readonly string[] {
  return assignments.filter(one => one.role === role).map(({ person }) => person);
}

/** The roles that nobody has although the severity asks for them. */
export function missingRoles(
  severity: Severity | null,
  assignments: readonly Held[],
  roles: readonly Role[],
): readonly Role[] {
  if (severity === null) return [];
  return roles.filter(
    ({ name, neededFor }) => neededFor.includes(severity) && holdersOf(name, assignments).length === 0,
  );
}

/**
 * What the timeline says when a person gets a role: whoever had it has it no longer, unless several may. Null where
 * the person has it already.
 */
export function assign(
  { name, shared }: Role,
  person: string,
  assignments: readonly Assignment[],
): RoleData | null {
  const holders = holdersOf(name, assignments);
  if (holders.includes(person)) return null;
  return { role: name, from: shared ? null : (holders.at(-1) ?? null), to: person };
}

/**
 * What the timeline says when a role goes from one person to another: one entry, so that it never stops between the
 * two. Null where nothing would change. Of a role that several may have, the others keep it.
 * @param from who gives it away; null for nobody
 */
export function handOver(
  role: Role,
  from: string | null,
  to: string,
  assignments: readonly Assignment[],
): RoleData | null {
  const holders = holdersOf(role.name, assignments);
  const gives = role.shared && from !== null && from !== to && holders.includes(from);
  if (holders.includes(to)) return gives ? giveUp(role.name, from) : null;
  return gives ? { role: role.name, from, to } : assign(role, to, assignments);
}

/**
 * Those who keep their roles after such an entry. Two machines may give a role away at the same time: what only one
 * person can have, the last one has.
 */
export function keptRoles<A extends Held>(
  { role, from, to }: RoleData,
  shared: boolean,
  assignments: readonly A[],
): readonly A[] {
  const ends = ({ person }: A) => person === from || person === to || (to !== null && !shared);
  return assignments.filter(one => one.role !== role || !ends(one));
}

/** What the timeline says when a person gives a role up. */
export function giveUp(role: string, person: string): RoleData {
  return { role, from: person, to: null };
}
