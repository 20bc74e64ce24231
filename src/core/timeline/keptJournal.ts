import { t } from '@vscode/l10n';
import type { Clock } from '../clock.ts';
import { JournalWriteError, OnCallError } from '../errors.ts';
import { Emitter, type Disposable } from '../events.ts';
import type { TimelineEntry } from './entry.ts';
import type { Journal, JournalContent } from './journal.ts';
import { reasonOf } from './journalFiles.ts';
import { toldBy } from './timelineView.ts';

const retryMs = 30_000;
/** What is kept is written in lots of this size: each with one sync, and none large on a disk that is nearly full. */
const lotEntries = 200;
const lotBytes = 256 * 1024;

/**
 * A journal that forgets nothing: an entry that could not be written is kept in memory, read with the rest, and
 * written as soon as that is possible: before the next append, and twice a minute. The same entry is written again,
 * so that it counts once by its id, should it have reached the disk the first time.
 *
 * `append` still rejects with JournalWriteError then, because whoever waits for it may not go on as if it counted.
 */
export class KeptJournal implements Journal, Disposable {
  /** By what it tells of, else by its id: a run that somebody has recorded again is kept once. */
  readonly #kept = new Map<string, TimelineEntry>();
  readonly #appended: Emitter<TimelineEntry>;
  readonly #changed: Emitter<void>;
  #copiedTo: string | null = null;
  #retrying: Promise<void> | null = null;
  #cancelRetry: (() => void) | null = null;
  #disposed = false;

  constructor(
    private readonly parts: {
      /** Where it stands, or shall stand. */
      readonly location: string;
      /** Opens what stands there; asked before each use, as it may have moved or be possible only later. */
      readonly open: () => Promise<Journal>;
      readonly clock: Clock;
      readonly onListenerError?: (error: unknown) => void;
    },
  ) {
    this.#appended = new Emitter(parts.onListenerError);
    this.#changed = new Emitter(parts.onListenerError);
  }

  get location(): string {
    return this.parts.location;
  }

  get onDidAppend() {
    return this.#appended.event;
  }

  /** The entries in `unsaved` are others than before. */
  get onDidChangeUnsaved() {
    return this.#changed.event;
  }

  /** What is not in the journal yet, in the order of writing. */
  get unsaved(): readonly TimelineEntry[] {
    return [...this.#kept.values()];
  }

  /** Where all of `unsaved` stands meanwhile; null where there is no such place. */
  get copiedTo(): string | null {
    return this.#copiedTo;
  }

  append(entry: TimelineEntry): Promise<void> {
    return this.appendAll([entry]);
  }

  async appendAll(entries: readonly TimelineEntry[]): Promise<void> {
    if (this.#kept.size > 0) await this.retry();
    if (entries.length === 0) return;
    try {
      await this.#write(entries);
    } catch (error) {
      this.#keep(entries);
      throw refusal(entries, error);
    }
  }

  /** What could not be written yet is read with the rest. Rejects as the journal’s own reading does. */
  async read(): Promise<JournalContent> {
    // What is saved while the file is read may be in neither afterwards; what is in both counts once.
    const before = this.unsaved;
    const content = await (await this.parts.open()).read();
    return withUnsaved(content, [...new Set([...before, ...this.unsaved])]);
  }

  /**
   * Writes all that can be read, and what is not saved, to another journal. What is kept stays kept: its own place is
   * this one, and where it stands in both it counts once. Rejects with JournalWriteError.
   */
  async copyTo(other: Journal): Promise<void> {
    const unsaved = this.unsaved;
    const written = await this.parts
      .open()
      .then(journal => journal.read())
      .then(
        ({ entries }) => entries,
        () => [],
      );
    await Promise.all([...written, ...unsaved].map(entry => other.append(entry)));
    // What was kept meanwhile is in no copy.
    const copied = new Set(unsaved);
    if (copied.size > 0 && this.unsaved.every(entry => copied.has(entry))) this.#copiedTo = other.location;
    this.#changed.fire();
  }

  /** Tries to write what is kept, in its order and lot by lot, until one fails; never rejects. */
  retry(): Promise<void> {
    this.#retrying ??= this.#retryAll().finally(() => (this.#retrying = null));
    return this.#retrying;
  }

  async #retryAll(): Promise<void> {
    try {
      while (this.#kept.size > 0) {
        const lot = firstLot(this.#kept);
        await this.#write([...lot.values()]);
        for (const [key, entry] of lot) {
          // Another one may have taken its place meanwhile.
          if (this.#kept.get(key) === entry) this.#kept.delete(key);
        }
        this.#changed.fire();
      }
    } catch {
      // It was told of when it was kept, and is still shown as not saved.
    }
    this.#retryLater();
  }

  async #write(entries: readonly TimelineEntry[]): Promise<void> {
    await (await this.parts.open()).appendAll(entries);
    for (const entry of entries) this.#appended.fire(entry);
  }

  #keep(entries: readonly TimelineEntry[]): void {
    for (const entry of entries) {
      // An amendment repeats what its entry tells of, and is a record of its own all the same.
      const key = entry.amends === undefined ? (toldBy(entry) ?? entry.id) : entry.id;
      this.#kept.set(key, entry);
    }
    this.#copiedTo = null;
    this.#retryLater();
    this.#changed.fire();
  }

  #retryLater(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    if (this.#kept.size === 0 || this.#disposed) return;
    this.#cancelRetry = this.parts.clock.after(retryMs, () => void this.retry());
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelRetry?.();
    this.#appended.dispose();
    this.#changed.dispose();
  }
}

/** What was read, and what is kept of it in memory only. */
export function withUnsaved(content: JournalContent, unsaved: readonly TimelineEntry[]): JournalContent {
  return unsaved.length === 0 ? content : { ...content, entries: [...content.entries, ...unsaved] };
}

/** Throws JournalWriteError where an entry of one of these sources is in memory only: it is read, but not saved. */
export function refuseUnsaved({ unsaved = [] }: Journal, sources: readonly { readonly id: string }[]): void {
  const ids = new Set(sources.map(({ id }) => id));
  const waiting = unsaved.filter(({ source }) => 'id' in source && ids.has(source.id));
  if (waiting.length === 0) return;
  throw new JournalWriteError(
    waiting.length === 1
      ? t('One of these entries is not saved yet.')
      : t('{0} of these entries are not saved yet.', waiting.length),
  );
}

/** The first of them, at least one. */
function firstLot(kept: ReadonlyMap<string, TimelineEntry>): ReadonlyMap<string, TimelineEntry> {
  const lot = new Map<string, TimelineEntry>();
  let bytes = 0;
  for (const [key, entry] of kept) {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    if (lot.size > 0 && (lot.size === lotEntries || bytes > lotBytes)) break;
    lot.set(key, entry);
  }
  return lot;
}

function refusal([first, ...more]: readonly TimelineEntry[], cause: unknown): JournalWriteError {
  if (cause instanceof JournalWriteError) return cause;
  const reason = cause instanceof OnCallError ? cause.message : `${reasonOf(cause)}.`;
  return new JournalWriteError(
    more.length === 0
      ? t('The entry “{0}” was not saved: {1}', first!.text, reason)
      : t('{0} entries were not saved: {1}', 1 + more.length, reason),
    { cause },
  );
}
