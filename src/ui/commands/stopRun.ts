import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { BlockRuns } from '../runbooks/blockRuns.ts';

/** Stops the current incident’s blocks; those of others only where it is the only one, or no incident is current. */
export function stopRun(
  runs: Pick<BlockRuns, 'count' | 'stopAll'>,
  { key }: Pick<CurrentIncident, 'key'>,
): void {
  if (runs.count === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('No block is running.'),
      vscode.l10n.t('The runbook shows how each one ended.'),
    );
  }
  if (runs.stopAll(runs.count === 1 ? null : key) > 0) return;
  // The meant one may just have ended: nobody asked for a stop of another incident’s mitigation.
  throw new NotPossibleError(
    vscode.l10n.t('No block of the current incident is running.'),
    vscode.l10n.t('{0} other blocks are: stop each of them in its runbook.', runs.count),
  );
}
