import * as vscode from 'vscode';
import { NotPossibleError } from '../core/errors.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import type { Sessions } from './sessions.ts';

interface Parts {
  readonly store: Pick<IncidentStore, 'latest'>;
  readonly sessions: Pick<Sessions, 'get'>;
}

/**
 * The newest that is known of it, also where it is listed no more: what was resolved long ago is still verified. Throws
 * NotPossibleError where its account is not connected.
 */
export function connectedIncident({ store, sessions }: Parts, incident: Incident): Incident {
  if (sessions.get(incident.accountId)) return store.latest(incident);
  // Its blocks would lack what the account gives them, and act on something else than they name.
  throw new NotPossibleError(
    vscode.l10n.t('The account of this incident is no longer connected.'),
    vscode.l10n.t('Sign in again, or start a new drill; then open the runbook from the incident.'),
  );
}
