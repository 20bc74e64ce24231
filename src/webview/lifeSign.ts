import { t } from '@vscode/l10n';
import { Notice } from './notice.ts';

/** An answer may take as long as a person thinks; one to a hail comes at once where anybody is there, ms. */
const patienceMs = { answer: 2_000, hail: 3_000 };

/**
 * Whether anybody hears the page. VS Code leaves it standing when its extension host ends or is restarted, and tells
 * neither the page nor the next host: every button would do nothing, without a word.
 */
export class LifeSign {
  readonly #notice = new Notice();
  #timer = 0;

  /** @param hail asks whether anybody is there */
  constructor(private readonly hail: () => void) {}

  /** What it says, where nobody is. */
  get body(): HTMLElement {
    return this.#notice.body;
  }

  /** Something was asked. */
  expect(): void {
    if (this.#timer !== 0) return;
    this.#timer = window.setTimeout(() => {
      this.hail();
      this.#timer = window.setTimeout(() => this.#say(), patienceMs.hail);
    }, patienceMs.answer);
  }

  /** Anything was heard. */
  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#notice.close();
  }

  /** Whoever puts it away and asks for more is told again. */
  #say(): void {
    this.#timer = 0;
    this.#notice.show(
      t(
        'On-Call does not hear this page any more: VS Code has restarted its extensions, or they are very busy. Copy what you typed here, close the page and open it again.',
      ),
    );
  }
}
