import { t } from '@vscode/l10n';
import type { RunbookView } from '../protocol/runbook.ts';
import { element } from './dom.ts';

/** Deeper headings are found by scrolling. */
const deepest = 3;

/** The table of contents: beside the text where there is room, folded above it where there is none. */
export class Contents {
  readonly body = element('nav', { 'aria-label': t('Contents') });
  readonly #list = element('ul');
  readonly #details = element('details', {}, element('summary', {}, t('Contents')), this.#list);
  #shown = '';

  constructor(private readonly onChoose: (slug: string) => void) {
    this.body.append(this.#details);
    const wide = matchMedia('(min-width: 58rem)');
    const fold = () => (this.#details.open = wide.matches);
    wide.addEventListener('change', fold);
    fold();
  }

  show(headings: RunbookView['headings'], title: string): void {
    const listed = headings.filter(({ depth, text }) => depth <= deepest && !(depth === 1 && text === title));
    const key = JSON.stringify(listed);
    if (key === this.#shown) return;
    this.#shown = key;
    this.body.hidden = listed.length < 2;
    this.#list.replaceChildren(...listed.map(heading => this.#item(heading)));
  }

  /** Marks the heading that is being read. */
  mark(slug: string): void {
    for (const link of this.#list.querySelectorAll('[aria-current]')) link.removeAttribute('aria-current');
    this.#list
      .querySelector(`[data-goes-to="${CSS.escape(slug)}"]`)
      ?.setAttribute('aria-current', 'location');
  }

  #item({ slug, text, depth }: RunbookView['headings'][number]): HTMLElement {
    const link = element('a', { href: '#', 'data-goes-to': slug }, text);
    link.addEventListener('click', event => {
      event.preventDefault();
      event.stopPropagation();
      this.onChoose(slug);
    });
    return element('li', { class: `depth-${depth}` }, link);
  }
}
