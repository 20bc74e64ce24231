import type { UtcTime } from '../clock.ts';

/** How a run ended. `unknown` is an end of its own and is never shown as ok. */
export type Outcome =
  | { readonly type: 'ok'; readonly exitCode: 0 }
  | { readonly type: 'failed'; readonly exitCode: number }
  | { readonly type: 'cancelled' }
  | { readonly type: 'unknown'; readonly reason: string };

/** One run of one block, from the request to its end. */
export interface RunRecord {
  readonly runId: string;
  readonly incidentKey: string | null;
  readonly runbook: string;
  readonly step: string;
  readonly blockId: string;
  readonly command: string;
  readonly cwd: string;
  readonly startedAt: UtcTime;
  readonly endedAt: UtcTime;
  readonly durationMs: number;
  readonly outcome: Outcome;
  /** The last lines of the output, escapes and secrets removed. */
  readonly outputTail: string;
  readonly outputCut: boolean;
  /** Whether it did what the block says it should; null where the block says nothing, or nobody can know. */
  readonly expectation: { readonly met: boolean; readonly words: string } | null;
  /** What it acted on, as it was approved; absent where nobody looked. */
  readonly target?: string;
  /** After how many minutes its runbook should have helped; absent where that says nothing. */
  readonly helpsWithin?: number;
}
