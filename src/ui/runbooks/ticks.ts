import { type Disposable, Emitter } from '../../core/events.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { RunbookCheck } from '../../core/runbooks/runbook.ts';
import type { TimelineEntry } from '../../core/timeline/entry.ts';
import { tickDataOf } from '../../core/timeline/entryData.ts';
import type { CheckView } from '../../protocol/runbook.ts';
import { localTime } from '../localTime.ts';
import { type RunbookUse, useKey } from './runbookUse.ts';

export interface TickChange {
  readonly use: RunbookUse;
  readonly check: CheckView;
}

interface Tick {
  readonly checked: boolean;
  /** Null without an incident: nobody but who looks at it can have ticked it. */
  readonly by: Pick<TimelineEntry, 'author' | 'at'> | null;
}

/** What is known for a use, for as long as somebody shows it. */
interface Shown {
  readonly use: RunbookUse;
  /** By item. */
  readonly ticks: Map<string, Tick>;
  readonly holders: Set<Disposable>;
  /** The timeline could not be read when it was last looked at. */
  unread: boolean;
}

/**
 * Who ticked which checklist item for which incident. The timeline is where it is kept; the file never changes. Without
 * an incident a tick is kept nowhere: it is gone with the last panel.
 */
export class Ticks implements Disposable {
  /** By the key of the use. */
  readonly #shown = new Map<string, Shown>();
  readonly #changed = new Emitter<TickChange>();
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly parts: {
      /** The incident’s timeline in order; empty where there is none yet. */
      readonly entries: (incident: Incident) => Promise<readonly TimelineEntry[]>;
      /** Resolves with the entry once it is on disk. */
      readonly record: (
        incident: Incident,
        tick: { runbook: string; item: string; text: string; checked: boolean },
      ) => Promise<TimelineEntry>;
      /** ms since the epoch */
      readonly now: () => number;
    },
  ) {}

  /** The ticks of this use are wanted until the answer is disposed: what others tick there is shown, too. */
  hold(use: RunbookUse): Disposable {
    const key = useKey(use);
    const shown = this.#shown.get(key) ?? { use, ticks: new Map(), holders: new Set(), unread: false };
    this.#shown.set(key, shown);
    const holder = {
      dispose: () => {
        if (shown.holders.delete(holder) && shown.holders.size === 0) this.#shown.delete(key);
      },
    };
    shown.holders.add(holder);
    return holder;
  }

  /**
   * Reads what was ticked for this incident in this runbook, in whatever window; nothing where nobody holds it. Rejects
   * where the timeline cannot be read.
   */
  async load(use: RunbookUse): Promise<void> {
    const shown = this.#shown.get(useKey(use));
    if (!shown || !use.incident) return;
    // Whoever loads tells of it where it stays so.
    shown.unread = true;
    take(shown, await this.parts.entries(use.incident));
  }

  /**
   * Reads again what is held, each timeline once, and tells of each item that somebody ticked elsewhere meanwhile.
   * @param failed Hears of a timeline that cannot be read, unless whoever holds its ticks was told of it already.
   */
  async refresh(failed: (incident: Incident, error: unknown) => void): Promise<void> {
    const all = [...this.#shown.values()].flatMap(({ use: { incident } }) => incident ?? []);
    for (const incident of new Map(all.map(each => [each.key, each])).values()) {
      try {
        const entries = await this.parts.entries(incident);
        for (const shown of this.#of(incident))
          for (const [item, tick] of take(shown, entries))
            this.#changed.fire({ use: shown.use, check: this.#view(item, tick) });
      } catch (error) {
        // The others are looked at all the same.
        const unread = this.#of(incident);
        if (unread.some(shown => !shown.unread)) failed(incident, error);
        for (const shown of unread) shown.unread = true;
      }
    }
  }

  #of({ key }: Incident): readonly Shown[] {
    return [...this.#shown.values()].filter(({ use }) => use.incident?.key === key);
  }

  view(use: RunbookUse, { id, checkedInFile }: RunbookCheck): CheckView {
    const tick = this.#shown.get(useKey(use))?.ticks.get(id);
    return tick ? this.#view(id, tick) : { id, checked: checkedInFile, by: null };
  }

  /** In words of this moment: what was ticked today is of another day tomorrow. */
  #view(id: string, { checked, by }: Tick): CheckView {
    return { id, checked, by: by && `${by.author}, ${localTime(by.at, this.parts.now())}` };
  }

  async tick(use: RunbookUse, { id, text }: RunbookCheck, checked: boolean): Promise<void> {
    const { incident, runbook } = use;
    const by = incident && (await this.parts.record(incident, { runbook, item: id, text, checked }));
    const tick = { checked, by };
    // The panel may have been closed meanwhile, and another one opened.
    this.#shown.get(useKey(use))?.ticks.set(id, tick);
    this.#changed.fire({ use, check: this.#view(id, tick) });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** What the timeline says counts; returns what is otherwise since. */
function take(
  shown: Shown,
  entries: readonly TimelineEntry[],
): readonly (readonly [item: string, tick: Tick])[] {
  const { use, ticks } = shown;
  const before = new Map(ticks);
  for (const entry of entries) {
    const data = tickDataOf(entry);
    if (data?.runbook === use.runbook) ticks.set(data.item, { checked: data.checked, by: entry });
  }
  shown.unread = false;
  return [...ticks].filter(([item, tick]) => !isSame(tick, before.get(item)));
}

function isSame({ checked, by }: Tick, other: Tick | undefined): boolean {
  return checked === other?.checked && by?.author === other.by?.author && by?.at === other.by?.at;
}
