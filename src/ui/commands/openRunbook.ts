import * as vscode from 'vscode';
import { notify } from '../notify.ts';
import type { Alert, Incident, RunbookLink } from '../../core/incidents/incident.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { type IncidentPick, withoutIcons } from '../incidentPick.ts';
import { chosenRunbook } from '../runbooks/chosenRunbook.ts';
import type { RunbookLibrary } from '../runbooks/runbookLibrary.ts';
import type { RunbookPanels } from '../runbooks/runbookPanels.ts';
import type { Sessions } from '../sessions.ts';
import { newRunbook, type NewRunbookParts } from './newRunbook.ts';

export interface RunbookParts extends NewRunbookParts {
  readonly pick: IncidentPick;
  readonly sessions: Sessions;
  readonly library: RunbookLibrary;
  readonly panels: RunbookPanels;
  readonly follower: LogFollower;
  readonly current: CurrentIncident;
  readonly boundary: ErrorBoundary;
}

/** Opens the runbook that fits best, at the heading that the alert names, and says why it was chosen. */
export async function openRunbook(parts: RunbookParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args);
  if (!incident) return;
  parts.current.set(incident);
  const alerts = alertsOf(parts, incident);
  const { chosen, missing } = await chosenRunbook(parts, incident, alerts);
  if (!chosen) return offerAnother(parts, incident, await alerts, missing);
  parts.panels.open({ ...chosen, incident });
  parts.follower.follow(incident);
}

/** None fits: the alert’s own link in a browser, one that the person chooses, or a new one. */
async function offerAnother(
  parts: RunbookParts,
  incident: Incident,
  alerts: readonly Alert[],
  link: RunbookLink | null,
): Promise<void> {
  const choose = vscode.l10n.t('Choose a Runbook…');
  const create = vscode.l10n.t('New Runbook…');
  const browse = vscode.l10n.t('Open the Link');
  const address =
    link && /^https:/i.test(link.href) && URL.canParse(link.href) ? vscode.Uri.parse(link.href, true) : null;
  const sentence = link
    ? vscode.l10n.t(
        'The alert names the runbook {0}, which is not among the files here, and none other fits “{1}”.',
        link.href,
        incident.title,
      )
    : vscode.l10n.t('No runbook says that it is for “{0}”.', incident.title);
  const writable = (vscode.workspace.workspaceFolders ?? []).length > 0;
  const choice = await notify.info(
    sentence,
    ...(address ? [browse] : []),
    choose,
    ...(writable ? [create] : []),
  );
  if (choice === browse && address) await vscode.env.openExternal(address);
  if (choice === choose) await chooseFor(parts, incident);
  if (choice === create) await newRunbook(parts, { incident, alerts });
}

/** Any runbook, for the incident at hand or for none. */
export async function chooseRunbook(parts: RunbookParts, args: readonly unknown[]): Promise<void> {
  const incident = args.length > 0 ? ((await parts.pick.one(args)) ?? null) : parts.current.get();
  await chooseFor(parts, incident);
}

async function chooseFor(
  { library, panels, sessions, follower }: RunbookParts,
  incident: Incident | null,
): Promise<void> {
  const drill = incident !== null && (sessions.get(incident.accountId)?.account.drill ?? false);
  const files = await library.files({ drill });
  const items = files.map(file => ({
    label: withoutIcons(file.title),
    description: file.origin === 'shipped' ? vscode.l10n.t('comes with On-Call') : withoutIcons(file.path),
    file,
  }));
  const choice = await vscode.window.showQuickPick(items, {
    placeHolder: incident
      ? vscode.l10n.t('A runbook for “{0}”', incident.title)
      : vscode.l10n.t('A runbook, for no incident'),
    matchOnDescription: true,
  });
  if (!choice) return;
  panels.open({
    file: choice.file,
    incident,
    reason: vscode.l10n.t('You chose this runbook.'),
    fragment: null,
  });
  if (incident) follower.follow(incident);
}

/** Without its alerts an incident is matched by title and service alone: worse, but not nothing. */
async function alertsOf({ sessions, boundary }: RunbookParts, incident: Incident): Promise<readonly Alert[]> {
  try {
    return await sessions.of(incident).provider.alerts(incident.id);
  } catch (error) {
    boundary.log(`Reading the alerts of ${incident.key}`, error);
    return [];
  }
}
