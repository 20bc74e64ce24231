import * as vscode from 'vscode';
import type { Action } from '../core/incidents/action.ts';
import { zonedTime } from './localTime.ts';

/** What an action is called in a list, a message and the timeline: “Snooze until 04:30 (CET)”. */
export function actionWords(action: Action): string {
  switch (action.type) {
    case 'acknowledge':
      return vscode.l10n.t('Acknowledge');
    case 'resolve':
      return vscode.l10n.t('Resolve');
    case 'retrigger':
      return action.to
        ? vscode.l10n.t('Put back to triggered for {0}', names(action.to))
        : vscode.l10n.t('Put back to triggered');
    case 'note':
      return vscode.l10n.t('Note: {0}', action.text);
    case 'snooze':
      return vscode.l10n.t('Snooze until {0}', zonedTime(action.until));
    case 'reassign':
      return vscode.l10n.t('Reassign to {0}', names(action.to));
    case 'delegate':
      return vscode.l10n.t('Reassign to the escalation policy {0}', action.policy.name);
    case 'escalate':
      return vscode.l10n.t('Escalate to level {0} ({1})', action.level, action.targets.join(', '));
    case 'addResponders':
      return vscode.l10n.t('Ask {0} to help: {1}', names(action.targets), action.message);
    case 'cancelResponders':
      return vscode.l10n.t('No longer ask {0} to help', names(action.targets));
    case 'merge':
      return vscode.l10n.t('Merge into {0}', action.into.name);
    case 'setPriority':
      return vscode.l10n.t('Set priority {0}', action.priority?.name ?? '–');
    case 'setUrgency':
      return action.urgency === 'high' ? vscode.l10n.t('Set urgency high') : vscode.l10n.t('Set urgency low');
    case 'setTitle':
      return vscode.l10n.t('Rename to “{0}”', action.title);
    case 'statusUpdate':
      return vscode.l10n.t('Status update: {0}', action.message);
    case 'startWorkflow':
      return vscode.l10n.t('Start the workflow “{0}”', action.workflow.name);
    case 'trigger':
      return vscode.l10n.t('New incident on {0}: {1}', action.service.name, action.title);
  }
}

function names(targets: readonly { readonly name: string }[]): string {
  return targets.map(({ name }) => name).join(', ');
}
