import * as vscode from 'vscode';
import type { AnyFinding, CheckedDocuments } from './checkedDocuments.ts';
import { rangeOf } from './ranges.ts';

/** Quick fixes for what the checks found. */
export class CheckFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];

  constructor(
    private readonly checks: Pick<CheckedDocuments, 'of'>,
    /** Whether its first fix may be made without a choice. */
    private readonly isPreferred: (finding: AnyFinding) => boolean,
  ) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    if (only && !only.contains(vscode.CodeActionKind.QuickFix)) return [];
    const here = this.checks
      .of(document)
      ?.findings.filter(({ diagnostic }) => diagnostic.range.intersection(range));
    return (here ?? []).flatMap(({ finding, diagnostic }) =>
      finding.fixes.map(({ title, edits }, index) => {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [diagnostic];
        action.isPreferred = index === 0 && this.isPreferred(finding);
        action.edit = new vscode.WorkspaceEdit();
        for (const { range: place, newText } of edits)
          action.edit.replace(document.uri, rangeOf(place), newText);
        return action;
      }),
    );
  }
}
