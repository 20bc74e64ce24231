import { type Disposable, Emitter } from '../../core/events.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { RunbookCheck } from '../../core/runbooks/runbook.ts';
import type { TimelineEntry } from '../../core/timeline/entry.ts';
import { tickDataOf } from '../../core/timeline/entryData.ts';
import type { CheckView } from '../../protocol/runbook.ts';
import { localTime } from '../localTime.ts';
import type { RunbookUse } from './runbookUse.ts';

export interface TickChange {
  readonly use: RunbookUse;
  readonly check: CheckView;
}

interface Tick {
  readonly checked: boolean;
  /** Null without an incident: nobody but who looks at it can have ticked it. */
  readonly by: Pick<TimelineEntry, 'author' | 'at'> | null;
}

/** Who ticked which checklist item for which incident. The timeline is where it is kept; the file never changes. */
export class Ticks implements Disposable {
  readonly #ticks = new Map<string, Tick>();
  /** What was read, by incident and runbook: what others tick there is shown too. */
  readonly #loaded = new Map<string, RunbookUse>();
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

  /** Reads what was ticked for this incident in this runbook, in whatever window. */
  async load(use: RunbookUse): Promise<void> {
    if (!use.incident) return;
    this.#loaded.set(key(use, ''), use);
    for (const entry of await this.parts.entries(use.incident)) {
      const data = tickDataOf(entry);
      if (data?.runbook === use.runbook)
        this.#ticks.set(key(use, data.item), { checked: data.checked, by: entry });
    }
  }

  /** Reads again what was loaded, and tells of each item that somebody ticked elsewhere meanwhile. */
  async refresh(): Promise<void> {
    for (const use of this.#loaded.values()) {
      const before = new Map(this.#ticks);
      await this.load(use);
      for (const [id, tick] of this.#ticks) {
        const item = id.startsWith(key(use, '')) ? id.slice(key(use, '').length) : null;
        if (item !== null && !isSame(tick, before.get(id)))
          this.#changed.fire({ use, check: this.#shown(item, tick) });
      }
    }
  }

  view(use: RunbookUse, { id, checkedInFile }: RunbookCheck): CheckView {
    const tick = this.#ticks.get(key(use, id));
    return tick ? this.#shown(id, tick) : { id, checked: checkedInFile, by: null };
  }

  /** In words of this moment: what was ticked today is of another day tomorrow. */
  #shown(id: string, { checked, by }: Tick): CheckView {
    return { id, checked, by: by && `${by.author}, ${localTime(by.at, this.parts.now())}` };
  }

  async tick(use: RunbookUse, check: RunbookCheck, checked: boolean): Promise<void> {
    if (use.incident) {
      const by = await this.parts.record(use.incident, {
        runbook: use.runbook,
        item: check.id,
        text: check.text,
        checked,
      });
      this.#ticks.set(key(use, check.id), { checked, by });
    } else {
      this.#ticks.set(key(use, check.id), { checked, by: null });
    }
    this.#changed.fire({ use, check: this.view(use, check) });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function isSame({ checked, by }: Tick, other: Tick | undefined): boolean {
  return checked === other?.checked && by?.author === other.by?.author && by?.at === other.by?.at;
}

function key({ incident, runbook }: RunbookUse, item: string): string {
  return [incident?.key ?? '', runbook, item].join('\n');
}
