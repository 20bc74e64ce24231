import * as vscode from 'vscode';
import { isDrillAccount } from '../core/incidents/accounts/drillAccounts.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { Sessions } from './sessions.ts';

/** The accounts that are open. */
export type MarkedBy = Pick<Sessions, 'all' | 'get'>;

/** The name of an incident’s account, where several are open; else null. */
export function accountName(sessions: MarkedBy, { accountId }: Pick<Incident, 'accountId'>): string | null {
  return sessions.all().length > 1 ? (sessions.get(accountId)?.account.label ?? null) : null;
}

/**
 * What tells an incident from those of other accounts, whose numbers may be the same: DRILL, also once its drill is
 * over; else the account’s name where several are open; else nothing.
 */
export function incidentMark(sessions: MarkedBy, incident: Pick<Incident, 'accountId'>): string {
  return isDrillAccount(incident.accountId)
    ? vscode.l10n.t('DRILL')
    : (accountName(sessions, incident) ?? '');
}

/** `DRILL · Due for #2`: the mark, where there is one, before what is said of the incident. */
export function marked(mark: string, text: string): string {
  return [mark, text].filter(Boolean).join(' · ');
}
