import { t } from '@vscode/l10n';
import type { PastRunView } from '../protocol/runbook.ts';
import { button, setText } from './buttons.ts';
import { momentText, utcText } from './details/times.ts';
import { element } from './dom.ts';
import { icon, type IconName } from './icons.ts';
import { placeOfKeyboard, returnKeyboard } from './keyboardPlace.ts';
import { durationText, pastText, shownStateBefore } from './runState.ts';

/** The runs of a block before the latest one, a line each. */
export class PastRuns {
  readonly #summary = element('summary');
  readonly #list = element('ul');
  readonly body = element('details', { class: 'past' }, this.#summary, this.#list);
  #runs: readonly PastRunView[] = [];

  constructor(private readonly showOutput: (runId: string) => void) {
    this.body.hidden = true;
  }

  show(past: readonly PastRunView[], of: string): void {
    if (JSON.stringify(past) === JSON.stringify(this.#runs)) return;
    this.#runs = past;
    const at = placeOfKeyboard();
    const focused = [...this.#list.querySelectorAll('button')].find(each => each === at);
    const run = focused?.dataset['run'];
    this.body.hidden = past.length === 0;
    setText(this.#summary, past.length === 1 ? t('1 earlier run') : t('{0} earlier runs', past.length));
    this.#summary.setAttribute('aria-label', `${this.#summary.textContent}${of}`);
    this.#list.replaceChildren(...past.map(each => this.#item(each)));
    if (run !== undefined)
      returnKeyboard(this.#list.querySelector<HTMLElement>(`[data-run="${CSS.escape(run)}"]`));
  }

  /** Says “Today” and “Yesterday” anew as days go by. */
  sayDays(): void {
    this.#runs.forEach((run, index) => sayMoment(this.#list.children[index]!, run));
  }

  #item(run: PastRunView): HTMLElement {
    const state = shownStateBefore(run);
    const words = [
      element('span', {}, pastText(run)),
      element('time', { title: utcText(run.startedAt) }),
      element('span', { class: 'took' }, durationText(run.durationMs)),
      ...(run.by === null ? [] : [element('span', { class: 'by-whom' }, run.by)]),
    ];
    const output = button('note', t('Output'), () => this.showOutput(run.runId));
    output.dataset['run'] = run.runId;
    const item = element(
      'li',
      { 'data-state': state },
      icon(stateIcon(state)),
      ...words,
      ...(run.outputKept ? [output] : []),
    );
    sayMoment(item, run);
    return item;
  }
}

/** When it was, in its row and in the name of what can be pressed there. */
function sayMoment(item: Element, { startedAt }: PastRunView): void {
  const words = momentText(startedAt, Date.now());
  setText(item.querySelector('time')!, words);
  item.querySelector('button')?.setAttribute('aria-label', t('Output of the run of {0}', words));
}

export function stateIcon(state: ReturnType<typeof shownStateBefore>): IconName {
  return state === 'unmet' ? 'critical' : state;
}
