import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { shortText } from '../../core/shortText.ts';
import { notify } from '../notify.ts';
import type { BlockRuns, RunningBlock } from '../runbooks/blockRuns.ts';
import { whichWords } from './changeIncidents.ts';

/** A dialog that is longer hides its buttons. */
const longestList = 1_000;

/**
 * Stops the current incident’s blocks, those in the background too. The meant one may just have ended, and a slow hand
 * or a second press asks for no stop of another incident’s mitigation: the only one of another is asked about, and several
 * where no incident is current.
 */
export async function stopRun(
  runs: Pick<BlockRuns, 'running' | 'stop' | 'stopAll'>,
  { key }: Pick<CurrentIncident, 'key'>,
): Promise<void> {
  const { running } = runs;
  const [first] = running;
  if (!first) {
    throw new NotPossibleError(
      vscode.l10n.t('No block is running.'),
      vscode.l10n.t('The runbook shows how each one ended.'),
    );
  }
  if (key === null && running.length > 1) {
    if (!(await areMeant(running))) return;
    // Those that were named, and none that began since.
    const still = new Set(runs.running.map(({ runId }) => runId));
    for (const { runId } of running) if (still.has(runId)) runs.stop(runId);
    return;
  }
  if (runs.stopAll(key) > 0) return;
  if (running.length > 1) {
    throw new NotPossibleError(
      vscode.l10n.t('No block of the current incident is running.'),
      vscode.l10n.t('{0} other blocks are: stop each of them in its runbook.', running.length),
    );
  }
  if (await isMeant(first)) runs.stop(first.runId);
}

async function areMeant(running: readonly RunningBlock[]): Promise<boolean> {
  const stop = vscode.l10n.t('Stop All of Them');
  const question = vscode.l10n.t('No incident is selected. Stop all {0} blocks that run?', running.length);
  const lines = running.map(({ step, use: { incident, runbook } }) =>
    [step, runbook, incident && whichWords([incident])].filter(Boolean).join(' · '),
  );
  return (await notify.ask(question, shortText(lines.join('\n'), longestList), stop)) === stop;
}

async function isMeant({ step, use: { incident, runbook } }: RunningBlock): Promise<boolean> {
  const stop = vscode.l10n.t('Stop This Block');
  const name = step || vscode.l10n.t('A block');
  const question = incident
    ? vscode.l10n.t('Stop “{0}”, which runs for another incident: {1}?', name, whichWords([incident]))
    : vscode.l10n.t('Stop “{0}”, which runs for no incident?', name);
  const detail = vscode.l10n.t('It is of {0}. No block of the current incident is running.', runbook);
  return (await notify.ask(question, detail, stop)) === stop;
}
