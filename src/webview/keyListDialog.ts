import { t } from '@vscode/l10n';
import { button } from './buttons.ts';
import { dialog, element } from './dom.ts';

/** The small list behind `?`. */
export class KeyListDialog {
  readonly body: HTMLDialogElement;

  constructor(
    title: string,
    keyList: readonly { readonly keys: readonly string[]; readonly words: string }[],
  ) {
    this.body = dialog('keys', title);
    const rows = keyList.map(({ keys, words }) =>
      element(
        'div',
        {},
        element('dt', {}, ...keys.map(key => element('kbd', {}, key))),
        element('dd', {}, words),
      ),
    );
    this.body.append(
      element('dl', {}, ...rows),
      button('failed', t('Close'), () => this.body.close(), 'secondary'),
    );
  }

  open(): void {
    if (!this.body.open) this.body.showModal();
  }
}
