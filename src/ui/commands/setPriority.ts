import * as vscode from 'vscode';
import { withoutIcons } from '../incidentPick.ts';
import { type ActionParts, isOpen, offers, whichWords } from './changeIncidents.ts';
import { ofOneAccount } from './ofOneAccount.ts';

export async function setPriority(parts: ActionParts, args: readonly unknown[]): Promise<void> {
  const offered = offers(parts, 'setPriority');
  const chosen = await parts.pick.many(args, incident => isOpen(incident) && offered(incident));
  const target = ofOneAccount(parts.sessions, chosen);
  if (!target) return;
  const { incidents, session } = target;
  const priorities = await session.provider.priorities();
  // PagerDuty’s API cannot take a priority away.
  const present = new Set(incidents.map(incident => incident.priority?.id));
  const items = priorities.map(priority => ({
    label: withoutIcons(priority.name),
    ...(present.size === 1 && present.has(priority.id) ? { description: vscode.l10n.t('now') } : {}),
    priority,
  }));
  const choice = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Priority of {0}', whichWords(incidents)),
  });
  if (!choice) return;
  const words = vscode.l10n.t('Set the priority of {0}', whichWords(incidents));
  await parts.actions.perform(incidents, { type: 'setPriority', priority: choice.priority }, words);
}
