import type { EntryRow } from '../../core/timeline/panel/panelView.ts';
import { element } from '../dom.ts';
import { bytesOf } from './base64.ts';

/** So many are kept at hand; a picture that scrolls by again is asked for again. */
const most = 60;

export interface Picture {
  readonly entry: string;
  readonly attachment: number;
  readonly mediaType: string;
  readonly content: string;
}

/**
 * Small pictures of attachments, asked for when they come near the screen. Their bytes come from the host and become a
 * `blob:` of this page, so that the page’s policy needs no address that a text could name.
 */
export class Pictures {
  readonly #known = new Map<string, string>();
  readonly #asked = new Set<string>();
  readonly #near = new IntersectionObserver(entries => this.#approach(entries), { rootMargin: '400px 0px' });

  constructor(private readonly ask: (entry: string, attachment: number) => void) {}

  watch(item: HTMLElement, row: EntryRow): void {
    for (const button of item.querySelectorAll<HTMLElement>('[data-picture]')) {
      const known = this.#known.get(keyOf(row.id, Number(button.dataset['attachment'])));
      if (known) put(button, known);
      else this.#near.observe(button);
    }
  }

  show({ entry, attachment, mediaType, content }: Picture): void {
    const key = keyOf(entry, attachment);
    this.#asked.delete(key);
    if (this.#known.has(key)) return;
    const url = URL.createObjectURL(new Blob([bytesOf(content)], { type: mediaType }));
    this.#known.set(key, url);
    for (const [old, oldUrl] of this.#known) {
      if (this.#known.size <= most) break;
      URL.revokeObjectURL(oldUrl);
      this.#known.delete(old);
    }
    const item = document.querySelector(`li[data-id="${CSS.escape(entry)}"]`);
    const button = item?.querySelector<HTMLElement>(`[data-attachment="${attachment}"]`);
    if (button) put(button, url);
  }

  #approach(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      this.#near.unobserve(target);
      const id = target.closest<HTMLElement>('li[data-id]')?.dataset['id'];
      const attachment = Number(target.dataset['attachment']);
      if (id === undefined || this.#asked.has(keyOf(id, attachment))) continue;
      this.#asked.add(keyOf(id, attachment));
      this.ask(id, attachment);
    }
  }
}

function put(button: HTMLElement, url: string): void {
  button.querySelector('img')?.remove();
  // What it shows is what the person named it; the button has the words.
  button.prepend(element('img', { src: url, alt: '' }));
  button.classList.add('shown');
}

function keyOf(entry: string, attachment: number): string {
  return `${entry} ${attachment}`;
}
