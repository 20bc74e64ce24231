import type { Incident } from '../core/incidents/incident.ts';
import type { Sessions } from './sessions.ts';
import { severityText } from './trees/incidentNodes.ts';

/** What a screen’s header says of its incident. */
export interface IncidentLine {
  /** `P1 #123` */
  readonly label: string;
  readonly title: string;
  readonly status: string;
  readonly drill: boolean;
}

export function incidentLine(sessions: Sessions, incident: Incident): IncidentLine {
  const { number, title, status, accountId } = incident;
  const label = `${severityText(incident)}${number === null ? '' : ` #${number}`}`;
  return { label, title, status, drill: sessions.get(accountId)?.account.drill ?? false };
}
