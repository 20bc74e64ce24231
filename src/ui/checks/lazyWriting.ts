import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { RiskReport } from '../../core/execution/risk/risk.ts';
import { once } from '../../core/once.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import type { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';

export interface WritingParts {
  readonly clock: Clock;
  readonly boundary: ErrorBoundary;
  readonly author: () => string;
  readonly assess: (block: RunbookBlock) => Promise<RiskReport>;
  /** The folder that holds the incidents’ folders. */
  readonly root: () => string;
}

/** What helps to write runbooks and post-mortems, loaded with the first Markdown file that is open. It goes to `owner`. */
export function lazyWriting(owner: DisposableStore, parts: WritingParts): () => Promise<void> {
  const writing = once(async () => {
    const [{ PostMortemWriting }, { RunbookWriting }] = await Promise.all([
      import('../postMortems/writing/postMortemWriting.ts'),
      import('../runbooks/writing/runbookWriting.ts'),
    ]);
    owner.add(new PostMortemWriting(parts));
    owner.add(new RunbookWriting(parts));
  });
  const isMarkdown = ({ languageId }: vscode.TextDocument) => languageId === 'markdown';
  const open = () => parts.boundary.watch('Opening what helps to write', writing());
  owner.add(vscode.workspace.onDidOpenTextDocument(document => isMarkdown(document) && open()));
  if (vscode.workspace.textDocuments.some(isMarkdown)) open();
  return writing;
}
