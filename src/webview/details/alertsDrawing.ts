import { t } from '@vscode/l10n';
import type { AlertView, DetailGroup, DetailRow } from '../../core/incidents/details/detailsView.ts';
import { element } from '../dom.ts';
import { icon } from '../icons.ts';
import type { Opened } from './drawing.ts';
import { button, type Child, copyButton, linkText, longText, opener, timeText } from './pieces.ts';

/** These are open by themselves; further ones are a line each. */
const openByThemselves = 3;

export function drawAlerts(alerts: readonly AlertView[], opened: Opened): readonly Child[] {
  if (alerts.length === 0) return [element('p', { class: 'nothing' }, t('No alerts.'))];
  const shown = alerts.slice(0, opened.most.alerts);
  const items = shown.map((alert, index) => drawAlert(alert, isOpen(alert, index, opened), opened));
  const list = element('ul', { class: 'alerts' }, ...items);
  const rest = alerts.length - shown.length;
  return rest > 0
    ? [list, button('more', t('Show more alerts ({0})', rest), { more: 'alerts' }, 'secondary more')]
    : [list];
}

function isOpen({ id }: AlertView, index: number, { alerts }: Opened): boolean {
  return alerts.get(id) ?? index < openByThemselves;
}

function drawAlert(alert: AlertView, open: boolean, opened: Opened): HTMLElement {
  const words = [alert.status, alert.severity].filter(word => word !== null).join(' · ');
  const summary = element(
    'summary',
    {},
    icon('chevron'),
    element('span', { class: 'alert-title' }, alert.title.text),
    element('span', { class: 'quiet-words' }, words),
    timeText(alert.createdAt, 'since'),
  );
  const details = element('details', { 'data-alert': alert.id }, summary);
  details.open = open;
  // The inside of a closed one is drawn when it is opened: there may be hundreds.
  if (open) details.append(...drawInside(alert, opened));
  // Beside the summary: a button must not stand in another.
  const copy = copyButton(alert.title.copy, t('title {0}', alert.title.text));
  return element('li', { 'data-key': `alert ${alert.id}` }, copy, details);
}

function drawInside(alert: AlertView, opened: Opened): readonly Child[] {
  const links = alert.links.map(link => element('li', {}, linkText(link)));
  return [
    ...(links.length > 0 ? [element('ul', { class: 'links' }, ...links)] : []),
    ...alert.groups.map(group => drawGroup(group, opened)),
    ...(alert.groups.length === 0 ? [element('p', { class: 'nothing' }, t('No details came with it.'))] : []),
  ];
}

function drawGroup({ name, rows }: DetailGroup, opened: Opened): HTMLElement {
  const table = drawTable(rows, opened);
  if (name !== null) table.prepend(element('caption', {}, name));
  return table;
}

/** Names and values, each value with its copy button. */
export function drawTable(rows: readonly DetailRow[], opened: Opened): HTMLTableElement {
  const body = element('tbody', {}, ...rows.map(row => drawRow(row, opened)));
  return element('table', {}, body);
}

function drawRow({ name, text, copy, open }: DetailRow, opened: Opened): HTMLElement {
  const value = element('td');
  if (open === null) value.append(...longText(text, copy, opened.values.has(copy), name));
  else value.append(element('span', { class: 'text' }, opener(open, text, text)));
  if (text === '') value.replaceChildren(element('span', { class: 'quiet-words' }, t('not set')));
  const tool = element('td', { class: 'tool' }, ...(text === '' ? [] : [copyButton(copy, name)]));
  return element('tr', {}, element('th', { scope: 'row' }, name), value, tool);
}
