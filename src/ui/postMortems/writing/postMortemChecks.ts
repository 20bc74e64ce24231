import type * as vscode from 'vscode';
import type { Clock } from '../../../core/clock.ts';
import { type AnyFinding, CheckedDocuments } from '../../checks/checkedDocuments.ts';
import { config } from '../../config.ts';
import { DisposableStore } from '../../disposables.ts';
import type { ErrorBoundary } from '../../errorBoundary.ts';
import { translator } from '../../translator.ts';
import { isPostMortem } from './postMortemDocuments.ts';
import { localDay } from '../../../core/localDay.ts';

export interface PostMortemCheckParts {
  readonly clock: Clock;
  readonly boundary: ErrorBoundary;
  readonly author: () => string;
  /** The folder that holds the incidents’ folders. */
  readonly root: () => string;
}

/** Keeps Problems up to date for the post-mortems that are open. */
export class PostMortemChecks implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #documents: CheckedDocuments;

  constructor(private readonly parts: PostMortemCheckParts) {
    const { clock, boundary, root } = parts;
    this.#documents = this.#owned.add(
      new CheckedDocuments({
        name: 'onCall.postMortems',
        isChecked: document => isPostMortem(document, root) && config.postMortemChecks(document.uri),
        check: document => this.#check(document),
        ...{ clock, boundary },
      }),
    );
    const settings = ['incidents.folder', 'postMortem.checks'] as const;
    this.#owned.add(config.onDidChange(settings, () => this.#documents.all()));
  }

  of(document: vscode.TextDocument): ReturnType<CheckedDocuments['of']> {
    return this.#documents.of(document);
  }

  async #check(document: vscode.TextDocument): Promise<readonly AnyFinding[]> {
    const { lintPostMortem } = await import('../../../core/postmortem/lint/lintPostMortem.ts');
    const { clock, author } = this.parts;
    const today = localDay(clock.now());
    return lintPostMortem(document.getText(), { clock, l10n: translator, today, author: author() || null });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
