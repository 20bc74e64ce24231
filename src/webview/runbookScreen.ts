import type { Answer, RunbookView, ToHost, ToWebview } from '../protocol.ts';
import { Article } from './article.ts';
import { BlockBar, type BlockActions } from './blockBar.ts';
import { Checklist } from './checklist.ts';
import { Contents } from './contents.ts';
import { element } from './dom.ts';
import { Highlighter } from './highlight.ts';
import type { Host } from './host.ts';
import { Notice } from './notice.ts';
import { RunbookHeader } from './runbookHeader.ts';

/** `title` and `scroll`: where the person was reading. */
export type RunbookHost = Host<ToWebview, ToHost, { readonly title: string; readonly scroll: number }>;

/** The screen of one runbook: a view of what the host knows, and the way back to it. */
export class RunbookScreen {
  readonly #header = new RunbookHeader(
    () => void this.#report(this.host.ask({ type: 'openSource', line: 1 })),
  );
  readonly #contents = new Contents(slug => this.#reveal(slug));
  readonly #notice = new Notice();
  readonly #highlighter = new Highlighter();
  readonly #blocks = new Map<string, BlockBar>();
  readonly #checklist = new Checklist((checkId, checked) =>
    this.#report(this.host.ask({ type: 'tick', checkId, checked })),
  );
  readonly #article = new Article(
    part => this.#equip(part),
    (id, pre) => this.#replaceCode(id, pre),
  );
  readonly #actions: BlockActions;
  #view: RunbookView | null = null;

  constructor(
    private readonly host: RunbookHost,
    app: HTMLElement,
  ) {
    this.#actions = {
      run: ({ id, sha256 }, hiddenConfirmed) =>
        host.ask({ type: 'run', blockId: id, sha256, hiddenConfirmed }),
      stop: ({ runId }) => host.ask({ type: 'stop', runId }),
      copy: ({ id }) => host.ask({ type: 'copy', blockId: id }),
      openSource: line => host.ask({ type: 'openSource', line }),
    };
    const page = element('main', {}, this.#header.body, this.#contents.body, this.#article.body);
    app.replaceChildren(this.#header.incident, page, this.#notice.body);
    this.#article.body.addEventListener('click', event => this.#followLink(event));
    this.#article.body.addEventListener('auxclick', event => this.#followLink(event));
    let settling = 0;
    window.addEventListener('scroll', () => {
      clearTimeout(settling);
      settling = window.setTimeout(() => this.#settle(), 100);
    });
  }

  hear(message: Exclude<ToWebview, { type: 'answer' }>): void {
    switch (message.type) {
      case 'runbook':
        return this.#show(message.view, message.scrollTo);
      case 'run':
        return this.#blocks.get(message.blockId)?.showRun(message.run);
      case 'check':
        return this.#checklist.update(message.check, this.#article.body);
    }
  }

  #show(view: RunbookView, scrollTo: string | null): void {
    const first = this.#view === null;
    this.#view = view;
    this.#header.show(view);
    this.#contents.show(view.headings, view.title);
    this.#checklist.show(view.checks);
    this.#article.show(view.html);
    this.#checklist.refresh(this.#article.body);
    this.#updateBlocks(view);
    if (scrollTo !== null) this.#reveal(scrollTo);
    else if (first) this.#restore(view.title);
  }

  #updateBlocks({ blocks, notRunnable }: RunbookView): void {
    const known = new Map(blocks.map(block => [block.id, block]));
    for (const [id, bar] of this.#blocks) {
      const view = known.get(id);
      if (view) bar.update(view, notRunnable);
      else this.#blocks.delete(id);
    }
  }

  /** Gives what a part brought its bars, boxes and colours. */
  #equip(part: HTMLElement): void {
    this.#checklist.refresh(part);
    let step = '';
    let blocks = 0;
    for (const found of part.querySelectorAll<HTMLElement>('[data-slug], section.block')) {
      if (found.matches('section.block')) {
        blocks++;
        // Under one heading the second block and those after it are told apart by their number.
        this.#equipBlock(found, blocks > 1 && step ? `${step}, ${blocks}` : step);
      } else {
        step = found.textContent;
        blocks = 0;
        found.classList.toggle('is-title', found.localName === 'h1' && step === this.#view?.title);
        found.tabIndex = -1;
      }
    }
  }

  #equipBlock(section: HTMLElement, step: string): void {
    const id = section.dataset['block']!;
    const known = this.#blocks.get(id);
    if (known?.section === section) return;
    const pre = section.querySelector('pre');
    if (known) {
      if (pre) this.#replaceCode(id, pre);
      return section.replaceWith(known.section);
    }
    const view = this.#view?.blocks.find(block => block.id === id);
    if (!view || !pre) return;
    const bar = new BlockBar(section, pre, view, step, this.#actions);
    this.#blocks.set(id, bar);
    bar.update(view, this.#view?.notRunnable ?? null);
    this.#highlighter.watch(pre.querySelector('code')!);
  }

  #replaceCode(id: string, pre: Element): void {
    if (this.#blocks.get(id)?.replaceCode(pre)) this.#highlighter.watch(pre.querySelector('code')!);
  }

  #followLink(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link) return;
    // VS Code’s own handler would scroll to the top for a “#”.
    event.preventDefault();
    event.stopPropagation();
    const fragment = link.getAttribute('href')?.slice(1);
    if (fragment && this.#reveal(fragment)) return;
    const number = Number(link.dataset['link']);
    void this.#report(this.host.ask({ type: 'openLink', link: number }));
  }

  /** False where the runbook has no such heading. */
  #reveal(fragment: string): boolean {
    const heading = this.#article.heading(fragment) ?? this.#article.heading(fragment.toLowerCase());
    if (!heading) return false;
    if (heading.matches('.is-title')) {
      window.scrollTo(0, 0);
    } else {
      heading.scrollIntoView();
      heading.focus({ preventScroll: true });
    }
    this.#contents.mark(heading.dataset['slug']!);
    return true;
  }

  /** Scrolling has come to rest: what is read now is marked, and kept for when the panel was hidden. */
  #settle(): void {
    const upper = window.innerHeight / 4;
    const headings = [...this.#article.body.querySelectorAll<HTMLElement>('[data-slug]')];
    const read = headings.filter(heading => heading.getBoundingClientRect().top < upper).at(-1);
    if (read) this.#contents.mark(read.dataset['slug']!);
    if (this.#view) this.host.save({ title: this.#view.title, scroll: window.scrollY });
  }

  #restore(title: string): void {
    const saved = this.host.saved;
    if (!saved || saved.title !== title || saved.scroll === 0) return;
    this.#article.reach(saved.scroll);
    window.scrollTo(0, saved.scroll);
  }

  async #report(asked: Promise<Answer>): Promise<boolean> {
    const answer = await asked;
    if (!answer.ok) this.#notice.show(answer.error);
    return answer.ok;
  }
}
