import { t } from '@vscode/l10n';
import type { StateView } from '../protocol/runbook.ts';
import { button } from './buttons.ts';
import { element } from './dom.ts';
import { icon, type IconName } from './icons.ts';
import { visibleText } from './visibleText.ts';

type Change = StateView['changes'][number]['change'];

const icons: Record<Change, IconName> = { added: 'plus', changed: 'edit', removed: 'minus' };
const words: Record<Change, string> = { added: t('added'), changed: t('changed'), removed: t('removed') };

interface Row {
  readonly key: string;
  readonly draw: () => readonly (Node | string)[];
}

/** What the blocks that ran hand on to the next one, with what is new since it was last looked at. */
export class StatePanel {
  readonly #title = element('span', {}, t('Handed on between blocks'));
  readonly #news = element('span', { class: 'news' });
  readonly #list = element('ul');
  readonly #nothing = element(
    'p',
    { class: 'nothing' },
    t('Nothing: the next block starts as the first one did.'),
  );
  readonly #reset: HTMLButtonElement;
  readonly body: HTMLDetailsElement;
  /** What was on the screen when the person last looked. */
  #seen: ReadonlySet<string> = new Set();
  #rows: readonly Row[] = [];
  #shown = '';

  constructor(reset: () => void) {
    this.#reset = button('undo', t('Reset'), reset, 'secondary');
    const effect = element(
      'p',
      { class: 'description' },
      t('The next block starts as the first one did. Nothing that ran is undone.'),
    );
    this.body = element(
      'details',
      { class: 'panel handed-on' },
      element('summary', {}, this.#title, this.#news),
      this.#list,
      this.#nothing,
      element('div', { class: 'line' }, this.#reset, effect),
    );
    this.body.hidden = true;
    this.body.addEventListener('toggle', () => {
      if (this.body.open) return;
      this.#look();
      this.#draw();
    });
  }

  show(state: StateView): void {
    const key = JSON.stringify(state);
    if (key === this.#shown) return;
    this.#shown = key;
    if (this.body.open) this.#look();
    this.#rows = rowsOf(state);
    // After a reset it stays, so that the person sees what it did and the keyboard is not lost.
    if (this.#rows.length > 0) this.body.hidden = false;
    this.#draw();
  }

  #look(): void {
    this.#seen = new Set(this.#rows.map(({ key }) => key));
  }

  #draw(): void {
    const fresh = this.#rows.filter(({ key }) => !this.#seen.has(key));
    this.#title.textContent = t('Handed on between blocks ({0})', this.#rows.length);
    const news = fresh.length === 1 ? t('1 new') : t('{0} new', fresh.length);
    this.#news.replaceChildren(...(fresh.length === 0 ? [] : [icon('dot'), news]));
    this.#nothing.hidden = this.#rows.length > 0;
    this.#list.replaceChildren(
      ...this.#rows.map(row => {
        const isNew = fresh.includes(row);
        const mark = element('span', { class: 'new' }, icon('dot'), t('new'));
        return element('li', { class: isNew ? 'fresh' : '' }, ...row.draw(), ...(isNew ? [mark] : []));
      }),
    );
  }
}

function rowsOf({ cwd, changes }: StateView): readonly Row[] {
  const rows = changes.map((one): Row => {
    const { name, value, change, step } = one;
    return {
      key: JSON.stringify(one),
      draw: () => [
        icon(icons[change]),
        element('span', { class: 'change' }, words[change]),
        element('code', { class: 'name' }, name),
        ...(value === null ? [] : [visibleText(value)]),
        element('span', { class: 'source' }, step),
      ],
    };
  });
  if (cwd === null) return rows;
  const draw = () => [
    icon('folder'),
    element('span', { class: 'change' }, t('working directory')),
    visibleText(cwd),
  ];
  return [{ key: `cwd ${cwd}`, draw }, ...rows];
}
