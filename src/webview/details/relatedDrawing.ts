import { t } from '@vscode/l10n';
import type { ChangeView, RelatedView } from '../../core/incidents/details/detailsView.ts';
import { element } from '../dom.ts';
import { type Child, linkText, timeText } from './pieces.ts';

/** Other incidents: each with when it was and why it is listed. */
export function drawRelated(incidents: readonly RelatedView[], none: string): readonly Child[] {
  if (incidents.length === 0) return [element('p', { class: 'nothing' }, none)];
  const items = incidents.map(({ id, title, createdAt, link, reason }) => {
    const name = link ? linkText(link) : element('span', {}, title);
    return element('li', { 'data-key': `other ${id}` }, name, facts(createdAt, [reason]));
  });
  return [element('ul', { class: 'others' }, ...items)];
}

/** Deployments and other changes. */
export function drawChanges(changes: readonly ChangeView[]): readonly Child[] {
  if (changes.length === 0) return [element('p', { class: 'nothing' }, t('No recent changes.'))];
  const items = changes.map(({ id, at, summary, source, reason, links }) =>
    element(
      'li',
      { 'data-key': `change ${id}` },
      element('span', {}, summary),
      facts(at, [source, reason]),
      ...links.map(link => linkText(link)),
    ),
  );
  return [element('ul', { class: 'others' }, ...items)];
}

function facts(at: number, words: readonly (string | null)[]): HTMLElement {
  const line = element('div', { class: 'quiet-words' }, timeText(at, 'moment'));
  for (const word of words) if (word !== null) line.append(` · ${word}`);
  return line;
}
