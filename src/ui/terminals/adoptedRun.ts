import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { Emitter } from '../../core/events.ts';
import { type BlockFiles, ownGroup } from '../../core/execution/blockFiles.ts';
import { watchDirectory } from '../../core/execution/directoryWatch.ts';
import { expectationOf } from '../../core/execution/expectation.ts';
import type { Outcome, RunRecord } from '../../core/execution/outcome.ts';
import { isLeftWrapperAlive } from '../../core/execution/processes.ts';
import type { LeftRun, RunLedger, StopReason } from '../../core/execution/runLedger.ts';
import { type KeptRequest, recordOf } from '../../core/execution/runRequest.ts';
import { hangup, RunWatch } from '../../core/execution/runWatch.ts';
import { StopSequence } from '../../core/execution/stopSequence.ts';
import { DisposableStore } from '../disposables.ts';
import type { LiveState, Run } from './run.ts';

/** A line that was typed just before the reload may still reach its shell; after so long, ms, it did not. */
const startWaitMs = 10_000;

/**
 * A block that a window left behind when it was reloaded, closed or died. Its report tells how it ended; its output
 * is only in its terminal, which VS Code brings back after a reload.
 */
export class AdoptedRun implements Run {
  readonly runId: string;
  readonly request: KeptRequest;
  readonly finished: Promise<RunRecord>;
  readonly output = null;
  readonly #owned = new DisposableStore();
  readonly #live = this.#owned.add(new Emitter<LiveState>());
  readonly onDidChange = this.#live.event;
  readonly #watch: RunWatch;
  readonly #stop: StopSequence;
  #terminal: vscode.Terminal | null = null;
  #timedOut: boolean;
  #finish!: (record: RunRecord) => void;

  constructor(
    private readonly parts: { readonly clock: Clock; readonly ledger: RunLedger; readonly files: BlockFiles },
    private readonly left: LeftRun,
  ) {
    const { clock, files } = parts;
    this.request = left.request;
    this.runId = left.request.runId;
    this.#timedOut = left.stopped === 'timeout';
    this.finished = new Promise(resolve => (this.#finish = resolve));
    this.#watch = new RunWatch(
      clock,
      {
        result: () => files.result(),
        started: () => files.started() !== null,
        alive: () => {
          const started = files.started();
          return started && isLeftWrapperAlive(started.pid, files.directory, left.startedAt, clock.now());
        },
      },
      outcome => this.#ended(outcome),
    );
    const group = () => {
      const started = files.started();
      const alive = started && isLeftWrapperAlive(started.pid, files.directory, left.startedAt, clock.now());
      return alive ? ownGroup(started) : null;
    };
    this.#stop = this.#owned.add(
      new StopSequence({
        clock,
        interrupt: () => this.#interrupt(group()),
        started: () => files.started() !== null,
        group,
        kill: (id, signal) => process.kill(-id, signal),
        exhausted: () => {
          this.#terminal?.dispose();
          this.#watch.giveUp();
        },
      }),
    );
    if (left.stopped) this.#watch.stopRequested();
    this.#owned.add({ dispose: clock.after(0, () => this.#begin()) });
  }

  state(): LiveState {
    const remark = vscode.l10n.t(
      'It was started before the window was reloaded: the output is only in its terminal.',
    );
    return { state: 'running', startedAt: this.left.startedAt, outputTail: '', outputCut: true, remark };
  }

  stop(reason: StopReason = 'person'): void {
    if (this.#watch.ended) return;
    this.#timedOut ||= reason === 'timeout';
    this.#watch.stopRequested();
    this.parts.ledger.setStopped(this.parts.files.directory, reason);
    this.#stop.begin();
  }

  get terminalOpen(): boolean {
    return this.#terminal !== null && this.#terminal.exitStatus === undefined;
  }

  show(): boolean {
    if (!this.terminalOpen) return false;
    this.#terminal!.show(false);
    return true;
  }

  handedOn(): ReturnType<Run['handedOn']> {
    const { files } = this.parts;
    return { before: files.environmentBefore(), after: files.environmentAfter() };
  }

  async release(): Promise<void> {
    await this.parts.files.remove();
  }

  abandon(): void {
    this.#owned.dispose();
    this.parts.ledger.release(this.parts.files.directory);
  }

  #begin(): void {
    const { clock, files } = this.parts;
    const look = () => {
      this.#watch.check();
      if (this.#watch.ended || files.started() !== null) return;
      if (clock.now() - this.left.startedAt > startWaitMs)
        this.#watch.lost(vscode.l10n.t('The window was reloaded before the block reported its start.'));
    };
    this.#owned.add(watchDirectory(files.directory, clock, look));
    this.#owned.add(
      vscode.window.onDidCloseTerminal(terminal => {
        if (terminal === this.#terminal) this.#watch.terminalClosed();
      }),
    );
    this.#owned.add(vscode.window.onDidOpenTerminal(terminal => void this.#recognise(terminal)));
    for (const terminal of vscode.window.terminals) void this.#recognise(terminal);
    const { timeoutMs } = this.request;
    if (timeoutMs !== null && !this.left.stopped) {
      const left = Math.max(0, this.left.startedAt + timeoutMs - clock.now());
      this.#owned.add({ dispose: clock.after(left, () => this.stop('timeout')) });
    }
    look();
    if (!this.#watch.ended && this.left.stopped) this.#stop.begin();
    if (!this.#watch.ended) this.#live.fire(this.state());
  }

  async #recognise(terminal: vscode.Terminal): Promise<void> {
    const shell = await terminal.processId;
    if (shell === undefined || shell !== this.left.shell) return;
    this.#terminal = terminal;
    if (!this.#watch.ended) this.#live.fire(this.state());
  }

  #interrupt(group: number | null): void {
    if (this.#terminal) return this.#terminal.sendText('\x03', false);
    if (group === null) return;
    try {
      process.kill(-group, 'SIGINT');
    } catch {
      // Gone already: its report tells.
    }
  }

  #ended(outcome: Outcome): void {
    const { startedAt, stopped } = this.left;
    this.#owned.dispose();
    // A window that closes hangs up on its terminals: how far the block came is not known.
    const certain: Outcome =
      outcome.type === 'failed' && outcome.exitCode === hangup
        ? {
            type: 'unknown',
            reason: vscode.l10n.t('Its terminal was closed with the window before it reported its end.'),
          }
        : outcome;
    const timedOutAfterMs = this.#timedOut || stopped === 'timeout' ? this.request.timeoutMs : null;
    const { expected } = this.request;
    const found = expected.output === null ? false : null;
    const reported = Date.parse(endedAtOf(this.parts.files.result()));
    this.#finish(
      recordOf(this.request, {
        startedAt,
        // The report has whole seconds.
        endedAt: Number.isNaN(reported) ? this.parts.clock.now() : Math.max(startedAt, reported),
        outcome: certain,
        outputTail: '',
        outputCut: true,
        expectation: expectationOf(expected, certain, { found, timedOutAfterMs }),
      }),
    );
  }
}

function endedAtOf(report: string | null): string {
  try {
    const { endedAt } = JSON.parse(report ?? '') as { endedAt?: unknown };
    return typeof endedAt === 'string' ? endedAt : '';
  } catch {
    return '';
  }
}
