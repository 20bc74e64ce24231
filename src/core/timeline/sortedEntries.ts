import { inTimelineOrder, type Timed, timed } from './entryOrder.ts';
import type { ViewedEntry } from './timelineView.ts';

/** Entries in the order of the timeline; finding, adding and removing one is cheap however many there are. */
export class SortedEntries {
  readonly #entries: Timed[];

  constructor(entries: readonly ViewedEntry[] = []) {
    this.#entries = entries.map(timed).sort(inTimelineOrder);
  }

  get length(): number {
    return this.#entries.length;
  }

  at(index: number): ViewedEntry | undefined {
    return this.#entries[index]?.viewed;
  }

  slice(from: number, to: number): readonly ViewedEntry[] {
    return this.#entries.slice(from, to).map(({ viewed }) => viewed);
  }

  *[Symbol.iterator](): Iterator<ViewedEntry> {
    for (const { viewed } of this.#entries) yield viewed;
  }

  /** How many stand before it, whether it is among them or not. */
  placeOf(viewed: ViewedEntry): number {
    return this.#placeOf(timed(viewed));
  }

  has(viewed: ViewedEntry): boolean {
    return this.at(this.placeOf(viewed))?.id === viewed.id;
  }

  add(viewed: ViewedEntry): void {
    const added = timed(viewed);
    this.#entries.splice(this.#placeOf(added), 0, added);
  }

  /** False where it is not among them. */
  remove(viewed: ViewedEntry): boolean {
    const place = this.placeOf(viewed);
    if (this.at(place)?.id !== viewed.id) return false;
    this.#entries.splice(place, 1);
    return true;
  }

  #placeOf(sought: Timed): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (inTimelineOrder(this.#entries[middle]!, sought) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
