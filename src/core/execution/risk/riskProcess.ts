import { Worker } from 'node:worker_threads';
import type { RiskRequest } from './assess.ts';
import type { RiskReport } from './risk.ts';

export interface RiskQuestion {
  readonly id: number;
  readonly request: RiskRequest;
}

export type RiskAnswer =
  /** `ranOut`: the time was over first, so that the rest of the block counts as destructive. */
  | { readonly id: number; readonly report: RiskReport; readonly ranOut?: boolean }
  /** The parser broke: what it says from now on counts for nothing. */
  | { readonly id: number; readonly failed: string };

/** What judges blocks apart from everything else; a test puts one that fails in its place. */
export interface RiskProcess {
  ask(question: RiskQuestion): void;
  end(): void;
}

export interface RiskProcessEvents {
  readonly answered: (answer: RiskAnswer) => void;
  /** It is gone, and answers nothing any more. */
  readonly gone: (reason: string) => void;
}

/** For how long one block is parsed and judged, before the rest of it counts as destructive. */
const budgetMs = 500;

/**
 * A worker thread with a parser of its own.
 * @param script `riskWorker`, as it was built. @param folder Where the grammar’s two files stand.
 */
export function startRiskWorker(
  script: string | URL,
  folder: string,
  { answered, gone }: RiskProcessEvents,
): RiskProcess {
  const worker = new Worker(script, {
    workerData: { folder, budgetMs },
    name: 'On-Call: risk of blocks',
    // Options of the process are its own: some are refused in a thread.
    execArgv: [],
    // What the grammar prints when it gives up is said by its answer, too.
    stderr: true,
  });
  worker.on('message', answered);
  worker.on('error', error => gone(error instanceof Error ? error.message : String(error)));
  worker.on('exit', code => gone(`It ended with ${code}.`));
  // It must not keep a process alive that has nothing else to do.
  worker.unref();
  return {
    ask: question => worker.postMessage(question),
    end: () => void worker.terminate(),
  };
}
