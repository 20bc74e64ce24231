import * as vscode from 'vscode';
import type { RunRecord } from '../../core/execution/outcome.ts';

/** How a run ended, as a sentence. */
export function whyOf({ outcome, expectation }: RunRecord): string {
  if (expectation) return expectation.words;
  if (outcome.type === 'unknown') return outcome.reason;
  return endWords(outcome.type, outcome.type === 'failed' ? outcome.exitCode : null);
}

export function endWords(state: 'ok' | 'failed' | 'cancelled' | 'unknown', exitCode: number | null): string {
  if (state === 'failed') return vscode.l10n.t('It failed with exit code {0}.', exitCode ?? '?');
  if (state === 'cancelled') return vscode.l10n.t('It was cancelled.');
  return vscode.l10n.t('How it ended is not known.');
}
