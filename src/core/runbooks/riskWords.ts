import { riskClasses, worse, type Finding, type RiskReport } from '../execution/risk/risk.ts';
import type { RunbookBlock } from './runbook.ts';

export interface RiskSummary {
  readonly risk: RiskReport['risk'];
  /** The command that decides it; null where the block only looks, or only its writer says so. */
  readonly decides: Finding | null;
  /** The most dangerous first, then in the order of the block. */
  readonly findings: readonly Finding[];
  /** Its writer raised what its commands show. */
  readonly raised: boolean;
}

/** What a block may do, in the order in which a person wants to know. */
export function riskSummary(
  { attributes }: Pick<RunbookBlock, 'attributes'>,
  { risk, findings }: RiskReport,
): RiskSummary {
  const whole = worse(risk, attributes.risk ?? 'read-only');
  const order = (finding: Finding) => riskClasses.indexOf(finding.risk);
  const sorted = [...findings].sort((a, b) => order(b) - order(a));
  const [first] = sorted;
  return {
    risk: whole,
    decides: first && first.risk === whole && whole !== 'read-only' ? first : null,
    findings: sorted,
    raised: whole !== risk,
  };
}
