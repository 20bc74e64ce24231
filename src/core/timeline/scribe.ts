import { monotonicFactory } from 'ulid';
import { utc, type Clock, type UtcTime } from '../clock.ts';
import { NotPossibleError } from '../errors.ts';
import type { RunRecord } from '../execution/outcome.ts';
import type { Incident, LogEntry, LogEntryKind } from '../incidents/incident.ts';
import { durationText } from './durationText.ts';
import type { EntryKind, RunData, TickData, TimelineEntry } from './entry.ts';
import { withoutHidden } from './hiddenCharacters.ts';
import type { Journal } from './journal.ts';
import { timelineView, type ViewedEntry } from './timelineView.ts';

/** The author of what the provider did by itself; no person, so never among the responders. */
export const PROVIDER_AUTHOR = 'Incident provider';

/** Who was paged by which channel, and what no provider has a word for, would bury the rest: they are left out. */
const recordedKinds: Record<LogEntryKind, EntryKind | null> = {
  triggered: 'triggered',
  acknowledged: 'acknowledged',
  unacknowledged: 'unacknowledged',
  assigned: 'assigned',
  escalated: 'escalated',
  resolved: 'resolved',
  snoozed: 'snoozed',
  note: 'note',
  changed: 'changed',
  notified: null,
  other: null,
};

export interface ScribeParts {
  journalOf(incident: Incident): Promise<Journal>;
  readonly clock: Clock;
  /** 0 ≤ n < 1, for the ids. */
  random(): number;
  /** The name of the person at this machine. */
  author(): string;
}

/**
 * Writes down what happens; the only one that appends to journals. Every method resolves once its entry is on disk
 * and rejects with JournalWriteError, or whatever `journalOf` and reading reject with.
 */
export class Scribe {
  readonly #ulid: (time: number) => string;
  /** Source ids known to stand in the journal, by incident key. */
  readonly #told = new Map<string, Set<string>>();
  /** The last log being recorded, by incident key: one after the other, else both would find an entry missing. */
  readonly #recording = new Map<string, Promise<unknown>>();

  constructor(private readonly parts: ScribeParts) {
    this.#ulid = monotonicFactory(() => parts.random());
  }

  /** Writes down what of the provider’s log is not there yet, at the provider’s own times; answers how many. */
  recordProviderLog(incident: Incident, log: readonly LogEntry[]): Promise<number> {
    const before = this.#recording.get(incident.key) ?? Promise.resolve();
    const recorded = before.then(() => this.#recordLog(incident, log));
    const settled = recorded.catch(() => undefined);
    this.#recording.set(incident.key, settled);
    void settled.then(() => {
      if (this.#recording.get(incident.key) === settled) this.#recording.delete(incident.key);
    });
    return recorded;
  }

  async recordRun(incident: Incident, run: RunRecord): Promise<TimelineEntry> {
    const { outcome } = run;
    const exitCode = 'exitCode' in outcome ? outcome.exitCode : null;
    const { runId, runbook, step, command, cwd, startedAt, durationMs, outputTail, outputCut } = run;
    const data: RunData = {
      ...{ runId, runbook, step, command, cwd },
      ...{ outcome: outcome.type, exitCode, startedAt, durationMs, outputTail, outputCut },
    };
    return this.#write(incident, {
      at: startedAt,
      source: { type: 'run', id: runId },
      kind: 'run',
      text: `${step || 'A block'}: ${endOf(run)} after ${durationText(durationMs)} (run from ${runbook})`,
      data,
    });
  }

  /** @param label What the item says. */
  async recordTick(incident: Incident, tick: TickData, label: string): Promise<TimelineEntry> {
    return this.#write(incident, {
      source: { type: 'person' },
      kind: 'checklist',
      text: `${tick.checked ? 'Ticked' : 'Unticked'} “${label}” in ${tick.runbook}`,
      data: tick,
    });
  }

  /** @param at When it happened, ms since the epoch: see parseEntryText. */
  async addEntry(incident: Incident, text: string, at: number): Promise<TimelineEntry> {
    return this.#write(incident, { at: utc(at), source: { type: 'person' }, kind: 'note', text });
  }

  /**
   * Something a person did to the incident that the provider’s log does not tell, or tells at another time.
   * @param at When the person did it, ms since the epoch. @param id The action’s own, so that it comes only once.
   */
  async recordAction(
    incident: Incident,
    text: string,
    at: number,
    id: string,
  ): Promise<TimelineEntry | null> {
    const written = (await (await this.parts.journalOf(incident)).read()).entries;
    if (written.some(({ data }) => data?.['action'] === id)) return null;
    return this.#write(incident, {
      at: utc(at),
      source: { type: 'person' },
      kind: 'changed',
      text,
      data: { action: id },
    });
  }

  /** @param text “Post-mortem created” @param path Where the document stands. */
  async recordDocument(incident: Incident, text: string, path: string): Promise<TimelineEntry> {
    return this.#write(incident, { source: { type: 'extension' }, kind: 'document', text, data: { path } });
  }

  /** Rejects with NotPossibleError where there is no such entry. What stood there before stays in the history. */
  async amend(
    incident: Incident,
    id: string,
    change: { readonly text?: string; readonly at?: number },
  ): Promise<TimelineEntry> {
    const { id: root, entry } = await this.#find(incident, id);
    return this.#write(incident, {
      at: change.at === undefined ? entry.at : utc(change.at),
      source: { type: 'person' },
      kind: entry.kind,
      text: change.text ?? entry.text,
      ...(entry.data && { data: entry.data }),
      amends: root,
    });
  }

  /** The entry no longer counts; it stays in the journal, and amending it again brings it back. */
  async retract(incident: Incident, id: string): Promise<TimelineEntry> {
    const { id: root, entry } = await this.#find(incident, id);
    return this.#write(incident, {
      at: entry.at,
      source: { type: 'person' },
      kind: entry.kind,
      text: entry.text,
      ...(entry.data && { data: entry.data }),
      amends: root,
      retracts: true,
    });
  }

  async #recordLog(incident: Incident, log: readonly LogEntry[]): Promise<number> {
    const missing = (told: ReadonlySet<string>) =>
      log.filter(line => recordedKinds[line.kind] && !told.has(sourceId(incident, line)));
    if (missing(this.#told.get(incident.key) ?? new Set()).length === 0) return 0;

    // Another window may have written them meanwhile, so the journal is asked before anything is added.
    const journal = await this.parts.journalOf(incident);
    const told = new Set<string>();
    for (const { source } of (await journal.read()).entries)
      if (source.type === 'provider') told.add(source.id);
    this.#told.set(incident.key, told);

    const appends: Promise<void>[] = [];
    for (const line of missing(told)) {
      const id = sourceId(incident, line);
      if (told.has(id)) continue;
      told.add(id);
      appends.push(journal.append(this.#providerEntry(line, id)));
    }
    const failed = (await Promise.allSettled(appends)).find(append => append.status === 'rejected');
    if (!failed) return appends.length;
    this.#told.delete(incident.key);
    throw failed.reason;
  }

  #providerEntry(line: LogEntry, id: string): TimelineEntry {
    const entry = this.#entry({
      at: line.at,
      source: { type: 'provider', id },
      kind: recordedKinds[line.kind] ?? 'note',
      text: line.text,
      data: { providerType: line.providerType },
    });
    return { ...entry, author: withoutHidden(line.agent?.name ?? PROVIDER_AUTHOR) };
  }

  async #find(incident: Incident, id: string): Promise<ViewedEntry> {
    const view = timelineView(await (await this.parts.journalOf(incident)).read());
    const found = [...view.entries, ...view.retracted].find(
      viewed => viewed.id === id || viewed.entry.id === id,
    );
    if (found) return found;
    throw new NotPossibleError(
      'That entry is not in this incident’s timeline.',
      'Refresh the timeline and choose the entry again.',
    );
  }

  async #write(incident: Incident, record: NewRecord): Promise<TimelineEntry> {
    const entry = this.#entry(record);
    await (await this.parts.journalOf(incident)).append(entry);
    return entry;
  }

  #entry({ at, text, ...rest }: NewRecord): TimelineEntry {
    const now = this.parts.clock.now();
    return {
      // A clock at 0 would make the library read the real one.
      id: this.#ulid(Math.max(1, now)),
      at: at ?? utc(now),
      writtenAt: utc(now),
      author: withoutHidden(this.parts.author()),
      text: withoutHidden(text),
      ...rest,
    };
  }
}

type NewRecord = Omit<TimelineEntry, 'id' | 'at' | 'writtenAt' | 'author'> & { readonly at?: UtcTime };

function sourceId(incident: Incident, line: LogEntry): string {
  return `${incident.accountId}:${line.id}`;
}

function endOf({ outcome }: RunRecord): string {
  switch (outcome.type) {
    case 'ok':
      return 'ok';
    case 'failed':
      return `failed with exit code ${outcome.exitCode}`;
    case 'cancelled':
      return 'cancelled';
    case 'unknown':
      return `ended unknown (${outcome.reason.replace(/\.$/, '')})`;
  }
}
