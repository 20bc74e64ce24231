import { t } from '@vscode/l10n';
import morphdom from 'morphdom';
import type { PartName, PartStatus } from '../../core/incidents/details/detailsView.ts';
import { element } from '../dom.ts';
import { icon } from '../icons.ts';
import { placeOfKeyboard, returnKeyboard } from '../keyboardPlace.ts';
import { button, type Child } from './pieces.ts';

/** One part of the screen: a landmark with its heading, how its reading stands, and what was read. */
export class Section {
  readonly body: HTMLElement;
  readonly #heading: HTMLElement;
  readonly #count = element('span', { class: 'count' });
  readonly #state = element('span', { class: 'state', role: 'status' });
  readonly #extra = element('span', { class: 'extra' });
  readonly #trouble = element('div', { class: 'trouble' });
  readonly #content = element('div', { class: 'content' });
  #hasContent = false;

  constructor(
    readonly part: PartName,
    readonly title: string,
    extra: readonly Child[] = [],
  ) {
    const id = `heading-${part}-${title.replaceAll(' ', '-')}`;
    this.#heading = element('h2', { id }, title);
    this.#extra.append(...extra);
    const head = element('div', { class: 'head' }, this.#heading, this.#count, this.#state, this.#extra);
    this.body = element('section', { 'aria-labelledby': id }, head, this.#trouble, this.#content);
    this.body.hidden = true;
    this.#trouble.hidden = true;
    this.#extra.hidden = true;
    this.showStatus({ state: 'reading' });
  }

  /** What was read before stays where it is. */
  showStatus(status: PartStatus): void {
    this.body.dataset['state'] = status.state;
    const reading = status.state === 'reading';
    this.body.setAttribute('aria-busy', String(reading));
    const words = reading ? (this.#hasContent ? t('Reading again…') : t('Reading…')) : '';
    if (this.#state.textContent !== words)
      this.#state.replaceChildren(...(reading ? [icon('running'), words] : []));
    if (reading) return;
    const trouble = this.#troubleOf(status);
    morph(this.#trouble, trouble);
    this.#trouble.hidden = trouble.length === 0;
  }

  #troubleOf(status: PartStatus): readonly Child[] {
    if (status.state === 'notInPlan') return [element('p', { class: 'nothing' }, t('Not in your plan'))];
    if (status.state !== 'failed') return [];
    const retry = button('refresh', t('Retry'), { retry: this.part }, 'secondary');
    retry.setAttribute('aria-label', t('Retry {0}', this.title));
    return [
      element(
        'div',
        { class: 'notice', role: 'alert' },
        icon('warning'),
        element('span', {}, status.error),
        retry,
      ),
    ];
  }

  /** Draws what changed; what has the focus, is open or is selected stays so. */
  show(content: readonly Child[], count: number | null = null): void {
    this.#hasContent = true;
    this.#extra.hidden = count === 0;
    const words = count === null ? '' : String(count);
    if (this.#count.textContent !== words) this.#count.textContent = words;
    morph(this.#content, content);
  }
}

/** Makes the children of `target` those. Keys keep an element the same where others come before it. */
export function morph(target: HTMLElement, children: readonly Child[]): void {
  const fresh = target.cloneNode(false) as HTMLElement;
  fresh.append(...children);
  const focused = placeOfKeyboard();
  morphdom(target, fresh, {
    childrenOnly: true,
    getNodeKey: node => (node instanceof HTMLElement ? node.dataset['key'] : undefined),
    onBeforeElUpdated: (from, to) => {
      if (from.isEqualNode(to)) return false;
      // Opened and closed by the person alone.
      if (from instanceof HTMLDetailsElement) to.toggleAttribute('open', from.open);
      return true;
    },
  });
  // What had to be moved within the page lost the focus on its way.
  if (focused instanceof HTMLElement && focused.isConnected && focused !== placeOfKeyboard())
    returnKeyboard(focused);
}
