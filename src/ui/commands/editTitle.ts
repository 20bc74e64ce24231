import * as vscode from 'vscode';
import { longestTitle } from '../../core/incidents/action.ts';
import { prompts } from '../prompts.ts';
import { type ActionParts, offers } from './changeIncidents.ts';

export async function editTitle(parts: ActionParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args, offers(parts, 'setTitle'));
  if (!incident) return;
  const typed = await prompts.line({
    title: vscode.l10n.t('Title of the incident'),
    value: incident.title,
    ignoreFocusOut: true,
    validateInput: text => {
      if (text.trim() === '') return vscode.l10n.t('An incident needs a title.');
      return text.trim().length > longestTitle
        ? vscode.l10n.t('At most {0} characters.', longestTitle)
        : null;
    },
  });
  const title = typed?.trim();
  if (!title || title === incident.title) return;
  const words = () => vscode.l10n.t('Renamed “{0}”', incident.title);
  await parts.actions.perform([incident], { type: 'setTitle', title }, words);
}
