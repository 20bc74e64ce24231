import { Emitter, type Disposable } from '../events.ts';
import type { TimelineEntry } from './entry.ts';
import type { UnreadableLine } from './journal.ts';
import type { JournalNews } from './journalTail.ts';
import { SortedEntries } from './sortedEntries.ts';
import { amendedOf, isNearer, timelineView, toldBy, type ViewedEntry } from './timelineView.ts';

/** An entry came (`before` is null) or was amended. */
export interface EntryChange {
  readonly before: ViewedEntry | null;
  readonly after: ViewedEntry;
}

/**
 * The view of a journal that grows: the same as timelineView makes of all of it, without looking at all of it again
 * for each entry. What comes out of order (an amendment before what it amends, a record that came twice) is rare, and
 * then everything is looked at.
 */
export class LiveTimeline implements Disposable {
  readonly #records = new Map<string, TimelineEntry>();
  readonly #viewed = new Map<string, ViewedEntry>();
  /** The id of the first version, by the id of each. */
  readonly #roots = new Map<string, string>();
  /** The first version, by what it tells of: a provider’s log entry, a run. */
  readonly #told = new Map<string, string>();
  /** Ids that something amends and that are not there. */
  readonly #awaited = new Set<string>();
  #sorted = new SortedEntries();
  #unreadable: readonly UnreadableLine[] = [];
  readonly #changed = new Emitter<readonly EntryChange[] | null>();
  /** What changed, in order; null where everything is to be looked at again. */
  readonly onDidChange = this.#changed.event;

  /** All, retracted ones too, by time. */
  get entries(): SortedEntries {
    return this.#sorted;
  }

  get unreadable(): readonly UnreadableLine[] {
    return this.#unreadable;
  }

  get(id: string): ViewedEntry | undefined {
    return this.#viewed.get(id);
  }

  take(news: JournalNews): void {
    const many = news.anew || news.entries.length > 2_000;
    const worse = news.unreadable.length !== this.#unreadable.length;
    this.#unreadable = news.unreadable;
    if (news.anew) this.#records.clear();
    const fresh = this.#fresh(news.entries);
    // What stands in for a record that is known already changes what was made of that.
    if (many || fresh.some(({ id }) => this.#records.has(id))) {
      for (const entry of fresh) this.#records.set(entry.id, entry);
      return this.#lookAtAll();
    }
    const changes: EntryChange[] = [];
    for (const [index, entry] of fresh.entries()) {
      const change = this.#add(entry);
      if (change === 'all') {
        for (const left of fresh.slice(index)) this.#records.set(left.id, left);
        return this.#lookAtAll();
      }
      if (change) changes.push(change);
    }
    if (changes.length > 0 || worse) this.#changed.fire(worse ? null : changes);
  }

  /** Each id once, and only what is not known yet or nearer than what is. */
  #fresh(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
    const fresh = new Map<string, TimelineEntry>();
    for (const entry of entries) {
      const known = fresh.get(entry.id) ?? this.#records.get(entry.id);
      if (!known || isNearer(entry, known)) fresh.set(entry.id, entry);
    }
    return [...fresh.values()];
  }

  /** Null where nothing of what is shown changes. */
  #add(entry: TimelineEntry): EntryChange | 'all' | null {
    if (this.#awaited.has(entry.id)) return 'all';
    if (entry.amends !== undefined) return this.#amend(entry, entry.amends);
    const told = toldBy(entry);
    const known = told === null ? undefined : this.#told.get(told);
    if (known !== undefined) {
      if (entry.id < known) return 'all';
      this.#records.set(entry.id, entry);
      this.#roots.set(entry.id, known);
      return null;
    }
    this.#records.set(entry.id, entry);
    this.#roots.set(entry.id, entry.id);
    if (told !== null) this.#told.set(told, entry.id);
    return this.#put(null, { id: entry.id, entry, history: [] });
  }

  #amend(entry: TimelineEntry, amends: string): EntryChange | 'all' | null {
    const root = this.#roots.get(amends);
    const before = root === undefined ? undefined : this.#viewed.get(root);
    if (!before) return 'all';
    this.#records.set(entry.id, entry);
    this.#roots.set(entry.id, before.id);
    // The one that counts as it was written.
    const [first, ...later] = [...before.history, this.#records.get(before.entry.id)!];
    later.push(entry);
    later.sort((a, b) => (a.id < b.id ? -1 : 1));
    return this.#put(before, amendedOf(first!, later));
  }

  #put(before: ViewedEntry | null, after: ViewedEntry): EntryChange {
    if (before) this.#sorted.remove(before);
    this.#sorted.add(after);
    this.#viewed.set(after.id, after);
    return { before, after };
  }

  #lookAtAll(): void {
    for (const map of [this.#viewed, this.#roots, this.#told, this.#awaited]) map.clear();
    const view = timelineView({ entries: [...this.#records.values()], unreadable: [] });
    const all = [...view.entries, ...view.retracted];
    this.#sorted = new SortedEntries(all);
    for (const viewed of all) {
      this.#viewed.set(viewed.id, viewed);
      for (const { id } of [...viewed.history, viewed.entry]) this.#roots.set(id, viewed.id);
      const told = toldBy(viewed.history[0] ?? viewed.entry);
      if (told !== null) this.#told.set(told, viewed.id);
    }
    for (const { amends } of this.#records.values()) {
      if (amends !== undefined && !this.#records.has(amends)) this.#awaited.add(amends);
    }
    this.#changed.fire(null);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
