import { NotPossibleError } from '../core/errors.ts';
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
  if (incidentKey === null) return {};
  const incident = store.get(incidentKey);
  if (!incident) {
    // Its blocks would find empty variables, and act on something else than they name.
    throw new NotPossibleError(
      'The account of this incident is no longer connected.',
      'Sign in again, or start a new drill; then open the runbook from the incident.',
    );
  }
  return {
    ...sessions.get(incident.accountId)?.account.environment,
    ONCALL_INCIDENT_ID: incident.id,
    ONCALL_INCIDENT_TITLE: incident.title,
    ONCALL_INCIDENT_SERVICE: incident.service?.name ?? '',
    ONCALL_INCIDENT_URL: incident.url ?? '',
    ONCALL_INCIDENT_SEVERITY: incident.severity ?? '',
  };
}
