import { isDrillAccount } from '../core/incidents/accounts/drillAccounts.ts';
import type { Incident } from '../core/incidents/incident.ts';
import { severityText } from './trees/incidentNodes.ts';
import { statusWords } from './viewWords.ts';

/** What a screen’s header says of its incident. */
export interface IncidentLine {
  /** `P1 #123` */
  readonly label: string;
  readonly title: string;
  readonly status: string;
  /** Also once it is over. */
  readonly drill: boolean;
}

export function incidentLine(incident: Incident): IncidentLine {
  const { number, title, status, accountId } = incident;
  const label = `${severityText(incident)}${number === null ? '' : ` #${number}`}`;
  // English has it in small letters within a line; so has French.
  const words = statusWords()[status].toLowerCase();
  return { label, title, status: words, drill: isDrillAccount(accountId) };
}
