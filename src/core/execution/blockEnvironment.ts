import type { Incident } from '../incidents/incident.ts';
import type { CarriedState } from './carriedState.ts';

/** What a block’s environment differs in from that of its terminal. */
export interface BlockEnvironment {
  readonly environment: Readonly<Record<string, string>>;
  /** Names that it must not find at all. */
  readonly unset: readonly string[];
}

/** An incident’s text reaches a shell in no other way: as values, never as a part of a command. */
export function incidentEnvironment(incident: Incident | null): Readonly<Record<string, string>> {
  if (incident === null) return {};
  const values = {
    ONCALL_INCIDENT_ID: incident.id,
    ONCALL_INCIDENT_TITLE: incident.title,
    ONCALL_INCIDENT_SERVICE: incident.service?.name ?? '',
    ONCALL_INCIDENT_URL: incident.url ?? '',
    ONCALL_INCIDENT_SEVERITY: incident.severity ?? '',
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, mended(value)]));
}

/**
 * The environment of one block: the account’s, over it the runbook’s variables, over them what earlier blocks
 * changed. The incident’s own (`ONCALL_INCIDENT_*`) are On-Call’s, whatever a block does.
 */
export function environmentOf({
  account,
  incident,
  variables,
  carried,
}: {
  readonly account: Readonly<Record<string, string>>;
  readonly incident: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly carried: CarriedState;
}): BlockEnvironment {
  const isOurs = (name: string) => Object.hasOwn(incident, name);
  const unset = [...carried.unset.keys()].filter(name => !isOurs(name));
  const values = new Map([
    ...Object.entries(account),
    ...Object.entries(variables),
    ...Object.entries(carried.environment()),
    ...Object.entries(incident),
  ]);
  for (const name of unset) values.delete(name);
  return { environment: Object.fromEntries(values), unset };
}

/** A provider’s text that no environment can hold is mended, so that its incident can be worked on. */
function mended(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}
