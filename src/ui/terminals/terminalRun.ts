import * as vscode from 'vscode';
import { type Clock, utc } from '../../core/clock.ts';
import { Emitter } from '../../core/events.ts';
import { type BlockFiles, ownGroup, type StartedReport } from '../../core/execution/blockFiles.ts';
import { watchDirectory } from '../../core/execution/directoryWatch.ts';
import type { Outcome, RunRecord } from '../../core/execution/outcome.ts';
import type { Redactor } from '../../core/execution/redact.ts';
import { quietTime, RunProgress } from '../../core/execution/runProgress.ts';
import { RunWatch } from '../../core/execution/runWatch.ts';
import { StopSequence } from '../../core/execution/stopSequence.ts';
import type { Logger } from '../../core/logger.ts';
import { DisposableStore } from '../disposables.ts';
import type { Run, RunRequest } from './blockRunner.ts';
import type { BlockTerminal } from './blockTerminal.ts';

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

/** After the end, what the terminal still has to deliver may take this long. */
const lastOutputMs = 1_000;

/** One block in one terminal, from its files to its record. */
export class TerminalRun implements Run {
  readonly runId: string;
  readonly finished: Promise<RunRecord>;
  readonly #owned = new DisposableStore();
  readonly #live = this.#owned.add(new Emitter<LiveState>());
  readonly onDidChange = this.#live.event;
  readonly #watch: RunWatch;
  readonly #stop: StopSequence;
  readonly #progress: RunProgress;
  readonly #startedAt: number;
  #execution: vscode.TerminalShellExecution | null = null;
  #sent = false;
  #outputDone: Promise<void> = Promise.resolve();
  #finish!: (record: RunRecord) => void;

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly logger: Logger;
      readonly redactor: Redactor;
      readonly terminal: BlockTerminal;
      readonly files: BlockFiles;
    },
    readonly request: RunRequest,
  ) {
    const { clock, redactor, terminal, files } = parts;
    this.runId = request.runId;
    this.finished = new Promise(resolve => (this.#finish = resolve));
    this.#startedAt = clock.now();
    this.#progress = this.#owned.add(
      new RunProgress({
        clock,
        redactor,
        quietRemark: vscode.l10n.t(
          'No output for {0} s: waiting for input? Look at the terminal.',
          quietTime / 1000,
        ),
        onChange: () =>
          this.#live.fire({ state: 'running', startedAt: this.#startedAt, ...this.#progress.now() }),
      }),
    );
    this.#watch = new RunWatch(
      clock,
      {
        result: () => files.result(),
        started: () => files.started() !== null,
        alive: () => isAlive(files.started()),
      },
      outcome => void this.#ended(outcome),
    );
    this.#stop = this.#owned.add(
      new StopSequence({
        clock,
        interrupt: () => terminal.interrupt(),
        started: () => files.started() !== null,
        group: () => (process.platform === 'win32' ? null : ownGroup(files.started())),
        kill: (group, signal) => process.kill(-group, signal),
        exhausted: () => this.#breakOff(),
      }),
    );
    this.#observe();
    terminal.show();
    void this.#send();
  }

  stop(): void {
    if (this.#watch.ended) return;
    this.#watch.stopRequested();
    if (!this.#sent) return this.#watch.giveUp();
    this.#progress.remark = vscode.l10n.t('Stopping…');
    this.#stop.begin();
  }

  /** The window closes: nothing is decided any more, and nothing false is recorded. */
  abandon(): void {
    this.#owned.dispose();
  }

  #observe(): void {
    const { clock, terminal, files } = this.parts;
    this.#owned.add(
      watchDirectory(files.directory, clock, () => {
        this.#watch.check();
        if (this.#watch.suspended && !this.#watch.stopping) {
          this.#progress.remark = vscode.l10n.t('The block was suspended: type “fg” in the terminal.');
        }
      }),
    );
    this.#owned.add(terminal.onDidClose(() => this.#watch.terminalClosed()));
    this.#owned.add(
      vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
        if (execution === this.#execution) this.#watch.shellEnded(exitCode);
      }),
    );
  }

  async #send(): Promise<void> {
    try {
      const wanted = () => !this.#watch.ended;
      const sent = await this.parts.terminal.send(this.parts.files.line, () => (this.#sent = wanted()));
      if (!sent) {
        if (this.#sent) this.#progress.remark = onlyInTheTerminal();
        return;
      }
      this.#execution = sent.execution;
      this.#progress.listen();
      this.#outputDone = this.#read(sent.output);
      await this.#outputDone;
    } catch (error) {
      // The run itself may go on: its report decides, or the person’s Stop.
      this.parts.logger.error('The output of a block could not be read', error);
    }
  }

  async #read(output: AsyncIterable<string>): Promise<void> {
    for await (const piece of output) this.#progress.output(piece);
  }

  /** Nothing ended it: closing its terminal is the last thing that may. What never started ends with its files. */
  #breakOff(): void {
    const { logger, terminal, files } = this.parts;
    if (files.started() !== null) {
      logger.warn('A block did not end after Stop; its terminal is closed');
      terminal.dispose();
    }
    this.#watch.giveUp();
  }

  async #ended(outcome: Outcome): Promise<void> {
    const { clock, redactor, files } = this.parts;
    const endedAt = clock.now();
    const patience = new Promise<void>(resolve => clock.after(lastOutputMs, resolve));
    await Promise.race([this.#outputDone.catch(() => {}), patience]);
    const { outputTail, outputCut } = this.#progress.now();
    this.#owned.dispose();
    await files.remove();
    const { runId, incident, runbook, step, blockId, code, cwd } = this.request;
    this.#finish({
      runId,
      incidentKey: incident?.key ?? null,
      runbook,
      step,
      blockId,
      command: redactor.redact(code).text,
      cwd,
      startedAt: utc(this.#startedAt),
      endedAt: utc(endedAt),
      // A clock that was set back must not give a negative duration.
      durationMs: Math.max(0, endedAt - this.#startedAt),
      outcome,
      outputTail,
      outputCut,
    });
  }
}

function onlyInTheTerminal(): string {
  return vscode.l10n.t('This terminal has no shell integration: the output is only to be seen there.');
}

/** The process ids of Git Bash are not those of Windows, so there it cannot be known. */
function isAlive(started: StartedReport | null): boolean | null {
  if (started === null || process.platform === 'win32') return null;
  try {
    process.kill(started.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
