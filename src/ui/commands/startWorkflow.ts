import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { withoutIcons } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import type { Session } from '../sessions.ts';
import { type ActionParts, offers, whichWords } from './changeIncidents.ts';
import { ofOneAccount } from './ofOneAccount.ts';

/** What a workflow does is up to the account; once started it cannot be stopped from here, so it asks. */
export async function startWorkflow(parts: ActionParts, args: readonly unknown[]): Promise<void> {
  const chosen = await parts.pick.many(args, offers(parts, 'startWorkflow'));
  const target = ofOneAccount(parts.sessions, chosen);
  if (!target) return;
  const { incidents, session } = target;
  const choice = await vscode.window.showQuickPick(workflowItems(session), {
    title: vscode.l10n.t('Start a workflow for {0}', whichWords(incidents)),
  });
  if (!choice) return;
  const yes = vscode.l10n.t('Start');
  const question = vscode.l10n.t('Start “{0}” for {1}?', choice.workflow.name, whichWords(incidents));
  const detail = vscode.l10n.t('It may page people and send messages, and cannot be stopped from here.');
  if ((await notify.ask(question, detail, yes)) !== yes) return;
  await parts.actions.perform(incidents, { type: 'startWorkflow', workflow: choice.workflow }, null);
}

async function workflowItems({ provider }: Session) {
  const workflows = await provider.workflows();
  if (workflows.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('This account has no incident workflows.'),
      vscode.l10n.t('An account owner can make one in PagerDuty, under Automation.'),
    );
  }
  return workflows.map(workflow => ({ label: withoutIcons(workflow.name), workflow }));
}
