export interface RunReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, with its reason. */
  readonly failures: readonly { readonly title: string; readonly reason: string }[];
  /** What passed only when it was tried again. */
  readonly unsteady: readonly string[];
}

/** Listens to a run of Mocha's; the function that it gives returns what happened, once the run has ended. */
export declare function followRun(runner: Mocha.Runner): () => RunReport;
