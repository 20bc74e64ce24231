import * as vscode from 'vscode';
import type { OnCall, Responder } from '../../core/incidents/directory.ts';
import { localTime } from '../actionWords.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { withoutIcons } from '../incidentPick.ts';
import type { Session } from '../sessions.ts';
import { type ActionParts, offers, whichWords } from './changeIncidents.ts';
import { ofOneAccount } from './ofOneAccount.ts';

export interface PeopleParts extends ActionParts {
  readonly boundary: ErrorBoundary;
}

export interface PersonItem extends vscode.QuickPickItem {
  readonly person: Responder;
}

export async function reassign(parts: PeopleParts, args: readonly unknown[]): Promise<void> {
  const chosen = await parts.pick.many(args, offers(parts, 'reassign'));
  const target = ofOneAccount(parts.sessions, chosen);
  if (!target) return;
  const { incidents, session } = target;
  const policies = incidents
    .map(({ escalationPolicy }) => escalationPolicy?.id)
    .filter(id => id !== undefined);
  const picked = await vscode.window.showQuickPick(personItems(session, policies, parts.boundary), {
    title: vscode.l10n.t('Reassign {0}', whichWords(incidents)),
    placeHolder: vscode.l10n.t('To whom? Those who are on call for it now stand first.'),
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked || picked.length === 0) return;
  const to = picked.map(({ person: { id, name } }) => ({ id, name }));
  const words = (which: string) => vscode.l10n.t('Reassigned {0}', which);
  await parts.actions.perform(incidents, { type: 'reassign', to }, words);
}

/** Those on call for the policies first, in the order of their levels, then everybody by name. */
export async function personItems(
  { provider, account }: Session,
  policies: readonly string[],
  boundary: ErrorBoundary,
): Promise<PersonItem[]> {
  const [people, onCalls] = await Promise.all([
    provider.people(''),
    policies.length > 0
      ? provider.onCalls({ policies: [...new Set(policies)] }).catch((error: unknown) => {
          // Without the marks the list still serves.
          boundary.log('Reading who is on call', error);
          return [];
        })
      : [],
  ]);
  const duty = new Map<string, OnCall[]>();
  for (const onCall of onCalls) {
    duty.set(onCall.person.id, [...(duty.get(onCall.person.id) ?? []), onCall]);
  }
  const lowest = (person: Responder) => Math.min(...(duty.get(person.id) ?? []).map(({ level }) => level));
  return people
    .map(person => ({
      label: withoutIcons(
        person.id === account.person?.id ? vscode.l10n.t('{0} (you)', person.name) : person.name,
      ),
      description: withoutIcons((duty.get(person.id) ?? []).map(dutyWords).join(' · ')),
      ...(person.email ? { detail: withoutIcons(person.email) } : {}),
      person,
    }))
    .sort((a, b) => {
      const [left, right] = [lowest(a.person), lowest(b.person)];
      return left === right ? a.person.name.localeCompare(b.person.name) : left - right;
    });
}

function dutyWords({ level, policy, until }: OnCall): string {
  return until
    ? vscode.l10n.t('on call now: {0}, level {1}, until {2}', policy.name, level, localTime(until))
    : vscode.l10n.t('on call now: {0}, level {1}', policy.name, level);
}
