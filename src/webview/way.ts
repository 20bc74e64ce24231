import type { Article } from './article.ts';
import { placeOnScreen } from './distant.ts';
import { flash } from './flash.ts';
import { placeOfKeyboard, returnKeyboard } from './keyboardPlace.ts';

const steps = '[data-slug]:not(.is-title)';

/** Going through the article: step by step, to a block, to a line, to what was found. */
export class Way {
  /** The block where the keyboard is, where it was on the screen at the last look. */
  #seen: HTMLElement | null = null;
  /** Of the window, in CSS pixels, as the last `resize` left it. */
  #height = window.innerHeight;

  constructor(
    private readonly article: Article,
    /** What stays at the top of the screen and covers the text. */
    private readonly top: HTMLElement,
  ) {}

  /** The heading after or before the place of the person; null at the ends. */
  step(by: 1 | -1): HTMLElement | null {
    const place = this.#place();
    let found = this.#neighbour(this.#all(steps), by, place);
    while (by === 1 && !found && this.article.showMore())
      found = this.#neighbour(this.#all(steps), by, place);
    return found;
  }

  /** The same among blocks, where the last is followed by the first. */
  block(ids: readonly string[], by: 1 | -1): HTMLElement | null {
    const blocks = ids.flatMap(id => this.article.block(id) ?? []);
    return this.#neighbour(blocks, by, this.#place()) ?? (by === 1 ? blocks[0] : blocks.at(-1)) ?? null;
  }

  /** What is read now: the heading that somebody went to, else the last one above the upper quarter of the screen. */
  get reading(): HTMLElement | undefined {
    const upper = window.innerHeight / 4;
    const isAbove = (heading: HTMLElement) => placeOnScreen(heading).top < upper;
    const place = this.#place();
    // Two headings in a row stand above it both.
    if (place?.matches('[data-slug]') && isAbove(place)) return place;
    return this.#all('[data-slug]').filter(isAbove).at(-1);
  }

  /** Draws all above what is read, which stays where it is: a place that is kept counts from the top of a drawn page. */
  drawAbove(): void {
    const read = this.reading;
    if (!read) return;
    const before = read.getBoundingClientRect().top;
    this.article.drawTo(read);
    const moved = read.getBoundingClientRect().top - before;
    if (Math.abs(moved) >= 1) window.scrollBy(0, moved);
  }

  /** Puts it at the top of what can be seen, with the keyboard. */
  show(target: HTMLElement, focus = true): void {
    this.article.drawTo(target);
    target.scrollIntoView();
    if (focus) returnKeyboard(target);
  }

  showLine(line: number): void {
    const target = this.article.atLine(line);
    if (!target) return;
    this.show(target, false);
    flash(target);
  }

  showFound(range: Range): void {
    this.article.drawTo(range.startContainer);
    const pre = range.startContainer.parentElement?.closest('pre');
    if (pre) {
      const { left, right } = range.getBoundingClientRect();
      const box = pre.getBoundingClientRect();
      if (left < box.left || right > box.right) pre.scrollLeft += left - box.left - box.width / 3;
    }
    const { top, bottom } = range.getBoundingClientRect();
    const covered = this.top.getBoundingClientRect().bottom;
    if (top < covered + 8 || bottom > window.innerHeight - 24)
      window.scrollBy(0, top - covered - (window.innerHeight - covered) / 3);
  }

  /**
   * Holds what the person looks at where it is on the screen, while the text around it changes: what has the focus,
   * else the browser does it by itself. What is returned is called after the change.
   */
  hold(): () => void {
    const held = this.#place();
    if (!held) return () => {};
    const before = held.getBoundingClientRect().top;
    return () => {
      const moved = held.getBoundingClientRect().top - before;
      if (held.isConnected && Math.abs(moved) >= 1) window.scrollBy(0, moved);
    };
  }

  /**
   * Keeps how a block’s run stands on the screen: the terminal that opens for it takes half of the page, and its end
   * brings output. Only for the block where the keyboard is, and only while the person has that before them.
   */
  keepResult(blockId?: string): void {
    const block = this.#blockOfKeyboard();
    if (!block || this.#seen !== block || (blockId ?? block.dataset['block']) !== block.dataset['block'])
      return;
    resultOf(block)?.scrollIntoView({ block: 'nearest' });
  }

  /** The window has another size: what the person had before them stays there. */
  resized(): void {
    this.#height = window.innerHeight;
    this.keepResult();
    this.look();
  }

  /** Notes whether the person has the block where the keyboard is before them: its buttons, or how its run stands. */
  look(): void {
    // A window is smaller some frames before it says so, and what that hides is still before the person.
    if (window.innerHeight !== this.#height) return;
    const block = this.#blockOfKeyboard();
    const covered = this.top.getBoundingClientRect().bottom;
    const isSeen = (part: Element | null) => {
      const box = part?.getBoundingClientRect();
      return box !== undefined && box.bottom > covered && box.top < window.innerHeight;
    };
    this.#seen = block && (isSeen(block.querySelector('.bar')) || isSeen(resultOf(block))) ? block : null;
  }

  /** The line of the file where the keyboard is, else where the screen begins. */
  get line(): number {
    const own = this.#focused?.closest<HTMLElement>('[data-line], section.block');
    const covered = this.top.getBoundingClientRect().bottom;
    const seen = this.#all('[data-line]').find(each => placeOnScreen(each).bottom > covered);
    const target = own?.matches('section.block') ? own.querySelector('[data-line]') : (own ?? seen);
    return Number(target?.getAttribute('data-line') ?? 1);
  }

  /** That of the text around it; null in a block or on what is pressed itself. */
  lineOf(target: EventTarget | null): number | null {
    if (!(target instanceof Element) || target.closest('section.block, a, button, input')) return null;
    const line = target.closest('[data-line]')?.getAttribute('data-line');
    return line == null ? null : Number(line);
  }

  #all(selector: string): readonly HTMLElement[] {
    return [...this.article.body.querySelectorAll<HTMLElement>(selector)];
  }

  #blockOfKeyboard(): HTMLElement | null {
    return placeOfKeyboard()?.closest<HTMLElement>('section.block') ?? null;
  }

  get #focused(): HTMLElement | null {
    const { activeElement } = document;
    return activeElement instanceof HTMLElement && this.article.body.contains(activeElement)
      ? activeElement
      : null;
  }

  /** The focus is the place as long as it can be seen; who scrolled away is where the screen begins. */
  #place(): HTMLElement | null {
    const focused = this.#focused;
    if (!focused) return null;
    const { top, bottom } = focused.getBoundingClientRect();
    const covered = this.top.getBoundingClientRect().bottom;
    return bottom > covered - 1 && top < window.innerHeight ? focused : null;
  }

  #neighbour(all: readonly HTMLElement[], by: 1 | -1, place: HTMLElement | null): HTMLElement | null {
    const covered = this.top.getBoundingClientRect().bottom;
    // As far below it as a heading stands after it was shown.
    const here = covered + 16;
    const side = (each: HTMLElement) => {
      if (each === place || each.contains(place)) return 0;
      if (place) {
        const after = place.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING;
        return after ? 1 : -1;
      }
      const { top } = placeOnScreen(each);
      return top > here ? 1 : top < covered - 1 ? -1 : 0;
    };
    const there = all.filter(each => side(each) === by);
    return (by === 1 ? there[0] : there.at(-1)) ?? null;
  }
}

/** Where a block says how its run stands; before the first run its bar. */
function resultOf(block: HTMLElement): Element | null {
  return block.querySelector('.result .state:not([hidden])') ?? block.querySelector('.bar');
}
