import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { type Disposable, Emitter } from '../../core/events.ts';
import type { RunRecord } from '../../core/execution/outcome.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import type { PastRunView, RunView } from '../../protocol/runbook.ts';
import { setContext } from '../contextKeys.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { BlockRunner } from '../terminals/blockRunner.ts';
import type { Run } from '../terminals/run.ts';
import type { CarriedStates } from './carriedStates.ts';
import type { Outputs } from './outputs.ts';
import { askerOf, type GivenToBlock, requestOf, starting, type StartedWith } from './runOfBlock.ts';
import type { RunHistory } from './runHistory.ts';
import { type RunbookUse, useKey } from './runbookUse.ts';

export interface StartedBlock {
  readonly runId: string;
  /** Resolves when the block has ended and the next one can be given what it left; never rejects. */
  readonly ended: Promise<RunRecord>;
}

/** One that has not ended. */
export interface RunUnderWay extends StartedBlock {
  readonly background: boolean;
  /** It was asked to end. */
  readonly stopping: boolean;
  readonly startedWith: StartedWith;
}

export interface BlockRunEnd {
  readonly use: RunbookUse;
  readonly record: RunRecord;
  readonly background: boolean;
}

/** One that runs now, with the step that it is of. */
export interface RunningBlock {
  readonly runId: string;
  readonly step: string;
  readonly use: RunbookUse;
}

export interface BlockRunChange {
  readonly use: RunbookUse;
  readonly blockId: string;
  readonly run: RunView;
}

/**
 * The runs of blocks and how each block stands. Panels come and go; a run and its place in the timeline do not
 * depend on them.
 */
export class BlockRuns implements Disposable {
  readonly #latest = new Map<string, RunView>();
  readonly #running = new Map<
    string,
    { readonly run: Run; readonly use: RunbookUse; readonly ended: Promise<RunRecord> }
  >();
  readonly #stopping = new Set<string>();
  /** Run id → what it began with here. */
  readonly #startedWith = new Map<string, StartedWith>();
  /** The latest run of each block, also after its end: its terminal is still there, and what it printed. */
  readonly #latestRuns = new Map<string, { readonly run: Run; readonly use: RunbookUse }>();
  readonly #changed = new Emitter<BlockRunChange>();
  readonly onDidChange = this.#changed.event;
  readonly #ended = new Emitter<BlockRunEnd>();
  readonly onDidEnd = this.#ended.event;
  readonly #closing = vscode.window.onDidCloseTerminal(() => this.#forgetTerminals());

  constructor(
    private readonly parts: {
      readonly runner: BlockRunner;
      /** Writes an ended run into the incident’s timeline; `adopted` may have been written by another window. */
      readonly record: (incident: Incident, run: RunRecord, adopted: boolean) => Promise<unknown>;
      readonly carried: Pick<CarriedStates, 'ended'>;
      /** The runbook called these secrets when a run of it began. */
      readonly callSecret: (use: RunbookUse, names: readonly string[]) => void;
      /** From here on the secrets among what a block exported are masked. */
      readonly learn: (use: RunbookUse, exported: ReadonlyMap<string, string>) => void;
      readonly redact: (text: string) => string;
      readonly history: RunHistory;
      readonly outputs: Outputs;
      /** The name of the person at this machine. */
      readonly author: () => string;
      readonly boundary: ErrorBoundary;
    },
  ) {}

  latest(use: RunbookUse, blockId: string): RunView | null {
    return this.#latest.get(key(use, blockId)) ?? this.parts.history.latest(use, blockId);
  }

  /** Those before the latest one. */
  past(use: RunbookUse, blockId: string): readonly PastRunView[] {
    return this.parts.history.past(use, blockId, this.latest(use, blockId)?.runId ?? null);
  }

  /** Throws NotPossibleError where the block could not start there now. @param cwd absolute */
  refuse(use: RunbookUse, { id, attributes }: RunbookBlock, cwd: string): void {
    this.#refuseTwice(use, id);
    this.parts.runner.refuse({ incident: use.incident, cwd, background: attributes.background });
  }

  /** A second one would take its place on the page, and its Stop with it. */
  #refuseTwice(use: RunbookUse, blockId: string): void {
    if (this.inBackground(use, blockId))
      throw new NotPossibleError(
        vscode.l10n.t('This block runs in the background already.'),
        vscode.l10n.t('Stop it first, to run it again.'),
      );
  }

  /** Starts the block; throws NotPossibleError or MissingToolError when it cannot start. */
  start(use: RunbookUse, block: RunbookBlock, given: GivenToBlock): StartedBlock {
    this.#refuseTwice(use, block.id);
    const { remark } = given;
    const run = this.parts.runner.run(requestOf(use, block, given));
    this.#startedWith.set(run.runId, given.startedWith);
    const ended = this.#follow(use, run, false, remark);
    this.#show(use, block.id, starting(run.runId, remark));
    return { runId: run.runId, ended };
  }

  /** Goes on with what a window left behind when it was reloaded; answers how many there were. */
  adopt(): number {
    const runs = this.parts.runner.adopt();
    for (const run of runs) {
      const { use, secretNames } = askerOf(run.request);
      // Its page may be read only after its end, or never: what it exports is masked and not kept all the same.
      this.parts.callSecret(use, secretNames);
      void this.#follow(use, run, true, null);
    }
    return runs.length;
  }

  /** @param begun GivenToBlock’s remark. */
  #follow(use: RunbookUse, run: Run, adopted: boolean, begun: string | null): Promise<RunRecord> {
    const { boundary } = this.parts;
    const { blockId } = run.request;
    this.#latestRuns.set(key(use, blockId), { run, use });
    const listener = run.onDidChange(state =>
      this.#show(use, blockId, {
        ...state,
        remark: state.remark ?? begun,
        ...{ runId: run.runId, exitCode: null, durationMs: null, expectation: null, outputKept: false },
      }),
    );
    const ended = run.finished.then(async finished => {
      listener.dispose();
      const remark = [begun, this.#handOn(use, run)].filter(words => words !== null).join(' ') || null;
      // It may have printed a secret that is known only since it ended.
      const record = { ...finished, outputTail: this.parts.redact(finished.outputTail) };
      if (run.output !== null) await this.parts.outputs.keep(use.incident, run.runId, run.output);
      this.parts.history.add(use, record, this.parts.author(), remark);
      const view = this.parts.history.find(use, blockId, run.runId);
      if (view) this.#show(use, blockId, view);
      // Not before its end is shown: whoever sees Stop can press it.
      this.#running.delete(run.runId);
      this.#stopping.delete(run.runId);
      this.#startedWith.delete(run.runId);
      setContext('blockRunning', this.#running.size > 0);
      this.#ended.fire({ use, record, background: run.request.background });
      boundary.watch(`Recording a run of ${use.runbook}`, this.#record(use, run, record, adopted));
      return record;
    });
    this.#running.set(run.runId, { run, use, ended });
    setContext('blockRunning', true);
    return ended;
  }

  /** What it left goes to the next one; answers with what the person should know of that. */
  #handOn(use: RunbookUse, run: Run): string | null {
    const { step, background } = run.request;
    const { before, after } = run.handedOn();
    if (after) this.parts.learn(use, after.variables);
    // It ended while others ran: what they left counts.
    if (background) return null;
    return this.parts.carried.ended(use, step, before, after);
  }

  /** The private files stay until the run is in the timeline: after a crash another window writes it there. */
  async #record(
    { incident, runbook }: RunbookUse,
    run: Run,
    record: RunRecord,
    adopted: boolean,
  ): Promise<void> {
    let recorded = incident === null;
    if (incident)
      await this.parts.boundary.insist(`Recording a run of ${runbook}`, async () => {
        await this.parts.record(incident, record, adopted);
        recorded = true;
      });
    if (recorded) await run.release();
  }

  /** Null where it has ended, or is none of this window’s. */
  underWay(runId: string): RunUnderWay | null {
    const running = this.#running.get(runId);
    if (!running) return null;
    const { run, ended } = running;
    const { background } = run.request;
    const startedWith = this.#startedWith.get(runId) ?? askerOf(run.request).startedWith;
    return { runId, ended, background, stopping: this.#stopping.has(runId), startedWith };
  }

  /** That run of the block which has not ended; null where there is none. */
  inBackground(use: RunbookUse, blockId: string): RunUnderWay | null {
    const those = [...this.#running.values()].filter(({ run }) => run.request.background);
    const its = those.find(({ use: of, run }) => key(of, run.request.blockId) === key(use, blockId));
    return its ? this.underWay(its.run.runId) : null;
  }

  /** Asks the run to end; its end comes as a change. */
  stop(runId: string): void {
    this.#stop(this.#get(runId));
  }

  /** Of a block that runs, and of the latest run of one as long as its terminal is open. */
  showTerminal(runId: string): void {
    const running = this.#running.get(runId)?.run;
    const run = running ?? [...this.#latestRuns.values()].find(each => each.run.runId === runId)?.run;
    if (run?.show()) return;
    throw new NotPossibleError(
      vscode.l10n.t('The terminal of this block is closed.'),
      running
        ? vscode.l10n.t('Stop the block, and run it again.')
        : vscode.l10n.t('Its result is shown below it.'),
    );
  }

  #get(runId: string): Run {
    const running = this.#running.get(runId);
    if (!running)
      throw new NotPossibleError(
        vscode.l10n.t('This block is not running any more.'),
        vscode.l10n.t('Its result is shown below it.'),
      );
    return running.run;
  }

  /** Those that run now. */
  get running(): readonly RunningBlock[] {
    return [...this.#running].map(([runId, { run, use }]) => ({ runId, step: run.request.step, use }));
  }

  /** Stops what runs for an incident; all runs when none is named. Answers how many were stopped. */
  stopAll(incidentKey: string | null): number {
    const those = [...this.#running.values()].filter(
      ({ use }) => incidentKey === null || use.incident?.key === incidentKey,
    );
    for (const { run } of those) this.#stop(run);
    return those.length;
  }

  #stop(run: Run): void {
    this.#stopping.add(run.runId);
    run.stop();
  }

  /** A terminal was closed: the latest runs that were in it have nothing to show any more. */
  #forgetTerminals(): void {
    for (const [of, { run, use }] of this.#latestRuns) {
      if (run.terminalOpen || this.#running.has(run.runId)) continue;
      this.#latestRuns.delete(of);
      const view = this.#latest.get(of);
      if (view?.terminalOpen) this.#show(use, run.request.blockId, view);
    }
  }

  #show(use: RunbookUse, blockId: string, view: Omit<RunView, 'terminalOpen'>): void {
    const of = key(use, blockId);
    const latest = this.#latestRuns.get(of)?.run;
    const run = { ...view, terminalOpen: latest?.runId === view.runId && latest.terminalOpen };
    this.#latest.set(of, run);
    this.#changed.fire({ use, blockId, run });
  }

  dispose(): void {
    this.#closing.dispose();
    this.#changed.dispose();
    this.#ended.dispose();
  }
}

function key(use: RunbookUse, blockId: string): string {
  return `${useKey(use)}\n${blockId}`;
}
