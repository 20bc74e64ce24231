import { t } from '@vscode/l10n';
import { button } from './buttons.ts';
import { element } from './dom.ts';
import { keyList } from './keys.ts';

/** The small list behind `?`. The browser keeps the focus in it, closes it with Escape and gives the focus back. */
export class KeyListDialog {
  readonly body = element('dialog', { class: 'keys', 'aria-labelledby': 'keys-title' });

  constructor() {
    const rows = keyList.map(({ keys, words }) =>
      element(
        'div',
        {},
        element('dt', {}, ...keys.map(key => element('kbd', {}, key))),
        element('dd', {}, words),
      ),
    );
    this.body.append(
      element('h2', { id: 'keys-title' }, t('Keys in a runbook')),
      element('dl', {}, ...rows),
      button('failed', t('Close'), () => this.body.close(), 'secondary'),
    );
    this.body.addEventListener('click', event => {
      if (event.target === this.body) this.body.close();
    });
  }

  open(): void {
    if (!this.body.open) this.body.showModal();
  }
}
