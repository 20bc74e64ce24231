import * as vscode from 'vscode';
import { isRunbook } from './runbookDocuments.ts';

/** Longer front matter is not used, so it need not be looked for further. */
const mostLines = 2_000;

/** The front matter: sections, lists and fenced blocks are folded by VS Code’s own Markdown already. */
export class RunbookFolding implements vscode.FoldingRangeProvider {
  provideFoldingRanges(document: vscode.TextDocument): vscode.FoldingRange[] {
    if (!isRunbook(document) || !/^---[ \t]*$/.test(document.lineAt(0).text)) return [];
    for (let line = 1; line < Math.min(document.lineCount, mostLines); line++) {
      if (/^(?:---|\.\.\.)[ \t]*$/.test(document.lineAt(line).text))
        return line > 1 ? [new vscode.FoldingRange(0, line, vscode.FoldingRangeKind.Region)] : [];
    }
    return [];
  }
}
