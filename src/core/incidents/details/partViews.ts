import { t } from '@vscode/l10n';
import type { Alert, LogEntry } from '../incident.ts';
import type { Bridge, ChangeEvent, CustomField, Note, RelatedIncident } from '../incidentDetails.ts';
import { detailSets } from './alertDetails.ts';
import type {
  AlertView,
  BridgeView,
  ChangeView,
  DetailRow,
  LinkView,
  LogView,
  RelatedView,
  WordsView,
} from './detailsView.ts';
import type { ShownValues } from './shownValues.ts';

/** In the order the provider gave them. */
export function alertViews(alerts: readonly Alert[], values: ShownValues): readonly AlertView[] {
  return alerts.map(alert => ({
    id: alert.id,
    title: values.copyable(alert.title),
    status: alert.status,
    severity: alert.severity,
    createdAt: Date.parse(alert.createdAt),
    groups: detailSets(alert.details).map(({ name, rows }) => ({
      name,
      rows: rows.map(row => rowView(row, values)),
    })),
    links: linksOf(alert, values),
  }));
}

function linksOf({ links, runbook }: Alert, values: ShownValues): readonly LinkView[] {
  const shown = links.map(({ text, href }) => values.link(text, href));
  const named = runbook && !links.some(({ href }) => href === runbook.href);
  return named ? [values.link(t('Runbook'), runbook.href), ...shown] : shown;
}

function rowView({ name, value }: { name: string; value: string }, values: ShownValues): DetailRow {
  return { name, ...values.copyable(value), open: values.open(value) };
}

/** @param log oldest first */
export function logView(log: readonly LogEntry[], values: ShownValues): LogView {
  const newestFirst = [...log].reverse();
  return {
    entries: newestFirst.map(({ id, at, kind, text }) => ({ id, at: Date.parse(at), kind, text })),
    statusUpdates: newestFirst
      .filter(({ providerType }) => providerType.includes('status_update'))
      .map(({ id, at, agent, text }) => ({
        id,
        at: Date.parse(at),
        author: agent?.name ?? null,
        ...values.copyable(text),
      })),
  };
}

/** The log for a message or a document: oldest first, UTC, one entry a line. */
export function logText(log: readonly LogEntry[]): string {
  return log
    .map(({ at, text }) => `${at.slice(0, 19).replace('T', ' ')} UTC  ${text.replaceAll('\n', '\n    ')}`)
    .join('\n');
}

/** @param notes oldest first */
export function noteViews(notes: readonly Note[], values: ShownValues): readonly WordsView[] {
  return [...notes].reverse().map(({ id, at, author, text }) => ({
    id,
    at: Date.parse(at),
    author: author?.name ?? null,
    ...values.copyable(text),
  }));
}

export function bridgeView(bridge: Bridge | null, values: ShownValues): BridgeView | null {
  if (!bridge || (bridge.url === null && bridge.phone === null)) return null;
  return {
    link: bridge.url === null ? null : values.link(bridge.url, bridge.url),
    phone: bridge.phone === null ? null : values.copyable(bridge.phone),
  };
}

/** A field that nobody filled in says so by being listed with an empty value. */
export function customFieldViews(fields: readonly CustomField[], values: ShownValues): readonly DetailRow[] {
  return fields.map(({ name, value }) => rowView({ name, value }, values));
}

export function relatedViews(
  incidents: readonly RelatedIncident[],
  values: ShownValues,
): readonly RelatedView[] {
  return incidents.map(({ id, title, createdAt, url, reason }) => ({
    id,
    title,
    createdAt: Date.parse(createdAt),
    link: url === null ? null : values.link(title, url),
    reason,
  }));
}

export function changeViews(changes: readonly ChangeEvent[], values: ShownValues): readonly ChangeView[] {
  return changes.map(({ id, at, summary, source, reason, links }) => ({
    id,
    at: Date.parse(at),
    summary,
    source,
    reason,
    links: links.map(({ text, href }) => values.link(text, href)),
  }));
}
