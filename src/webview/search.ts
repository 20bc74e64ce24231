import { t } from '@vscode/l10n';
import { button, setText } from './buttons.ts';
import { placeOnScreen } from './distant.ts';
import { element } from './dom.ts';
import { PartIndex } from './partIndex.ts';
import { fold } from './searchText.ts';

/** More are not counted: who finds so many types another letter. */
const most = 1_000;
/** ms after which the search lets the page breathe. */
const slice = 10;

const all = 'runbook-found';
const one = 'runbook-found-here';

/** Search in the text of the runbook as it is shown. The marks are the browser’s: the text stays as it is. */
export class Search {
  readonly body = element('div', { class: 'search', role: 'search' });
  readonly #input = element('input', {
    ...{ type: 'text', 'aria-label': t('Search in the runbook'), placeholder: t('Search') },
    ...{ spellcheck: 'false', autocomplete: 'off' },
  });
  readonly #count = element('span', { class: 'count', role: 'status' });
  readonly #indexes = new Map<HTMLElement, PartIndex>();
  readonly #watch = new MutationObserver(records => this.#changed(records));
  #found: readonly Range[] = [];
  #at = -1;
  /** Grows with every search, so that an earlier one which is not done knows that nobody waits for it. */
  #turn = 0;
  /** Typed, and nothing was found yet to go to: the text may still be coming. */
  #sought = false;
  #cameFrom: Element | null = null;

  /** `show` brings a found place on the screen. */
  constructor(
    private readonly article: HTMLElement,
    private readonly show: (found: Range) => void,
  ) {
    const step = (name: 'up' | 'down', words: string, by: number) => {
      const made = button(name, words, () => this.#step(by));
      made.title = words;
      made.classList.add('bare');
      return made;
    };
    const close = button('failed', t('Close the search'), () => this.close());
    close.title = t('Close the search');
    close.classList.add('bare');
    this.body.append(
      this.#input,
      this.#count,
      step('up', t('Previous match'), -1),
      step('down', t('Next match'), 1),
      close,
    );
    this.body.hidden = true;
    this.#input.addEventListener('input', () => {
      this.#sought = true;
      void this.#search();
    });
    this.body.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.close();
      else if (event.key === 'Enter' && event.target === this.#input) this.#step(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  open(): void {
    if (this.body.hidden) {
      this.#cameFrom = document.activeElement;
      this.body.hidden = false;
      this.#watch.observe(this.article, { childList: true, characterData: true, subtree: true });
      void this.#search();
    }
    this.#input.focus();
    this.#input.select();
  }

  close(): void {
    if (this.body.hidden) return;
    this.#watch.disconnect();
    this.#indexes.clear();
    this.#turn++;
    this.#found = [];
    this.#mark();
    const back = this.#cameFrom;
    this.body.hidden = true;
    if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
  }

  /** Only what belongs to the text: a second of running time does not begin the search anew. */
  #changed(records: readonly MutationRecord[]): void {
    let stale = false;
    for (const { target } of records) {
      const at = target instanceof Element ? target : target.parentElement;
      if (at?.closest('section.block > :not(pre)')) continue;
      stale = true;
      for (const part of this.#indexes.keys()) if (part.contains(target)) this.#indexes.delete(part);
    }
    if (stale) void this.#search();
  }

  async #search(): Promise<void> {
    const turn = ++this.#turn;
    const query = fold(this.#input.value);
    const found: Range[] = [];
    let began = performance.now();
    for (const part of this.article.children) {
      if (query === '' || found.length >= most) break;
      if (performance.now() - began > slice) {
        await new Promise(resolve => setTimeout(resolve));
        if (turn !== this.#turn) return;
        began = performance.now();
      }
      if (part instanceof HTMLElement) found.push(...this.#indexOf(part).find(query, most - found.length));
    }
    this.#found = found;
    this.#at = this.#sought ? this.#firstFromHere() : Math.min(this.#at, found.length - 1);
    this.#mark();
    if (!this.#sought || this.#at < 0) return;
    this.#sought = false;
    this.show(found[this.#at]!);
  }

  #indexOf(part: HTMLElement): PartIndex {
    const known = this.#indexes.get(part) ?? new PartIndex(part);
    this.#indexes.set(part, known);
    return known;
  }

  #firstFromHere(): number {
    if (this.#found.length === 0) return -1;
    const top = this.body.getBoundingClientRect().bottom;
    return Math.max(
      0,
      this.#found.findIndex(range => placeOnScreen(range).bottom > top),
    );
  }

  #step(by: number): void {
    const count = this.#found.length;
    if (count === 0) return;
    this.#at = this.#at < 0 && by < 0 ? count - 1 : (this.#at + by + count) % count;
    this.#mark();
    this.show(this.#found[this.#at]!);
  }

  #mark(): void {
    const here = this.#found[this.#at];
    const { highlights } = CSS;
    highlights.set(all, new Highlight(...this.#found));
    highlights.set(one, new Highlight(...(here ? [here] : [])));
    highlights.get(one)!.priority = 1;
    const count = this.#found.length;
    const total =
      count >= most ? t('{0} or more', most.toLocaleString(document.documentElement.lang)) : String(count);
    const words = count === 0 ? t('No match') : here ? t('{0} of {1}', this.#at + 1, total) : total;
    setText(this.#count, this.#input.value === '' ? '' : words);
    this.#input.classList.toggle('none', count === 0 && this.#input.value !== '');
  }
}
