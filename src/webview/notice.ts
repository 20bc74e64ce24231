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
      { type: 'button', class: 'quiet', 'aria-label': 'Dismiss' },
      icon('failed'),
    );
    close.addEventListener('click', () => (this.body.hidden = true));
    this.body.replaceChildren(icon('warning'), element('span', {}, words), close);
    this.body.hidden = false;
  }
}
