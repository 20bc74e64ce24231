import * as vscode from 'vscode';
import { wentWell } from '../../core/execution/expectation.ts';
import type { RunRecord } from '../../core/execution/outcome.ts';
import type { Sequence } from '../../core/runbooks/sequence.ts';
import type { BlockRuns } from './blockRuns.ts';
import type { RunbookUse } from './runbookUse.ts';
import { whyOf } from './runEnd.ts';

/** Blocks that sequences left running behind them, in the background: what fails of them is told before the next one runs. */
export class LeftBehind {
  /** Why, by block, until it was told. */
  readonly #failed = new WeakMap<Sequence['plan'], Map<string, string>>();

  constructor(private readonly runs: Pick<BlockRuns, 'inBackground'>) {}

  /** Every end of a block in the background, whoever began its run; that of a block behind the sequence counts, the latest. */
  note({ plan, at }: Sequence, record: RunRecord): void {
    const block = plan.slice(0, at).find(({ id }) => id === record.blockId);
    if (!block) return;
    const { id, step } = block;
    const failed = this.#failed.get(plan) ?? new Map<string, string>();
    this.#failed.set(plan, failed);
    failed.delete(id);
    if (wentWell(record) || record.outcome.type === 'cancelled') return;
    const name = step || vscode.l10n.t('A block');
    failed.set(id, vscode.l10n.t('“{0}”, in the background: {1}', name, whyOf(record)));
  }

  /** Whether one failed that has not been told. */
  has(use: RunbookUse, sequence: Sequence): boolean {
    return this.#untold(use, sequence).length > 0;
  }

  /** Why those failed that have not been told; null where none did. They count as told from here on. */
  take(use: RunbookUse, sequence: Sequence): string | null {
    const untold = this.#untold(use, sequence);
    this.#failed.delete(sequence.plan);
    return untold.length === 0 ? null : untold.join(' ');
  }

  /** One that runs again was seen to by a person. */
  #untold(use: RunbookUse, { plan }: Sequence): readonly string[] {
    const failed = [...(this.#failed.get(plan) ?? [])];
    return failed.filter(([id]) => this.runs.inBackground(use, id) === null).map(([, why]) => why);
  }
}
