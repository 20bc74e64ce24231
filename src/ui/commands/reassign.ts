import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Action, ResponderTarget } from '../../core/incidents/action.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { type ActionParts, offers, whichWords } from './changeIncidents.ts';
import { ofOneAccount } from './ofOneAccount.ts';
import { pickTargets } from './targetPick.ts';

export interface PeopleParts extends ActionParts {
  readonly boundary: ErrorBoundary;
}

/** To people, or to another escalation policy: “the wrong team” is a daily word. */
export async function reassign(parts: PeopleParts, args: readonly unknown[]): Promise<void> {
  const chosen = await parts.pick.many(args, offers(parts, 'reassign'));
  const target = ofOneAccount(parts.sessions, chosen);
  if (!target) return;
  const { incidents, session } = target;
  const picked = await pickTargets(session, parts.boundary, {
    title: vscode.l10n.t('Reassign {0}', whichWords(incidents)),
    placeholder: vscode.l10n.t(
      'To whom? Those who are on call for it now stand first, then the escalation policies.',
    ),
    onCallFor: incidents.flatMap(({ escalationPolicy }) => escalationPolicy?.id ?? []),
    policies: incidents.every(offers(parts, 'delegate')),
  });
  if (!picked || picked.length === 0) return;
  const words = (which: string) => vscode.l10n.t('Reassigned {0}', which);
  await parts.actions.perform(incidents, actionTo(picked), words);
}

function actionTo(picked: readonly ResponderTarget[]): Action {
  const policy = picked.find(({ type }) => type === 'policy');
  if (!policy) return { type: 'reassign', to: picked.map(({ id, name }) => ({ id, name })) };
  if (picked.length > 1) {
    throw new NotPossibleError(
      vscode.l10n.t('An incident goes to people or to one escalation policy, not to both.'),
      vscode.l10n.t('Choose one policy alone, or people.'),
    );
  }
  return { type: 'delegate', policy: { id: policy.id, name: policy.name } };
}
