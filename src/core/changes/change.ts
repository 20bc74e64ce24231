import type { UtcTime } from '../clock.ts';

/** Something that changed before an incident, wherever it is known from. */
export interface Change {
  readonly kind: 'commit' | 'pull request' | 'tag' | 'event';
  /** Unique among the changes of one incident. */
  readonly id: string;
  readonly at: UtcTime;
  /** One line. */
  readonly summary: string;
  /** The repository’s name, or the system that an event came from; null where it names none. */
  readonly where: string | null;
  /** The repository’s folder; null for an event of the provider’s. */
  readonly root: string | null;
  /** The commit; null for an event of the provider’s. */
  readonly sha: string | null;
  /** The tag, or the number of the pull request: `#12`; null for the rest. */
  readonly ref: string | null;
  /** Where a browser shows it; null where that is not known. */
  readonly url: string | null;
  /** What it touched; empty where that is not known. */
  readonly paths: readonly string[];
  /** Lines added and removed; null where that is not known. */
  readonly lines: number | null;
  /** Everything that is said about it, for the words in it. */
  readonly text: string;
}
