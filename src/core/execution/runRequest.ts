import { utc } from '../clock.ts';
import type { JsonValue } from '../timeline/entry.ts';
import type { Expected } from './expectation.ts';
import type { Interpreter } from './interpreter.ts';
import type { RunRecord } from './outcome.ts';

/** One block as it is to be run: exactly this was approved. */
export interface RunRequest {
  readonly runId: string;
  /** `label` names the terminal; null for a runbook that is used without an incident. */
  readonly incident: { readonly key: string; readonly label: string } | null;
  readonly runbook: string;
  readonly step: string;
  readonly blockId: string;
  readonly code: string;
  /** Absolute. */
  readonly cwd: string;
  /** What it finds in its environment beside the terminal’s. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names that it must not find there. */
  readonly unset: readonly string[];
  readonly interpreter: Interpreter;
  /** Absolute path of it; see findInterpreter. */
  readonly program: string;
  /** False: it gets no input, so it cannot wait for any. */
  readonly interactive: boolean;
  /** In a terminal of its own, beside others. */
  readonly background: boolean;
  readonly timeoutMs: number | null;
  readonly expected: Expected;
  /** What it acts on, as it was approved: “Kubernetes context prod-eu”; null where nobody looked. */
  readonly target: string | null;
  /** After how many minutes its runbook should have helped; absent where that says nothing. */
  readonly helpsWithin?: number;
  /** Whoever asks for the run; handed back where it is adopted after a reload of the window. */
  readonly asker: JsonValue;
}

/** What is kept of it beside the run’s own files while it runs: no code and no values, which may be secret. */
export interface KeptRequest extends Pick<
  RunRequest,
  | 'runId'
  | 'incident'
  | 'runbook'
  | 'step'
  | 'blockId'
  | 'cwd'
  | 'background'
  | 'timeoutMs'
  | 'expected'
  | 'target'
  | 'helpsWithin'
  | 'asker'
> {
  /** The code, secrets masked. */
  readonly command: string;
}

/** @param command The code, secrets masked. */
export function keptRequest(request: RunRequest, command: string): KeptRequest {
  const { runId, incident, runbook, step, blockId, cwd } = request;
  const { background, timeoutMs, expected, target, helpsWithin, asker } = request;
  return {
    ...{ runId, incident, runbook, step, blockId, cwd, command },
    ...{ background, timeoutMs, expected, target, asker },
    ...(helpsWithin !== undefined && { helpsWithin }),
  };
}

/** How a run ended, for its record. */
export interface RunEnd extends Pick<RunRecord, 'outcome' | 'outputTail' | 'outputCut' | 'expectation'> {
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
}

export function recordOf(request: KeptRequest, { startedAt, endedAt, ...end }: RunEnd): RunRecord {
  const { runId, incident, runbook, step, blockId, command, cwd, target, helpsWithin } = request;
  return {
    ...{ runId, incidentKey: incident?.key ?? null, runbook, step, blockId, command, cwd },
    startedAt: utc(startedAt),
    endedAt: utc(endedAt),
    // A clock that was set back must not give a negative duration.
    durationMs: Math.max(0, endedAt - startedAt),
    ...end,
    ...(target !== null && { target }),
    ...(helpsWithin !== undefined && { helpsWithin }),
  };
}
