import type { Clock } from '../../clock.ts';
import { type Disposable } from '../../events.ts';
import type { EntryChange, LiveTimeline } from '../liveTimeline.ts';
import { SortedEntries } from '../sortedEntries.ts';
import type { ViewedEntry } from '../timelineView.ts';
import { authorOf, rowOf } from './entryRow.ts';
import { type KindGroup, groupOf, kindGroups } from './kindGroups.ts';
import { type EntryFilter, everything, type PanelView, type TimelineNews } from './panelView.ts';

/** Many entries at once are one redrawing. */
const settleMs = 100;
const firstShown = 200;
/** A part that is at the end grows with what comes, up to this. */
const mostShown = 600;

export interface PanelModelParts {
  readonly live: LiveTimeline;
  readonly clock: Clock;
  readonly zone: string;
  /** See IncidentClock; 0 where left out. */
  readonly clockOffsetMs?: () => number;
  readonly incident: () => PanelView['incident'];
  readonly incidentKey: string;
  readonly tell: (news: TimelineNews) => void;
}

/**
 * What a screen shows of a timeline: a part of the entries that its filter lets through. An entry that comes costs the
 * same however many there are.
 */
export class PanelModel implements Disposable {
  #filter = everything;
  #shown = new SortedEntries();
  #from = 0;
  #count = firstShown;
  /** The version of each row as the screen has it. */
  #sent = new Map<string, string>();
  #lastPanel = '';
  #lastRows = '';
  readonly #groups = new Map<KindGroup, number>();
  readonly #people = new Map<string, { readonly number: number; count: number }>();
  #total = 0;
  #keyEvents = 0;
  #retracted = 0;
  #problem: string | null = null;
  #toldAt = -Infinity;
  #cancel: (() => void) | null = null;
  readonly #live: Disposable;

  constructor(private readonly parts: PanelModelParts) {
    this.#live = parts.live.onDidChange(changes => this.#take(changes));
    this.#lookAtAll();
  }

  /** To a screen that knows nothing yet. */
  tellAll(): void {
    this.#sent.clear();
    this.#lastPanel = this.#lastRows = '';
    this.#toEnd();
    this.#tell();
  }

  /** The incident, or whether the journal can be read, is another than before. */
  refresh(problem: string | null): void {
    this.#problem = problem;
    this.#tellSoon();
  }

  filter(filter: EntryFilter): void {
    this.#filter = filter;
    this.#choose();
    this.#toEnd();
    this.#tell();
  }

  /** Another part. */
  show(from: number, count: number): void {
    this.#count = Math.min(count, mostShown);
    this.#from = Math.max(0, Math.min(from, this.#shown.length - this.#count));
    this.#tell();
  }

  #toEnd(): void {
    this.#count = firstShown;
    this.#from = Math.max(0, this.#shown.length - firstShown);
  }

  #take(changes: readonly EntryChange[] | null): void {
    if (!changes) this.#lookAtAll();
    else {
      const wasAtEnd = this.#from + this.#count >= this.#shown.length;
      for (const { before, after } of changes) {
        if (before) this.#leave(before);
        this.#enter(after);
      }
      if (wasAtEnd && this.#shown.length - this.#from <= mostShown) {
        this.#count = Math.max(firstShown, this.#shown.length - this.#from);
      }
    }
    this.#tellSoon();
  }

  #enter(viewed: ViewedEntry): void {
    this.#tally(viewed, 1);
    if (!this.#lets(viewed)) return;
    const place = this.#shown.placeOf(viewed);
    this.#shown.add(viewed);
    // What comes before the part that is looked at does not move it.
    if (place < this.#from) this.#from++;
  }

  #leave(viewed: ViewedEntry): void {
    this.#tally(viewed, -1);
    if (!this.#lets(viewed)) return;
    const place = this.#shown.placeOf(viewed);
    if (this.#shown.remove(viewed) && place < this.#from) this.#from--;
  }

  #lookAtAll(): void {
    this.#groups.clear();
    // Numbers stay what they are: the filter names people by them.
    for (const person of this.#people.values()) person.count = 0;
    this.#total = this.#keyEvents = this.#retracted = 0;
    for (const viewed of this.parts.live.entries) this.#tally(viewed, 1);
    const wasAtEnd = this.#from + this.#count >= this.#shown.length;
    this.#choose();
    if (wasAtEnd) this.#toEnd();
  }

  #choose(): void {
    const lets = this.#letting();
    this.#shown = new SortedEntries([...this.parts.live.entries].filter(lets));
  }

  #tally(viewed: ViewedEntry, by: 1 | -1): void {
    const { entry } = viewed;
    const name = authorOf(viewed);
    let person = this.#people.get(name);
    if (!person) this.#people.set(name, (person = { number: this.#people.size, count: 0 }));
    if (entry.retracts) {
      this.#retracted += by;
      return;
    }
    person.count += by;
    this.#total += by;
    if (entry.key) this.#keyEvents += by;
    const group = groupOf[entry.kind];
    this.#groups.set(group, (this.#groups.get(group) ?? 0) + by);
  }

  #lets(viewed: ViewedEntry): boolean {
    return this.#letting()(viewed);
  }

  #letting(): (viewed: ViewedEntry) => boolean {
    const { groups, people, keyOnly, retracted, search } = this.#filter;
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return viewed => {
      const { entry } = viewed;
      if (entry.retracts && !retracted) return false;
      if (keyOnly && !entry.key) return false;
      if (groups.length > 0 && !groups.includes(groupOf[entry.kind])) return false;
      const author = authorOf(viewed);
      if (people.length > 0 && !people.includes(this.#people.get(author)?.number ?? -1)) return false;
      if (words.length === 0) return true;
      const text = `${entry.text}\n${author}\n${entry.kind}`.toLowerCase();
      return words.every(word => text.includes(word));
    };
  }

  #tellSoon(): void {
    if (this.#cancel) return;
    const wait = Math.max(0, this.#toldAt + settleMs - this.parts.clock.now());
    this.#cancel = this.parts.clock.after(wait, () => this.#tell());
  }

  #tell(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#toldAt = this.parts.clock.now();
    const view = this.#view();
    const asText = JSON.stringify(view);
    if (asText !== this.#lastPanel) this.parts.tell({ type: 'panel', view });
    this.#lastPanel = asText;

    const part = this.#shown.slice(this.#from, this.#from + this.#count);
    const ids = part.map(({ id }) => id);
    const changed = part.filter(({ id, entry }) => this.#sent.get(id) !== entry.id).map(rowOf);
    const rows = `${this.#from} ${this.#shown.length} ${ids.join()}`;
    if (rows === this.#lastRows && changed.length === 0) return;
    this.#lastRows = rows;
    this.#sent = new Map(part.map(({ id, entry }) => [id, entry.id]));
    this.parts.tell({ type: 'rows', from: this.#from, total: this.#shown.length, ids, changed });
  }

  #view(): PanelView {
    const { incident, incidentKey, live, zone } = this.parts;
    return {
      incident: incident(),
      zone,
      clockOffsetMs: this.parts.clockOffsetMs?.() ?? 0,
      total: this.#total,
      keyEvents: this.#keyEvents,
      retracted: this.#retracted,
      unreadable: live.unreadable.length,
      groups: kindGroups
        .map(group => ({ group, count: this.#groups.get(group) ?? 0 }))
        .filter(({ group, count }) => count > 0 || this.#filter.groups.includes(group)),
      people: [...this.#people]
        .map(([name, { number, count }]) => ({ name, number, count }))
        .filter(({ number, count }) => count > 0 || this.#filter.people.includes(number)),
      filter: this.#filter,
      problem: this.#problem,
      restore: { incidentKey },
    };
  }

  dispose(): void {
    this.#cancel?.();
    this.#live.dispose();
  }
}
