import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock.ts';
import { DisposableStore } from '../../disposables.ts';
import type { ErrorBoundary } from '../../errorBoundary.ts';
import { RunbookChecks } from './runbookChecks.ts';
import { markdownSelector } from './runbookDocuments.ts';
import { RunbookFixes } from './runbookFixes.ts';
import { RunbookLenses } from './runbookLenses.ts';
import { RunbookWords } from './runbookWords.ts';

/** All that helps while a runbook is written, in the editor that VS Code has for Markdown anyway. */
export class RunbookWriting implements vscode.Disposable {
  readonly #owned = new DisposableStore();

  constructor(parts: {
    readonly clock: Clock;
    readonly boundary: ErrorBoundary;
    readonly author: () => string;
  }) {
    const { languages } = vscode;
    const checks = this.#owned.add(new RunbookChecks(parts));
    const words = new RunbookWords(parts);
    const fixes = { providedCodeActionKinds: RunbookFixes.kinds };
    this.#owned.add(languages.registerCodeActionsProvider(markdownSelector, new RunbookFixes(checks), fixes));
    this.#owned.add(languages.registerCodeLensProvider(markdownSelector, new RunbookLenses(parts.clock)));
    this.#owned.add(
      languages.registerCompletionItemProvider(markdownSelector, words, ...RunbookWords.triggers),
    );
    this.#owned.add(languages.registerHoverProvider(markdownSelector, words));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
