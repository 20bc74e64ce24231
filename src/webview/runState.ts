import type { PastRunView, RunView } from '../protocol/runbook.ts';

/** A run’s state as it is shown: one that did not do what its block says it should is never ok. */
export type ShownState = RunView['state'] | 'unmet';

/** What the browser side needs to know of a run, or of one before it. */
interface Ended {
  readonly state: RunView['state'];
  readonly met: boolean | null;
}

function shownStateOf({ state, met }: Ended): ShownState {
  // Only what is known to have ended by itself can be as expected or not.
  if (met === null || (state !== 'ok' && state !== 'failed')) return state;
  return met ? 'ok' : 'unmet';
}

export function shownState({ state, expectation }: RunView): ShownState {
  return shownStateOf({ state, met: expectation?.met ?? null });
}

export function shownStateBefore({ state, met }: PastRunView): ShownState {
  return shownStateOf({ state, met });
}

/** What “next failure” stops at. */
export function isFailure(run: RunView | null): boolean {
  return run !== null && ['failed', 'unmet'].includes(shownState(run));
}

/** How long something took, as short as it stays true: “0.4 s”, “12 s”, “2 min 5 s”, “1 h 2 min”. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The state of a run in words; the running time stands apart, so that it is not read out every second. */
export function runText(run: RunView): string {
  const { exitCode, durationMs, remark, expectation } = run;
  const took = durationMs === null ? '' : ` · ${durationText(durationMs)}`;
  const more = remark ? ` · ${remark}` : '';
  switch (shownState(run)) {
    case 'running':
      return `Running…${more}`;
    case 'ok':
      return `${expectation?.words ?? 'OK'}${took}${more}`;
    case 'unmet':
      return `Not as expected: ${expectation!.words}${took}${more}`;
    case 'failed':
      return `Failed, exit code ${exitCode ?? 'not known'}${took}${more}`;
    case 'cancelled':
      return `Cancelled${took}${more}`;
    case 'unknown':
      return `Unknown: ${remark ?? 'the terminal did not report how it ended.'}${took}`;
  }
}

/** One of the runs before, without when and how long. */
export function pastText(run: PastRunView): string {
  const code = run.exitCode === null ? '' : `, exit code ${run.exitCode}`;
  switch (shownStateBefore(run)) {
    case 'ok':
      return run.met ? `As expected${code}` : 'OK';
    case 'unmet':
      return `Not as expected${code}`;
    case 'cancelled':
      return 'Cancelled';
    case 'unknown':
      return 'Unknown';
    // A run before is over; the type is shared with the latest one.
    case 'running':
    case 'failed':
      return `Failed${code}`;
  }
}
