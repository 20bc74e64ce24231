import { t } from '@vscode/l10n';
import { element } from './dom.ts';
import { icon } from './icons.ts';

/** Says what went wrong where no block is at hand to say it: a link, a tick. */
export class Notice {
  readonly body = element('div', { class: 'toast', role: 'alert' });

  constructor() {
    this.body.hidden = true;
  }

  show(words: string): void {
    const close = element(
      'button',
      { type: 'button', class: 'quiet', 'aria-label': t('Dismiss') },
      icon('failed'),
    );
    close.addEventListener('click', () => this.close());
    this.body.replaceChildren(icon('warning'), element('span', {}, words), close);
    this.body.hidden = false;
  }

  /** False where nothing was said. */
  close(): boolean {
    if (this.body.hidden) return false;
    this.body.hidden = true;
    return true;
  }
}
