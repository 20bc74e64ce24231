import type { RunbookRestore, RunbookView } from '../protocol/runbook.ts';
import type { Article } from './article.ts';

/** `title` and `scroll`: where the person was reading; `restore` is the host’s. */
export interface Saved {
  readonly title: string;
  readonly scroll: number;
  readonly restore: RunbookRestore;
}

/** Where the person reads, kept for when the panel was hidden or the window loaded anew. */
export class ReadingPlace {
  /** CSS pixels. To ask the window for it would lay out what is not painted yet. */
  #scroll = 0;

  constructor(
    private readonly host: { readonly saved: Saved | null; save(state: Saved): void },
    private readonly article: Article,
  ) {}

  /** Scrolling has come to rest. */
  look(): void {
    this.#scroll = window.scrollY;
  }

  keep({ title, restore }: RunbookView): void {
    this.host.save({ title, scroll: this.#scroll, restore });
  }

  goBack(title: string): void {
    const { saved } = this.host;
    if (!saved || saved.title !== title || saved.scroll === 0) return;
    this.article.reach(saved.scroll);
    window.scrollTo(0, saved.scroll);
    this.#scroll = saved.scroll;
  }
}
