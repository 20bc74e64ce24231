import type { Answer, BlockView, RunView } from '../protocol.ts';
import { element } from './dom.ts';
import { icon, type IconName } from './icons.ts';
import { durationText, runText } from './runState.ts';

export interface BlockActions {
  run(block: BlockView, hiddenConfirmed: boolean): Promise<Answer>;
  stop(run: RunView): Promise<Answer>;
  copy(block: BlockView): Promise<Answer>;
  openSource(line: number): Promise<Answer>;
}

/** One code block with all that can be done with it. It lives on while its `section` moves or is hidden. */
export class BlockBar {
  readonly #language = element('span', { class: 'language' });
  readonly #source = button('source', '', () => void this.#try(this.actions.openSource(this.#line)));
  readonly #copy = button('copy', 'Copy', () => void this.#copyText());
  readonly #run = button('run', 'Run in terminal', () => void this.#start(), 'primary');
  readonly #stop = button('stop', 'Stop', () => void this.#cancel(), 'secondary');
  readonly #confirmed = element('input', { type: 'checkbox' });
  readonly #warning = element('div', { class: 'hidden-characters' });
  readonly #reason = element('p', { class: 'not-runnable' });
  readonly #state = element('p', { class: 'state' });
  readonly #words = element('span', { role: 'status', 'aria-live': 'polite' });
  readonly #elapsed = element('span', { class: 'elapsed' });
  readonly #error = element('p', { class: 'error', role: 'alert' });
  readonly #tail = element('pre', { tabindex: '0', 'aria-label': 'Output' });
  readonly #output: HTMLDetailsElement;
  /** “, Restart”: tells a button from its likes for who hears the page. */
  readonly #of: string;
  #markup: string;
  #line = 1;
  #timer: number | undefined;
  #starting = false;
  #notRunnable: string | null = null;
  #runView: RunView | null = null;

  constructor(
    readonly section: HTMLElement,
    pre: Element,
    private view: BlockView,
    step: string,
    private readonly actions: BlockActions,
  ) {
    this.#of = step ? `, ${step}` : '';
    this.#markup = pre.innerHTML;
    this.#showLine(pre);
    this.#source.title = 'Show this block in the runbook’s file';
    this.#run.setAttribute('aria-label', `Run in terminal${this.#of}`);
    this.#stop.setAttribute('aria-label', `Stop${this.#of}`);
    this.#copy.setAttribute('aria-label', `Copy${this.#of}`);
    section.setAttribute('aria-label', `Block${this.#of}`);
    this.#confirmed.addEventListener('change', () => this.#refresh());
    this.#state.append(this.#words, this.#elapsed);
    this.#output = element('details', { class: 'output' }, element('summary'), this.#tail);
    const buttons = element('div', { class: 'buttons' }, this.#source, this.#copy, this.#stop, this.#run);
    section.prepend(element('div', { class: 'bar' }, this.#language, buttons));
    section.append(this.#warning, this.#reason, this.#error, this.#state, this.#output);
    this.#error.hidden = true;
  }

  /** The same block again. Its line may be another; true where its language or a session’s output is too. */
  replaceCode(pre: Element): boolean {
    this.#showLine(pre);
    if (pre.innerHTML === this.#markup) return false;
    this.#markup = pre.innerHTML;
    this.section.querySelector('pre[data-block]')?.replaceWith(pre);
    return true;
  }

  #showLine(pre: Element): void {
    this.#line = Number(pre.getAttribute('data-line') ?? 1);
    this.#source.lastElementChild!.textContent = `Line ${this.#line}`;
    this.#source.setAttribute('aria-label', `Line ${this.#line} of the file${this.#of}`);
  }

  update(view: BlockView, notRunnable: string | null): void {
    this.view = view;
    this.#notRunnable = notRunnable;
    this.#language.textContent = view.language || 'text';
    this.#warning.replaceChildren(
      icon('warning'),
      this.#hiddenWords(),
      ...(view.runnable ? [this.#confirmation()] : []),
    );
    this.#reason.textContent = notRunnable ? `Run is off. ${notRunnable}` : '';
    this.showRun(view.run);
  }

  showRun(run: RunView | null): void {
    this.#runView = run;
    clearInterval(this.#timer);
    this.#elapsed.textContent = '';
    this.#refresh();
    if (!run) return;
    this.#showState(run);
    this.#showOutput(run);
  }

  #showState(run: RunView): void {
    this.section.dataset['state'] = run.state;
    this.#state.querySelector('svg')?.remove();
    this.#state.prepend(icon(run.state));
    const words = runText(run);
    // Said again only when it changed: a live region repeats whatever is written to it.
    if (this.#words.textContent !== words) this.#words.textContent = words;
    if (run.state !== 'running') return;
    const tick = () => (this.#elapsed.textContent = ` ${durationText(Date.now() - run.startedAt)}`);
    tick();
    this.#timer = window.setInterval(tick, 1000);
  }

  #showOutput(run: RunView): void {
    const atEnd = this.#tail.scrollTop + this.#tail.clientHeight >= this.#tail.scrollHeight - 4;
    const ended = run.state === 'failed' || run.state === 'unknown';
    if (ended && this.#tail.textContent !== run.outputTail) this.#output.open = true;
    if (this.#tail.textContent !== run.outputTail) this.#tail.textContent = run.outputTail;
    this.#output.firstElementChild!.textContent = run.outputCut ? 'Output, the last lines' : 'Output';
    if (atEnd) this.#tail.scrollTop = this.#tail.scrollHeight;
  }

  #refresh(): void {
    const { runnable, hidden } = this.view;
    const running = this.#runView?.state === 'running';
    const active = document.activeElement;
    this.#run.hidden = !runnable || running;
    this.#run.disabled = this.#notRunnable !== null || (hidden.length > 0 && !this.#confirmed.checked);
    this.#stop.hidden = !running;
    this.#warning.hidden = hidden.length === 0;
    this.#reason.hidden = this.#notRunnable === null || !runnable;
    this.#state.hidden = this.#runView === null;
    this.#output.hidden = !this.#runView?.outputTail;
    // One of the two stands for the other: the keyboard stays where it was.
    if (active === this.#run && running) this.#stop.focus();
    if (active === this.#stop && !running) this.#run.focus();
  }

  #hiddenWords(): HTMLElement {
    const words = `This block holds characters that cannot be seen: ${this.view.hidden.join(', ')}. Their codes stand in their place.`;
    return element('span', {}, words);
  }

  #confirmation(): HTMLElement {
    return element('label', {}, this.#confirmed, 'I have looked at the hidden characters');
  }

  async #start(): Promise<void> {
    // Not `disabled` meanwhile: that would take the keyboard’s focus away.
    if (this.#starting) return;
    this.#starting = true;
    await this.#try(this.actions.run(this.view, this.#confirmed.checked));
    this.#starting = false;
  }

  async #cancel(): Promise<void> {
    if (this.#runView) await this.#try(this.actions.stop(this.#runView));
  }

  async #copyText(): Promise<void> {
    if (!(await this.#try(this.actions.copy(this.view)))) return;
    const words = this.#copy.lastElementChild!;
    words.textContent = 'Copied';
    setTimeout(() => (words.textContent = 'Copy'), 1500);
  }

  /** Shows a refusal beside the block, until something succeeds. */
  async #try(asked: Promise<Answer>): Promise<boolean> {
    const answer = await asked;
    this.#error.hidden = answer.ok;
    this.#error.replaceChildren(...(answer.ok ? [] : [icon('warning'), element('span', {}, answer.error)]));
    return answer.ok;
  }
}

function button(name: IconName, words: string, action: () => void, className = 'quiet'): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', class: className },
    icon(name),
    element('span', {}, words),
  );
  made.addEventListener('click', action);
  return made;
}
