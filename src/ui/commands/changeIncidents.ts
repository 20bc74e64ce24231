import * as vscode from 'vscode';
import type { Action, ActionType } from '../../core/incidents/action.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { isOffered } from '../../core/incidents/possibleActions.ts';
import type { Actions } from '../actions.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { IncidentPick } from '../incidentPick.ts';
import type { Sessions } from '../sessions.ts';
import { shortText } from '../../core/shortText.ts';

export interface ActionParts {
  readonly actions: Actions;
  readonly pick: IncidentPick;
  readonly sessions: Sessions;
}

/** Of what begins to be worked on by an action. */
export interface AcknowledgeParts extends ActionParts {
  readonly current: CurrentIncident;
}

/** Whether it can be done with an incident now: as its menu and its details have it. */
export function offers({ sessions }: Pick<ActionParts, 'sessions'>, type: ActionType) {
  return (incident: Incident) =>
    isOffered(type, incident, sessions.get(incident.accountId)?.provider.capabilities ?? null);
}

export const isOpen = ({ status }: Incident) => status !== 'resolved';

/** A title that fills the head of a dialog or the status bar hides what is asked there. */
const longestTitle = 80;

export function shortTitle(title: string): string {
  return shortText(title, longestTitle);
}

/** “3 incidents”, or the one’s title. */
export function whichWords(incidents: readonly Incident[]): string {
  const [first] = incidents;
  return incidents.length === 1 && first
    ? vscode.l10n.t('“{0}”', shortTitle(first.title))
    : vscode.l10n.t('{0} incidents', incidents.length);
}

/** The three that need nothing but the incident. Each can be taken back, so none asks. */
async function change(
  parts: ActionParts,
  args: readonly unknown[],
  action: Extract<Action, { type: 'acknowledge' | 'resolve' | 'retrigger' }>,
  words: (which: string) => string,
): Promise<readonly Incident[]> {
  const incidents = await parts.pick.many(args, offers(parts, action.type));
  if (!incidents || incidents.length === 0) return [];
  await parts.actions.perform(incidents, action, words);
  return incidents;
}

export async function acknowledge(parts: AcknowledgeParts, args: readonly unknown[]): Promise<void> {
  const words = (which: string) => vscode.l10n.t('Acknowledged {0}', which);
  const [first, ...others] = await change(parts, args, { type: 'acknowledge' }, words);
  // Who takes one incident and works on none yet works on this one: its timeline and response are shown.
  if (first && others.length === 0 && parts.current.get() === null) parts.current.set(first);
}

export async function resolve(parts: ActionParts, args: readonly unknown[]): Promise<void> {
  await change(parts, args, { type: 'resolve' }, which => vscode.l10n.t('Resolved {0}', which));
}

export async function retrigger(parts: ActionParts, args: readonly unknown[]): Promise<void> {
  await change(parts, args, { type: 'retrigger' }, which =>
    vscode.l10n.t('Put {0} back to triggered', which),
  );
}
