import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { prompts } from '../prompts.ts';
import { offers, whichWords } from './changeIncidents.ts';
import { ofOneAccount } from './ofOneAccount.ts';
import type { PeopleParts } from './reassign.ts';
import { pickTargets } from './targetPick.ts';

/**
 * Asks people, or whoever is on call for a policy, to help; the incident stays whose it is. True where the provider has
 * asked them.
 */
export async function addResponders(parts: PeopleParts, args: readonly unknown[]): Promise<boolean> {
  const chosen = await parts.pick.many(args, offers(parts, 'addResponders'));
  const target = ofOneAccount(parts.sessions, chosen);
  if (!target) return false;
  const { incidents, session } = target;
  const requester = session.account.person?.id;
  if (!requester) {
    throw new NotPossibleError(
      vscode.l10n.t('An account-wide key belongs to nobody, and a request for help comes from somebody.'),
      vscode.l10n.t('Sign in with a key of your own user.'),
    );
  }
  const targets = await pickTargets(session, parts.boundary, {
    title: vscode.l10n.t('Ask for help with {0}', whichWords(incidents)),
    placeholder: vscode.l10n.t('People, or an escalation policy'),
    onCallFor: [],
    policies: true,
  });
  if (!targets || targets.length === 0) return false;
  const message = await prompts.line({
    title: vscode.l10n.t('Ask {0} to help', targets.map(({ name }) => name).join(', ')),
    prompt: vscode.l10n.t('This is what they are paged with.'),
    value: vscode.l10n.t('Please help with {0}', whichWords(incidents)),
    ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? vscode.l10n.t('They need to know what for.') : null),
  });
  if (!message?.trim()) return false;
  const words = (which: string) => vscode.l10n.t('Asked for help with {0}', which);
  const action = { type: 'addResponders', targets, message: message.trim(), requester } as const;
  return parts.actions.perform(incidents, action, words);
}
