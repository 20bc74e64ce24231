import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../core/clock.ts';
import type { RiskRequest } from '../../core/execution/risk/assess.ts';
import { foreignProgram } from '../../core/execution/findInterpreter.ts';
import type { Assessor } from '../../core/execution/risk/assessor.ts';
import type { RiskReport } from '../../core/execution/risk/risk.ts';
import type { TeamRule } from '../../core/execution/risk/teamRules.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';

export type AssessedBlock = Pick<RunbookBlock, 'code' | 'interpreter' | 'attributes' | 'startVariables'>;

/** So many are asked for at a time, some ms of work; then others get their turn. */
const atOnce = 50;

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
      /** The person’s own rules and the workspace’s. VS Code takes its time for them, so they are not asked for often. */
      readonly rules: () => readonly TeamRule[];
    },
  ) {}

  /**
   * Never rejects; what cannot be judged is destructive. The rules count as they are now.
   * @param environment What the block is given; a target that it names by one of these is known then, and what the
   * runbook’s own variables make it run.
   */
  async assess(
    block: AssessedBlock,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<RiskReport> {
    const [report] = await this.#assess([block], environment);
    return report!;
  }

  /**
   * As `assess`, of many: some at a time and in their order, with turns for everybody else in between. No more are
   * asked for than whoever listens waits for.
   */
  async *assessAll(
    blocks: readonly AssessedBlock[],
    environment: Readonly<Record<string, string>> = {},
  ): AsyncGenerator<readonly RiskReport[], void> {
    for (let from = 0; from < blocks.length; from += atOnce) {
      if (from > 0) await turn();
      yield await this.#assess(blocks.slice(from, from + atOnce), environment);
    }
  }

  async #assess(
    blocks: readonly AssessedBlock[],
    environment: Readonly<Record<string, string>>,
  ): Promise<readonly RiskReport[]> {
    const assessor = await (this.#assessor ??= this.#start());
    const team = this.parts.rules();
    return Promise.all(blocks.map(block => assessor.assess(riskRequest(block, team, environment))));
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

/** The same request for the same answer: of what the block is given only what it depends on. */
export function riskRequest(
  { code, interpreter, attributes, startVariables = [] }: AssessedBlock,
  team: readonly TeamRule[],
  environment: Readonly<Record<string, string>>,
): RiskRequest {
  const program = foreignProgram(attributes.interpreter, process.env, process.platform);
  const said = Object.entries(environment).filter(([name]) => code.includes(name));
  const start = startVariables.map(
    ({ name, secret, default: standard }) => [name, secret ? null : (environment[name] ?? standard)] as const,
  );
  return {
    code,
    interpreter,
    declared: attributes.risk,
    team,
    ...(program !== null && { program }),
    ...(said.length > 0 && { environment: Object.fromEntries(said) }),
    ...(start.length > 0 && { startVariables: Object.fromEntries(start) }),
  };
}
