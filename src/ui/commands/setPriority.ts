import * as vscode from 'vscode';
import type { Incident } from '../../core/incidents/incident.ts';
import { withoutIcons } from '../incidentPick.ts';
import type { Session } from '../sessions.ts';
import { type ActionParts, offers, whichWords } from './changeIncidents.ts';
import { ofOneAccount } from './ofOneAccount.ts';
import { saySeverities, type SeverityParts } from './severityOfSet.ts';

/** What was triaged has the severity that it means from then on. */
export async function setPriority(
  parts: ActionParts & SeverityParts,
  args: readonly unknown[],
): Promise<void> {
  const chosen = await parts.pick.many(args, offers(parts, 'setPriority'));
  const target = ofOneAccount(parts.sessions, chosen);
  if (!target) return;
  const { incidents, session } = target;
  const choice = await vscode.window.showQuickPick(priorityItems(session, incidents), {
    title: vscode.l10n.t('Priority of {0}', whichWords(incidents)),
  });
  if (!choice) return;
  const words = (which: string) => vscode.l10n.t('Set the priority of {0}', which);
  const { priority } = choice;
  try {
    await parts.actions.perform(incidents, { type: 'setPriority', priority }, words);
  } finally {
    // Of several, some may be set where others are refused.
    await saySeverities(
      parts,
      incidents.map(incident => ({ incident, priority })),
    );
  }
}

/** PagerDuty’s API cannot take a priority away. */
async function priorityItems({ provider }: Session, incidents: readonly Incident[]) {
  const priorities = await provider.priorities();
  const present = new Set(incidents.map(incident => incident.priority?.id));
  return priorities.map(priority => ({
    label: withoutIcons(priority.name),
    ...(present.size === 1 && present.has(priority.id) ? { description: vscode.l10n.t('now') } : {}),
    priority,
  }));
}
