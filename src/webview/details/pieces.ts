import { t } from '@vscode/l10n';
import type { Copyable, LinkView } from '../../core/incidents/details/detailsView.ts';
import { element } from '../dom.ts';
import { icon, type IconName } from '../icons.ts';
import { numberText } from './locale.ts';
import { dayText, momentText, sinceText, utcText } from './times.ts';
import { urlOf } from '../../core/webAddress.ts';

/*
 * What the sections are made of. None has a listener of its own: what can be pressed names its deed and its number
 * in data attributes, and the screen listens once for all, so that everything can be drawn anew at any time.
 */

export type Child = Node | string;

/** Words that only a screen reader needs. */
export function unseen(words: string): HTMLElement {
  return element('span', { class: 'unseen' }, words);
}

/** @param what what is copied, for who hears the page: “host” */
export function copyButton(copy: number, what: string): HTMLButtonElement {
  const label = t('Copy {0}', short(what));
  const button = element('button', { type: 'button', class: 'quiet copy', title: label }, icon('copy'));
  button.setAttribute('aria-label', label);
  button.dataset['copy'] = String(copy);
  button.dataset['what'] = short(what);
  return button;
}

/** A text and its copy button. */
export function copyableText({ text, copy }: Copyable, what: string): HTMLElement {
  return element('span', { class: 'copyable' }, element('span', {}, text), copyButton(copy, what));
}

/**
 * A link, with its host where its text hides it; plain text and the address where it will not be opened. Never
 * without a copy button.
 */
export function linkText(link: LinkView, what = t('address of {0}', link.text)): HTMLElement {
  const line = element('span', { class: 'copyable' });
  const { text, address, open } = link;
  line.append(open === null ? element('span', { title: address }, text) : opener(open, text, address));
  const beside = open === null ? cut(address) : hostOf(address);
  if (beside && text !== address) line.append(element('span', { class: 'quiet-words' }, beside));
  line.append(copyButton(link.copy, what));
  return line;
}

/** The text as a link that the host opens by its number. */
export function opener(open: number, text: string, address: string): HTMLElement {
  // No address in it: neither a drag nor VS Code’s own handler has anything to open.
  return element('a', { href: '#', title: address, 'data-open': String(open) }, text);
}

function hostOf(address: string): string | null {
  return urlOf(address)?.host ?? null;
}

/** Beyond this a value is cut until somebody asks for all of it. */
const longest = 600;
const mostLines = 8;

/** Text of several lines. What is long is cut, with a button that shows all: `shown` says that it was pressed. */
export function longText(text: string, key: number, shown: boolean, what: string): readonly Node[] {
  const lines = text.split('\n');
  const isLong = text.length > longest || lines.length > mostLines;
  const words = !isLong || shown ? text : `${cut(lines.slice(0, mostLines).join('\n'), longest)}…`;
  const body = element('span', { class: 'text' }, words);
  if (!isLong) return [body];
  const size =
    lines.length > mostLines ? t('{0} lines', lines.length) : t('{0} characters', numberText(text.length));
  const button = element(
    'button',
    { type: 'button', class: 'quiet all', 'aria-expanded': String(shown), 'data-all': String(key) },
    shown ? t('Show less') : t('Show all, {0}', size),
    unseen(t(' of {0}', short(what))),
  );
  return [body, button];
}

/** How the time reads now; the screen says it anew as time goes by, wherever it stands in `data-at` and `data-form`. */
export type TimeForm = 'since' | 'moment' | 'day';

export function timeText(at: number, form: TimeForm, now = Date.now()): HTMLElement {
  const time = element('time', { title: utcText(at), 'data-at': String(at), 'data-form': form });
  time.textContent = wordsOf(at, form, now);
  return time;
}

export function wordsOf(at: number, form: TimeForm, now: number): string {
  const texts = { since: sinceText, moment: momentText, day: dayText } as const;
  return texts[form](at, now);
}

export function button(
  name: IconName,
  words: string,
  data: Readonly<Record<string, string>>,
  className = 'quiet',
): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', class: className },
    icon(name),
    element('span', {}, words),
  );
  Object.assign(made.dataset, data);
  return made;
}

function cut(text: string, most = 80): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** For labels: one line that can be listened to. */
function short(text: string): string {
  return cut(text.replace(/\s+/g, ' '), 60);
}
