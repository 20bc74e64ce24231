export interface RunReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
  /** What passed only when it was tried again, with the reason of the last failure before. */
  readonly unsteady: readonly Failure[];
}

/** A test and why it failed. */
export interface Failure {
  readonly title: string;
  readonly reason: string;
}

/** Listens to a run of Mocha's; the function that it gives returns what happened, once the run has ended. */
export declare function followRun(runner: Mocha.Runner): () => RunReport;
