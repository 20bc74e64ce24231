import { reasonText } from '../../core/execution/risk/reasonText.ts';
import {
  type NamedTarget,
  riskClasses,
  type RiskReport,
  type TargetKind,
} from '../../core/execution/risk/risk.ts';
import { partName, type Target, valueText } from '../../core/execution/target/target.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import type { RiskView, ToWebview } from '../../protocol/runbook.ts';

const mostFindings = 20;

/** What a screen is told of what blocks do. */
export type BlockLook = Extract<ToWebview, { type: 'risk' | 'target' }>;

export interface LookParts {
  /** The reports of these, in their order, some at a time. */
  readonly assess: (blocks: readonly RunbookBlock[]) => AsyncIterable<readonly RiskReport[]>;
  /** What is acted on by all of them. */
  readonly target: (report: Pick<RiskReport, 'touches' | 'named'>) => Promise<Target>;
}

/** What stands at the blocks, as it is found out, and last in the banner. Whoever stops listening ends the looking. */
export async function* blockLooks(
  { assess, target }: LookParts,
  blocks: readonly RunbookBlock[],
): AsyncGenerator<BlockLook, void> {
  const runnable = blocks.filter(block => block.runnable);
  const touches = new Set<TargetKind>();
  const named = new Map<string, NamedTarget>();
  let done = 0;
  for await (const reports of assess(runnable)) {
    for (const report of reports) {
      for (const kind of report.touches) touches.add(kind);
      for (const one of report.named) named.set(JSON.stringify(one), one);
    }
    const from = done;
    done += reports.length;
    yield {
      type: 'risk',
      risks: reports.map((report, at) => ({ blockId: runnable[from + at]!.id, risk: riskView(report) })),
    };
  }
  const { parts, environment, production } = await target({
    touches: [...touches],
    named: [...named.values()],
  });
  yield {
    type: 'target',
    target: {
      parts: parts.map(part => ({ name: partName(part), value: valueText(part) })),
      environment,
      production,
    },
  };
}

export function riskView({ risk, findings }: RiskReport): RiskView {
  const sorted = [...findings].sort((a, b) => riskClasses.indexOf(b.risk) - riskClasses.indexOf(a.risk));
  const shown = sorted.slice(0, mostFindings);
  return {
    risk,
    findings: shown.map(finding => ({ ...finding, reason: reasonText(finding.reason) })),
    more: sorted.length - shown.length,
  };
}
