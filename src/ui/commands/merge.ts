import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Alert, Incident } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import { isPossible } from '../../core/incidents/possibleActions.ts';
import { numberText } from '../../core/numberText.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { withoutIcons } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import { setItems } from '../quickPicks.ts';
import type { Session } from '../sessions.ts';
import { shortAge } from '../trees/age.ts';
import { severityText } from '../trees/incidentNodes.ts';
import { type ActionParts, isOpen, offers, shortTitle, whichWords } from './changeIncidents.ts';
import { ofOneAccount } from './ofOneAccount.ts';

export interface MergeParts extends ActionParts {
  readonly incidentClock: IncidentClock;
  readonly store: IncidentStore;
  readonly boundary: ErrorBoundary;
}

interface TargetItem extends vscode.QuickPickItem {
  readonly incident: Incident;
}

/** PagerDuty takes an open target of at most so many alerts. */
const mostAlerts = 1000;
const alertsShown = 3;

/** The alerts go into another incident and these are resolved. It cannot be taken back, so it asks. */
export async function merge(parts: MergeParts, args: readonly unknown[]): Promise<void> {
  const chosen = await parts.pick.many(args, offers(parts, 'merge'), whyNot);
  const found = ofOneAccount(parts.sessions, chosen);
  if (!found) return;
  const { incidents, session } = found;
  const target = await chooseTarget(parts, session, incidents);
  if (!target) return;
  const yes = vscode.l10n.t('Merge');
  const question = vscode.l10n.t('Merge {0} into “{1}”?', whichWords(incidents), shortTitle(target.title));
  const detail =
    incidents.length === 1
      ? vscode.l10n.t('Its alerts go there and it is resolved. PagerDuty cannot take this back.')
      : vscode.l10n.t('Their alerts go there and they are resolved. PagerDuty cannot take this back.');
  if ((await notify.ask(question, detail, yes)) !== yes) return;
  const into = { id: target.id, name: target.title };
  await parts.actions.perform(incidents, { type: 'merge', into }, null);
}

/** What PagerDuty’s description says of what it calls not mergeable. */
function whyNot(incident: Incident): string | null {
  return isOpen(incident) && incident.mergeable === false
    ? vscode.l10n.t('PagerDuty only merges what has alerts or was opened by a person')
    : null;
}

/** The alerts of the row that is pointed at stand under it. */
async function chooseTarget(
  { store, boundary, incidentClock }: MergeParts,
  session: Session,
  sources: readonly Incident[],
): Promise<Incident | undefined> {
  const keys = new Set(sources.map(({ key }) => key));
  const possible = store
    .all()
    .filter(
      one =>
        one.accountId === session.account.id &&
        isPossible('merge', one) &&
        !keys.has(one.key) &&
        (one.alertCount ?? 0) <= mostAlerts,
    )
    .sort((a, b) => closeness(b, sources) - closeness(a, sources) || b.createdAt.localeCompare(a.createdAt));
  if (possible.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('There is no other incident in this account to merge into.'),
      vscode.l10n.t(
        'Refresh the incidents. PagerDuty takes an open one that has alerts, at most {0}, or was opened by a person.',
        numberText(mostAlerts),
      ),
    );
  }
  const alerts = new Map<string, readonly Alert[]>();
  const quickPick = vscode.window.createQuickPick<TargetItem>();
  const show = () => {
    const items = possible.map(incident =>
      item(incident, alerts.get(incident.key), incidentClock.now(incident)),
    );
    setItems(quickPick, items, ({ incident }) => incident.key);
  };
  quickPick.title = vscode.l10n.t('Merge {0} into…', whichWords(sources));
  quickPick.placeholder = vscode.l10n.t('The incident that stays');
  quickPick.matchOnDescription = true;
  quickPick.keepScrollPosition = true;
  show();
  const abort = new AbortController();
  const loading = new Set<string>();
  quickPick.onDidChangeActive(([active]) => {
    const incident = active?.incident;
    if (!incident || loading.has(incident.key)) return;
    loading.add(incident.key);
    session.provider.alerts(incident.id, { signal: abort.signal }).then(
      read => {
        alerts.set(incident.key, read);
        if (!abort.signal.aborted) show();
      },
      (error: unknown) => {
        if (!abort.signal.aborted) boundary.log(`Reading the alerts of ${incident.key}`, error);
      },
    );
  });
  try {
    return await new Promise(resolve => {
      quickPick.onDidAccept(() => resolve(quickPick.selectedItems[0]?.incident));
      quickPick.onDidHide(() => resolve(undefined));
      quickPick.show();
    });
  } finally {
    abort.abort();
    quickPick.dispose();
  }
}

/** The same service is the likeliest. */
function closeness({ service }: Incident, sources: readonly Incident[]): number {
  return sources.some(source => source.service !== null && source.service.id === service?.id) ? 1 : 0;
}

function item(incident: Incident, alerts: readonly Alert[] | undefined, now: number): TargetItem {
  const { number, title, service, createdAt, alertCount } = incident;
  const titles = alerts?.slice(0, alertsShown).map(alert => alert.title) ?? [];
  const more = (alerts?.length ?? 0) - titles.length;
  const count = alerts?.length ?? alertCount;
  const counted =
    count === null
      ? ''
      : count === 1
        ? vscode.l10n.t('1 alert')
        : vscode.l10n.t('{0} alerts', numberText(count));
  return {
    label: withoutIcons(`${severityText(incident)}  ${number === null ? '' : `#${number} `}${title}`),
    description: withoutIcons(
      [service?.name, shortAge(now - Date.parse(createdAt))].filter(Boolean).join(' · '),
    ),
    detail: withoutIcons([counted, ...titles, more > 0 ? `+${more}` : ''].filter(Boolean).join(' · ')),
    incident,
  };
}
