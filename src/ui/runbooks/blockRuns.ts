import { randomUUID } from 'node:crypto';
import { NotPossibleError } from '../../core/errors.ts';
import { type Disposable, Emitter } from '../../core/events.ts';
import type { RunRecord } from '../../core/execution/outcome.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import type { RunView } from '../../protocol.ts';
import { setContext } from '../contextKeys.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { BlockRunner, Run } from '../terminals/blockRunner.ts';

/** One runbook as it is used for one incident (or for none): what the state of a block belongs to. */
export interface RunbookUse {
  readonly incident: Incident | null;
  /** The runbook’s path, as a person reads it. */
  readonly runbook: string;
  readonly cwd: string;
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
  readonly #running = new Map<string, { readonly run: Run; readonly incidentKey: string | null }>();
  readonly #changed = new Emitter<BlockRunChange>();
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly parts: {
      readonly runner: BlockRunner;
      /** Writes an ended run into the incident’s timeline. */
      readonly record: (incident: Incident, run: RunRecord) => Promise<unknown>;
      readonly boundary: ErrorBoundary;
    },
  ) {}

  latest(use: RunbookUse, blockId: string): RunView | null {
    return this.#latest.get(key(use, blockId)) ?? null;
  }

  /** Starts the block; rejects with NotPossibleError or MissingToolError when it cannot start. */
  start(use: RunbookUse, block: RunbookBlock): void {
    const { incident, runbook, cwd } = use;
    const run = this.parts.runner.run({
      runId: randomUUID(),
      incident: incident && {
        key: incident.key,
        label: `${incident.number === null ? '' : `#${incident.number} `}${incident.service?.name ?? incident.title}`,
      },
      runbook,
      step: block.step,
      blockId: block.id,
      code: block.code,
      cwd,
    });
    this.#running.set(run.runId, { run, incidentKey: incident?.key ?? null });
    setContext('blockRunning', true);
    this.#show(use, block.id, starting(run.runId));
    const listener = run.onDidChange(state =>
      this.#show(use, block.id, { ...state, runId: run.runId, exitCode: null, durationMs: null }),
    );
    const ended = run.finished.then(
      record => this.#ended(use, record),
      (error: unknown) => this.parts.boundary.report(`Running a block of ${runbook}`, error),
    );
    this.parts.boundary.watch(
      `Running a block of ${runbook}`,
      ended.finally(() => {
        listener.dispose();
        this.#running.delete(run.runId);
        setContext('blockRunning', this.#running.size > 0);
      }),
    );
  }

  /** Asks the run to end; its end comes as a change. */
  stop(runId: string): void {
    const running = this.#running.get(runId);
    if (!running)
      throw new NotPossibleError('This block is not running any more.', 'Its result is shown below it.');
    running.run.stop();
  }

  /** Stops what runs for an incident; all runs when none is named. Answers how many were stopped. */
  stopAll(incidentKey: string | null): number {
    const those = [...this.#running.values()].filter(
      running => incidentKey === null || running.incidentKey === incidentKey,
    );
    for (const { run } of those) run.stop();
    return those.length;
  }

  async #ended(use: RunbookUse, record: RunRecord): Promise<void> {
    const { outcome } = record;
    this.#show(use, record.blockId, {
      runId: record.runId,
      state: outcome.type,
      exitCode: outcome.type === 'ok' || outcome.type === 'failed' ? outcome.exitCode : null,
      startedAt: Date.parse(record.startedAt),
      durationMs: record.durationMs,
      outputTail: record.outputTail,
      outputCut: record.outputCut,
      remark: outcome.type === 'unknown' ? outcome.reason : null,
    });
    const { incident } = use;
    if (!incident) return;
    await this.parts.boundary.insist(`Recording a run of ${use.runbook}`, () =>
      this.parts.record(incident, record),
    );
  }

  #show(use: RunbookUse, blockId: string, run: RunView): void {
    this.#latest.set(key(use, blockId), run);
    this.#changed.fire({ use, blockId, run });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** Shown from the click on: a new terminal may take seconds before it says anything. */
function starting(runId: string): RunView {
  const nothing = { exitCode: null, durationMs: null, outputTail: '', outputCut: false, remark: null };
  return { runId, state: 'running', startedAt: Date.now(), ...nothing };
}

function key({ incident, runbook }: RunbookUse, blockId: string): string {
  return [incident?.key ?? '', runbook, blockId].join('\n');
}
