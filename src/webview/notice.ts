import { t } from '@vscode/l10n';
import { element } from './dom.ts';
import { icon } from './icons.ts';
import { placeOfKeyboard, returnKeyboard } from './keyboardPlace.ts';

/** Says what went wrong where no block is at hand to say it: a link, a tick. Escape closes it before anything else. */
export class Notice {
  /** The screen puts it into its `notices`. */
  readonly body = element('div', { class: 'toast', role: 'alert' });
  readonly #words = element('span');
  readonly #dialogs = new MutationObserver(() => this.#stand());
  /** Where it stands while no dialog is open. */
  #home: Element | null = null;
  /** What had the keyboard as it came. */
  #before: Element | null = null;

  constructor() {
    this.body.hidden = true;
    const close = element(
      'button',
      { type: 'button', class: 'quiet', 'aria-label': t('Dismiss') },
      icon('failed'),
    );
    close.addEventListener('click', () => this.close());
    this.body.append(icon('warning'), this.#words, close);
    // A screen’s own listener comes later. `preventDefault` keeps the dialog that it stands in, and what was typed there.
    document.addEventListener('keydown', event => {
      if (event.key === 'Escape' && !event.defaultPrevented && this.close()) event.preventDefault();
    });
  }

  show(words: string): void {
    if (this.body.hidden) this.#before = placeOfKeyboard();
    this.#words.textContent = words;
    this.body.hidden = false;
    this.#dialogs.observe(document.body, { subtree: true, attributeFilter: ['open'] });
    this.#stand();
  }

  /** False where nothing was said. */
  close(): boolean {
    if (this.body.hidden) return false;
    const hadKeyboard = this.body.contains(placeOfKeyboard());
    this.body.hidden = true;
    this.#dialogs.disconnect();
    const before = this.#before;
    if (hadKeyboard && before instanceof HTMLElement && before.checkVisibility()) returnKeyboard(before);
    return true;
  }

  /** In the dialog that is open: what is behind it is neither read out nor pressed. */
  #stand(): void {
    this.#home ??= this.body.parentElement;
    const dialog = document.querySelector('dialog[open]');
    const place = dialog ?? this.#home;
    if (place === this.body.parentElement) return;
    place?.append(this.body);
    if (dialog) this.body.scrollIntoView({ block: 'nearest' });
  }
}
