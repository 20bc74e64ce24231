import { t } from '@vscode/l10n';
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

/** What “next failure” stops at: a run that failed, and one whose end nobody knows, as it may have failed. */
export function troubleOf(run: RunView | null): 'failed' | 'unknown' | null {
  const state = run && shownState(run);
  if (state === 'unknown') return state;
  return state === 'failed' || state === 'unmet' ? 'failed' : null;
}

/** How long something took, as short as it stays true: “0.4 s”, “12 s”, “2 min 5 s”, “1 h 2 min”. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  // The decimal sign is the language’s.
  if (seconds < 9.95) return t('{0}.{1} s', ...seconds.toFixed(1).split('.'));
  const whole = Math.round(seconds);
  if (whole < 60) return t('{0} s', whole);
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? t('{0} min {1} s', minutes, whole % 60)
    : t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

/** The state of a run in words; the running time stands apart, so that it is not read out every second. */
export function runText(run: RunView): string {
  const { exitCode, durationMs, remark, expectation } = run;
  const took = durationMs === null ? '' : ` · ${durationText(durationMs)}`;
  const more = remark ? ` · ${remark}` : '';
  switch (shownState(run)) {
    case 'running':
      return `${t('Running…')}${more}`;
    case 'ok':
      return `${expectation?.words ?? t('OK')}${took}${more}`;
    case 'unmet':
      return `${t('Not as expected: {0}', expectation!.words)}${took}${more}`;
    case 'failed':
      return `${failedText(exitCode)}${took}${more}`;
    case 'cancelled':
      return `${t('Cancelled')}${took}${more}`;
    case 'unknown':
      return `${unknownText(remark)}${took}`;
  }
}

function failedText(exitCode: number | null): string {
  return exitCode === null ? t('Failed, exit code not known') : t('Failed, exit code {0}', exitCode);
}

function unknownText(remark: string | null): string {
  return remark === null
    ? t('Unknown: the terminal did not report how it ended.')
    : t('Unknown: {0}', remark);
}

/** One of the runs before, without when and how long. */
export function pastText(run: PastRunView): string {
  const { exitCode, met } = run;
  switch (shownStateBefore(run)) {
    case 'ok':
      if (!met) return t('OK');
      return exitCode === null ? t('As expected') : t('As expected, exit code {0}', exitCode);
    case 'unmet':
      return exitCode === null ? t('Not as expected') : t('Not as expected, exit code {0}', exitCode);
    case 'cancelled':
      return t('Cancelled');
    case 'unknown':
      return t('Unknown');
    // A run before is over; the type is shared with the latest one.
    case 'running':
    case 'failed':
      return exitCode === null ? t('Failed') : t('Failed, exit code {0}', exitCode);
  }
}
