import type { RunRecord } from '../execution/outcome.ts';
import { stageOfChecklist } from './checklistName.ts';
import { durationText } from './durationText.ts';
import type { ApprovalData, RunData, TickData } from './entry.ts';

/** “Rollback: ok after 2.3 s (run from bad-deploy.md)” */
export function runText(run: RunRecord): string {
  const { step, runbook, durationMs } = run;
  return `${step || 'A block'}: ${endOf(run)} after ${durationText(durationMs)}${asExpected(run)} (run from ${runbook})`;
}

export function runDataFrom(run: RunRecord): RunData {
  const { runId, runbook, step, blockId, command, cwd, startedAt, durationMs } = run;
  const { outcome, outputTail, outputCut, expectation, target, helpsWithin } = run;
  return {
    ...{ runId, runbook, step, blockId, command, cwd },
    ...{ outcome: outcome.type, startedAt, durationMs, outputTail, outputCut },
    exitCode: 'exitCode' in outcome ? outcome.exitCode : null,
    ...(target !== undefined && { target }),
    ...(helpsWithin !== undefined && { helpsWithin }),
    ...(expectation && { met: expectation.met, expectation: expectation.words }),
    ...(outcome.type === 'unknown' && { reason: outcome.reason }),
  };
}

/** “Ada approved as Incident Commander the destructive block “Restart” of a.md on Kubernetes context prod (production)” */
export function approvalText(approval: ApprovalData): string {
  const { role, approvedBy, risk, step, runbook, target, environment, reason, backup } = approval;
  const where = environment === null ? target : `${target} (${environment})`;
  const second = backup === undefined ? '' : `, ${backup} confirmed it as backup`;
  const why = reason === '' ? '' : `: ${reason}`;
  return `${approvedBy} approved as ${role} the ${risk} block “${step || 'A block'}” of ${runbook} on ${where}${second}${why}`;
}

/** @param label What the item says. */
export function tickText({ checked, runbook }: TickData, label: string): string {
  const stage = stageOfChecklist(runbook);
  const where = stage === null ? `in ${runbook}` : `on the checklist of the stage ${stage}`;
  return `${checked ? 'Ticked' : 'Unticked'} “${label}” ${where}`;
}

function asExpected({ expectation }: RunRecord): string {
  if (!expectation) return '';
  return expectation.met ? ', as expected' : `, not as expected: ${expectation.words.replace(/\.$/, '')}`;
}

function endOf({ outcome, expectation }: RunRecord): string {
  // What was expected is no failure.
  if (outcome.type === 'failed' && expectation?.met) return `exit code ${outcome.exitCode}`;
  switch (outcome.type) {
    case 'ok':
      return 'ok';
    case 'failed':
      return `failed with exit code ${outcome.exitCode}`;
    case 'cancelled':
      return 'cancelled';
    case 'unknown':
      return `ended unknown (${outcome.reason.replace(/\.$/, '')})`;
  }
}
