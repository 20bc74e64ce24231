import type { Severity } from '../incidents/incident.ts';
import type { RoleData } from '../timeline/entry.ts';
import type { Assignment } from './responseState.ts';

export interface Role {
  /** As it stands in the timeline, whatever the language. */
  readonly name: string;
  /** What it is called in the language of whoever reads. */
  readonly title: string;
  /** Several people may have it at once. */
  readonly shared: boolean;
  /** The severities whose incidents should not go without it. */
  readonly neededFor: readonly Severity[];
}

export const incidentCommander = 'Incident Commander';

export function holdersOf(role: string, assignments: readonly Assignment[]): readonly string[] {
  return assignments.filter(one => one.role === role).map(({ person }) => person);
}

/** The roles that nobody has although the severity asks for them. */
export function missingRoles(
  severity: Severity | null,
  assignments: readonly Assignment[],
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

/** What the timeline says when a person gives a role up. */
export function giveUp(role: string, person: string): RoleData {
  return { role, from: person, to: null };
}
