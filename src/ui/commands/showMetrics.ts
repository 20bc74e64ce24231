import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import { isDrillAccount } from '../../core/incidents/accounts/drillAccounts.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { CountedIncident } from '../../core/metrics/countedIncident.ts';
import { LocalZone } from '../../core/timeline/localZone.ts';
import type { DrillControl } from '../drillControl.ts';
import type { GeneratedTexts } from '../postMortems/generatedTexts.ts';
import { withProgress } from '../prompts.ts';
import type { Timelines } from '../timelines.ts';

const dayMs = 24 * 3_600_000;

export interface MetricsParts {
  readonly timelines: Timelines;
  readonly store: IncidentStore;
  readonly clock: Clock;
  readonly drill: DrillControl;
  readonly texts: GeneratedTexts;
}

/** MTTD, MTTA, MTTR and MTBF of a period that the person chooses, as a document to be read, copied and saved elsewhere. */
export async function showMetrics(parts: MetricsParts): Promise<void> {
  const { t } = vscode.l10n;
  const periods = [
    { label: t('The last 30 days'), days: 30 },
    { label: t('The last 90 days'), days: 90 },
    { label: t('The last 365 days'), days: 365 },
    { label: t('Everything'), days: null },
  ];
  const period = await vscode.window.showQuickPick(periods, {
    title: t('Response Times'),
    placeHolder: t('Of which period?'),
  });
  if (!period) return;
  const to = parts.clock.now();
  const from = period.days === null ? null : to - period.days * dayMs;
  const incidents = await readWithProgress(parts, from);
  if (incidents === null) return;
  if (incidents.length === 0) {
    throw new NotPossibleError(
      t('No incident of this period has a timeline in this workspace.'),
      t('A timeline starts when you acknowledge, open the runbook or add an entry.'),
    );
  }
  const { metricsMarkdown } = await import('../../core/metrics/metricsMarkdown.ts');
  const name = period.days === null ? 'response-times.md' : `response-times-${period.days}-days.md`;
  // A text of its own each time: VS Code would show one that it still has first, and the new one some time later.
  const uri = parts.texts.keep(`${to}/${name}`, metricsMarkdown(incidents, { from, to }, new LocalZone()));
  await vscode.window.showTextDocument(uri, { preview: true });
}

/** Null where the person ended it. */
function readWithProgress(
  parts: MetricsParts,
  from: number | null,
): Thenable<readonly CountedIncident[] | null> {
  return withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Reading the timelines…'),
      cancellable: true,
    },
    async token => {
      const ending = new AbortController();
      token.onCancellationRequested(() => ending.abort());
      const counted = await countedSince(parts, from, ending.signal);
      return ending.signal.aborted ? null : counted;
    },
  );
}

async function countedSince(
  { timelines, store, drill }: MetricsParts,
  from: number | null,
  signal: AbortSignal,
): Promise<readonly CountedIncident[]> {
  const { countedIncident } = await import('../../core/metrics/countedIncident.ts');
  const tooOld = (incident: Incident) => from !== null && Date.parse(store.latest(incident).createdAt) < from;
  const counted = async (drills: boolean) => {
    const counts = (incident: Incident) => isDrillAccount(incident.accountId) === drills && !tooOld(incident);
    const found: CountedIncident[] = [];
    for await (const { incident, view } of timelines.recorded(counts, signal))
      found.push(countedIncident(store.latest(incident), view));
    return found;
  };
  const real = await counted(false);
  // A drill is nobody’s failure, but who has nothing else may look at it as long as it runs.
  return real.length === 0 && drill.running ? counted(true) : real;
}
