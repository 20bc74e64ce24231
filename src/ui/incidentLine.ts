import type { Incident } from '../core/incidents/incident.ts';
import type { Sessions } from './sessions.ts';
import { severityText } from './trees/incidentNodes.ts';
import { statusWords } from './viewWords.ts';

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
  // English has it in small letters within a line; so has French.
  const words = statusWords()[status].toLowerCase();
  return { label, title, status: words, drill: sessions.get(accountId)?.account.drill ?? false };
}
