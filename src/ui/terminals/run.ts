import type { Event } from '../../core/events.ts';
import type { RunRecord } from '../../core/execution/outcome.ts';
import type { StopReason } from '../../core/execution/runLedger.ts';
import type { Snapshot } from '../../core/execution/snapshot.ts';
import type { KeptRequest } from '../../core/execution/runRequest.ts';

/** How a run stands before its end. */
export interface LiveState {
  readonly state: 'running';
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly outputTail: string;
  readonly outputCut: boolean;
  /** One sentence that a person should know now; null most of the time. */
  readonly remark: string | null;
}

/** A block on its way. */
export interface Run {
  readonly runId: string;
  readonly request: KeptRequest;
  /** While it runs, at most a few times a second. */
  readonly onDidChange: Event<LiveState>;
  /** Resolves when it has ended, however; never rejects. */
  readonly finished: Promise<RunRecord>;
  /** Its end is `cancelled` from here on, once it has really ended. */
  stop(reason?: StopReason): void;
  /** Also after its end. */
  readonly terminalOpen: boolean;
  /** Its terminal comes to the front; false where it has none any more. Also after its end. */
  show(): boolean;
  /** After its end, until `release`: where its shell started and ended, and what it exported; null where none says. */
  handedOn(): { readonly before: Snapshot | null; readonly after: Snapshot | null };
  /** After its end, until `release`: the file with the whole output; null where there is none. */
  readonly output: string | null;
  /** It is recorded: its private files go. Until then another window may take it over. Never rejects. */
  release(): Promise<void>;
}
