import { t } from '@vscode/l10n';
import type { RiskView } from '../protocol/runbook.ts';
import { element } from './dom.ts';
import { icon, type IconName } from './icons.ts';
import { placeOfKeyboard, returnKeyboard } from './keyboardPlace.ts';

const words: Record<RiskView['risk'], string> = {
  'read-only': t('Read-only'),
  changing: t('Changes something'),
  destructive: t('Destructive'),
};
const icons: Record<RiskView['risk'], IconName> = {
  'read-only': 'eye',
  changing: 'edit',
  destructive: 'critical',
};

/** How dangerous a block is, in words; opened, it explains why, command by command. */
export class RiskMark {
  readonly body = element('details', { class: 'risk' });
  #shown = '';

  constructor() {
    this.body.hidden = true;
  }

  show(view: RiskView, of: string): void {
    const { risk, findings, more } = view;
    const key = JSON.stringify([view, of]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.body.hidden = false;
    this.body.dataset['risk'] = risk;
    const summary = element(
      'summary',
      { 'aria-label': `${t('{0}: explain risk', words[risk])}${of}` },
      icon(icons[risk]),
      words[risk],
    );
    summary.title = findings.map(({ line, reason }) => t('Line {0}: {1}', line, reason)).join('\n');
    const items = findings.map(({ risk: one, line, command, reason }) =>
      element(
        'li',
        {},
        `${t('Line {0}:', line)} `,
        element('code', {}, command),
        ` · ${t('{0}: {1}', words[one], reason)}`,
      ),
    );
    if (more > 0) items.push(element('li', {}, t('And {0} more.', more)));
    if (items.length === 0) items.push(element('li', {}, t('It holds no command.')));
    const focused = this.body.contains(placeOfKeyboard());
    this.body.replaceChildren(summary, element('ul', {}, ...items));
    if (focused) returnKeyboard(summary);
  }
}
