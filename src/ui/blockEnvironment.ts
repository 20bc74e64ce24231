import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import type { Sessions } from './sessions.ts';

/**
 * What a block finds in its environment. An incident’s text reaches a shell in no other way: as values, never
 * as a part of a command.
 */
export function blockEnvironment(
  incidentKey: string | null,
  store: IncidentStore,
  sessions: Sessions,
): Record<string, string> {
  const incident = incidentKey === null ? undefined : store.get(incidentKey);
  if (!incident) return {};
  return {
    ...sessions.get(incident.accountId)?.account.environment,
    ONCALL_INCIDENT_ID: incident.id,
    ONCALL_INCIDENT_TITLE: incident.title,
    ONCALL_INCIDENT_SERVICE: incident.service?.name ?? '',
    ONCALL_INCIDENT_URL: incident.url ?? '',
    ONCALL_INCIDENT_SEVERITY: incident.severity ?? '',
  };
}
