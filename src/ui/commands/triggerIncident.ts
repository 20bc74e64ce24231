import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type {
  Incident,
  Priority,
  PriorityTable,
  Reference,
  Severity,
  Urgency,
} from '../../core/incidents/incident.ts';
import { withoutIcons } from '../incidentPick.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { notify } from '../notify.ts';
import { prompts } from '../prompts.ts';
import type { Session } from '../sessions.ts';
import type { ActionParts } from './changeIncidents.ts';
import { priorityMeaning } from './priorityMeaning.ts';

export type TriggerParts = ActionParts & {
  readonly current: CurrentIncident;
  readonly boundary: ErrorBoundary;
};

/** What a person has said already of the incident that is to be triggered. */
export interface SaidOfIncident {
  readonly title: string | null;
  readonly severity: Severity | null;
  /** What the team calls its severities at the provider. */
  readonly table: PriorityTable;
}

/** A new incident, by hand. It pages people, so all of it is shown once more before it goes; undefined where nobody said yes. */
export async function triggerIncident(
  parts: TriggerParts,
  said: SaidOfIncident = { title: null, severity: null, table: [] },
): Promise<Incident | undefined> {
  const session = await askAccount(parts);
  const service = session && (await askService(session));
  if (!session || !service) return undefined;
  const { severity, table } = said;
  const title =
    said.title ?? (await ask(vscode.l10n.t('What is wrong?'), vscode.l10n.t('The title of the incident')));
  if (!title) return undefined;
  const details = await ask(
    vscode.l10n.t('Details'),
    vscode.l10n.t('What is known so far; may be left empty'),
    true,
  );
  if (details === undefined) return undefined;
  const urgency = await askUrgency(severity);
  if (!urgency) return undefined;
  const priority = severity
    ? await priorityMeaning(severity, session, table, parts.boundary)
    : await askPriority(session, parts.boundary);
  if (priority === undefined) return undefined;
  const yes = vscode.l10n.t('Trigger');
  const question = vscode.l10n.t('Trigger “{0}” on {1}?', title, service.name);
  const detail = [
    vscode.l10n.t('This pages whoever is on call for the service.'),
    vscode.l10n.t('Urgency: {0}', urgency),
    severity ? severityLine(severity, priority) : priorityLine(priority),
    details,
  ];
  if ((await notify.ask(question, detail.filter(Boolean).join('\n'), yes)) !== yes) return undefined;
  const opened = await parts.actions.trigger(session.account.id, {
    type: 'trigger',
    title,
    service,
    urgency,
    priority,
    details,
  });
  if (!opened) return undefined;
  parts.current.set(opened);
  return opened;
}

function priorityLine(priority: Priority | null): string {
  return priority ? vscode.l10n.t('Priority: {0}', priority.name) : '';
}

function severityLine(severity: Severity, priority: Priority | null): string {
  return priority
    ? vscode.l10n.t('Severity: {0}', severity)
    : vscode.l10n.t('Severity: {0}, in the timeline only: the account has no such priority.', severity);
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
  const text = await prompts.line({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: typed => (mayBeEmpty || typed.trim() ? null : vscode.l10n.t('This cannot be left empty.')),
  });
  return text?.trim();
}

/** The one that fits the severity stands first, so that Enter takes it. */
async function askUrgency(severity: Severity | null): Promise<Urgency | undefined> {
  const items: (vscode.QuickPickItem & { readonly urgency: Urgency })[] = [
    { label: vscode.l10n.t('High'), description: vscode.l10n.t('wakes people'), urgency: 'high' },
    { label: vscode.l10n.t('Low'), description: vscode.l10n.t('can wait for the morning'), urgency: 'low' },
  ];
  if (severity === 'P3' || severity === 'P4') items.reverse();
  const title = vscode.l10n.t('How urgent is it?');
  return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true }))?.urgency;
}

/**
 * None stands first, so that Enter leaves it out; nobody is asked where the account has none, or cannot say so now.
 * Undefined where the person gives up.
 */
async function askPriority(
  { provider }: Session,
  boundary: ErrorBoundary,
): Promise<Priority | null | undefined> {
  const priorities = await provider.priorities().catch((error: unknown) => {
    boundary.log('Reading the priorities', error);
    return [];
  });
  if (priorities.length === 0) return null;
  const items: readonly (vscode.QuickPickItem & { readonly priority: Priority | null })[] = [
    {
      label: vscode.l10n.t('No priority'),
      description: vscode.l10n.t('it can be set later'),
      priority: null,
    },
    ...priorities.map(priority => ({ label: withoutIcons(priority.name), priority })),
  ];
  const title = vscode.l10n.t('Which priority has it?');
  return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true }))?.priority;
}
