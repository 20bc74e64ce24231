import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Session, Sessions } from '../sessions.ts';

/** People, priorities and policies belong to one account; null where nothing was chosen. */
export function ofOneAccount(
  sessions: Sessions,
  incidents: readonly Incident[] | undefined,
): { readonly incidents: readonly Incident[]; readonly session: Session } | null {
  const first = incidents?.[0];
  if (!incidents || !first) return null;
  if (incidents.some(({ accountId }) => accountId !== first.accountId)) {
    throw new NotPossibleError(
      vscode.l10n.t('The selected incidents belong to several accounts.'),
      vscode.l10n.t('Select those of one account.'),
    );
  }
  return { incidents, session: sessions.of(first) };
}
