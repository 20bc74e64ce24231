import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { Emitter } from '../../core/events.ts';
import { type BlockFiles, ownGroup } from '../../core/execution/blockFiles.ts';
import { watchDirectory } from '../../core/execution/directoryWatch.ts';
import { expectationOf, OutputSearch } from '../../core/execution/expectation.ts';
import type { Outcome, RunRecord } from '../../core/execution/outcome.ts';
import { isWrapperAlive } from '../../core/execution/processes.ts';
import type { Redactor } from '../../core/execution/redact.ts';
import type { RunLedger, StopReason } from '../../core/execution/runLedger.ts';
import { quietTime, RunProgress } from '../../core/execution/runProgress.ts';
import { type KeptRequest, recordOf } from '../../core/execution/runRequest.ts';
import { RunWatch } from '../../core/execution/runWatch.ts';
import { StopSequence } from '../../core/execution/stopSequence.ts';
import { WholeOutput } from '../../core/execution/wholeOutput.ts';
import type { Logger } from '../../core/logger.ts';
import { DisposableStore } from '../disposables.ts';
import type { BlockTerminal } from './blockTerminal.ts';
import type { LiveState, Run } from './run.ts';

/**
 * After the block’s report, what it printed may take this long to arrive: it comes through the window, which on a busy
 * machine is seconds behind. Nobody waits as long unless the shell’s own end, which comes after all of it, is missing.
 */
const lastOutputMs = 5_000;
/** Nothing follows from a terminal that is closed, but what came of it may still be on its way. */
const closedOutputMs = 1_000;

/** Output that is at hand is read for so long before everybody else gets a turn, ms. */
const readingTurnMs = 10;

/** What VS Code hands on may be megabytes at once; so many UTF-16 units of it are a few ms of work. */
const readAtOnce = 65_536;

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
  readonly #whole: WholeOutput;
  readonly #search: OutputSearch | null;
  readonly #startedAt: number;
  #execution: vscode.TerminalShellExecution | null = null;
  #sent = false;
  #reading = false;
  #timed = false;
  #timedOut = false;
  /** What comes now comes too late. */
  #over = false;
  #abandoned = false;
  #output: string | null = null;
  #outputDone: Promise<void> = Promise.resolve();
  #finish!: (record: RunRecord) => void;

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly logger: Logger;
      readonly redactor: Redactor;
      readonly ledger: RunLedger;
      readonly terminal: BlockTerminal;
      readonly files: BlockFiles;
    },
    readonly request: KeptRequest,
  ) {
    const { clock, logger, redactor, ledger, terminal, files } = parts;
    this.runId = request.runId;
    this.finished = new Promise(resolve => (this.#finish = resolve));
    this.#startedAt = clock.now();
    ledger.keep(files.directory, request, this.#startedAt);
    const path = join(files.directory, 'output.txt');
    this.#whole = new WholeOutput({ path, redactor, logger });
    this.#search = request.expected.output === null ? null : new OutputSearch(request.expected.output);
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
        onText: text => this.#keep(text),
      }),
    );
    this.#watch = new RunWatch(
      clock,
      {
        result: () => files.result(),
        started: () => files.started() !== null,
        alive: () => {
          const started = files.started();
          return started && isWrapperAlive(started.pid, files.directory, this.#startedAt, clock.now());
        },
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
    const show = () => {
      if (!request.background) terminal.show();
    };
    // After the line has gone to a terminal that is ready: the window would draw first and start the block later.
    if (terminal.ready) this.#owned.add({ dispose: clock.after(0, show) });
    else show();
    void this.#send();
  }

  get output(): string | null {
    return this.#output;
  }

  stop(reason: StopReason = 'person'): void {
    if (this.#watch.ended) return;
    this.#watch.stopRequested();
    if (!this.#sent) return this.#watch.giveUp();
    this.parts.ledger.setStopped(this.parts.files.directory, reason);
    this.#progress.remark = vscode.l10n.t('Stopping…');
    this.#stop.begin();
  }

  get terminalOpen(): boolean {
    return this.parts.terminal.open;
  }

  show(): boolean {
    if (!this.terminalOpen) return false;
    this.parts.terminal.terminal.show(false);
    return true;
  }

  handedOn(): ReturnType<Run['handedOn']> {
    const { files } = this.parts;
    return { before: files.environmentBefore(), after: files.environmentAfter() };
  }

  async release(): Promise<void> {
    await this.parts.files.remove();
  }

  /** The window closes: nothing is decided any more, and nothing false is recorded; another may take it over. */
  abandon(): void {
    this.#abandoned = true;
    this.#owned.dispose();
    this.parts.ledger.release(this.parts.files.directory);
  }

  #observe(): void {
    const { clock, ledger, terminal, files } = this.parts;
    this.#owned.add(
      watchDirectory(files.directory, clock, () => {
        this.#watch.check();
        this.#startTimeOut();
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
    void terminal.terminal.processId.then(shell => {
      if (shell !== undefined && !this.#watch.ended) ledger.setShell(files.directory, shell);
    });
  }

  /** Counted from the block’s own start: a new terminal may take seconds before it. */
  #startTimeOut(): void {
    const { timeoutMs } = this.request;
    if (timeoutMs === null || this.#timed || this.#watch.ended || this.parts.files.started() === null) return;
    this.#timed = true;
    const timeOut = () => {
      if (this.#watch.ended || this.#watch.stopping) return;
      this.#timedOut = true;
      this.stop('timeout');
    };
    this.#owned.add({ dispose: this.parts.clock.after(timeoutMs, timeOut) });
  }

  async #send(): Promise<void> {
    try {
      const wanted = () => !this.#watch.ended && !this.#abandoned;
      const sent = await this.parts.terminal.send(this.parts.files.line, () => (this.#sent = wanted()));
      if (!sent) {
        if (this.#sent) this.#progress.remark = onlyInTheTerminal();
        return;
      }
      this.#execution = sent.execution;
      this.#reading = true;
      this.#progress.listen();
      this.#outputDone = this.#read(sent.output);
      await this.#outputDone;
    } catch (error) {
      // The run itself may go on: its report decides, or the person’s Stop.
      this.parts.logger.error('The output of a block could not be read', error);
    }
  }

  async #read(output: AsyncIterable<string>): Promise<void> {
    const { clock } = this.parts;
    let turn = clock.now();
    for await (const piece of output) {
      for (let at = 0; at < piece.length; at += readAtOnce) {
        if (this.#over) return;
        this.#progress.output(piece.slice(at, at + readAtOnce));
        if (clock.now() - turn < readingTurnMs) continue;
        await new Promise(resolve => setImmediate(resolve));
        turn = clock.now();
      }
    }
  }

  #keep(text: string): void {
    this.#whole.write(text);
    this.#search?.add(text);
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

  /** Whether all of it was read, once it was or nobody waits any longer. */
  #allOutput(clock: Clock, patienceMs: number): Promise<boolean> {
    return new Promise(resolve => {
      const cancel = clock.after(patienceMs, () => resolve(false));
      const end = (whole: boolean) => {
        cancel();
        resolve(whole);
      };
      this.#outputDone.then(
        () => end(true),
        () => end(false),
      );
    });
  }

  async #ended(outcome: Outcome): Promise<void> {
    const { clock, terminal } = this.parts;
    const endedAt = clock.now();
    if (this.#execution) terminal.over(this.#execution);
    const whole = await this.#allOutput(clock, terminal.closed ? closedOutputMs : lastOutputMs);
    const { outputTail, outputCut } = this.#progress.now();
    this.#keep(this.#progress.unfinished);
    this.#over = true;
    this.#owned.dispose();
    this.#output = await this.#whole.finish();
    // What may still have come may hold it.
    const found = this.#search && (this.#search.found || (this.#reading && whole ? false : null));
    const timedOutAfterMs = this.#timedOut ? this.request.timeoutMs : null;
    const expectation = expectationOf(this.request.expected, outcome, { found, timedOutAfterMs });
    this.#finish(
      recordOf(this.request, {
        ...{ startedAt: this.#startedAt, endedAt, outcome, outputTail, outputCut, expectation },
      }),
    );
  }
}

function onlyInTheTerminal(): string {
  return vscode.l10n.t('This terminal has no shell integration: the output is only to be seen there.');
}
