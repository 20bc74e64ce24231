import { t } from '@vscode/l10n';
import type { EntryRow } from '../../core/timeline/panel/panelView.ts';
import type { FromTimeline } from '../../protocol/timeline.ts';
import { button, setText } from '../buttons.ts';
import { numberText } from '../details/locale.ts';
import { element } from '../dom.ts';
import { EntryList, type RowsNews } from './entryList.ts';

/** A part that is asked for, and how far it moves when its edge comes near. */
const partSize = 300;
const step = 150;
const newest = 200;

/** The part of the entries that is here, as one scrolls and walks through all of them. */
export class EntryWindow {
  readonly body = element('main', { class: 'entries', 'aria-label': t('Entries') });
  readonly toNewest = button('down', t('To the newest entry'), () => this.#showNewest(), 'primary');
  readonly list = new EntryList(() => this.parts.now());
  readonly #earlier = button('up', t('Show earlier entries'), () => this.#move(-step), 'secondary');
  readonly #later = button('down', t('Show later entries'), () => this.#move(step), 'secondary');
  readonly #none = element('p', { class: 'none' });
  #rows: RowsNews | null = null;
  #unseen = 0;
  #asked = false;
  /** The person is at the end and stays there, whatever comes or grows. */
  #following = true;
  /** Where the keyboard shall be once the part that was asked for is here. */
  #goTo: 'first' | 'last' | null = null;

  constructor(
    private readonly parts: {
      readonly ask: (part: Extract<FromTimeline, { type: 'show' }>) => void;
      /** Called with each entry that was drawn, new or again. */
      readonly drawn: (item: HTMLLIElement, row: EntryRow) => void;
      /** To a screen reader. */
      readonly say: (words: string) => void;
      /** By the incident’s clock, ms since the epoch. */
      readonly now: () => number;
      readonly filter: { readonly isOn: boolean; clear(): void };
    },
  ) {
    this.body.append(this.#earlier, this.#none, this.list.body, this.#later);
    this.toNewest.classList.add('to-newest');
    this.#none.hidden = this.toNewest.hidden = this.#earlier.hidden = this.#later.hidden = true;
    this.body.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    // A picture that comes, or a box that grows, moves the end.
    const grown = new ResizeObserver(() => this.#following && this.toEnd());
    grown.observe(this.list.body);
    grown.observe(this.body);
  }

  show(news: RowsNews, zone: string): void {
    this.#asked = false;
    const before = this.list.to;
    const total = this.list.total;
    const atEnd = this.#following && before === total;
    const newestBefore = this.list.edge('last');
    this.#rows = news;
    this.list.show(news, zone, this.parts.drawn);
    const more = news.total - total;
    this.sayNone();
    this.#earlier.hidden = news.from === 0;
    this.#later.hidden = this.list.to === news.total;
    if (atEnd || newestBefore === null) this.toEnd();
    else if (more > 0) this.#unseen += more;
    if (this.#goTo !== null) {
      const edge = this.list.edge(this.#goTo);
      this.#goTo = null;
      if (edge !== null) this.list.focus(edge);
    }
    this.#sayNewer();
    if (more > 0 && newestBefore !== null && !atEnd)
      this.parts.say(more === 1 ? t('One new entry') : t('{0} new entries', more));
    // What stays at the end for long must not grow for ever.
    if (atEnd && news.ids.length > 2 * newest) this.#ask(news.total - newest, newest);
  }

  /** The same entries with their times in another zone. */
  showIn(zone: string): void {
    if (this.#rows) this.list.show({ ...this.#rows, changed: [] }, zone, this.parts.drawn);
  }

  unfold(id: string): void {
    this.list.unfold(id, this.parts.drawn);
  }

  /** Why there is nothing to be seen, where there is nothing. */
  sayNone(): void {
    const none = this.#rows !== null && this.#rows.total === 0;
    this.#none.hidden = !none;
    if (!none) return;
    const { filter } = this.parts;
    if (!filter.isOn) {
      this.#none.textContent = t('Nothing is recorded yet. Write the first entry below.');
      return;
    }
    this.#none.replaceChildren(
      `${t('No entry is like that.')} `,
      button('undo', t('Show all'), () => filter.clear(), 'secondary'),
    );
  }

  toEnd(): void {
    this.#following = true;
    this.body.scrollTop = this.body.scrollHeight;
    this.#unseen = 0;
    this.#sayNewer();
  }

  /** @returns whether there is an entry that way, or will be; false behind the newest one */
  walk(by: number): boolean {
    const to = this.list.neighbour(by);
    if (to !== null) this.list.focus(to);
    else if (by > 0 && this.list.to === this.list.total) return false;
    else this.#move(by < 0 ? -step : step);
    return true;
  }

  goToEdge(which: 'first' | 'last'): void {
    const there = which === 'first' ? this.list.from === 0 : this.list.to === this.list.total;
    const edge = this.list.edge(which);
    if (there && edge !== null) return this.list.focus(edge);
    this.#goTo = which;
    this.#ask(which === 'first' ? 0 : Math.max(0, this.list.total - newest), newest);
  }

  #isAtEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.body;
    return scrollHeight - scrollTop - clientHeight < 24;
  }

  #sayNewer(): void {
    const away = !this.#isAtEnd() || this.list.to < this.list.total;
    if (!away) this.#unseen = 0;
    this.toNewest.hidden = !away;
    const words =
      this.#unseen === 0
        ? t('To the newest entry')
        : this.#unseen === 1
          ? t('1 new entry')
          : t('{0} new entries', numberText(this.#unseen));
    setText(this.toNewest.lastElementChild!, words);
  }

  #showNewest(): void {
    this.goToEdge('last');
    this.toEnd();
  }

  #scrolled(): void {
    this.#following = this.#isAtEnd() && this.list.to === this.list.total;
    this.#sayNewer();
    const { scrollTop, scrollHeight, clientHeight } = this.body;
    const near = 2 * clientHeight;
    if (scrollTop < near && this.list.from > 0) this.#move(-step);
    else if (scrollHeight - scrollTop - clientHeight < near && this.list.to < this.list.total)
      this.#move(step);
  }

  #move(by: number): void {
    if (this.#asked) return;
    this.#asked = true;
    const end = by < 0 ? this.list.from + partSize + by : this.list.to + by;
    const to = Math.min(this.list.total, end);
    this.#ask(Math.max(0, to - partSize), partSize);
  }

  #ask(from: number, count: number): void {
    this.parts.ask({ type: 'show', from, count });
  }
}
