import type { Event } from '../events.ts';
import type { TimelineEntry } from './entry.ts';

/** A line that is no entry: torn by a crash, or damaged. It stays in the file and is reported. */
export interface UnreadableLine {
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
  /** What stands there, cut to 200 characters. */
  readonly text: string;
  /** The file’s name, where the journal was read from several. */
  readonly file?: string;
}

export interface JournalContent {
  /** In the order of the file, amended ones included; one file after the other where there are several. */
  readonly entries: readonly TimelineEntry[];
  readonly unreadable: readonly UnreadableLine[];
  /** The names of the files it was read from, where there are several: see journalsBeside. */
  readonly files?: readonly string[];
}

/** The evidence of one incident. Append-only. */
export interface Journal {
  /** Where it stands, for a person: a path. */
  readonly location: string;
  /**
   * Resolves once the entry is on disk for good (fsync). Appends of one journal are written in the order
   * of the calls. Rejects with JournalWriteError; the entry then does not count, but may have reached the disk
   * all the same. Append the same entry again: by its id it counts once (see timelineView).
   */
  append(entry: TimelineEntry): Promise<void>;
  /**
   * The same for several with one sync, which count once all of them are on disk. Where it rejects they may have
   * reached the disk in part, and what did is read: append the same again. None resolves.
   */
  appendAll(entries: readonly TimelineEntry[]): Promise<void>;
  /** What is kept in memory only, and read with the rest; a journal that keeps nothing has none. */
  readonly unsaved?: readonly TimelineEntry[];
  /** Reads everything; what cannot be read is reported and never keeps the rest from being read. */
  read(): Promise<JournalContent>;
  /** Fires after an append of this process became durable. */
  readonly onDidAppend: Event<TimelineEntry>;
}
