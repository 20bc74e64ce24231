import type { ViewedEntry } from './timelineView.ts';

/** Entries by time, then in the order of writing; finding, adding and removing one is cheap however many there are. */
export class SortedEntries {
  readonly #entries: ViewedEntry[];
  /** ms since the epoch, beside each: reading a time out of a text over and over would cost most. */
  readonly #times: number[];

  constructor(entries: readonly ViewedEntry[] = []) {
    const timed = entries.map(viewed => ({ viewed, at: Date.parse(viewed.entry.at) }));
    timed.sort((a, b) => a.at - b.at || (a.viewed.id < b.viewed.id ? -1 : 1));
    this.#entries = timed.map(({ viewed }) => viewed);
    this.#times = timed.map(({ at }) => at);
  }

  get length(): number {
    return this.#entries.length;
  }

  at(index: number): ViewedEntry | undefined {
    return this.#entries[index];
  }

  slice(from: number, to: number): readonly ViewedEntry[] {
    return this.#entries.slice(from, to);
  }

  [Symbol.iterator](): Iterator<ViewedEntry> {
    return this.#entries[Symbol.iterator]();
  }

  /** How many stand before it, whether it is among them or not. */
  placeOf(viewed: ViewedEntry): number {
    const at = Date.parse(viewed.entry.at);
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#times[middle]! - at;
      if (other < 0 || (other === 0 && this.#entries[middle]!.id < viewed.id)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  has(viewed: ViewedEntry): boolean {
    return this.#entries[this.placeOf(viewed)]?.id === viewed.id;
  }

  add(viewed: ViewedEntry): void {
    const place = this.placeOf(viewed);
    this.#entries.splice(place, 0, viewed);
    this.#times.splice(place, 0, Date.parse(viewed.entry.at));
  }

  /** False where it is not among them. */
  remove(viewed: ViewedEntry): boolean {
    const place = this.placeOf(viewed);
    if (this.#entries[place]?.id !== viewed.id) return false;
    this.#entries.splice(place, 1);
    this.#times.splice(place, 1);
    return true;
  }
}
