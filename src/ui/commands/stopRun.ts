import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { BlockRuns } from '../runbooks/blockRuns.ts';

/** Stops the current incident’s block; when it has none running, whatever runs. */
export function stopRun(runs: BlockRuns, current: CurrentIncident): void {
  const incident = current.get();
  const stopped = (incident && runs.stopAll(incident.key)) || runs.stopAll(null);
  if (stopped === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('No block is running.'),
      vscode.l10n.t('The runbook shows how each one ended.'),
    );
  }
}
