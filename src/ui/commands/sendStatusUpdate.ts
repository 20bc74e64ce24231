import * as vscode from 'vscode';
import { notify } from '../notify.ts';
import { prompts } from '../prompts.ts';
import { type ActionParts, offers, whichWords } from './changeIncidents.ts';

/** Goes to subscribers outside the team and cannot be taken back: it is shown once more before it goes. */
export async function sendStatusUpdate(parts: ActionParts, args: readonly unknown[]): Promise<void> {
  const incidents = await parts.pick.many(args, offers(parts, 'statusUpdate'));
  if (!incidents || incidents.length === 0) return;
  const typed = await prompts.line({
    title: vscode.l10n.t('Status update on {0}', whichWords(incidents)),
    prompt: vscode.l10n.t('For the subscribers: what they notice, what is being done, when you write again.'),
    ignoreFocusOut: true,
  });
  const message = typed?.trim();
  if (!message) return;
  const yes = vscode.l10n.t('Send');
  const question = vscode.l10n.t('Send this to the subscribers of {0}?', whichWords(incidents));
  if ((await notify.ask(question, message, yes)) !== yes) return;
  await parts.actions.perform(incidents, { type: 'statusUpdate', message }, null);
}
