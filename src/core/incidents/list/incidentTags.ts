import type { ActionType } from '../action.ts';
import type { Incident } from '../incident.ts';
import type { Capabilities } from '../incidentProvider.ts';
import { isOffered } from '../possibleActions.ts';

/** For the menus’ `when` clauses: what can be done with this incident now. */
export function incidentTags(incident: Incident, capabilities: Pick<Capabilities, 'actions'>): string {
  const { status, url } = incident;
  const possible = [...capabilities.actions].filter(action => isOffered(action, incident, capabilities));
  return ['incident', status, ...possible.map(tagOf), ...(url ? ['hasUrl'] : [])].join(' ');
}

/** `canSetTitle` */
function tagOf(action: ActionType): string {
  return `can${action.slice(0, 1).toUpperCase()}${action.slice(1)}`;
}
