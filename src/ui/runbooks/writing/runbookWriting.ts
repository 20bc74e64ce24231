import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock.ts';
import type { RiskReport } from '../../../core/execution/risk/risk.ts';
import type { RunbookBlock } from '../../../core/runbooks/runbook.ts';
import { config } from '../../config.ts';
import { setContext } from '../../contextKeys.ts';
import { DisposableStore } from '../../disposables.ts';
import type { ErrorBoundary } from '../../errorBoundary.ts';
import type { AnyFinding } from '../../checks/checkedDocuments.ts';
import { CheckFixes } from '../../checks/checkFixes.ts';
import { RunbookChecks } from './runbookChecks.ts';
import { isRunbook, markdownSelector } from './runbookDocuments.ts';
import { RunbookFolding } from './runbookFolding.ts';
import { RunbookLenses } from './runbookLenses.ts';
import { RunbookWords } from './runbookWords.ts';

/** All that helps while a runbook is written, in the editor that VS Code has for Markdown anyway. */
export class RunbookWriting implements vscode.Disposable {
  readonly #owned = new DisposableStore();

  constructor(parts: {
    readonly clock: Clock;
    readonly boundary: ErrorBoundary;
    readonly author: () => string;
    readonly assess: (block: RunbookBlock) => Promise<RiskReport>;
  }) {
    const { languages } = vscode;
    const checks = this.#owned.add(new RunbookChecks(parts));
    const words = new RunbookWords(parts);
    const lenses = this.#owned.add(new RunbookLenses(parts));
    const fixes = { providedCodeActionKinds: CheckFixes.kinds };
    // When it was reviewed is for the reviewer to say.
    const isPreferred = ({ code }: AnyFinding) => code !== 'review-stale' && code !== 'review-missing';
    const actions = new CheckFixes(checks, isPreferred);
    this.#owned.add(languages.registerCodeActionsProvider(markdownSelector, actions, fixes));
    this.#owned.add(languages.registerCodeLensProvider(markdownSelector, lenses));
    this.#owned.add(
      languages.registerCompletionItemProvider(markdownSelector, words, ...RunbookWords.triggers),
    );
    this.#owned.add(languages.registerHoverProvider(markdownSelector, words));
    this.#owned.add(languages.registerFoldingRangeProvider(markdownSelector, new RunbookFolding()));
    this.#owned.add(vscode.window.onDidChangeActiveTextEditor(() => this.#look()));
    this.#owned.add(config.onDidChange(['runbooks.folders'], () => this.#look()));
    this.#look();
  }

  /** Menus and keys of runbooks are there for runbooks only. */
  #look(): void {
    const editor = vscode.window.activeTextEditor;
    setContext('editsRunbook', editor !== undefined && isRunbook(editor.document));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
