import { watch } from 'node:fs';
import * as vscode from 'vscode';
import { type Clock, utc } from '../../core/clock.ts';
import { Emitter } from '../../core/events.ts';
import { type BlockFiles, ownGroup, prepareBlock } from '../../core/execution/blockFiles.ts';
import type { Outcome, RunRecord } from '../../core/execution/outcome.ts';
import type { Redactor } from '../../core/execution/redact.ts';
import { RunWatch } from '../../core/execution/runWatch.ts';
import { StopSequence } from '../../core/execution/stopSequence.ts';
import { TerminalText } from '../../core/execution/terminalText.ts';
import { DisposableStore } from '../disposables.ts';
import type { BlockTerminal } from './blockTerminal.ts';
import type { Run, RunRequest } from './blockRunner.ts';

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

const kept = { head: 16 * 1024, tail: 64 * 1024 };
/** What of the output is shown and written down. */
const tailLines = 40;
const tailLength = 8 * 1024;
const liveEveryMs = 250;
const lookEveryMs = 1_000;
const quietMs = 8_000;
/** After the end, what the terminal still has to deliver may take this long. */
const lastOutputMs = 300;

/** One block in one terminal, from its files to its record. */
export class TerminalRun implements Run {
  readonly runId: string;
  readonly finished: Promise<RunRecord>;
  readonly #owned = new DisposableStore();
  readonly #live = this.#owned.add(new Emitter<LiveState>());
  readonly onDidChange = this.#live.event;
  readonly #files: BlockFiles;
  readonly #watch: RunWatch;
  readonly #stop: StopSequence;
  readonly #output = new TerminalText(kept);
  readonly #startedAt: number;
  #lastOutputAt: number;
  #liveTimer: (() => void) | null = null;
  #withoutOutput = false;
  #outputDone: Promise<void> = Promise.resolve();
  #settle!: (record: RunRecord) => void;

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly redactor: Redactor;
      readonly terminal: BlockTerminal;
      readonly root: string;
    },
    readonly request: RunRequest,
    environment: Readonly<Record<string, string>>,
  ) {
    const { clock, terminal, root } = parts;
    this.runId = request.runId;
    this.finished = new Promise(resolve => (this.#settle = resolve));
    this.#startedAt = this.#lastOutputAt = clock.now();
    this.#files = prepareBlock(root, { code: request.code, cwd: request.cwd, environment });
    const files = this.#files;
    this.#watch = new RunWatch(
      clock,
      {
        result: () => files.result(),
        started: () => files.started() !== null,
        alive: () => isAlive(files.started()?.pid),
      },
      outcome => void this.#ended(outcome),
    );
    this.#stop = this.#owned.add(
      new StopSequence({
        clock,
        interrupt: () => terminal.interrupt(),
        group: () => ownGroup(files.started()),
        kill: (group, signal) => process.kill(-group, signal),
        exhausted: () => this.#watch.giveUp(),
      }),
    );
    this.#observe();
    terminal.show();
    void this.#send();
  }

  stop(): void {
    this.#watch.stopRequested();
    this.#stop.begin();
    this.#showSoon();
  }

  /** The window closes: nothing is decided any more, and nothing false is recorded. */
  abandon(): void {
    this.#owned.dispose();
  }

  #observe(): void {
    const { clock, terminal } = this.parts;
    // The directory is watched where the system can; looking now and then covers where it cannot.
    try {
      const watcher = watch(this.#files.directory, () => this.#watch.check());
      watcher.on('error', () => watcher.close());
      this.#owned.add({ dispose: () => watcher.close() });
    } catch {
      // Looking now and then is enough.
    }
    let cancel = () => {};
    const look = () => {
      this.#watch.check();
      if (this.#watch.ended) return;
      if (clock.now() - this.#lastOutputAt >= quietMs) this.#showSoon();
      cancel = clock.after(lookEveryMs, look);
    };
    cancel = clock.after(lookEveryMs, look);
    this.#owned.add({ dispose: () => cancel() });
    this.#owned.add({ dispose: () => this.#liveTimer?.() });
    this.#owned.add(
      vscode.window.onDidCloseTerminal(closed => {
        if (closed === terminal.terminal) this.#watch.terminalClosed();
      }),
    );
  }

  async #send(): Promise<void> {
    const { execution, output } = await this.parts.terminal.send(this.#files.line);
    if (!execution || !output) {
      this.#withoutOutput = true;
      this.#showSoon();
      return;
    }
    this.#owned.add(
      vscode.window.onDidEndTerminalShellExecution(event => {
        if (event.execution === execution) this.#watch.shellEnded(event.exitCode);
      }),
    );
    this.#outputDone = this.#read(output);
    this.#showSoon();
  }

  async #read(output: AsyncIterable<string>): Promise<void> {
    for await (const piece of output) {
      this.#output.write(piece);
      this.#lastOutputAt = this.parts.clock.now();
      this.#showSoon();
    }
  }

  #showSoon(): void {
    this.#liveTimer ??= this.parts.clock.after(liveEveryMs, () => {
      this.#liveTimer = null;
      if (!this.#watch.ended)
        this.#live.fire({
          state: 'running',
          startedAt: this.#startedAt,
          ...this.#tail(),
          remark: this.#remark(),
        });
    });
  }

  #remark(): string | null {
    if (this.#watch.stopping) return vscode.l10n.t('Stopping…');
    if (this.#withoutOutput)
      return vscode.l10n.t('This terminal has no shell integration: the output is only to be seen there.');
    if (this.#watch.suspended) return vscode.l10n.t('The block was suspended: type “fg” in the terminal.');
    const quiet = Math.floor((this.parts.clock.now() - this.#lastOutputAt) / 1000);
    return quiet * 1000 >= quietMs
      ? vscode.l10n.t('No output for {0} s. Is it waiting for input? Look at the terminal.', quiet)
      : null;
  }

  #tail(): { outputTail: string; outputCut: boolean } {
    const { head, tail, cut } = this.#output.read();
    const whole = this.parts.redactor.redact(cut ? `${head}\n…\n${tail}` : head).text.trimEnd();
    const lines = whole.split('\n').slice(-tailLines).join('\n').slice(-tailLength);
    return { outputTail: lines, outputCut: cut || lines.length < whole.length };
  }

  async #ended(outcome: Outcome): Promise<void> {
    const { clock } = this.parts;
    const endedAt = clock.now();
    await Promise.race([this.#outputDone, new Promise<void>(resolve => clock.after(lastOutputMs, resolve))]);
    const { runId, incident, runbook, step, blockId, code, cwd } = this.request;
    const times = {
      startedAt: utc(this.#startedAt),
      endedAt: utc(endedAt),
      durationMs: endedAt - this.#startedAt,
    };
    const command = this.parts.redactor.redact(code).text;
    this.#settle({
      runId,
      incidentKey: incident?.key ?? null,
      runbook,
      step,
      blockId,
      command,
      cwd,
      ...times,
      outcome,
      ...this.#tail(),
    });
    this.#owned.dispose();
    await this.#files.remove();
  }
}

function isAlive(pid: number | undefined): boolean | null {
  if (pid === undefined) return null;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
