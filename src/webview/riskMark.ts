import type { RiskView } from '../protocol/runbook.ts';
import { element } from './dom.ts';
import { icon, type IconName } from './icons.ts';

const words: Record<RiskView['risk'], string> = {
  'read-only': 'Read-only',
  changing: 'Changes something',
  destructive: 'Destructive',
};
const icons: Record<RiskView['risk'], IconName> = {
  'read-only': 'eye',
  changing: 'edit',
  destructive: 'critical',
};

/** How dangerous a block is, in words; opened, it explains why, command by command. */
export class RiskMark {
  readonly body = element('details', { class: 'risk' });

  constructor() {
    this.body.hidden = true;
  }

  show({ risk, findings, more }: RiskView, of: string): void {
    this.body.hidden = false;
    this.body.dataset['risk'] = risk;
    const summary = element(
      'summary',
      { 'aria-label': `${words[risk]}: explain risk${of}` },
      icon(icons[risk]),
      words[risk],
    );
    summary.title = findings.map(({ line, reason }) => `Line ${line}: ${reason}`).join('\n');
    const items = findings.map(({ risk: one, line, command, reason }) =>
      element('li', {}, `Line ${line}: `, element('code', {}, command), ` · ${words[one]}: ${reason}`),
    );
    if (more > 0) items.push(element('li', {}, `And ${more} more.`));
    if (items.length === 0) items.push(element('li', {}, 'It holds no command.'));
    this.body.replaceChildren(summary, element('ul', {}, ...items));
  }
}
