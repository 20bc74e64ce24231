import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { RemoteRunbookError } from '../../core/errors.ts';
import { inTime } from '../../core/inTime.ts';
import type { Alert, Incident } from '../../core/incidents/incident.ts';
import { alertLinks } from '../../core/timeline/knownLinks.ts';
import type { TitledLink } from '../../core/timeline/noteData.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { IncidentPick } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import { withProgress } from '../prompts.ts';
import {
  atHeading,
  type ChosenRunbook,
  type HeadingParts,
  type RunbookChoice,
  runbookChoice,
  similarRunbooks,
} from '../runbooks/chosenRunbook.ts';
import { browserAddress, followRemote, hostsToAllow } from '../runbooks/remoteGate.ts';
import type { RemoteRunbooks } from '../runbooks/remoteRunbooks.ts';
import type { RunbookFile, RunbookLibrary } from '../runbooks/runbookLibrary.ts';
import type { RunbookPanels } from '../runbooks/runbookPanels.ts';
import { pickRunbook } from '../runbooks/runbookPick.ts';
import { alertsPatienceMs } from '../runbooks/runbookUse.ts';
import type { Sessions } from '../sessions.ts';
import type { TeamFiles } from '../team/teamFiles.ts';
import { newRunbook, type NewRunbookParts } from './newRunbook.ts';

export interface RunbookParts extends NewRunbookParts, HeadingParts {
  readonly pick: IncidentPick;
  readonly sessions: Sessions;
  readonly library: RunbookLibrary;
  readonly remote: RemoteRunbooks;
  readonly panels: RunbookPanels;
  readonly follower: LogFollower;
  readonly teamFiles: () => Promise<TeamFiles>;
  readonly current: CurrentIncident;
  readonly boundary: ErrorBoundary;
  readonly clock: Clock;
  /** Hears what the addresses that were read are called. */
  readonly learn: (links: readonly TitledLink[]) => void;
}

/**
 * Opens the runbook that fits best, at the heading that the alert names, and says why it was chosen. Where none is
 * clearly better than the next one it asks, and where none fits it offers what else can be done.
 */
export async function openRunbook(parts: RunbookParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args);
  if (!incident) return;
  parts.current.set(incident);
  const alerts = alertsOf(parts, incident);
  const choice = await withProgress({ location: { viewId: 'onCall.incidents' } }, () =>
    runbookChoice(parts, incident, alerts),
  );
  const { best, matched, missing } = choice;
  if (best?.kind === 'link') return show(parts, incident, best);
  // The alert’s own link goes first; from a host that the person allowed it comes without a question.
  const isAllowed = missing !== null && (await hostsToAllow(missing.href))?.length === 0;
  if (missing && isAllowed && best) return showFetchedOr(parts, incident, await alerts, missing.href, best);
  if (missing && isAllowed) return followLink(parts, incident, await alerts, choice, missing.href);
  if (best) return show(parts, incident, missing ? mentioning(best, missing.href) : best);
  if (matched.length > 0) return pickFrom(parts, incident, await alerts, choice);
  if (missing) return followLink(parts, incident, await alerts, choice, missing.href);
  return offerAnother(parts, incident, await alerts, choice);
}

/** Any runbook, for the incident at hand or for none: the ranked ones first, all others below. */
export async function chooseRunbook(parts: RunbookParts, args: readonly unknown[]): Promise<void> {
  const incident = args.length > 0 ? ((await parts.pick.one(args)) ?? null) : parts.current.get();
  if (!incident) {
    const files = await parts.library.files({ drill: false });
    return pickFrom(parts, null, [], { best: null, matched: [], files, missing: null });
  }
  const alerts = await alertsOf(parts, incident);
  return pickFrom(parts, incident, alerts, await runbookChoice(parts, incident, alerts));
}

async function show(parts: RunbookParts, incident: Incident | null, chosen: ChosenRunbook): Promise<void> {
  parts.panels.open({ ...(await atHeading(parts, chosen)), incident });
  if (incident) parts.follower.follow(incident);
}

/** The alert’s own link goes first, so it is not passed over in silence. */
function mentioning(chosen: ChosenRunbook, href: string): ChosenRunbook {
  const also = vscode.l10n.t(
    'The alert links to {0}, which is not among the files here; “Choose a Runbook…” offers it.',
    href,
  );
  return { ...chosen, reason: `${chosen.reason} ${also}` };
}

/** None says that it is for the incident: one that the person chooses, or a new one. */
async function offerAnother(
  parts: RunbookParts,
  incident: Incident,
  alerts: readonly Alert[],
  choice: RunbookChoice,
): Promise<void> {
  const sentence = vscode.l10n.t('No runbook says that it is for “{0}”.', incident.title);
  const answer = await notify.info(sentence, ...otherWays());
  if (answer !== undefined) await goOtherWay(parts, incident, alerts, choice, answer);
}

/** The page behind the alert’s link: fetched where its host is allowed, else offered, with the other ways. */
async function followLink(
  parts: RunbookParts,
  incident: Incident,
  alerts: readonly Alert[],
  choice: RunbookChoice,
  href: string,
): Promise<void> {
  const sentence =
    choice.matched.length > 0
      ? vscode.l10n.t('The alert names the runbook {0}, which is not among the files here.', href)
      : vscode.l10n.t(
          'The alert names the runbook {0}, which is not among the files here, and none other fits “{1}”.',
          href,
          incident.title,
        );
  const answer = await followRemote(parts.remote, href, sentence, otherWays());
  if (answer.type === 'other') return goOtherWay(parts, incident, alerts, choice, answer.choice);
  if (answer.type === 'runbook') await showFetched(parts, incident, alerts, href, answer.file);
}

/** The page behind the alert’s link, or the next best one where it cannot be had: nobody waits for the web at night. */
async function showFetchedOr(
  parts: RunbookParts,
  incident: Incident,
  alerts: readonly Alert[],
  href: string,
  best: ChosenRunbook,
): Promise<void> {
  let file: RunbookFile;
  try {
    file = await parts.remote.open(href);
  } catch (error) {
    if (!(error instanceof RemoteRunbookError)) throw error;
    parts.boundary.log(`Fetching the runbook of ${incident.key}`, error);
    const why = vscode.l10n.t('The one that the alert links to was not fetched: {0}', error.message);
    return show(parts, incident, { ...best, reason: `${best.reason} ${why}` });
  }
  return showFetched(parts, incident, alerts, href, file);
}

async function showFetched(
  parts: RunbookParts,
  incident: Incident,
  alerts: readonly Alert[],
  href: string,
  file: RunbookFile,
): Promise<void> {
  const { fragmentOf } = await import('../../core/runbooks/linkMatch.ts');
  const alert = alerts.find(({ runbook }) => runbook?.href === href);
  const reason = vscode.l10n.t(
    'The alert “{0}” links to it ({1}). It was fetched from {2}.',
    alert?.title ?? incident.title,
    alert?.runbook?.foundIn ?? href,
    file.remote?.host ?? '',
  );
  await show(parts, incident, { file, reason, fragment: fragmentOf(href) });
}

function otherWays(): readonly string[] {
  const writable = (vscode.workspace.workspaceFolders ?? []).length > 0;
  return [vscode.l10n.t('Choose a Runbook…'), ...(writable ? [vscode.l10n.t('New Runbook…')] : [])];
}

async function goOtherWay(
  parts: RunbookParts,
  incident: Incident,
  alerts: readonly Alert[],
  choice: RunbookChoice,
  way: string,
): Promise<void> {
  const [choose, create] = otherWays();
  if (way === choose) await pickFrom(parts, incident, alerts, choice);
  if (way === create) await newRunbook(parts, { incident, alerts });
}

async function pickFrom(
  parts: RunbookParts,
  incident: Incident | null,
  alerts: readonly Alert[],
  choice: RunbookChoice,
): Promise<void> {
  const picked = await pickRunbook({
    incident,
    matched: choice.matched,
    similar: incident ? await similarRunbooks(parts, incident, alerts, choice) : [],
    files: choice.files,
    link: choice.missing && browserAddress(choice.missing.href) ? choice.missing.href : null,
    canCreate: incident !== null && (vscode.workspace.workspaceFolders ?? []).length > 0,
  });
  if (picked?.type === 'runbook') await show(parts, incident, picked.chosen);
  if (picked?.type === 'create') await newRunbook(parts, incident && { incident, alerts });
  if (picked?.type === 'link' && incident) await followLink(parts, incident, alerts, choice, picked.href);
}

/**
 * Without its alerts an incident is matched by title and service alone: worse, but not nothing, and better than to
 * wait for a network that never answers.
 */
async function alertsOf(
  { sessions, boundary, learn, clock }: RunbookParts,
  incident: Incident,
): Promise<readonly Alert[]> {
  try {
    const read = sessions.of(incident).provider.alerts(incident.id);
    const alerts = await inTime(clock, alertsPatienceMs, read, null);
    if (alerts === null) {
      const words = vscode.l10n.t('The alerts take too long to read: the runbook was chosen without them.');
      vscode.window.setStatusBarMessage(words, 10_000);
      return [];
    }
    learn(alertLinks(alerts));
    return alerts;
  } catch (error) {
    boundary.log(`Reading the alerts of ${incident.key}`, error);
    return [];
  }
}
