import { t } from '@vscode/l10n';
import type { VariableView } from '../protocol/runbook.ts';
import { button } from './buttons.ts';
import { element } from './dom.ts';
import { icon } from './icons.ts';
import { placeOfKeyboard, returnKeyboard } from './keyboardPlace.ts';
import { visibleText } from './visibleText.ts';

const sources: Record<VariableView['source'], string> = {
  default: t('the runbook’s default'),
  incident: t('from the incident'),
  person: t('given by you'),
  missing: '',
};

/** What the runbook asks for by name; every block gets it as its environment. */
export class VariablesPanel {
  readonly #title = element('span', {}, t('Variables'));
  readonly #missing = element('span', { class: 'missing' });
  readonly #list = element('ul');
  readonly body = element(
    'details',
    { class: 'panel variables' },
    element('summary', {}, this.#title, this.#missing),
    this.#list,
  );
  #shown = '';

  constructor(
    /** Each takes the number of a variable. */
    private readonly actions: Record<'change' | 'forget', (variable: number) => void>,
  ) {
    this.body.hidden = true;
  }

  show(variables: readonly VariableView[]): void {
    const key = JSON.stringify(variables);
    if (key === this.#shown) return;
    const first = this.#shown === '';
    this.#shown = key;
    this.body.hidden = variables.length === 0;
    this.#title.textContent = t('Variables ({0})', variables.length);
    const missing = variables.filter(needsAttention).length;
    const words = missing === 1 ? t('1 needs a value') : t('{0} need a value', missing);
    this.#missing.replaceChildren(...(missing === 0 ? [] : [icon('warning'), words]));
    if (first && missing > 0) this.body.open = true;
    const focused = placeOfKeyboard();
    const row = [...this.#list.children].findIndex(item => item.contains(focused));
    const at = this.#buttonsOf(row).findIndex(each => each === focused);
    this.#list.replaceChildren(...variables.map((variable, index) => this.#item(variable, index)));
    // What is forgotten has nothing more to forget.
    const buttons = this.#buttonsOf(row);
    if (at >= 0) returnKeyboard(buttons[at] ?? buttons[0]);
  }

  #buttonsOf(row: number): readonly HTMLButtonElement[] {
    return [...(this.#list.children[row]?.querySelectorAll('button') ?? [])];
  }

  #item(variable: VariableView, index: number): HTMLElement {
    const { name, description, problem, source } = variable;
    const change = button('edit', t('Change…'), () => this.actions.change(index), 'secondary');
    change.setAttribute('aria-label', `${change.textContent} ${name}`);
    const line = element(
      'div',
      { class: 'line' },
      element('code', { class: 'name' }, name),
      valueOf(variable),
      element('span', { class: 'source' }, sources[source]),
      change,
      ...(source === 'person' ? [this.#forget(variable, index)] : []),
    );
    const notes = [
      ...(description === null ? [] : [element('p', { class: 'description' }, description)]),
      ...(problem === null ? [] : [element('p', { class: 'problem' }, icon('warning'), problem)]),
    ];
    return element('li', { class: needsAttention(variable) ? 'attention' : '' }, line, ...notes);
  }

  #forget({ name, secret }: VariableView, index: number): HTMLButtonElement {
    const forget = button('undo', t('Forget'), () => this.actions.forget(index), 'secondary');
    forget.setAttribute('aria-label', `${forget.textContent} ${name}`);
    forget.title = secret
      ? t('Take it out of this window and the keychain')
      : t('Go back to what the incident or the runbook says');
    return forget;
  }
}

function needsAttention({ source, problem }: VariableView): boolean {
  return source === 'missing' || problem !== null;
}

function valueOf({ value, secret, source }: VariableView): HTMLElement {
  if (source === 'missing') return element('em', { class: 'value' }, t('not set'));
  if (secret) return element('em', { class: 'value' }, t('••• secret'));
  if (value === null) return element('em', { class: 'value' }, t('not set'));
  return value === '' ? element('em', { class: 'value' }, t('empty')) : visibleText(value);
}
