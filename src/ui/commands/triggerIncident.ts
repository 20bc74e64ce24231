import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Reference, Urgency } from '../../core/incidents/incident.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { withoutIcons } from '../incidentPick.ts';
import type { Session } from '../sessions.ts';
import type { ActionParts } from './changeIncidents.ts';

/** A new incident, by hand. It pages people, so all of it is shown once more before it goes. */
export async function triggerIncident(
  parts: ActionParts & { readonly current: CurrentIncident },
): Promise<void> {
  const session = await askAccount(parts);
  const service = session && (await askService(session));
  if (!session || !service) return;
  const title = await ask(vscode.l10n.t('What is wrong?'), vscode.l10n.t('The title of the incident'));
  if (!title) return;
  const details = await ask(
    vscode.l10n.t('Details'),
    vscode.l10n.t('What is known so far; may be left empty'),
    true,
  );
  if (details === undefined) return;
  const urgency = await askUrgency();
  if (!urgency) return;
  const yes = vscode.l10n.t('Trigger');
  const question = vscode.l10n.t('Trigger “{0}” on {1}?', title, service.name);
  const detail = [
    vscode.l10n.t('This pages whoever is on call for the service.'),
    vscode.l10n.t('Urgency: {0}', urgency),
    details,
  ];
  const answer = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: detail.filter(Boolean).join('\n') },
    yes,
  );
  if (answer !== yes) return;
  const opened = await parts.actions.trigger(session.account.id, {
    type: 'trigger',
    title,
    service,
    urgency,
    priority: null,
    details,
  });
  if (opened) parts.current.set(opened);
}

async function askAccount({ sessions }: ActionParts): Promise<Session | undefined> {
  const able = sessions.all().filter(({ provider }) => provider.capabilities.actions.has('trigger'));
  if (able.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('No account is connected in which an incident could be triggered.'),
      vscode.l10n.t('Sign in, or start a drill.'),
    );
  }
  if (able.length === 1) return able[0];
  const items = able.map(session => ({ label: withoutIcons(session.account.label), session }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('In which account?') }))?.session;
}

async function askService({ provider }: Session): Promise<Reference | undefined> {
  const items = provider
    .services('')
    .then(services => services.map(service => ({ label: withoutIcons(service.name), service })));
  const choice = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Trigger a new incident'),
    placeHolder: vscode.l10n.t('On which service?'),
  });
  return choice?.service;
}

async function ask(title: string, prompt: string, mayBeEmpty = false): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: typed => (mayBeEmpty || typed.trim() ? null : vscode.l10n.t('This cannot be left empty.')),
  });
  return text?.trim();
}

async function askUrgency(): Promise<Urgency | undefined> {
  const items: readonly (vscode.QuickPickItem & { readonly urgency: Urgency })[] = [
    { label: vscode.l10n.t('High'), description: vscode.l10n.t('wakes people'), urgency: 'high' },
    { label: vscode.l10n.t('Low'), description: vscode.l10n.t('can wait for the morning'), urgency: 'low' },
  ];
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('How urgent is it?') }))?.urgency;
}
