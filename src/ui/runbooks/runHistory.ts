import type { RunRecord } from '../../core/execution/outcome.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { TimelineEntry } from '../../core/timeline/entry.ts';
import { runDataOf } from '../../core/timeline/entryData.ts';
import type { PastRunView, RunView } from '../../protocol/runbook.ts';
import { useKey, type RunbookUse } from './runbookUse.ts';

const shown = 10;
/** In memory: without an incident nothing else forgets them. */
const most = 50;

/** One ended run. */
interface EndedRun extends Omit<PastRunView, 'outputKept'> {
  readonly outputTail: string;
  readonly outputCut: boolean;
  readonly remark: string | null;
  readonly expectation: RunView['expectation'];
}

/** The ended runs of each block: those of the incident’s timeline, of whatever window, and those of this window. */
export class RunHistory {
  /** By use and block; newest first. */
  readonly #runs = new Map<string, EndedRun[]>();

  constructor(
    private readonly parts: {
      /** The incident’s timeline in order; empty where there is none yet. */
      readonly entries: (incident: Incident) => Promise<readonly TimelineEntry[]>;
      readonly isOutputKept: (runId: string) => boolean;
    },
  ) {}

  /** Reads what the timeline holds of this runbook. Rejects where it cannot be read. */
  async load(use: RunbookUse): Promise<void> {
    if (!use.incident) return;
    for (const entry of await this.parts.entries(use.incident)) {
      const data = runDataOf(entry);
      if (data?.runbook !== use.runbook || data.blockId === undefined) continue;
      const { runId, blockId, outcome, exitCode, startedAt, durationMs, outputTail, outputCut } = data;
      const met = typeof data.met === 'boolean' ? data.met : null;
      const words = typeof data.expectation === 'string' ? data.expectation : '';
      this.#put(use, blockId, {
        ...{ runId, state: outcome, exitCode, met, durationMs, outputTail, outputCut },
        startedAt: Date.parse(startedAt),
        by: entry.author,
        remark: typeof data.reason === 'string' ? data.reason : null,
        expectation: met === null ? null : { met, words },
      });
    }
  }

  /** @param remark What the person should know beside how it ended. */
  add(use: RunbookUse, record: RunRecord, by: string, remark: string | null): void {
    const { runId, blockId, outcome, startedAt, durationMs, expectation, outputTail, outputCut } = record;
    this.#put(use, blockId, {
      ...{ runId, state: outcome.type, durationMs, by, expectation, outputTail, outputCut },
      exitCode: 'exitCode' in outcome ? outcome.exitCode : null,
      met: expectation?.met ?? null,
      startedAt: Date.parse(startedAt),
      remark: outcome.type === 'unknown' ? outcome.reason : remark,
    });
  }

  /** The end of one run of this block; null where it is not known. */
  find(use: RunbookUse, blockId: string, runId: string): RunView | null {
    const run = this.#of(use, blockId).find(ended => ended.runId === runId);
    return run ? this.#view(run) : null;
  }

  latest(use: RunbookUse, blockId: string): RunView | null {
    const [run] = this.#of(use, blockId);
    return run ? this.#view(run) : null;
  }

  /** @param shownAs The run that is shown by itself. */
  past(use: RunbookUse, blockId: string, shownAs: string | null): readonly PastRunView[] {
    return this.#of(use, blockId)
      .filter(({ runId }) => runId !== shownAs)
      .slice(0, shown)
      .map(({ runId, state, exitCode, met, startedAt, durationMs, by }) => ({
        ...{ runId, state, exitCode, met, startedAt, durationMs, by },
        outputKept: this.parts.isOutputKept(runId),
      }));
  }

  #of(use: RunbookUse, blockId: string): readonly EndedRun[] {
    return this.#runs.get(`${useKey(use)}\n${blockId}`) ?? [];
  }

  #put(use: RunbookUse, blockId: string, run: EndedRun): void {
    const others = this.#of(use, blockId).filter(({ runId }) => runId !== run.runId);
    const runs = [run, ...others].sort((a, b) => b.startedAt - a.startedAt);
    this.#runs.set(`${useKey(use)}\n${blockId}`, runs.slice(0, most));
  }

  #view(run: EndedRun): RunView {
    const { runId, state, exitCode, startedAt, durationMs } = run;
    const { outputTail, outputCut, remark, expectation } = run;
    return {
      ...{ runId, state, exitCode, startedAt, durationMs, outputTail, outputCut, remark, expectation },
      outputKept: this.parts.isOutputKept(runId),
      // Of earlier, or of another window, as far as is known here.
      terminalOpen: false,
    };
  }
}
