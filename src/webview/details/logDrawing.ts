import type { LogEntryView, LogView, WordsView } from '../../core/incidents/details/detailsView.ts';
import type { LogEntryKind } from '../../core/incidents/incident.ts';
import { element } from '../dom.ts';
import { icon, type IconName } from '../icons.ts';
import type { Opened } from './drawing.ts';
import { button, type Child, copyButton, longText, timeText, unseen } from './pieces.ts';
import { clockText, dayKey, dayText, utcText } from './times.ts';

const icons: { readonly [K in LogEntryKind]: IconName } = {
  triggered: 'warning',
  acknowledged: 'eye',
  unacknowledged: 'warning',
  assigned: 'person',
  escalated: 'up',
  resolved: 'ok',
  snoozed: 'clock',
  note: 'note',
  notified: 'bell',
  changed: 'edit',
  other: 'dot',
};

/** The history by local days, newest first. */
export function drawLog({ entries }: LogView, opened: Opened): readonly Child[] {
  if (entries.length === 0) return [element('p', { class: 'nothing' }, 'The log is empty.')];
  const now = Date.now();
  const days: HTMLElement[] = [];
  let key = '';
  let list = element('ol');
  for (const entry of entries.slice(0, opened.most.log)) {
    const day = dayKey(entry.at);
    if (day !== key) {
      key = day;
      list = element('ol');
      const heading = element('h3', {}, dayText(entry.at, now));
      days.push(element('div', { class: 'day', 'data-key': `day ${day}` }, heading, list));
    }
    list.append(drawEntry(entry));
  }
  const rest = entries.length - opened.most.log;
  return rest > 0
    ? [
        ...days,
        button(
          'more',
          `Show ${rest.toLocaleString('en')} earlier entries`,
          { more: 'log' },
          'secondary more',
        ),
      ]
    : days;
}

function drawEntry({ id, at, kind, text }: LogEntryView): HTMLElement {
  const time = element('time', { title: utcText(at) }, clockText(at));
  const words = element('span', { class: 'text' }, unseen(`${kind}: `), text);
  return element('li', { class: `entry ${kind}`, 'data-key': `entry ${id}` }, time, icon(icons[kind]), words);
}

/** Notes and status updates: who said what when. @param none the sentence where there are none */
export function drawWords(
  those: readonly WordsView[],
  opened: Opened,
  { kind, none }: { readonly kind: string; readonly none: string },
): readonly Child[] {
  if (those.length === 0) return [element('p', { class: 'nothing' }, none)];
  const items = those.map(({ id, at, author, text, copy }) => {
    const by = author ?? 'Somebody';
    const head = element(
      'div',
      { class: 'by' },
      element('strong', {}, by),
      timeText(at, 'moment'),
      timeText(at, 'since'),
    );
    head.append(copyButton(copy, `${kind} by ${by}`));
    const words = element('div', {}, ...longText(text, copy, opened.values.has(copy), `${kind} by ${by}`));
    return element('li', { 'data-key': `${kind} ${id}` }, head, words);
  });
  return [element('ul', { class: 'words' }, ...items)];
}
