import type { Clock } from '../../core/clock.ts';
import { type Disposable, Emitter, type Event } from '../../core/events.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { type JournalNews, JournalsTail } from '../../core/timeline/journalTail.ts';
import { LiveTimeline } from '../../core/timeline/liveTimeline.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Timelines, Unsaved } from '../timelines.ts';
import { watchTimelines } from '../watchTimelines.ts';

/** Many entries in a row (a log of the provider’s) are one look. */
const settleMs = 100;
/** On a network share, or in a folder that VS Code does not watch, nobody tells of a change: it is looked for. */
const lookAgainMs = 10_000;

/** A timeline that somebody looks at. Disposing it ends the looking, not the timeline. */
export interface FollowedTimeline extends Disposable {
  readonly live: LiveTimeline;
  /** Why the journal cannot be read now, as a sentence; null where it can. */
  readonly problem: string | null;
  readonly unsaved: Unsaved;
  /** The journal was looked at, whether anything came of it or not. */
  readonly onDidLook: Event<void>;
}

/** The timelines on the screen: one look at each journal serves all who show it, and reads only what came since. */
export class LiveTimelines implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #followed = new Map<string, Followed>();
  readonly #changed = this.#owned.add(new Emitter<string>());
  /** The key of an incident whose timeline, which somebody looks at, says something else now. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly parts: {
      readonly timelines: Timelines;
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    this.#owned.add(parts.timelines.onDidChange(key => this.#followed.get(key)?.lookSoon()));
    // Another window, a colleague’s commit or an editor may have written to the file.
    this.#owned.add(
      watchTimelines(parts.timelines.root(), () => {
        for (const followed of this.#followed.values()) followed.lookSoon();
      }),
    );
    this.#owned.add({ dispose: () => [...this.#followed.values()].forEach(one => one.dispose()) });
  }

  follow(incident: Incident): FollowedTimeline {
    const { timelines, clock, boundary } = this.parts;
    const known = this.#followed.get(incident.key);
    const followed =
      known ??
      new Followed({
        journal: () => timelines.knownJournal(incident),
        unsaved: () => timelines.unsaved(incident),
        clock,
        sentence: error => boundary.sentence(error),
        log: error => boundary.log(`Reading the timeline of ${incident.key}`, error),
      });
    if (!known) followed.live.onDidChange(() => this.#changed.fire(incident.key));
    this.#followed.set(incident.key, followed);
    followed.users++;
    followed.lookSoon();
    return {
      live: followed.live,
      get problem() {
        return followed.problem;
      },
      get unsaved() {
        return timelines.unsaved(incident);
      },
      onDidLook: followed.onDidLook,
      dispose: () => {
        if (--followed.users > 0) return;
        this.#followed.delete(incident.key);
        followed.dispose();
      },
    };
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

class Followed implements Disposable {
  readonly live = new LiveTimeline();
  users = 0;
  problem: string | null = null;
  readonly #looked = new Emitter<void>();
  readonly onDidLook = this.#looked.event;
  #tail: { readonly path: string; readonly tail: JournalsTail } | null = null;
  #cancel: (() => void) | null = null;
  #cancelNext = () => {};
  #looking = false;
  #again = false;
  #disposed = false;

  constructor(
    private readonly parts: {
      readonly journal: () => Promise<string | null>;
      readonly unsaved: () => Unsaved;
      readonly clock: Clock;
      readonly sentence: (error: unknown) => string;
      readonly log: (error: unknown) => void;
    },
  ) {}

  lookSoon(): void {
    // A look that goes on may have passed what just came.
    if (this.#looking) this.#again = true;
    else this.#cancel ??= this.parts.clock.after(settleMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    this.#cancel = null;
    this.#cancelNext();
    this.#looking = true;
    try {
      const path = await this.parts.journal();
      const other = path !== (this.#tail?.path ?? null);
      if (other) this.#tail = path === null ? null : { path, tail: new JournalsTail(path) };
      const none = { anew: other, entries: [], unreadable: [] };
      const news = (await this.#tail?.tail.read()) ?? none;
      this.#take({ ...news, anew: news.anew || other });
      this.problem = null;
    } catch (error) {
      this.parts.log(error);
      this.problem = this.parts.sentence(error);
      // Just then what is not saved is to be seen.
      this.#take({ anew: false, entries: [], unreadable: this.live.unreadable });
    }
    this.#looking = false;
    this.#looked.fire();
    if (this.#disposed) return;
    this.#cancelNext = this.parts.clock.after(lookAgainMs, () => this.lookSoon());
    if (!this.#again) return;
    this.#again = false;
    this.lookSoon();
  }

  /** With what is in memory only: once it is written it is the same entry. */
  #take(news: JournalNews): void {
    this.live.take({ ...news, entries: [...news.entries, ...this.parts.unsaved().entries] });
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancel?.();
    this.#cancelNext();
    this.live.dispose();
    this.#looked.dispose();
  }
}
