import { t } from '@vscode/l10n';
import type { Answer } from '../protocol/messages.ts';
import type { BlockView, PastRunView, RiskView, RunView, SequenceExtent } from '../protocol/runbook.ts';
import { BlockResult, type ResultActions } from './blockResult.ts';
import { button, reword, setText, showOnly } from './buttons.ts';
import { element } from './dom.ts';
import { icon } from './icons.ts';
import { MenuButton } from './menu.ts';
import { rest, takeInsistence } from './rest.ts';
import { RiskMark } from './riskMark.ts';
import { shownState } from './runState.ts';

export interface BlockActions extends ResultActions {
  run(block: BlockView, hiddenConfirmed: boolean): Promise<Answer>;
  stop(run: RunView): Promise<Answer>;
  copy(block: BlockView): Promise<Answer>;
  openSource(line: number): Promise<Answer>;
  runSequence(from: BlockView, extent: SequenceExtent): Promise<Answer>;
  /** Shows another block and puts the keyboard on its Run. */
  goTo(blockId: string): void;
  /** How a block is called; null where it is not in the runbook. */
  nameOf(blockId: string): string | null;
}

/** One code block with all that can be done with it. It lives on while its `section` moves or is hidden. */
export class BlockBar {
  readonly #language = element('span', { class: 'language' });
  readonly #name = element('strong', { class: 'name' });
  readonly #traits = element('ul', { class: 'traits', 'aria-label': t('What this block is') });
  readonly #source = button('source', '', () => void this.#try(this.actions.openSource(this.#line)));
  readonly #copy = button('copy', t('Copy'), () => void this.#copyText());
  readonly #run = button('run', t('Run in terminal'), () => void this.#start(), 'primary');
  readonly #stop = button('stop', t('Stop'), () => void this.#cancel(), 'secondary');
  readonly #undo = button('undo', '', () => this.#goToUndo());
  readonly #menu: MenuButton;
  readonly #confirmed = element('input', { type: 'checkbox' });
  readonly #warning = element('div', { class: 'hidden-characters' });
  readonly #reason = element('p', { class: 'not-runnable' });
  readonly #error = element('p', { class: 'error', role: 'alert' });
  readonly #risk = new RiskMark();
  readonly #result: BlockResult;
  /** “, Restart”: tells a button from its likes for who hears the page. */
  readonly #of: string;
  #markup: string;
  #line = 1;
  #starting = false;
  #notRunnable: string | null = null;

  constructor(
    readonly section: HTMLElement,
    pre: Element,
    private view: BlockView,
    readonly step: string,
    private readonly actions: BlockActions,
  ) {
    this.#of = step ? `, ${step}` : '';
    this.#markup = pre.innerHTML;
    this.#showLine(pre);
    takeInsistence(this.#stop);
    this.#source.title = t('Show this block in the runbook’s file');
    for (const each of [this.#run, this.#stop, this.#copy])
      each.setAttribute('aria-label', `${each.textContent}${this.#of}`);
    this.#menu = new MenuButton(`${t('Run several')}${this.#of}`, [
      { icon: 'all', words: t('Run from here'), act: () => this.#sequence('rest') },
      { icon: 'all', words: t('Run section'), act: () => this.#sequence('section') },
    ]);
    this.#result = new BlockResult(this.#of, actions, asked => this.#try(asked));
    section.setAttribute('aria-label', `${t('Block')}${this.#of}`);
    section.tabIndex = -1;
    this.#confirmed.addEventListener('change', () => this.#refresh());
    const buttons = element(
      'div',
      { class: 'buttons' },
      ...[this.#source, this.#copy, this.#stop, this.#run, this.#menu.body],
    );
    const about = element('div', { class: 'about' }, this.#language, this.#name, this.#traits);
    section.prepend(element('div', { class: 'bar' }, about, buttons));
    section.append(this.#risk.body, this.#warning, this.#reason, this.#error, this.#result.body, this.#undo);
    this.#undo.classList.add('undo');
    this.#error.hidden = true;
  }

  /** The same block again. Its line may be another; true where its language or a session’s output is too. */
  replaceCode(pre: Element): boolean {
    this.#showLine(pre);
    const shown = this.section.querySelector('pre[data-block]');
    if (pre.innerHTML === this.#markup) {
      shown?.setAttribute('data-line', String(this.#line));
      return false;
    }
    this.#markup = pre.innerHTML;
    shown?.replaceWith(pre);
    return true;
  }

  update(view: BlockView, notRunnable: string | null): void {
    this.view = view;
    this.#notRunnable = notRunnable;
    const { language, interpreter, name, traits, runnable } = view;
    // “bash” says nothing more where the fence says “bash”.
    const by = interpreter === null || interpreter === language ? '' : ` · ${interpreter}`;
    setText(this.#language, `${language || t('text')}${by}`);
    setText(this.#name, name ?? '');
    this.#name.hidden = name === null;
    this.#traits.hidden = traits.length === 0;
    this.#traits.replaceChildren(
      ...traits.map(trait => element('li', { class: view.manual ? 'manual' : '' }, trait)),
    );
    this.#warning.replaceChildren(
      icon('warning'),
      this.#hiddenWords(),
      ...(runnable ? [this.#confirmation()] : []),
    );
    setText(this.#reason, notRunnable ? t('Run is off. {0}', notRunnable) : '');
    this.showRun(view.run, view.past);
  }

  showRisk(risk: RiskView): void {
    this.#risk.show(risk, this.#of);
  }

  showRun(run: RunView | null, past: readonly PastRunView[]): void {
    this.view = { ...this.view, run, past };
    if (run) this.section.dataset['state'] = shownState(run);
    else delete this.section.dataset['state'];
    this.#refresh();
    this.#result.show(run, past);
    this.#showUndo();
  }

  sayDays(): void {
    this.#result.sayDays();
  }

  /** @param off why several cannot be run from here on now; null where they can */
  showSeveral(off: string | null): void {
    this.#menu.showOff(off);
  }

  /** As a press on Run; where there is none to press, the keyboard goes where something can be done. */
  press(): void {
    if (!this.#run.hidden && !this.#run.disabled) {
      this.#run.focus({ preventScroll: true });
      void this.#start();
    } else this.focusRun();
  }

  focusRun(): void {
    const places = [this.#run, this.#stop, this.#confirmed, this.#copy];
    const place = places.find(each => each.checkVisibility() && !each.disabled) ?? this.section;
    place.focus({ preventScroll: true });
    // What led here may be pressed twice.
    if (place instanceof HTMLButtonElement) rest(place);
  }

  get line(): number {
    return this.#line;
  }

  #showLine(pre: Element): void {
    this.#line = Number(pre.getAttribute('data-line') ?? 1);
    reword(this.#source, t('Line {0}', this.#line));
    this.#source.setAttribute('aria-label', `${t('Line {0} of the file', this.#line)}${this.#of}`);
  }

  #showUndo(): void {
    const { rollback, run } = this.view;
    const name = rollback === null ? null : this.actions.nameOf(rollback);
    this.#undo.hidden = name === null;
    reword(this.#undo, t('Undo: {0}', name ?? ''));
    // Once something was done, the way back stands out.
    const done = run !== null && run.state !== 'running';
    this.#undo.classList.toggle('secondary', done);
    this.#undo.classList.toggle('quiet', !done);
  }

  #refresh(): void {
    const { runnable, hidden, run } = this.view;
    const running = run?.state === 'running';
    this.#run.disabled = this.#notRunnable !== null || (hidden.length > 0 && !this.#confirmed.checked);
    this.#menu.body.hidden = !runnable || this.#notRunnable !== null;
    // One of the two stands for the other: the keyboard stays where it was.
    showOnly([this.#run, this.#stop], running ? [this.#stop] : runnable ? [this.#run] : []);
    this.#warning.hidden = hidden.length === 0;
    this.#reason.hidden = this.#notRunnable === null || !runnable;
  }

  #hiddenWords(): HTMLElement {
    const words = t(
      'This block holds characters that cannot be seen: {0}. Their codes stand in their place.',
      this.view.hidden.join(', '),
    );
    return element('span', {}, words);
  }

  #confirmation(): HTMLElement {
    return element('label', {}, this.#confirmed, t('I have looked at the hidden characters'));
  }

  async #start(): Promise<void> {
    // Not `disabled` meanwhile: that would take the keyboard’s focus away.
    if (this.#starting) return;
    this.#starting = true;
    await this.#try(this.actions.run(this.view, this.#confirmed.checked));
    this.#starting = false;
  }

  async #cancel(): Promise<void> {
    if (this.view.run) await this.#try(this.actions.stop(this.view.run));
  }

  #sequence(extent: SequenceExtent): void {
    void this.#try(this.actions.runSequence(this.view, extent));
  }

  #goToUndo(): void {
    if (this.view.rollback !== null) this.actions.goTo(this.view.rollback);
  }

  async #copyText(): Promise<void> {
    if (!(await this.#try(this.actions.copy(this.view)))) return;
    reword(this.#copy, t('Copied'));
    setTimeout(() => reword(this.#copy, t('Copy')), 1500);
  }

  /** Shows a refusal beside the block, until something succeeds. */
  async #try(asked: Promise<Answer>): Promise<boolean> {
    const answer = await asked;
    this.#error.hidden = answer.ok;
    this.#error.replaceChildren(...(answer.ok ? [] : [icon('warning'), element('span', {}, answer.error)]));
    return answer.ok;
  }
}
