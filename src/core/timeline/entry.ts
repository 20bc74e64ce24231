import type { UtcTime } from '../clock.ts';

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

export type EntryKind =
  | 'triggered'
  | 'acknowledged'
  | 'unacknowledged'
  | 'assigned'
  | 'escalated'
  | 'resolved'
  | 'snoozed'
  | 'notified'
  | 'changed'
  /** A word of a person: written here, or a note of the provider’s. */
  | 'note'
  /** A block of a runbook was run; `data` is a RunData. */
  | 'run'
  /** A checklist item was ticked or unticked; `data` is a TickData. */
  | 'checklist'
  /** A document was generated. */
  | 'document';

export type EntrySource =
  | { readonly type: 'person' }
  | { readonly type: 'run'; readonly id: string }
  /** `id` is `<account id>:<the provider’s log entry id>`: what makes an entry come only once. */
  | { readonly type: 'provider'; readonly id: string }
  | { readonly type: 'extension' };

/** One record of the journal: one JSON line. Never rewritten; a later record may amend it. */
export interface TimelineEntry {
  /** ULID: unique, and in the order of writing where times are equal. */
  readonly id: string;
  /** When it happened. */
  readonly at: UtcTime;
  /** When it was written down. */
  readonly writtenAt: UtcTime;
  readonly author: string;
  readonly source: EntrySource;
  readonly kind: EntryKind;
  readonly text: string;
  readonly data?: { readonly [name: string]: JsonValue };
  /** The id of the entry that this one stands in for. What it replaces stays in the journal. */
  readonly amends?: string;
  /** With `amends`: the amended entry no longer counts. */
  readonly retracts?: true;
}

/** What a run leaves in the timeline. */
export interface RunData {
  readonly [name: string]: JsonValue;
  readonly runId: string;
  readonly runbook: string;
  /** The heading that the block stands under. */
  readonly step: string;
  /** The text that was run, whole. */
  readonly command: string;
  readonly cwd: string;
  readonly outcome: 'ok' | 'failed' | 'cancelled' | 'unknown';
  /** Null unless the outcome is ok or failed. */
  readonly exitCode: number | null;
  readonly startedAt: UtcTime;
  readonly durationMs: number;
  /** The last lines of the output, escapes and secrets removed; empty where none could be captured. */
  readonly outputTail: string;
  /** True where output came but could not be kept whole. */
  readonly outputCut: boolean;
}

export interface TickData {
  readonly [name: string]: JsonValue;
  readonly runbook: string;
  /** The id of the item in the runbook. */
  readonly item: string;
  readonly checked: boolean;
}
