import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { ResponderTarget } from '../../core/incidents/action.ts';
import { withoutIcons } from '../incidentPick.ts';
import { prompts } from '../prompts.ts';
import { offers, whichWords } from './changeIncidents.ts';
import { ofOneAccount } from './ofOneAccount.ts';
import { type PeopleParts, personItems } from './reassign.ts';

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
  const targets = await askTargets(parts, session, incidents);
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

async function askTargets(
  parts: PeopleParts,
  session: NonNullable<ReturnType<typeof ofOneAccount>>['session'],
  incidents: Parameters<typeof whichWords>[0],
): Promise<readonly ResponderTarget[] | undefined> {
  const items = async () => {
    const [people, policies] = await Promise.all([
      personItems(session, [], parts.boundary),
      session.provider.policies({ teams: [], person: null }),
    ]);
    return [
      ...policies.map(({ id, name }) => ({
        label: withoutIcons(name),
        description: vscode.l10n.t('whoever is on call for it'),
        target: { type: 'policy', id, name } satisfies ResponderTarget,
      })),
      ...people.map(({ label, detail, person: { id, name } }) => ({
        label,
        ...(detail ? { description: detail } : {}),
        target: { type: 'user', id, name } satisfies ResponderTarget,
      })),
    ];
  };
  const picked = await vscode.window.showQuickPick(items(), {
    title: vscode.l10n.t('Ask for help with {0}', whichWords(incidents)),
    placeHolder: vscode.l10n.t('People, or an escalation policy'),
    canPickMany: true,
    matchOnDescription: true,
  });
  return picked?.map(({ target }) => target);
}
