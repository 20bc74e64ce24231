import { t } from '@vscode/l10n';
import { shownDuration } from '../timeline/durationText.ts';
import { dayText, type LocalZone, timeText } from '../timeline/localZone.ts';
import { markdownText } from '../timeline/markdownText.ts';
import type { CountedIncident } from './countedIncident.ts';
import { metricsBy, type MetricsOf, responseMetrics, type Spread } from './responseMetrics.ts';

export interface MetricsPeriod {
  /** ms since the epoch; null: from the first incident on. */
  readonly from: number | null;
  readonly to: number;
}

const none = '–';

/** The means of a period as a Markdown document, in the language of VS Code; incidents newest first. */
export function metricsMarkdown(
  incidents: readonly CountedIncident[],
  { from, to }: MetricsPeriod,
  zone: LocalZone,
): string {
  const day = (at: number) => dayText(zone.wallTime(at));
  const newestFirst = incidents.toSorted((a, b) => b.began - a.began);
  const oldest = newestFirst.at(-1);
  const begins = from ?? oldest?.began ?? to;
  const { open } = responseMetrics(incidents);
  const lines = [
    `# ${t('Response times from {0} to {1}', day(begins), day(to))}`,
    '',
    t(
      'Incidents with a timeline in this workspace: {0}, of which {1} have no recorded end.',
      incidents.length,
      open,
    ),
  ];
  if (!oldest) return `${lines.join('\n')}\n`;
  lines.push('', ...means(incidents));
  const bySeverity = metricsBy(incidents, ({ severity }) => severity, t('not recorded'));
  const byService = metricsBy(incidents, ({ service }) => service?.name ?? null, t('not recorded'));
  lines.push('', `## ${t('By severity')}`, '', ...groups(t('Severity'), bySeverity, false));
  lines.push('', `## ${t('By service')}`, '', ...groups(t('Service'), byService, true));
  lines.push('', `## ${t('The incidents')}`, '');
  lines.push(...listed(newestFirst, at => `${day(at)} ${timeText(zone.wallTime(at))}`));
  lines.push('', t('Local times are of {0}.', zone.name));
  lines.push(
    '',
    t(
      'Only what is recorded counts: the times of the timeline, else the provider’s. {0} stands where nothing is.',
      none,
    ),
    t('MTTD only counts incidents of which somebody recorded when the impact began.'),
    t(
      'MTBF runs from the end of an incident to the beginning of the next one of the same service; incidents at the same time are one failure.',
    ),
  );
  return `${lines.join('\n')}\n`;
}

function means(incidents: readonly CountedIncident[]): readonly string[] {
  const { detect, acknowledge, mitigate, resolve, betweenFailures } = responseMetrics(incidents);
  const row = (name: string, what: string, spread: Spread | null) => [
    `**${name}**`,
    what,
    ...(spread ? [spread.mean, spread.median, spread.longest].map(shownDuration) : [none, none, none]),
    String(spread?.count ?? 0),
  ];
  return tableOf(
    ['', t('from, to'), t('mean'), t('median'), t('longest'), t('recorded')],
    [
      row('MTTD', t('impact to detection'), detect),
      row('MTTA', t('detection to acknowledgement'), acknowledge),
      row('MTTM', t('detection to mitigation'), mitigate),
      row('MTTR', t('detection to resolution'), resolve),
      row('MTBF', t('resolution to the next beginning'), betweenFailures),
    ],
  );
}

function groups(title: string, rows: readonly MetricsOf[], failures: boolean): readonly string[] {
  const mean = (spread: Spread | null) => (spread ? shownDuration(spread.mean) : none);
  return tableOf(
    [title, t('Incidents'), 'MTTD', 'MTTA', 'MTTM', 'MTTR', ...(failures ? ['MTBF'] : [])],
    rows.map(({ name, metrics: { incidents, detect, acknowledge, mitigate, resolve, betweenFailures } }) => [
      markdownText(name),
      String(incidents),
      ...[detect, acknowledge, mitigate, resolve, ...(failures ? [betweenFailures] : [])].map(mean),
    ]),
  );
}

function listed(incidents: readonly CountedIncident[], timeOf: (at: number) => string): readonly string[] {
  const shown = (ms: number | null) => (ms === null ? none : shownDuration(ms));
  return tableOf(
    [
      ...[t('Began'), t('Incident'), t('Service'), t('Severity')],
      ...[t('Detected after'), t('Acknowledged after'), t('Mitigated after'), t('Resolved after')],
    ],
    incidents.map(({ began, label, title, service, severity, durations }) => [
      timeOf(began),
      markdownText(`${label} ${title}`),
      service ? markdownText(service.name) : none,
      severity === null ? none : markdownText(severity),
      ...[durations.detect, durations.acknowledge, durations.mitigate, durations.resolve].map(shown),
    ]),
  );
}

/** Its columns stand below each other, as it is read as it is written, too. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map(row => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)];
}
