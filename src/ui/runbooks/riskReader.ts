import type { Clock } from '../../core/clock.ts';
import type { Assessor } from '../../core/execution/risk/assessor.ts';
import type { RiskReport } from '../../core/execution/risk/risk.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import { config } from '../config.ts';

export type AssessedBlock = Pick<RunbookBlock, 'code' | 'interpreter' | 'attributes'>;

/** What blocks may do, for everybody in this extension host: one thread and one parser, started on first use. */
export class RiskReader {
  #assessor: Promise<Assessor> | null = null;
  #disposed = false;

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      /** `dist`, where the worker and the grammar stand. */
      readonly folder: string;
      readonly log: (reason: string) => void;
    },
  ) {}

  /**
   * Never rejects; what cannot be judged is destructive. The person’s own rules and the workspace’s count as they are now.
   * @param environment What the block is given; a target that it names by one of these is known then.
   */
  async assess(
    { code, interpreter, attributes }: AssessedBlock,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<RiskReport> {
    const assessor = await (this.#assessor ??= this.#start());
    const said = Object.entries(environment).filter(([name]) => code.includes(name));
    return assessor.assess({
      code,
      interpreter,
      declared: attributes.risk,
      team: config.riskRules(),
      ...(said.length > 0 ? { environment: Object.fromEntries(said) } : {}),
    });
  }

  async #start(): Promise<Assessor> {
    const { folder, clock, log } = this.parts;
    const [{ Assessor }, { startRiskWorker }, { join }] = await Promise.all([
      import('../../core/execution/risk/assessor.ts'),
      import('../../core/execution/risk/riskProcess.ts'),
      import('node:path'),
    ]);
    const assessor = new Assessor({
      clock,
      log: reason => log(`What blocks may do: ${reason}`),
      start: events => startRiskWorker(join(folder, 'riskWorker.js'), folder, events),
    });
    if (this.#disposed) assessor.dispose();
    return assessor;
  }

  dispose(): void {
    this.#disposed = true;
    void this.#assessor?.then(assessor => assessor.dispose());
  }
}
