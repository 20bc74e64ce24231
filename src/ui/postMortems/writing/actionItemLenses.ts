import * as vscode from 'vscode';
import type { ActionItem } from '../../../core/postmortem/actionItems.ts';
import type { CommandId } from '../../contributed.ts';
import { isPostMortem } from './postMortemDocuments.ts';

/** Where an action item stands: what “Create Issue” and the view of open items pass on. */
export interface ItemPlace {
  readonly uri: string;
  /** From 0. */
  readonly line: number;
  /** As the view read it: its line may be another’s by now. A lens moves with its line. */
  readonly item?: ActionItem;
}

/** “Create issue” above each open item that has none, and the way to the issue of one that was not settled. */
export class ActionItemLenses implements vscode.CodeLensProvider {
  constructor(private readonly root: () => string) {}

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!isPostMortem(document, this.root)) return [];
    const { actionItemsIn } = await import('../../../core/postmortem/actionItems.ts');
    const { pendingRef } = await import('../../../core/postmortem/issues/pendingMark.ts');
    return actionItemsIn(document.getText())
      .filter(({ done, issue }) => !done && issue?.url == null)
      .map(item => {
        const place: ItemPlace = { uri: document.uri.toString(), line: item.line };
        const pending = pendingRef(item) !== null;
        return new vscode.CodeLens(new vscode.Range(item.line, 0, item.line, 0), {
          title: pending
            ? `$(search) ${vscode.l10n.t('Look for the issue')}`
            : `$(issues) ${vscode.l10n.t('Create issue')}`,
          tooltip: pending
            ? vscode.l10n.t(
                'It was being created when something went wrong: it is looked for before another is',
              )
            : vscode.l10n.t('Create an issue of this action item, and write its link into the post-mortem'),
          command: 'onCall.createIssue' satisfies CommandId,
          arguments: [place],
        });
      });
  }
}
