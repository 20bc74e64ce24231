import { t } from '@vscode/l10n';
import type { SequenceStep, SequenceView } from '../protocol/runbook.ts';
import { button, reword, setText, showOnly } from './buttons.ts';
import { element } from './dom.ts';
import { icon, type IconName } from './icons.ts';
import { placeOfKeyboard } from './keyboardPlace.ts';
import { rest, takeInsistence, takeOver } from './rest.ts';

export interface SequenceActions {
  step(step: SequenceStep): void;
  goTo(blockId: string): void;
}

const icons: Record<SequenceView['state'], IconName> = {
  running: 'running',
  waiting: 'hand',
  stopped: 'failed',
  done: 'ok',
};

/** How a run of several blocks stands, and what the person can do about it. */
export class SequenceBar {
  readonly body = element('section', { class: 'sequence', 'aria-label': t('Running several blocks') });
  readonly #icon = element('span', { class: 'mark' });
  readonly #words = element('span', { class: 'words', role: 'status' });
  readonly #count = element('span', { class: 'count' });
  readonly #progress = element('progress', { 'aria-label': t('Blocks done') });
  readonly #goTo = button('book', t('Show block'), () => {
    if (this.#shown?.blockId != null) this.actions.goTo(this.#shown.blockId);
  });
  readonly #resume = button('run', t('Continue'), () => this.actions.step('resume'), 'primary');
  readonly #skip = button('skip', t('Skip'), () => this.actions.step('skip'), 'secondary');
  readonly #stop = button('stop', t('Stop'), () => this.actions.step('stop'), 'secondary');
  readonly #close = button('failed', t('Close'), () => this.actions.step('close'), 'secondary');
  readonly #buttons = [this.#goTo, this.#resume, this.#skip, this.#stop, this.#close];
  #shown: SequenceView | null = null;

  constructor(private readonly actions: SequenceActions) {
    takeInsistence(this.#stop);
    for (const [each, words] of [
      [this.#skip, t('Skip this block')],
      [this.#stop, t('Stop running several blocks')],
    ] as const)
      each.setAttribute('aria-label', words);
    this.body.append(this.#icon, this.#words, this.#progress, this.#count);
    this.body.append(element('div', { class: 'buttons' }, ...this.#buttons));
    this.body.hidden = true;
  }

  /** Whether one is under way: another cannot be begun. One that stopped gives way to the next. */
  get active(): boolean {
    return this.#shown?.state === 'running' || this.#shown?.state === 'waiting';
  }

  show(sequence: SequenceView | null): void {
    // The runbook sends it along with every version.
    if (JSON.stringify(sequence) === JSON.stringify(this.#shown)) return;
    const before = this.#shown;
    this.#shown = sequence;
    this.body.hidden = sequence === null;
    if (!sequence) return setText(this.#words, '');
    const { state, words, blockId, done, total } = sequence;
    this.body.dataset['state'] = state;
    this.#icon.replaceChildren(icon(icons[state]));
    setText(this.#words, words);
    this.#progress.max = Math.max(1, total);
    this.#progress.value = done;
    setText(this.#count, t('{0} of {1}', done, total));
    reword(this.#resume, state === 'stopped' ? t('Try again') : t('Continue'));
    const halted = state === 'waiting' || state === 'stopped';
    const end = this.active ? this.#stop : this.#close;
    // Where it has just stopped, a second press must not run the block again.
    const next = state === 'stopped' && blockId !== null ? this.#goTo : end;
    showOnly(
      this.#buttons,
      [...(halted ? [this.#resume, this.#skip] : []), end, ...(blockId === null ? [] : [this.#goTo])],
      next,
    );
    if (!before || (state === before.state && blockId === before.blockId)) return;
    // They are of another block now, or another deed.
    for (const each of [this.#resume, this.#skip]) rest(each);
    if (state === 'stopped' && placeOfKeyboard() === this.#resume) takeOver(next);
  }
}
