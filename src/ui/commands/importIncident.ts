import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { IncidentProvider } from '../../core/incidents/incidentProvider.ts';
import { fullTime } from '../localTime.ts';
import { prompts, withProgress } from '../prompts.ts';
import type { Sessions } from '../sessions.ts';
import { notify } from '../notify.ts';
import type { TimelineParts } from './addTimelineEntry.ts';

/** An incident that ended long ago, by its number or address: with the provider’s log its timeline begins here. */
export async function importIncident(parts: TimelineParts & { readonly sessions: Sessions }): Promise<void> {
  const { sessions, timelines } = parts;
  const accounts = sessions.all().map(({ account }) => account);
  if (accounts.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('You are not signed in to PagerDuty.'),
      vscode.l10n.t('Run “On-Call: Sign In” first.'),
    );
  }
  const typed = await prompts.line({
    title: vscode.l10n.t('Import an Earlier Incident'),
    prompt: vscode.l10n.t('Its number, its id, or the address of its page in PagerDuty.'),
    placeHolder: 'https://example.pagerduty.com/incidents/Q1ABCDEF',
    ignoreFocusOut: true,
    validateInput: text =>
      text.trim() === '' || idIn(text) !== null ? null : vscode.l10n.t('That names no incident.'),
  });
  const id = typed === undefined ? null : idIn(typed);
  if (id === null) return;
  const items = accounts.map(account => ({ label: account.label, account }));
  const account =
    items.length === 1
      ? items[0]!.account
      : (
          await vscode.window.showQuickPick(items, {
            placeHolder: vscode.l10n.t('Of which account?'),
            ignoreFocusOut: true,
          })
        )?.account;
  const provider = account && sessions.get(account.id)?.provider;
  if (!provider) return;
  const { incident, log } = await withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Reading the incident and its log from PagerDuty…'),
    },
    () => readIncident(provider, id),
  );
  const create = vscode.l10n.t('Import');
  const detail = vscode.l10n.t(
    '{0}, {1} entries in the log of PagerDuty.',
    fullTime(incident.createdAt),
    log.length,
  );
  if (
    (await notify.ask(vscode.l10n.t('Begin the timeline of “{0}”?', incident.title), detail, create)) !==
    create
  )
    return;
  const added = await timelines.scribe.recordProviderLog(incident, log);
  await timelines.remember(incident);
  parts.current.set(incident);
  const open = vscode.l10n.t('Open Timeline');
  const said = vscode.l10n.t('Imported into the timeline of “{0}”. New entries: {1}.', incident.title, added);
  // It may be no longer among the open ones, where the views find theirs.
  if ((await notify.info(said, open)) === open)
    await vscode.commands.executeCommand('onCall.openTimelinePanel', { type: 'incident', incident });
}

async function readIncident(provider: IncidentProvider, id: string) {
  const incident = await provider.incident(id);
  return { incident, log: await provider.log(incident.id) };
}

/** The page of an incident, of a drill too: what “Copy Link of the Incident” gives leads back to it. */
const pageOfIncident =
  /^(?:https:\/\/[\w.-]+\.pagerduty\.com|http:\/\/127\.0\.0\.1:\d+\/drill)\/incidents\/([A-Za-z0-9]+)/i;

/** PagerDuty takes the number in the place of the id (developer.pagerduty.com, “Get an incident”). */
function idIn(text: string): string | null {
  const page = pageOfIncident.exec(text.trim())?.[1];
  return page ?? /^#?([A-Za-z0-9]{1,20})$/.exec(text.trim())?.[1] ?? null;
}
