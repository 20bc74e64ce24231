import { t } from '@vscode/l10n';
import type { RunRecord } from '../execution/outcome.ts';
import { roleTitle, stageName } from '../response/spokenNames.ts';
import { sentence } from '../sentence.ts';
import { checklistOwnerOf } from './checklistName.ts';
import { shownDuration } from './durationText.ts';
import type { ApprovalData, RunData, TickData } from './entry.ts';

/** “Rollback: ok after 2.3 s (run from bad-deploy.md)” */
export function runText(run: RunRecord): string {
  const { runbook, expectation } = run;
  const step = run.step || t('A block');
  const end = endOf(run);
  const took = shownDuration(run.durationMs);
  if (!expectation) return t('{0}: {1} after {2} (run from {3})', step, end, took, runbook);
  if (expectation.met) return t('{0}: {1} after {2}, as expected (run from {3})', step, end, took, runbook);
  const but = expectation.words.replace(/\.$/, '');
  return t('{0}: {1} after {2}, not as expected: {4} (run from {3})', step, end, took, runbook, but);
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
  const words = risks[risk];
  const block = step || t('A block');
  const said = [approvedBy, roleTitle(role), t(words), block, runbook, where] as const;
  const approved =
    backup === undefined
      ? t('{0} approved as {1} the {2} block “{3}” of {4} on {5}', ...said)
      : t(
          '{0} approved as {1} the {2} block “{3}” of {4} on {5}, {6} confirmed it as backup',
          ...said,
          backup,
        );
  return reason === '' ? approved : t('{0}: {1}', approved, reason);
}

const risks: Record<ApprovalData['risk'], string> = {
  'read-only': sentence('read-only'),
  changing: sentence('changing'),
  destructive: sentence('destructive'),
};

/** @param label What the item says. */
export function tickText({ checked, runbook }: TickData, label: string): string {
  const owner = checklistOwnerOf(runbook);
  if (owner === null) return t(checked ? 'Ticked “{0}” in {1}' : 'Unticked “{0}” in {1}', label, runbook);
  if (owner === 'warRoom')
    return t(
      checked
        ? 'Ticked “{0}” on the checklist of the war room'
        : 'Unticked “{0}” on the checklist of the war room',
      label,
    );
  return t(
    checked
      ? 'Ticked “{0}” on the checklist of the stage {1}'
      : 'Unticked “{0}” on the checklist of the stage {1}',
    label,
    stageName(owner),
  );
}

function endOf({ outcome, expectation }: RunRecord): string {
  // What was expected is no failure.
  if (outcome.type === 'failed' && expectation?.met) return t('exit code {0}', outcome.exitCode);
  switch (outcome.type) {
    case 'ok':
      return t('ok');
    case 'failed':
      return t('failed with exit code {0}', outcome.exitCode);
    case 'cancelled':
      return t('cancelled');
    case 'unknown':
      return t('ended unknown ({0})', outcome.reason.replace(/\.$/, ''));
  }
}
