import morphdom from 'morphdom';
import { partSeparator } from '../core/runbooks/runbook.ts';
import { distant, draw } from './distant.ts';
import { element, isInputPending, whenIdle, whenPainted } from './dom.ts';
import { placeOfKeyboard, returnKeyboard } from './keyboardPlace.ts';
import { sanitise } from './sanitise.ts';

/** The text still to come waits at most so long for an idle browser, once the first of it is seen; ms. */
const patienceMs = 100;
/** So much of it is shown at a time, unless somebody presses something. */
const sliceMs = 50;
/** So many parts are drawn wherever they are: more than most runbooks have. Those after them only near the screen. */
const alwaysDrawn = 8;

interface Part {
  readonly body: HTMLElement;
  html: string;
}

/**
 * The runbook’s text. It comes in parts; the first is shown at once and the rest when there is time. A
 * new version is patched in, so that focus, scroll, ticks and blocks that did not change stay as they are.
 */
export class Article {
  readonly body = element('article');
  #parts: Part[] = [];
  #waiting: (readonly [Part, string])[] = [];
  /** The first part has been seen: what comes after it is not to keep it from that. */
  #painted = false;

  constructor(
    /** Called for every part that was changed, with its blocks in `section.block` elements. */
    private readonly onChange: (part: HTMLElement) => void,
    /** Called when a block stays and another text for it came. */
    private readonly onBlock: (id: string, pre: Element) => void,
  ) {}

  show(html: string): void {
    const htmls = html.split(partSeparator);
    const known = this.#parts.length;
    while (this.#parts.length < htmls.length) this.#newPart();
    for (const surplus of this.#parts.splice(htmls.length)) surplus.body.remove();
    const changed = this.#parts
      .map((part, index) => [part, htmls[index]!] as const)
      .filter(([part, html]) => part.html !== html);
    this.body.append(...this.#parts.slice(known).map(part => part.body));
    this.#waiting = changed;
    this.#showNext();
    while (this.#waiting[0] && this.#parts.indexOf(this.#waiting[0][0]) < known) this.#showNext();
    if (known > 0) return this.#showRest();
    whenPainted(() => {
      this.#painted = true;
      this.#showRest();
    });
  }

  /** More of the text that was shown last. */
  add(html: string): void {
    const idle = this.#waiting.length === 0;
    for (const each of html.split(partSeparator)) {
      const part = this.#newPart();
      this.body.append(part.body);
      this.#waiting.push([part, each]);
    }
    if (idle) this.#showRest();
  }

  /** The heading of that slug, showing what is needed to have it; null where there is none. */
  heading(slug: string): HTMLElement | null {
    const selector = `[data-slug="${CSS.escape(slug)}"]`;
    return this.#showUntil(() => this.body.querySelector<HTMLElement>(selector));
  }

  /** The block of that id, likewise. */
  block(id: string): HTMLElement | null {
    const selector = `section.block[data-block="${CSS.escape(id)}"]`;
    return this.#showUntil(() => this.body.querySelector<HTMLElement>(selector));
  }

  /** The last element that begins at a line of the file or before it, likewise. */
  atLine(line: number): HTMLElement | null {
    const beyond = () => [...this.body.querySelectorAll('[data-line]')].find(each => lineOf(each) > line);
    this.#showUntil(() => beyond() ?? null);
    let best: HTMLElement | null = null;
    for (const each of this.body.querySelectorAll<HTMLElement>('[data-line]')) {
      if (lineOf(each) <= line && (best === null || lineOf(each) >= lineOf(best))) best = each;
    }
    return best?.closest<HTMLElement>('section.block') ?? best;
  }

  /** Shows one part more of what is still to come; false where everything is there. */
  showMore(): boolean {
    if (this.#waiting.length === 0) return false;
    this.#showNext();
    return true;
  }

  /** Shows as much as the page needs to be scrolled there, all of it drawn. */
  reach(scroll: number): void {
    const reached = (body: Element) =>
      body.getBoundingClientRect().bottom + window.scrollY >= scroll + window.innerHeight;
    for (const { body } of this.#parts) {
      while (this.#waiting.some(([part]) => part.body === body)) this.#showNext();
      draw(body);
      if (reached(body)) return;
    }
  }

  /** Draws all that stands before it, which would push it away once it is drawn. */
  drawTo(target: Node): void {
    for (const { body } of this.#parts) {
      draw(body);
      if (body.contains(target)) return;
    }
  }

  #newPart(): Part {
    const body = element('div');
    if (this.#parts.length >= alwaysDrawn) {
      body.classList.add(distant);
      // What was near once stays drawn: menus and outlines may reach out of it.
      body.addEventListener('contentvisibilityautostatechange', event => {
        if (!(event as ContentVisibilityAutoStateChangeEvent).skipped) draw(body);
      });
    }
    const part = { body, html: '' };
    this.#parts.push(part);
    return part;
  }

  #showUntil<T>(find: () => T | null): T | null {
    let found = find();
    while (found === null && this.#waiting.length > 0) {
      this.#showNext();
      found = find();
    }
    return found;
  }

  #showRest(): void {
    if (!this.#painted || this.#waiting.length === 0) return;
    whenIdle(() => {
      const until = performance.now() + sliceMs;
      try {
        do this.#showNext();
        while (this.#waiting.length > 0 && performance.now() < until && !isInputPending());
      } finally {
        // A part that cannot be shown keeps none of those after it away.
        this.#showRest();
      }
    }, patienceMs);
  }

  #showNext(): void {
    const next = this.#waiting.shift();
    if (!next) return;
    const [part, html] = next;
    const fresh = element('div', {}, sanitise(html));
    for (const pre of fresh.querySelectorAll('pre[data-block]')) {
      const section = element('section', { class: 'block', 'data-block': pre.getAttribute('data-block')! });
      pre.replaceWith(section);
      section.append(pre);
    }
    const focused = placeOfKeyboard();
    morphdom(part.body, fresh, {
      childrenOnly: true,
      getNodeKey: keyOf,
      onBeforeElUpdated: (from, to) => {
        if (!from.matches('section.block') || !to.matches('section.block')) return true;
        const pre = to.querySelector('pre[data-block]');
        if (pre) this.onBlock(to.dataset['block']!, pre);
        return false;
      },
    });
    // What had to be moved within the page lost the focus on its way.
    if (focused instanceof HTMLElement && focused !== placeOfKeyboard()) returnKeyboard(focused);
    part.html = html;
    this.onChange(part.body);
  }
}

function lineOf(element: Element): number {
  return Number(element.getAttribute('data-line'));
}

function keyOf(node: Node): string | undefined {
  if (!(node instanceof HTMLElement)) return undefined;
  const { block, slug, check } = node.dataset;
  if (node.matches('section.block')) return `block ${block}`;
  if (slug !== undefined) return `slug ${slug}`;
  return check === undefined ? undefined : `check ${check}`;
}
