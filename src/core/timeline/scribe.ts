import { t } from '@vscode/l10n';
import { utc } from '../clock.ts';
import { NotPossibleError } from '../errors.ts';
import type { RunRecord } from '../execution/outcome.ts';
import type { GitFact } from '../git/headFacts.ts';
import type { Incident, LogEntry } from '../incidents/incident.ts';
import type { ResponseRecord } from '../response/responseRecords.ts';
import { actionItemText } from './actionItemText.ts';
import { amended, type Amendment } from './amendment.ts';
import type {
  ActionItemData,
  ApprovalData,
  DeadlineData,
  JsonValue,
  SuspectData,
  TickData,
  TimelineEntry,
} from './entry.ts';
import { withoutHidden } from './hiddenCharacters.ts';
import type { ImportedEntry } from './import/importedEntries.ts';
import type { Journal } from './journal.ts';
import { refuseUnsaved } from './keptJournal.ts';
import type { MarkedKind } from './kindMarks.ts';
import { NewEntries, type NewEntryParts, type NewRecord } from './newEntries.ts';
import type { NoteData } from './noteData.ts';
import { ProviderLog, ToldLines, wantedLines } from './providerLog.ts';
import { approvalText, runDataFrom, runText, tickText } from './recordedText.ts';
import { timelineView, type ViewedEntry } from './timelineView.ts';
import { toldId } from './toldId.ts';

export { PROVIDER_AUTHOR } from './providerLog.ts';

/** Who an entry is by that no person and no provider made. */
export const EXTENSION_AUTHOR = 'On-Call';

export interface ScribeParts extends NewEntryParts {
  journalOf(incident: Incident): Promise<Journal>;
  /** Which of what others do to an incident is not written down, as the person wishes now; nothing where left out. */
  leavesOut?(): readonly string[];
}

/**
 * Writes down what happens; the only one that appends to journals. Times that are given to it are this machine’s,
 * but for the provider’s own; where this machine’s clock is off, they are corrected and both are kept. Every method
 * resolves once its entry is on disk and rejects with JournalWriteError, or whatever `journalOf` and reading reject
 * with.
 */
export class Scribe {
  /** What of the provider’s log is known to stand in the journal, by incident key. */
  readonly #told = new Map<string, ToldLines>();
  /** The last log being recorded, by incident key: one after the other, else both would find an entry missing. */
  readonly #recording = new Map<string, Promise<unknown>>();
  readonly #new: NewEntries;

  constructor(private readonly parts: ScribeParts) {
    this.#new = new NewEntries(parts);
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

  /**
   * @param adopted Another window may have written it already: then it is not written again.
   */
  async recordRun(incident: Incident, run: RunRecord, adopted = false): Promise<TimelineEntry> {
    if (adopted) {
      const written = await this.#writtenOf(incident);
      const before = written.find(({ source }) => source.type === 'run' && source.id === run.runId);
      if (before) return before;
    }
    return this.#write(incident, {
      at: run.startedAt,
      source: { type: 'run', id: run.runId },
      kind: 'run',
      text: runText(run),
      data: runDataFrom(run),
    });
  }

  /** Written before the block runs. The author is who approved. */
  async recordApproval(incident: Incident, approval: ApprovalData): Promise<TimelineEntry> {
    return this.#write(incident, {
      source: { type: 'person' },
      kind: 'approval',
      text: approvalText(approval),
      data: approval,
    });
  }

  /** @param label What the item says. */
  async recordTick(incident: Incident, tick: TickData, label: string): Promise<TimelineEntry> {
    return this.#write(incident, {
      source: { type: 'person' },
      kind: 'checklist',
      text: tickText(tick, label),
      data: tick,
    });
  }

  /** Severity, stage, roles, messages, deadlines: how the response goes. */
  async recordResponse(incident: Incident, { byItself, ...record }: ResponseRecord): Promise<TimelineEntry> {
    return this.#write(incident, { source: { type: byItself ? 'extension' : 'person' }, ...record });
  }

  /**
   * That a deadline fell due, at its time. Every machine that notices writes the same entry, so that it counts once.
   */
  async recordDue(incident: Incident, data: DeadlineData, record: ResponseRecord): Promise<void> {
    const id = toldId(data.dueAt, 'deadline', `deadline:${incident.id}:${data.deadline}:${data.dueAt}`);
    if ((await this.#writtenOf(incident)).some(entry => entry.id === id)) return;
    const { kind, text } = record;
    const source = { type: 'extension' } as const;
    const entry = this.#new.entry(incident, { trueAt: data.dueAt, source, kind, text, data });
    // Nobody did it: with a name of its own, each machine would say another one.
    await (await this.parts.journalOf(incident)).append({ ...entry, id, author: EXTENSION_AUTHOR });
  }

  /** Something to do after the incident: the post-mortem lists it. */
  async recordActionItem(incident: Incident, item: ActionItemData): Promise<TimelineEntry> {
    const text = actionItemText(item);
    return this.#write(incident, { source: { type: 'person' }, kind: 'action', text, data: item });
  }

  /**
   * What somebody wrote: see parseEntryText. @param at When it happened, ms since the epoch: by this machine’s clock, or
   * a time that somebody typed, which was read by the incident’s. @param beside What stands beside the text. Something to do becomes an action item like any other, with nobody who has it.
   */
  async addEntry(
    incident: Incident,
    text: string,
    at: number | { readonly trueAt: number },
    kind: MarkedKind = 'note',
    beside: NoteData = {},
  ): Promise<TimelineEntry> {
    const source = { type: 'person' } as const;
    const when = typeof at === 'number' ? { at: utc(at) } : { trueAt: utc(at.trueAt) };
    const data = Object.fromEntries(Object.entries(beside).filter(isPresent));
    if (kind === 'action') {
      const item: ActionItemData = {
        ...data,
        ...{ text: text.replace(/\s+/g, ' ').trim(), owner: null, runbook: null, step: '' },
      };
      return this.#write(incident, { ...when, source, kind, text: actionItemText(item), data: item });
    }
    return this.#write(incident, {
      ...{ ...when, source, kind, text },
      ...(Object.keys(data).length > 0 && { data }),
    });
  }

  /**
   * Something a person did to the incident that the provider’s log does not tell, or tells at another time.
   * @param at When the person did it, ms since the epoch. @param id The action’s own, so that it comes only once.
   * @param isTold Whether an entry tells of it already.
   */
  async recordAction(
    incident: Incident,
    text: string,
    at: number,
    id: string,
    isTold: (entry: TimelineEntry) => boolean = () => false,
  ): Promise<TimelineEntry | null> {
    if (this.parts.leavesOut?.().includes('changed')) return null;
    const written = await this.#writtenOf(incident);
    if (written.some(entry => entry.data?.['action'] === id || isTold(entry))) return null;
    return this.#write(incident, {
      at: utc(at),
      source: { type: 'person' },
      kind: 'changed',
      text,
      data: { action: id },
    });
  }

  /** Writes down what of it is not there yet, whichever window was first; answers how many. */
  recordGit(incident: Incident, facts: readonly GitFact[]): Promise<number> {
    const records = facts.map(({ at, text, data }) => ({
      id: toldId(at, 'git', `git:${data.repository}:${data.event}:${data.ref}:${data.sha}`),
      ...({ at, source: { type: 'extension' }, kind: 'git', text, data } as const),
    }));
    return this.recordOnce(incident, records);
  }

  /** The same, of anything whose id is made of what it tells: see toldId. */
  async recordOnce(
    incident: Incident,
    records: readonly (NewRecord & { readonly id: string })[],
  ): Promise<number> {
    const journal = await this.parts.journalOf(incident);
    const known = new Set((await journal.read()).entries.map(({ id }) => id));
    const missing = records.filter(({ id }) => !known.has(id));
    await journal.appendAll(missing.map(record => this.#new.entry(incident, record)));
    return missing.length;
  }

  /** What a person holds for the cause, for now; null where it stands in the timeline already. */
  async recordSuspect(incident: Incident, text: string, data: SuspectData): Promise<TimelineEntry | null> {
    const { entries } = timelineView(await (await this.parts.journalOf(incident)).read());
    const there = entries.some(
      ({ entry }) => entry.kind === 'hypothesis' && entry.data?.['change'] === data.change,
    );
    return there
      ? null
      : this.#write(incident, { source: { type: 'person' }, kind: 'hypothesis', text, data });
  }

  /**
   * Writes down what was read from a file and is not there yet, however often it was retracted; answers how many.
   * Who a row names is its author; where it names nobody, nobody is. Rejects while any row is in memory only.
   */
  async recordImported(
    incident: Incident,
    imported: readonly ImportedEntry[],
    from: string,
  ): Promise<number> {
    const journal = await this.parts.journalOf(incident);
    const known = new Set((await journal.read()).entries.map(({ source }) => 'id' in source && source.id));
    const entries: TimelineEntry[] = [];
    for (const { id, at, author, kind, text } of imported) {
      if (known.has(id)) continue;
      known.add(id);
      const record = { trueAt: at, source: { type: 'import', id, from }, kind, text } as const;
      entries.push({ ...this.#new.entry(incident, record), author: withoutHidden(author) });
    }
    await journal.appendAll(entries);
    refuseUnsaved(journal, imported);
    return entries.length;
  }

  /** @param text “Post-mortem created” @param path Where the document stands. */
  async recordDocument(incident: Incident, text: string, path: string): Promise<TimelineEntry> {
    return this.#write(incident, { source: { type: 'extension' }, kind: 'document', text, data: { path } });
  }

  /** Rejects with NotPossibleError where there is no such entry. What stood there before stays in the history. */
  async amend(incident: Incident, id: string, change: Amendment): Promise<TimelineEntry> {
    return this.#write(incident, amended(await this.#find(incident, id), change));
  }

  /** The entry no longer counts; it stays in the journal, and amending it again brings it back. */
  async retract(incident: Incident, id: string): Promise<TimelineEntry> {
    return this.#write(incident, { ...amended(await this.#find(incident, id)), retracts: true });
  }

  async #recordLog(incident: Incident, whole: readonly LogEntry[]): Promise<number> {
    const log = wantedLines(whole, this.parts.leavesOut?.() ?? []);
    const before = this.#told.get(incident.key) ?? new ToldLines();
    if (before.hasAll(log, incident)) return 0;

    // Another window may have written them meanwhile, so the journal is asked before anything is added.
    const journal = await this.parts.journalOf(incident);
    const written = new ProviderLog(incident, (await journal.read()).entries, this.parts);
    const writtenAt = this.#new.now(incident);
    const entries = log.map(line => written.take(line, writtenAt)).filter(entry => entry !== null);
    this.#told.delete(incident.key);
    await journal.appendAll(entries);
    this.#told.set(incident.key, written.told);
    return entries.length;
  }

  async #find(incident: Incident, id: string): Promise<ViewedEntry> {
    const view = timelineView(await (await this.parts.journalOf(incident)).read());
    const found = [...view.entries, ...view.retracted].find(
      viewed => viewed.id === id || viewed.entry.id === id,
    );
    if (found) return found;
    throw new NotPossibleError(
      t('That entry is not in this incident’s timeline.'),
      t('Refresh the timeline and choose the entry again.'),
    );
  }

  async #write(incident: Incident, record: NewRecord): Promise<TimelineEntry> {
    const entry = this.#new.entry(incident, record);
    await (await this.parts.journalOf(incident)).append(entry);
    return entry;
  }

  /**
   * What is written already, to write nothing twice; nothing where that cannot be read. What is then written twice
   * still counts once (see timelineView), while what is not written at all would be lost.
   */
  async #writtenOf(incident: Incident): Promise<readonly TimelineEntry[]> {
    try {
      return (await (await this.parts.journalOf(incident)).read()).entries;
    } catch {
      return [];
    }
  }
}

function isPresent(field: readonly [string, JsonValue | undefined]): field is [string, JsonValue] {
  return field[1] !== undefined;
}
