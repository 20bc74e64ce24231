import { t } from '@vscode/l10n';
import type { EntryRow } from '../../core/timeline/panel/panelView.ts';
import { dayKey, dayText, nearDay } from '../details/times.ts';
import { element } from '../dom.ts';
import { placeOfKeyboard, returnKeyboard } from '../keyboardPlace.ts';
import { drawEntry, spokenText } from './entryDrawing.ts';

export interface RowsNews {
  readonly from: number;
  readonly total: number;
  readonly ids: readonly string[];
  readonly changed: readonly EntryRow[];
}

interface Drawn {
  readonly row: EntryRow;
  readonly item: HTMLLIElement;
}

interface Day {
  readonly body: HTMLElement;
  readonly heading: HTMLElement;
  readonly list: HTMLOListElement;
}

/** The part of the entries that the host sent, by days. What did not change stays the element it was. */
export class EntryList {
  readonly body = element('div', { class: 'days' });
  readonly #drawn = new Map<string, Drawn>();
  readonly #days = new Map<string, Day>();
  readonly #open = new Set<string>();
  #ids: readonly string[] = [];
  #zone = 'UTC';
  #from = 0;
  #total = 0;
  /** The entry that the keyboard goes to: one of them is in the order of Tab. */
  #current: string | null = null;

  /** @param now by the incident’s clock, ms since the epoch */
  constructor(private readonly now: () => number) {}

  /** Where the part begins, and how many there are that the filter lets through. */
  get from(): number {
    return this.#from;
  }
  get to(): number {
    return this.#from + this.#ids.length;
  }
  get total(): number {
    return this.#total;
  }
  get current(): string | null {
    return this.#current;
  }

  row(id: string): EntryRow | undefined {
    return this.#drawn.get(id)?.row;
  }

  item(id: string): HTMLElement | undefined {
    return this.#drawn.get(id)?.item;
  }

  /** @param drawn called with each entry that was drawn, new or again */
  show(news: RowsNews, zone: string, drawn: (item: HTMLLIElement, row: EntryRow) => void): void {
    const focused = placeOfKeyboard();
    const inside =
      focused instanceof HTMLElement && this.body.contains(focused) ? focused.closest('li') : null;
    const lostFocus = inside?.dataset['id'];
    const anotherZone = zone !== this.#zone;
    this.#zone = zone;
    [this.#from, this.#total, this.#ids] = [news.from, news.total, news.ids];
    const changed = new Map(news.changed.map(row => [row.id, row]));
    const wanted = new Set(news.ids);
    for (const [id, { item }] of this.#drawn) {
      if (wanted.has(id)) continue;
      item.remove();
      this.#drawn.delete(id);
    }
    const places = new Map<HTMLElement, HTMLElement | null>();
    const days: HTMLElement[] = [];
    for (const id of news.ids) {
      const known = this.#drawn.get(id);
      const row = changed.get(id) ?? known?.row;
      if (!row) continue;
      let item = known?.item;
      if (!item || changed.has(id) || anotherZone) {
        const fresh = drawEntry(row, zone, this.#open.has(id));
        item?.replaceWith(fresh);
        item = fresh;
        this.#drawn.set(id, { row, item });
        drawn(item, row);
      }
      const day = this.#day(row.at);
      if (days.at(-1) !== day.body) days.push(day.body);
      const before = places.get(day.list) ?? null;
      const next = before ? before.nextElementSibling : day.list.firstElementChild;
      if (next !== item) day.list.insertBefore(item, next);
      places.set(day.list, item);
    }
    for (const [key, { body }] of this.#days) {
      if (days.includes(body)) continue;
      body.remove();
      this.#days.delete(key);
    }
    days.forEach((day, index) => {
      if (this.body.children[index] !== day) this.body.insertBefore(day, this.body.children[index] ?? null);
    });
    if (!this.#current || !this.#drawn.has(this.#current)) this.#current = news.ids.at(-1) ?? null;
    this.#rove();
    if (lostFocus !== undefined && !this.body.contains(placeOfKeyboard())) {
      returnKeyboard(this.#drawn.get(lostFocus)?.item);
    }
  }

  /** Says “Today” and “Yesterday” anew as days go by. */
  sayDays(): void {
    const now = this.now();
    for (const [, { heading, list }] of this.#days) {
      const row = this.row((list.firstElementChild as HTMLElement | null)?.dataset['id'] ?? '');
      if (row) heading.textContent = this.#dayWords(row.at, now);
    }
  }

  /** Shows all of a long text, or its beginning again. */
  unfold(id: string, drawn: (item: HTMLLIElement, row: EntryRow) => void): void {
    const known = this.#drawn.get(id);
    if (!known) return;
    if (!this.#open.delete(id)) this.#open.add(id);
    const item = drawEntry(known.row, this.#zone, this.#open.has(id));
    known.item.replaceWith(item);
    this.#drawn.set(id, { row: known.row, item });
    drawn(item, known.row);
    this.#rove();
    this.focus(id);
  }

  focus(id: string): void {
    this.#current = id;
    this.#rove();
    const item = this.#drawn.get(id)?.item;
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: 'nearest' });
  }

  /** So many entries on, as far as they are here; null where there is none that way. */
  neighbour(steps: number): string | null {
    const at = this.#current === null ? this.#ids.length : this.#ids.indexOf(this.#current);
    const to = Math.min(this.#ids.length - 1, Math.max(0, at + steps));
    return to === at ? null : (this.#ids[to] ?? null);
  }

  edge(which: 'first' | 'last'): string | null {
    return (which === 'first' ? this.#ids[0] : this.#ids.at(-1)) ?? null;
  }

  #rove(): void {
    this.#ids.forEach((id, index) => {
      const drawn = this.#drawn.get(id);
      if (!drawn) return;
      drawn.item.tabIndex = id === this.#current ? 0 : -1;
      const place = t('{0} of {1}', this.#from + index + 1, this.#total);
      const label = spokenText(drawn.row, this.#zone, place);
      if (id === this.#current && drawn.item.getAttribute('aria-label') !== label) {
        drawn.item.setAttribute('aria-label', label);
      } else if (id !== this.#current) drawn.item.removeAttribute('aria-label');
    });
  }

  #day(at: number): Day {
    const key = dayKey(at, this.#zone);
    const known = this.#days.get(key);
    if (known) {
      known.heading.textContent = this.#dayWords(at, this.now());
      return known;
    }
    const heading = element('h2', { id: `day-${key}` }, this.#dayWords(at, this.now()));
    const list = element('ol');
    const body = element('section', { class: 'day', 'aria-labelledby': `day-${key}` }, heading, list);
    const made = { body, heading, list };
    this.#days.set(key, made);
    return made;
  }

  /** “Today, 2026-11-22 (Europe/Paris)”: which day it is must not depend on when one looks. */
  #dayWords(at: number, now: number): string {
    const words = dayText(at, now, this.#zone);
    const date = nearDay(at, now, this.#zone) ? `${words}, ${dayKey(at, this.#zone)}` : words;
    return `${date} (${this.#zone})`;
  }
}
