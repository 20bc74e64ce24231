import * as vscode from 'vscode';
import { wentWell } from '../../core/execution/expectation.ts';
import type { RunRecord } from '../../core/execution/outcome.ts';
import type { PlannedBlock, Sequence } from '../../core/runbooks/sequence.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { BlockRuns } from './blockRuns.ts';
import type { RunbookUse } from './runbookUse.ts';
import { whyOf } from './runEnd.ts';

/** Blocks that sequences left running behind them, in the background: what fails of them is told before the next one runs. */
export class LeftBehind {
  /** Why, until it was told. */
  readonly #failed = new WeakMap<Sequence['plan'], string>();

  constructor(
    private readonly parts: {
      readonly runs: Pick<BlockRuns, 'inBackground'>;
      readonly boundary: ErrorBoundary;
    },
  ) {}

  follow(block: PlannedBlock, { plan }: Sequence, ended: Promise<RunRecord>): void {
    const noted = ended.then(record => this.note(block, plan, record));
    this.parts.boundary.watch('Waiting for a block in the background', noted);
  }

  /** Those that still run: a window that was reloaded follows none of them. One that is followed twice counts once. */
  followAll(use: RunbookUse, sequence: Sequence): void {
    for (const block of sequence.plan.slice(0, sequence.at)) {
      const run = this.parts.runs.inBackground(use, block.id);
      if (run) this.follow(block, sequence, run.ended);
    }
  }

  note({ step }: PlannedBlock, plan: Sequence['plan'], record: RunRecord): void {
    if (wentWell(record) || record.outcome.type === 'cancelled') return;
    const name = step || vscode.l10n.t('A block');
    this.#failed.set(plan, vscode.l10n.t('“{0}”, in the background: {1}', name, whyOf(record)));
  }

  /** Why one of them failed; null where none did, or it was told. */
  take({ plan }: Sequence): string | null {
    const why = this.#failed.get(plan) ?? null;
    this.#failed.delete(plan);
    return why;
  }
}
