import { t } from '@vscode/l10n';
import type { BlockView, RunView } from '../protocol/runbook.ts';
import { button } from './buttons.ts';
import { clockText, utcText } from './details/times.ts';
import { element, filled } from './dom.ts';
import { icon } from './icons.ts';
import { placeOfKeyboard, returnKeyboard } from './keyboardPlace.ts';
import { changePlaces, takeInsistence } from './rest.ts';

export interface BackgroundActions {
  stop(run: RunView): void;
  goTo(blockId: string): void;
  nameOf(blockId: string): string | null;
}

interface Running {
  readonly block: BlockView;
  readonly run: RunView;
}

/** Blocks that run in the background: not to be forgotten wherever the person reads. */
export class BackgroundStrip {
  readonly body = element('ul', { class: 'background', 'aria-label': t('Running in the background') });
  #shown = '';

  /** @param place what it moves as it comes, goes and changes */
  constructor(
    private readonly actions: BackgroundActions,
    private readonly place: HTMLElement,
  ) {
    this.body.hidden = true;
  }

  show(running: readonly Running[]): void {
    const names = running.map(({ block }) => this.actions.nameOf(block.id) ?? '');
    const key = JSON.stringify(running.map(({ run }, index) => [run.runId, names[index]]));
    // It is asked at each news of any run: what stays as it is need not be measured.
    if (key === this.#shown) return;
    this.#shown = key;
    changePlaces(this.place, () => this.#draw(running, names));
  }

  #draw(running: readonly Running[], names: readonly string[]): void {
    const at = placeOfKeyboard();
    const focused = this.body.contains(at) ? (at as HTMLElement).dataset['of'] : undefined;
    this.body.hidden = running.length === 0;
    this.body.replaceChildren(
      ...running.map(({ block, run }, index) => this.#item(block, run, names[index]!)),
    );
    if (focused !== undefined)
      returnKeyboard(this.body.querySelector<HTMLElement>(`[data-of="${CSS.escape(focused)}"]`));
  }

  #item(block: BlockView, run: RunView, name: string): HTMLElement {
    const goTo = button('book', t('Show block'), () => this.actions.goTo(block.id));
    const stop = button('stop', t('Stop'), () => this.actions.stop(run), 'secondary');
    takeInsistence(stop);
    for (const each of [goTo, stop]) {
      each.setAttribute('aria-label', `${each.textContent}, ${name}`);
      each.dataset['of'] = `${each.textContent} ${run.runId}`;
    }
    const since = element(
      'time',
      { title: utcText(run.startedAt) },
      t('since {0}', clockText(run.startedAt).slice(0, 5)),
    );
    const words = element(
      'span',
      { class: 'words' },
      ...filled(t('{0} runs in the background {1}'), element('strong', {}, name), since),
    );
    return element('li', {}, icon('running'), words, element('div', { class: 'buttons' }, goTo, stop));
  }
}
