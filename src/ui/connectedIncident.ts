import { NotPossibleError } from '../core/errors.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';

/** As the provider has it now. Throws NotPossibleError where nobody is connected to it any more. */
export function connectedIncident(store: IncidentStore, { key }: Incident): Incident {
  const incident = store.get(key);
  if (incident) return incident;
  // Its blocks would find empty variables, and act on something else than they name.
  throw new NotPossibleError(
    'The account of this incident is no longer connected.',
    'Sign in again, or start a new drill; then open the runbook from the incident.',
  );
}
