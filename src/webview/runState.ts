import type { RunView } from '../protocol.ts';

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
export function runText({ state, exitCode, durationMs, remark }: RunView): string {
  const took = durationMs === null ? '' : ` · ${durationText(durationMs)}`;
  const more = remark ? ` · ${remark}` : '';
  switch (state) {
    case 'running':
      return `Running…${more}`;
    case 'ok':
      return `OK${took}${more}`;
    case 'failed':
      return `Failed, exit code ${exitCode ?? 'not known'}${took}${more}`;
    case 'cancelled':
      return `Cancelled${took}${more}`;
    case 'unknown':
      return `Unknown: ${remark ?? 'the terminal did not report how it ended.'}${took}`;
  }
}
