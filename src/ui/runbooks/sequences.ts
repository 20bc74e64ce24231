import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import { type Disposable, Emitter } from '../../core/events.ts';
import { wentWell } from '../../core/execution/expectation.ts';
import type { RunRecord } from '../../core/execution/outcome.ts';
import type { RiskClass } from '../../core/execution/risk/risk.ts';
import { inTime } from '../../core/inTime.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import {
  beginSequence,
  isOver,
  plannedBlocks,
  type Sequence,
  sequenceView,
  started,
  stepped,
  stoppedAt,
  taskOf,
  wentOn,
} from '../../core/runbooks/sequence.ts';
import { ranWell } from '../../core/timeline/entryData.ts';
import type { RunView, SequenceExtent, SequenceStep, SequenceView } from '../../protocol/runbook.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { BlockRunEnd, BlockRuns, RunUnderWay } from './blockRuns.ts';
import type { BlockStart } from './blockStart.ts';
import { KeptSequences } from './keptSequences.ts';
import { LeftBehind } from './leftBehind.ts';
import { endWords, whyOf } from './runEnd.ts';
import { blocksHash, type RunbookPage } from './runbookPage.ts';
import { type RunbookUse, useKey } from './runbookUse.ts';
import { confirmSequence } from './sequenceQuestion.ts';

/** What fails at its start, in the background, shall be seen before the next block, ms. */
const startGraceMs = 500;

/** Several blocks one after the other, as if a person pressed Run at each: one sequence for each runbook in use. */
export class Sequences implements Disposable {
  readonly #kept: KeptSequences;
  /** By the key of the use, until the last of them has ended. */
  readonly #driven = new Map<string, Promise<void>>();
  readonly #behind: LeftBehind;
  /** By plan, until its end: what has to end before the block runs that the sequence stands at, whichever that is by then. */
  readonly #awaited = new WeakMap<Sequence['plan'], { readonly step: string; readonly runId: string }>();
  readonly #changed = new Emitter<RunbookUse>();
  readonly onDidChange = this.#changed.event;
  readonly #listener: Disposable;

  constructor(
    private readonly parts: {
      readonly starts: BlockStart;
      readonly runs: BlockRuns;
      /** The class of each of these blocks, in their order. */
      readonly risks: (blocks: readonly RunbookBlock[]) => Promise<readonly RiskClass[]>;
      /** What survives a reload of the window. */
      readonly state: vscode.Memento;
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    this.#kept = new KeptSequences(parts.state);
    this.#behind = new LeftBehind(parts.runs);
    this.#listener = parts.runs.onDidEnd(end => this.#blockEnded(end));
  }

  view(use: RunbookUse): SequenceView | null {
    const sequence = this.#of(use);
    return sequence && sequenceView(sequence, this.#awaitedBy(sequence)?.step);
  }

  /** Resolves when it goes. Rejects with NotPossibleError where it cannot, or the person thinks better of it. */
  async begin(page: RunbookPage, from: string, extent: SequenceExtent, sha256: string): Promise<void> {
    const { use } = page;
    this.#refuseSecond(use);
    const runbook = await page.load();
    if (blocksHash(runbook) !== sha256) throw changed();
    const blocks = plannedBlocks(runbook, from, extent);
    if (blocks.length === 0) {
      throw new NotPossibleError(
        vscode.l10n.t('There is no block to run from here.'),
        vscode.l10n.t(
          'Blocks that undo another one, and those marked excludeFromRunAll, only run by themselves.',
        ),
      );
    }
    if (!(await confirmSequence(blocks, from, this.parts.risks))) {
      throw new NotPossibleError(
        vscode.l10n.t('Nothing was run.'),
        vscode.l10n.t('Each block can be run by itself.'),
      );
    }
    this.#refuseSecond(use);
    this.#set(use, beginSequence(blocks));
    this.#drive(page);
  }

  /** Rejects with NotPossibleError where the step does not fit how the sequence stands. */
  async step(page: RunbookPage, step: SequenceStep): Promise<void> {
    const { use } = page;
    const sequence = this.#of(use);
    if (step === 'close') return this.#close(use, sequence);
    const next = sequence && stepped(sequence, step);
    if (!sequence || !next) throw elsewhere();
    const left = sequence.runId === null ? null : this.parts.runs.underWay(sequence.runId);
    // One in the background is seen to where the sequence comes to it: it may just be stopped.
    if (left && !left.background && step !== 'stop') return this.#takeUp(page, sequence, next, left);
    this.#set(use, next);
    if (step !== 'stop') return this.#drive(page);
    // One in the background is waited for only where the sequence comes to it again.
    if (left && !left.background) this.#await(sequence, left.runId);
    const runs = sequence.runId ?? this.#awaitedBy(sequence)?.runId;
    if (runs !== undefined) this.parts.runs.stop(runs);
  }

  /** @param sequence at the block whose run it is */
  #await({ plan, at }: Sequence, runId: string): void {
    this.#awaited.set(plan, { step: plan[at]!.step, runId });
  }

  #awaitedBy({ plan, runId }: Sequence): { readonly step: string; readonly runId: string } | undefined {
    return runId === null ? this.#awaited.get(plan) : undefined;
  }

  /** The window was reloaded while its block ran, which still does: it is not run beside itself, nor a second time. */
  #takeUp(page: RunbookPage, sequence: Sequence, next: Sequence, left: RunUnderWay): void {
    const { use } = page;
    const skips = next.at !== sequence.at;
    const goesOn = skips ? next : started(next, left.runId);
    if (skips) this.#await(sequence, left.runId);
    this.#set(use, goesOn);
    const over = left.ended.then(record => {
      if (!skips && this.#of(use) === goesOn) this.#set(use, onceEnded(goesOn, record));
    });
    this.#drive(page, over);
  }

  /** The block that it was stopped at may still be on its way to its end, which is recorded as any other. */
  #close(use: RunbookUse, sequence: Sequence | null): void {
    if (!sequence) return;
    if (!isOver(sequence)) throw elsewhere();
    this.#set(use, null);
  }

  #refuseSecond(use: RunbookUse): void {
    const state = this.#of(use)?.state;
    if (state === 'running')
      throw new NotPossibleError(
        vscode.l10n.t('A sequence of this runbook is running already.'),
        vscode.l10n.t('Wait for its end or stop it first.'),
      );
    if (state === 'waiting')
      throw new NotPossibleError(
        vscode.l10n.t('A sequence of this runbook waits for you.'),
        vscode.l10n.t('Let it go on or stop it first.'),
      );
    if (this.#driven.has(useKey(use)))
      throw new NotPossibleError(
        vscode.l10n.t('A block of the sequence that was stopped has not ended yet.'),
        vscode.l10n.t('Wait for its end, then start again.'),
      );
  }

  /** After the blocks have ended that it was stopped at, or that a reload `left`: they run in the same terminal. */
  #drive(page: RunbookPage, left: Promise<void> = Promise.resolve()): void {
    const key = useKey(page.use);
    const driven = Promise.allSettled([this.#driven.get(key), left])
      .then(() => this.#runAll(page))
      .finally(() => {
        if (this.#driven.get(key) === driven) this.#driven.delete(key);
      });
    this.#driven.set(key, driven);
    this.parts.boundary.watch(`Running the sequence of ${page.use.runbook}`, driven);
  }

  async #runAll(page: RunbookPage): Promise<void> {
    const { use } = page;
    for (;;) {
      const sequence = this.#of(use);
      const task = sequence && taskOf(sequence);
      if (!task || task.type === 'none') return;
      const behind = this.#behind.take(use, sequence);
      if (behind !== null) return this.#set(use, stoppedAt(sequence, behind));
      const left = this.parts.runs.inBackground(use, task.block.id);
      if (left?.stopping) {
        this.#await(sequence, left.runId);
        this.#changed.fire(use);
        await left.ended;
        continue;
      }
      const { id: blockId, sha256 } = task.block;
      // While a person is asked, what it needs may end: a forward to what it would change.
      const stillWanted = () => this.#of(use) === sequence && !this.#behind.has(use, sequence);
      const wanted = { blockId, sha256, stillWanted, hiddenConfirmed: false, changed: 'refuse' } as const;
      let block;
      try {
        if (left) {
          // Of an earlier run of the runbook: what it forwards or follows is there.
          await this.parts.starts.refuseOther(page, wanted, left.startedWith);
          const goesOn = this.parts.runs.underWay(left.runId)?.stopping === false;
          if (goesOn && this.#of(use) === sequence) this.#set(use, wentOn(sequence));
          continue;
        }
        block = await this.parts.starts.start(page, wanted);
      } catch (error) {
        this.parts.boundary.log(`The sequence of ${use.runbook} stopped`, error);
        if (this.#of(use) !== sequence) return;
        const why = this.#behind.take(use, sequence) ?? this.parts.boundary.sentence(error);
        return this.#set(use, stoppedAt(sequence, why));
      }
      const running = started(sequence, block.runId);
      this.#set(use, running);
      const inBackground = page.runbook?.blocks.find(({ id }) => id === blockId)?.attributes.background;
      // Until then it stands at this block: what it shows takes every step that it offers.
      const record = inBackground
        ? await inTime(this.parts.clock, startGraceMs, block.ended, null)
        : await block.ended;
      if (this.#of(use) !== running) return;
      this.#set(use, record ? onceEnded(running, record) : wentOn(running));
    }
  }

  /** Of what ran when the window was reloaded, the end tells where the person goes on. */
  #blockEnded({ use, record, background }: BlockRunEnd): void {
    const sequence = this.#of(use);
    if (!sequence) return;
    if (background) this.#behind.note(sequence, record);
    if (this.#awaited.get(sequence.plan)?.runId === record.runId) {
      this.#awaited.delete(sequence.plan);
      this.#changed.fire(use);
    }
    if (this.#driven.has(useKey(use))) return;
    if (sequence.runId === record.runId) this.#settle(use, sequence, wentWell(record), whyOf(record));
  }

  #settle(use: RunbookUse, sequence: Sequence, well: boolean, why: string): void {
    if (!well) return this.#set(use, stoppedAt(sequence, why));
    const next = wentOn(sequence);
    const reloaded = vscode.l10n.t('The window was reloaded while the block before it ran, which went well.');
    this.#set(use, next.state === 'running' ? stoppedAt(next, reloaded) : next);
  }

  /** How a run ended that another window, or this one before the reload, wrote into the timeline. */
  settle(use: RunbookUse, find: (blockId: string, runId: string) => RunView | null): void {
    const sequence = this.#of(use);
    const block = sequence?.plan[sequence.at];
    if (!sequence || sequence.runId === null || !block || this.#driven.has(useKey(use))) return;
    const run = find(block.id, sequence.runId);
    if (!run || run.state === 'running') return;
    const well = ranWell({ met: run.expectation?.met, outcome: run.state });
    this.#settle(
      use,
      sequence,
      well,
      run.expectation?.words ?? run.remark ?? endWords(run.state, run.exitCode),
    );
  }

  #of(use: RunbookUse): Sequence | null {
    return this.#kept.of(use);
  }

  /** Null forgets it. */
  #set(use: RunbookUse, sequence: Sequence | null): void {
    this.parts.boundary.watch('Keeping where a sequence stands', this.#kept.set(use, sequence));
    this.#changed.fire(use);
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}

/** Once its block has ended: behind it, or stopped at it. */
function onceEnded(sequence: Sequence, record: RunRecord): Sequence {
  return wentWell(record) ? wentOn(sequence) : stoppedAt(sequence, whyOf(record));
}

function elsewhere(): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('The sequence is not where it was any more.'),
    vscode.l10n.t('The view shows it as it is now.'),
  );
}

function changed(): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('The runbook was changed since you looked at it; nothing was run.'),
    vscode.l10n.t('Read it again and start once more.'),
  );
}
