import { t } from '@vscode/l10n';
import type { Clock } from '../clock.ts';
import type { Outcome } from './outcome.ts';

/** What can be looked up about a run at any time. */
export interface RunEvidence {
  /** The text of the wrapper’s last report; null until it is there. */
  result(): string | null;
  /** The wrapper reported that it started. */
  started(): boolean;
  /** Null where it cannot be known: not started yet, or process ids that are not this system’s. */
  alive(): boolean | null;
}

/** How long the wrapper’s report may come after another sign of the end, ms. */
export const reportGrace = 300;

export const hangup = 129;
const interrupted = 130;

/**
 * Decides once how a run ended. The wrapper’s report is the truth; the other signs (the shell’s end event, a
 * closed terminal, a wrapper that is gone) only end the run when no report follows within a grace time.
 * Only what is certain is ok or failed. After Stop the end is always cancelled.
 */
export class RunWatch {
  #ended = false;
  #stopped = false;
  #closed = false;
  #shellEnd: { readonly exitCode: number | undefined } | null = null;
  #cancelGrace: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly evidence: RunEvidence,
    private readonly onEnd: (outcome: Outcome) => void,
  ) {}

  get ended(): boolean {
    return this.#ended;
  }

  get stopping(): boolean {
    return this.#stopped && !this.#ended;
  }

  /** True when the shell is back at its prompt while the wrapper lives: the block was suspended. */
  get suspended(): boolean {
    return !this.#ended && this.#shellEnd !== null && this.evidence.alive() === true;
  }

  /** The shell says that the line ended. `undefined` is no exit code, and never 0. */
  shellEnded(exitCode: number | undefined): void {
    this.#shellEnd ??= { exitCode };
    this.check();
  }

  terminalClosed(): void {
    this.#closed = true;
    this.check();
  }

  /** The person wants it stopped: whatever its end turns out to be, it is cancelled. */
  stopRequested(): void {
    this.#stopped = true;
  }

  /** Nothing more can be done to stop it, or it was never started. */
  giveUp(): void {
    this.#end({ type: 'cancelled' });
  }

  /** Nobody will ever know: what was to start it did not, and nothing more can be seen of it. */
  lost(reason: string): void {
    if (!this.#takeReport()) this.#end({ type: 'unknown', reason });
  }

  /** Looks at the evidence; to be called when the run’s directory changes, and now and then. */
  check(): void {
    if (this.#ended || this.#takeReport()) return;
    if (this.#cancelGrace || !this.#endWithoutReport()) return;
    this.#cancelGrace = this.clock.after(reportGrace, () => {
      this.#cancelGrace = null;
      if (this.#takeReport()) return;
      const outcome = this.#endWithoutReport();
      if (outcome) this.#end(outcome);
    });
  }

  #takeReport(): boolean {
    const report = this.evidence.result();
    if (report === null) return false;
    const exitCode = parseExitCode(report);
    if (exitCode === null)
      this.#end({ type: 'unknown', reason: t('The report of the block’s end is damaged.') });
    // Closing the terminal hangs up on the block: how far it came is not known.
    else if (this.#closed && exitCode === hangup) this.#end(closedTerminal());
    else this.#end(outcomeOf(exitCode));
    return true;
  }

  #endWithoutReport(): Outcome | null {
    if (this.#closed) return closedTerminal();
    const alive = this.evidence.alive();
    if (this.#shellEnd && alive !== true) return this.#fromShell(this.#shellEnd.exitCode);
    if (alive === false)
      return { type: 'unknown', reason: t('The shell that ran the block is gone and left no report.') };
    return null;
  }

  #fromShell(exitCode: number | undefined): Outcome {
    if (exitCode === interrupted) return { type: 'cancelled' };
    if (exitCode === undefined)
      return { type: 'unknown', reason: t('The terminal reported the end without an exit code.') };
    if (this.evidence.started()) return outcomeOf(exitCode);
    return {
      type: 'unknown',
      reason: t('The terminal did not start the block; its shell reported exit code {0}.', exitCode),
    };
  }

  #end(outcome: Outcome): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelGrace?.();
    this.onEnd(this.#stopped ? { type: 'cancelled' } : outcome);
  }
}

function closedTerminal(): Outcome {
  return { type: 'unknown', reason: t('The terminal was closed before the block reported its end.') };
}

function outcomeOf(exitCode: number): Outcome {
  if (exitCode === 0) return { type: 'ok', exitCode };
  return exitCode === interrupted ? { type: 'cancelled' } : { type: 'failed', exitCode };
}

function parseExitCode(report: string): number | null {
  try {
    const { exitCode } = JSON.parse(report) as { exitCode?: unknown };
    return Number.isInteger(exitCode) && (exitCode as number) >= 0 && (exitCode as number) <= 255
      ? (exitCode as number)
      : null;
  } catch {
    return null;
  }
}
