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
  /** Why, by block, until it was told. */
  readonly #failed = new WeakMap<Sequence['plan'], Map<string, string>>();

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

  /** Its latest end counts. */
  note({ id, step }: PlannedBlock, plan: Sequence['plan'], record: RunRecord): void {
    const failed = this.#failed.get(plan) ?? new Map<string, string>();
    this.#failed.set(plan, failed);
    failed.delete(id);
    if (wentWell(record) || record.outcome.type === 'cancelled') return;
    const name = step || vscode.l10n.t('A block');
    failed.set(id, vscode.l10n.t('“{0}”, in the background: {1}', name, whyOf(record)));
  }

  /** Why those failed that have not been told; null where none did. One that runs again was seen to by a person. */
  take(use: RunbookUse, { plan }: Sequence): string | null {
    const failed = [...(this.#failed.get(plan) ?? [])].filter(
      ([id]) => this.parts.runs.inBackground(use, id) === null,
    );
    this.#failed.delete(plan);
    return failed.length === 0 ? null : failed.map(([, why]) => why).join(' ');
  }
}
