import { t } from '@vscode/l10n';
import type { GoTo } from '../protocol/runbook.ts';
import { button, reword, setText } from './buttons.ts';
import { element } from './dom.ts';
import type { IconName } from './icons.ts';
import { placeOfKeyboard, returnKeyboard } from './keyboardPlace.ts';

export interface ToolbarActions {
  go(to: GoTo): void;
  runAll(): void;
  showKeys(): void;
}

/** Finding one’s way, always within reach. */
export class Toolbar {
  readonly body = element('div', { class: 'toolbar', role: 'group', 'aria-label': t('Runbook') });
  readonly #previous = this.#going('up', t('Previous'), 'previousStep', t('Previous step (p)'));
  readonly #next = this.#going('down', t('Next'), 'nextStep', t('Next step (n)'));
  readonly #failures = this.#going('failed', '', 'nextFailure', t('Next block that failed (f)'));
  readonly #search = this.#going('search', t('Search'), 'search', t('Search in the runbook (/)'));
  readonly #said = element('span', { class: 'said', role: 'status' });
  readonly #runAll = button('all', t('Run all'), () => this.actions.runAll(), 'secondary');
  readonly #keys = button('keyboard', t('Keys'), () => this.actions.showKeys());
  #silence = 0;

  constructor(private readonly actions: ToolbarActions) {
    this.#keys.title = t('Keys (?)');
    this.#failures.classList.add('failures');
    this.body.append(
      ...[this.#previous, this.#next, this.#failures, this.#search, this.#said, this.#keys, this.#runAll],
    );
    this.showFailures([]);
  }

  /** @param ends of the blocks that failed, or whose end nobody knows */
  showFailures(ends: readonly ('failed' | 'unknown')[]): void {
    const none = ends.length === 0;
    if (none && placeOfKeyboard() === this.#failures) returnKeyboard(this.#next);
    this.#failures.hidden = none;
    const unknown = ends.filter(end => end === 'unknown').length;
    const failed = ends.length - unknown;
    const words = [
      ...(failed === 0 ? [] : [failed === 1 ? t('1 failed') : t('{0} failed', failed)]),
      ...(unknown === 0 ? [] : [t('{0} unknown', unknown)]),
    ];
    reword(this.#failures, words.join(' · '));
  }

  /** @param off why not everything can be run now; null where it can */
  showRunAll(off: string | null): void {
    this.#runAll.disabled = off !== null;
    this.#runAll.title = off ?? t('Run every block, one after the other; it stops at the first that fails');
  }

  /** For a moment: why a key did nothing. */
  say(words: string): void {
    clearTimeout(this.#silence);
    setText(this.#said, words);
    this.#silence = window.setTimeout(() => setText(this.#said, ''), 4_000);
  }

  #going(name: IconName, words: string, to: GoTo, title: string): HTMLButtonElement {
    const made = button(name, words, () => this.actions.go(to));
    made.title = title;
    return made;
  }
}
