import { t } from '@vscode/l10n';
import type { Answer } from '../protocol/messages.ts';
import type { PastRunView, RunView } from '../protocol/runbook.ts';
import { button, setText } from './buttons.ts';
import { element } from './dom.ts';
import { icon } from './icons.ts';
import { placeOfKeyboard, returnKeyboard } from './keyboardPlace.ts';
import { PastRuns, stateIcon } from './pastRuns.ts';
import { durationText, runText, shownState } from './runState.ts';

export interface ResultActions {
  showTerminal(runId: string): Promise<Answer>;
  showOutput(runId: string): Promise<Answer>;
  copyOutput(runId: string): Promise<Answer>;
}

/** How the latest run of a block stands, what it wrote, and the runs before it. */
export class BlockResult {
  readonly body = element('div', { class: 'result' });
  readonly #state = element('p', { class: 'state' });
  readonly #words = element('span', { role: 'status', 'aria-live': 'polite' });
  readonly #elapsed = element('span', { class: 'elapsed' });
  readonly #terminal = this.#asking('terminal', t('Show terminal'), 'showTerminal');
  readonly #whole = this.#asking('note', t('Open whole output'), 'showOutput');
  readonly #copy = this.#asking('copy', t('Copy output'), 'copyOutput');
  readonly #tail = element('pre', { tabindex: '0', 'aria-label': t('Output') });
  readonly #summary = element('summary');
  readonly #kept = element('div', { class: 'kept' }, this.#whole, this.#copy);
  readonly #output = element('details', { class: 'output' }, this.#summary, this.#tail, this.#kept);
  readonly #past: PastRuns;
  #timer: number | undefined;
  #run: RunView | null = null;

  constructor(
    private readonly of: string,
    private readonly actions: ResultActions,
    /** Shows a refusal beside the block. */
    private readonly attempt: (asked: Promise<Answer>) => Promise<boolean>,
  ) {
    this.#past = new PastRuns(runId => void this.attempt(this.actions.showOutput(runId)));
    for (const each of [this.#terminal, this.#whole, this.#copy])
      each.setAttribute('aria-label', `${each.textContent}${of}`);
    this.#state.append(this.#words, this.#elapsed, this.#terminal);
    this.body.append(this.#state, this.#output, this.#past.body);
    this.#state.hidden = true;
    this.#output.hidden = true;
  }

  show(run: RunView | null, past: readonly PastRunView[]): void {
    this.#run = run;
    clearInterval(this.#timer);
    setText(this.#elapsed, '');
    this.#past.show(past, this.of);
    this.#state.hidden = run === null;
    this.#output.hidden = !run?.outputTail && !run?.outputKept;
    if (!run) return;
    this.#showState(run);
    this.#showOutput(run);
  }

  sayDays(): void {
    this.#past.sayDays();
  }

  #showState(run: RunView): void {
    const state = shownState(run);
    this.#state.querySelector(':scope > svg')?.remove();
    this.#state.prepend(icon(stateIcon(state)));
    setText(this.#words, runText(run));
    this.#offerTerminal(run.terminalOpen);
    if (state !== 'running') return;
    const tick = () => setText(this.#elapsed, ` ${durationText(Date.now() - run.startedAt)}`);
    tick();
    this.#timer = window.setInterval(tick, 1000);
  }

  #offerTerminal(open: boolean): void {
    const focused = placeOfKeyboard() === this.#terminal;
    this.#terminal.hidden = !open;
    if (focused && !open) returnKeyboard(this.body.closest<HTMLElement>('section.block'));
  }

  #showOutput(run: RunView): void {
    const atEnd = this.#tail.scrollTop + this.#tail.clientHeight >= this.#tail.scrollHeight - 4;
    const bad = ['failed', 'unmet', 'unknown'].includes(shownState(run));
    if (bad && this.#tail.textContent !== run.outputTail) this.#output.open = true;
    setText(this.#tail, run.outputTail);
    setText(this.#summary, run.outputCut ? t('Output, the last lines') : t('Output'));
    this.#summary.setAttribute('aria-label', `${this.#summary.textContent}${this.of}`);
    this.#tail.hidden = run.outputTail === '';
    this.#kept.hidden = !run.outputKept;
    if (atEnd) this.#tail.scrollTop = this.#tail.scrollHeight;
  }

  #asking(name: 'terminal' | 'note' | 'copy', words: string, what: keyof ResultActions): HTMLButtonElement {
    return button(name, words, () => {
      if (this.#run) void this.attempt(this.actions[what](this.#run.runId));
    });
  }
}
