import * as vscode from 'vscode';
import type { Urgency } from '../../core/incidents/incident.ts';
import { type ActionParts, offers, whichWords } from './changeIncidents.ts';

export async function setUrgency(parts: ActionParts, args: readonly unknown[]): Promise<void> {
  const incidents = await parts.pick.many(args, offers(parts, 'setUrgency'));
  if (!incidents || incidents.length === 0) return;
  const now = (urgency: Urgency) =>
    incidents.every(incident => incident.urgency === urgency) ? vscode.l10n.t('now') : '';
  const items: readonly (vscode.QuickPickItem & { readonly urgency: Urgency })[] = [
    {
      label: vscode.l10n.t('High'),
      description: now('high'),
      detail: vscode.l10n.t('Pages by the high-urgency rules'),
      urgency: 'high',
    },
    {
      label: vscode.l10n.t('Low'),
      description: now('low'),
      detail: vscode.l10n.t('Pages by the low-urgency rules'),
      urgency: 'low',
    },
  ];
  const choice = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Urgency of {0}', whichWords(incidents)),
  });
  if (!choice) return;
  const words = (which: string) => vscode.l10n.t('Set the urgency of {0}', which);
  await parts.actions.perform(incidents, { type: 'setUrgency', urgency: choice.urgency }, words);
}
