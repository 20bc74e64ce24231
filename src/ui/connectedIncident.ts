import * as vscode from 'vscode';
import { NotPossibleError } from '../core/errors.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';

/** As the provider has it now. Throws NotPossibleError where nobody is connected to it any more. */
export function connectedIncident(store: IncidentStore, { key }: Incident): Incident {
  const incident = store.get(key);
  if (incident) return incident;
  // Its blocks would find empty variables, and act on something else than they name.
  throw new NotPossibleError(
    vscode.l10n.t('The account of this incident is no longer connected.'),
    vscode.l10n.t('Sign in again, or start a new drill; then open the runbook from the incident.'),
  );
}
