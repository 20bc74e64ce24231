import { t } from '@vscode/l10n';
import type { PanelView } from '../../core/timeline/panel/panelView.ts';
import { button, setText } from '../buttons.ts';
import { numberText } from '../details/locale.ts';
import { element } from '../dom.ts';
import { icon } from '../icons.ts';

/** Whose timeline it is, how much of it there is, in which zone its times are, and what is wrong with it. */
export class TimelineHeader {
  readonly #title = element('h1');
  readonly #facts = element('div', { class: 'facts' });
  readonly #trouble = element('div', { class: 'notice', role: 'alert' });
  readonly #utc: HTMLButtonElement;
  readonly body: HTMLElement;

  constructor(
    deeds: { readonly toggleUtc: () => void; readonly showKeys: () => void },
    filters: HTMLElement,
  ) {
    const keys = button('keyboard', t('Keys'), deeds.showKeys, 'quiet');
    this.#utc = button('globe', 'UTC', deeds.toggleUtc, 'quiet');
    this.#utc.classList.add('toggle');
    this.#utc.title = t('Show all times in UTC');
    this.#trouble.hidden = true;
    const title = element(
      'div',
      { class: 'title' },
      element('div', {}, this.#title, this.#facts),
      element('div', { class: 'tools' }, this.#utc, keys),
    );
    this.body = element('header', {}, title, this.#trouble, filters);
  }

  showUtc(isUtc: boolean): void {
    this.#utc.setAttribute('aria-pressed', String(isUtc));
  }

  show({ incident, total, problem, unreadable }: PanelView, zone: string): void {
    setText(this.#title, incident.title);
    this.#facts.replaceChildren(
      ...(incident.drill ? [element('strong', { class: 'drill' }, t('DRILL'))] : []),
      element('span', {}, `${incident.label} · ${incident.status}`),
      element('span', {}, total === 1 ? t('1 entry') : t('{0} entries', numberText(total))),
      element('span', {}, t('Times are of {0}', zone)),
    );
    const trouble = problem ?? (unreadable > 0 ? unreadableText(unreadable) : null);
    if (trouble !== null) this.#trouble.replaceChildren(icon('warning'), element('span', {}, trouble));
    this.#trouble.hidden = trouble === null;
  }
}

function unreadableText(lines: number): string {
  return lines === 1
    ? t('1 line of the journal is no entry and stays in the file; all others are shown.')
    : t('{0} lines of the journal are no entry and stay in the file; all others are shown.', lines);
}
