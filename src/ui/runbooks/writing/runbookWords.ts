import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock.ts';
import { translator } from '../../translator.ts';
import { isRunbook } from './runbookDocuments.ts';
import { rangeOf } from '../../checks/ranges.ts';

const kinds = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.EnumMember,
  variable: vscode.CompletionItemKind.Variable,
  attribute: vscode.CompletionItemKind.Property,
  section: vscode.CompletionItemKind.Snippet,
};

/** Completion and hover for front matter, attributes of blocks, and the variables that a block finds. */
export class RunbookWords implements vscode.CompletionItemProvider, vscode.HoverProvider {
  static readonly triggers = ['$', '{', ':', '"', '=', '#', '-'];

  constructor(private readonly parts: { readonly clock: Clock; readonly author: () => string }) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    if (!isRunbook(document)) return [];
    const { suggestionsAt } = await import('../../../core/runbooks/assist/assist.ts');
    const context = { now: this.parts.clock.now(), author: this.parts.author() || null, l10n: translator };
    return suggestionsAt(linesOf(document), position, context).map(
      ({ kind, label, newText, range, meaning }) => {
        const item = new vscode.CompletionItem(label, kinds[kind]);
        item.insertText = newText;
        item.range = rangeOf(range);
        // What is typed of a heading is more than a word, and VS Code compares it with this.
        if (kind === 'section') item.filterText = `## ${label}`;
        if (meaning !== null) item.documentation = vscode.l10n.t(meaning);
        return item;
      },
    );
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | null> {
    if (!isRunbook(document)) return null;
    const { hintAt } = await import('../../../core/runbooks/assist/assist.ts');
    const hint = hintAt(linesOf(document), position);
    if (!hint) return null;
    const { name, meaning, values } = hint.word;
    const text = new vscode.MarkdownString();
    text.appendMarkdown(`**${name.replaceAll('_', '\\_')}**\n\n`).appendText(vscode.l10n.t(meaning));
    if (values) text.appendMarkdown('\n\n').appendText(values.join(', '));
    return new vscode.Hover(text, rangeOf(hint.range));
  }
}

function linesOf(document: vscode.TextDocument): readonly string[] {
  return document.getText().split(/\r\n?|\n/);
}
