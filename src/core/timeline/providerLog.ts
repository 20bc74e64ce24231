import { t } from '@vscode/l10n';
import type { UtcTime } from '../clock.ts';
import type { Incident, LogEntry, LogEntryKind } from '../incidents/incident.ts';
import type { EntryKind, TimelineEntry } from './entry.ts';
import { sentence } from '../sentence.ts';
import { isSameText } from './entryNote.ts';
import { withoutHidden } from './hiddenCharacters.ts';
import { isMarkedKind } from './kindMarks.ts';
import type { NewEntryParts } from './newEntries.ts';
import { toldId } from './toldId.ts';

/** The author of what the provider did by itself; no person, so never among the responders. */
export const PROVIDER_AUTHOR = sentence('Incident provider');

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

/**
 * What a person may have left out of timelines; the times of the post-mortem come from the rest: when it began, was
 * acknowledged, ended.
 */
const optionalKinds = ['unacknowledged', 'assigned', 'escalated', 'snoozed', 'changed'] as const;

/** Those lines of a log that a person has not left out. */
export function wantedLines(log: readonly LogEntry[], leftOut: readonly string[]): readonly LogEntry[] {
  const unwanted = new Set<string>(optionalKinds.filter(kind => leftOut.includes(kind)));
  return log.filter(({ kind }) => !unwanted.has(kind));
}

/** A note comes after what it tells of; by more than clocks differ, somebody made its marker up. ms */
const mostAhead = 10 * 60_000;

/** Which lines of a provider’s log a journal tells of; their ids alone, as it is kept for each incident. */
export class ToldLines {
  readonly #sources = new Set<string>();

  /** @param source of an entry: see EntrySource */
  add(source: string): void {
    this.#sources.add(source);
  }

  has(source: string): boolean {
    return this.#sources.has(source);
  }

  /** Whether a timeline tells of all of them, or does not tell of such. */
  hasAll(log: readonly LogEntry[], incident: Incident): boolean {
    return log.every(line => !recordedKinds[line.kind] || this.has(sourceIdOf(line, incident)));
  }
}

/** What of a provider’s log stands in one journal, whoever wrote it there. */
export class ProviderLog {
  readonly told = new ToldLines();
  readonly #entries = new Map<string, TimelineEntry>();
  /** By the id of the first. */
  readonly #versions = new Map<string, TimelineEntry[]>();

  constructor(
    private readonly incident: Incident,
    entries: readonly TimelineEntry[],
    private readonly parts: Pick<NewEntryParts, 'mask'> = {},
  ) {
    for (const entry of entries) this.#keep(entry);
  }

  /** The entry that a line becomes, from then on known; null where it stands there already. */
  take(line: LogEntry, writtenAt: UtcTime): TimelineEntry | null {
    const kind = recordedKinds[line.kind];
    const source = sourceIdOf(line, this.incident);
    if (!kind || this.told.has(source)) return null;
    this.told.add(source);
    const arrived = this.#arrived(line, writtenAt);
    if (arrived === 'known') return null;
    const entry = arrived ?? {
      id: toldId(line.at, kind, `log ${this.incident.id} ${line.id}`),
      at: line.at,
      writtenAt,
      author: withoutHidden(line.agent?.name ?? PROVIDER_AUTHOR),
      source: { type: 'provider', id: source } as const,
      kind,
      text: this.#said(line.text),
      data: { providerType: line.providerType },
    };
    // Another machine’s account may have another id; what it wrote of the same log has the same one.
    if (this.#entries.has(entry.id)) return null;
    this.#keep(entry);
    return entry;
  }

  /**
   * Of a note that was an entry before: that entry, with its own id, time, author and kind. What says to be an entry that
   * reads otherwise here is a note like any other; and what was written here is corrected by nobody elsewhere.
   */
  #arrived(line: LogEntry, writtenAt: UtcTime): TimelineEntry | 'known' | null {
    const { origin } = line;
    if (!origin || Date.parse(origin.at) > Date.parse(line.at) + mostAhead) return null;
    const text = this.#said(line.text);
    if (this.#entries.has(origin.entry)) {
      // What was amended before it was sent went out as it read then.
      const versions = this.#versions.get(origin.entry) ?? [];
      // A machine that knows fewer secrets may have written it, and that as it was sent.
      return versions.some(version => isSameText(this.#said(version.text), text)) ? 'known' : null;
    }
    const corrected = origin.corrects === null ? undefined : this.#entries.get(origin.corrects);
    const own = corrected !== undefined && corrected.source.type !== 'provider';
    return {
      id: origin.entry,
      at: origin.at,
      writtenAt,
      author: withoutHidden(origin.author),
      source: { type: 'provider', id: sourceIdOf(line, this.incident) },
      kind: isMarkedKind(origin.kind) && origin.kind !== 'action' ? origin.kind : 'note',
      text: own ? t('Correction: {0}', text) : text,
      data: { providerType: line.providerType, sentBy: line.agent?.name ?? PROVIDER_AUTHOR },
      ...(origin.corrects !== null && !own && { amends: origin.corrects }),
    };
  }

  /** What is typed as a note comes this way, and an alert may say anything: a journal is kept, shared and quoted. */
  #said(text: string): string {
    const seen = withoutHidden(text);
    return this.parts.mask?.(seen) ?? seen;
  }

  #keep(entry: TimelineEntry): void {
    this.#entries.set(entry.id, entry);
    for (const id of entry.amends === undefined ? [entry.id] : [entry.id, entry.amends]) {
      const versions = this.#versions.get(id);
      if (versions) versions.push(entry);
      else this.#versions.set(id, [entry]);
    }
    if (entry.source.type === 'provider') this.told.add(entry.source.id);
  }
}

function sourceIdOf({ id }: LogEntry, { accountId }: Incident): string {
  return `${accountId}:${id}`;
}
