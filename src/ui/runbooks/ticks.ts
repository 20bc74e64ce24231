import { type Disposable, Emitter } from '../../core/events.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { RunbookCheck } from '../../core/runbooks/runbook.ts';
import type { TickData, TimelineEntry } from '../../core/timeline/entry.ts';
import type { CheckView } from '../../protocol/runbook.ts';
import type { RunbookUse } from './runbookUse.ts';

export interface TickChange {
  readonly use: RunbookUse;
  readonly check: CheckView;
}

/** Who ticked which checklist item for which incident. The timeline is where it is kept; the file never changes. */
export class Ticks implements Disposable {
  readonly #ticks = new Map<string, { readonly checked: boolean; readonly by: string }>();
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
    },
  ) {}

  /** Reads what was ticked for this incident in this runbook, in whatever window. */
  async load(use: RunbookUse): Promise<void> {
    if (!use.incident) return;
    this.#loaded.set(key(use, ''), use);
    for (const entry of await this.parts.entries(use.incident)) {
      const data = entry.data as TickData | undefined;
      if (entry.kind === 'checklist' && data?.runbook === use.runbook)
        this.#set(use, data.item, data.checked, entry);
    }
  }

  /** Reads again what was loaded, and tells of each item that somebody ticked elsewhere meanwhile. */
  async refresh(): Promise<void> {
    for (const use of this.#loaded.values()) {
      const before = new Map(this.#ticks);
      await this.load(use);
      for (const [id, { checked, by }] of this.#ticks) {
        const known = before.get(id);
        const item = id.startsWith(key(use, '')) ? id.slice(key(use, '').length) : null;
        if (item === null || (known?.checked === checked && known.by === by)) continue;
        this.#changed.fire({ use, check: { id: item, checked, by } });
      }
    }
  }

  view(use: RunbookUse, { id, checkedInFile }: RunbookCheck): CheckView {
    const tick = this.#ticks.get(key(use, id));
    return { id, checked: tick?.checked ?? checkedInFile, by: tick?.by ?? null };
  }

  async tick(use: RunbookUse, check: RunbookCheck, checked: boolean): Promise<void> {
    if (use.incident) {
      const entry = await this.parts.record(use.incident, {
        runbook: use.runbook,
        item: check.id,
        text: check.text,
        checked,
      });
      this.#set(use, check.id, checked, entry);
    } else {
      this.#ticks.set(key(use, check.id), { checked, by: '' });
    }
    this.#changed.fire({ use, check: this.view(use, check) });
  }

  #set(use: RunbookUse, item: string, checked: boolean, { author, at }: TimelineEntry): void {
    const time = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    this.#ticks.set(key(use, item), { checked, by: `${author}, ${time}` });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function key({ incident, runbook }: RunbookUse, item: string): string {
  return [incident?.key ?? '', runbook, item].join('\n');
}
