import { t } from '@vscode/l10n';
import type { LogEntryView, LogView, WordsView } from '../../core/incidents/details/detailsView.ts';
import type { LogEntryKind } from '../../core/incidents/incident.ts';
import { element } from '../dom.ts';
import { icon, type IconName } from '../icons.ts';
import type { Opened } from './drawing.ts';
import { numberText } from './locale.ts';
import {
  button,
  type Child,
  copyButton,
  longText,
  type TimeForm,
  timeText,
  unseen,
  wordsOf,
} from './pieces.ts';
import { clockText, dayKey, utcText } from './times.ts';

const looks: { readonly [K in LogEntryKind]: readonly [icon: IconName, words: string] } = {
  triggered: ['warning', t('triggered')],
  acknowledged: ['eye', t('acknowledged')],
  unacknowledged: ['warning', t('unacknowledged')],
  assigned: ['person', t('assigned')],
  escalated: ['up', t('escalated')],
  resolved: ['ok', t('resolved')],
  snoozed: ['clock', t('snoozed')],
  note: ['note', t('note')],
  notified: ['bell', t('notified')],
  changed: ['edit', t('changed')],
  other: ['dot', t('other')],
};

/** The history by local days, newest first. */
export function drawLog({ entries }: LogView, opened: Opened): readonly Child[] {
  if (entries.length === 0) return [element('p', { class: 'nothing' }, t('The log is empty.'))];
  const now = Date.now();
  const days: HTMLElement[] = [];
  let key = '';
  let list = element('ol');
  for (const entry of entries.slice(0, opened.most.log)) {
    const day = dayKey(entry.at);
    if (day !== key) {
      key = day;
      list = element('ol');
      const said = { 'data-at': String(entry.at), 'data-form': 'day' satisfies TimeForm };
      const heading = element('h3', said, wordsOf(entry.at, 'day', now));
      days.push(element('div', { class: 'day', 'data-key': `day ${day}` }, heading, list));
    }
    list.append(drawEntry(entry));
  }
  const rest = entries.length - opened.most.log;
  return rest > 0
    ? [
        ...days,
        button('more', t('Show {0} earlier entries', numberText(rest)), { more: 'log' }, 'secondary more'),
      ]
    : days;
}

function drawEntry({ id, at, kind, text }: LogEntryView): HTMLElement {
  const time = element('time', { title: utcText(at) }, clockText(at));
  const [picture, words] = looks[kind];
  const said = element('span', { class: 'text' }, unseen(t('{0}: ', words)), text);
  return element('li', { class: `entry ${kind}`, 'data-key': `entry ${id}` }, time, icon(picture), said);
}

/** Notes and status updates: who said what when. @param words what one is called; what is said without any */
export function drawWords(
  those: readonly WordsView[],
  opened: Opened,
  words: { readonly kind: string; readonly by: (author: string) => string; readonly none: string },
): readonly Child[] {
  if (those.length === 0) return [element('p', { class: 'nothing' }, words.none)];
  const items = those.map(({ id, at, author, text, copy }) => {
    const by = author ?? t('Somebody');
    const what = words.by(by);
    const head = element(
      'div',
      { class: 'by' },
      element('strong', {}, by),
      timeText(at, 'moment'),
      timeText(at, 'since'),
    );
    head.append(copyButton(copy, what));
    const body = element('div', {}, ...longText(text, copy, opened.values.has(copy), what));
    return element('li', { 'data-key': `${words.kind} ${id}` }, head, body);
  });
  return [element('ul', { class: 'words' }, ...items)];
}
