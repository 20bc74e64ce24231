import * as vscode from 'vscode';
import { DisposableStore } from '../../disposables.ts';
import { CheckFixes } from '../../checks/checkFixes.ts';
import { ActionItemLenses } from './actionItemLenses.ts';
import { PostMortemChecks, type PostMortemCheckParts } from './postMortemChecks.ts';

const selector: vscode.DocumentSelector = { language: 'markdown', scheme: 'file' };

/** All that helps while a post-mortem is written, in the editor that VS Code has for Markdown anyway. */
export class PostMortemWriting implements vscode.Disposable {
  readonly #owned = new DisposableStore();

  constructor(parts: PostMortemCheckParts) {
    const { languages } = vscode;
    const checks = this.#owned.add(new PostMortemChecks(parts));
    const fixes = { providedCodeActionKinds: CheckFixes.kinds };
    // Who owns an item and when it is due is for people to say.
    const actions = new CheckFixes(checks, () => false);
    this.#owned.add(languages.registerCodeActionsProvider(selector, actions, fixes));
    this.#owned.add(languages.registerCodeLensProvider(selector, new ActionItemLenses(parts.root)));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
