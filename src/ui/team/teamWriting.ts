import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { teamHintAt, teamSuggestionsAt } from '../../core/team/assist.ts';
import { readTeam } from '../../core/team/readTeam.ts';
import { CheckedDocuments } from '../checks/checkedDocuments.ts';
import { CheckFixes } from '../checks/checkFixes.ts';
import { rangeOf } from '../checks/ranges.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { translator } from '../translator.ts';
import { isTeamFile, ownTeamFile, teamFileName } from './teamPlaces.ts';

const kinds = { key: vscode.CompletionItemKind.Property, value: vscode.CompletionItemKind.EnumMember };

/** Problems, quick fixes, completion and hover for a team’s file, from the one schema that it is read by. */
export class TeamWriting implements vscode.Disposable, vscode.CompletionItemProvider, vscode.HoverProvider {
  readonly #owned = new DisposableStore();

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
      readonly storage: vscode.Uri;
    },
  ) {
    const { clock, boundary, storage } = parts;
    const { languages } = vscode;
    const own = (disposable: vscode.Disposable) => void this.#owned.add(disposable);
    const checks = this.#owned.add(
      new CheckedDocuments({
        name: 'onCall.team',
        isChecked: document => isTeamFile(document, storage),
        // Nothing of it is used for that, so it is checked in Restricted Mode, too.
        check: document =>
          Promise.resolve(readTeam(document.getText(), { file: teamFileName, l10n: translator }).findings),
        ...{ clock, boundary },
      }),
    );
    const name = ownTeamFile(storage).path.split('/').at(-1)!;
    const selector: vscode.DocumentSelector = [
      { pattern: `**/${teamFileName}` },
      { pattern: new vscode.RelativePattern(storage, name) },
    ];
    own(languages.registerCompletionItemProvider(selector, this, ':', ' ', '-', '{', '['));
    own(languages.registerHoverProvider(selector, this));
    const fixes = { providedCodeActionKinds: CheckFixes.kinds };
    own(languages.registerCodeActionsProvider(selector, new CheckFixes(checks, () => true), fixes));
  }

  provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
    if (this.#isHelpedElsewhere(document)) return [];
    return teamSuggestionsAt(linesOf(document), position).map(
      ({ kind, label, newText, range, meaning }, index) => {
        const item = new vscode.CompletionItem(label, kinds[kind === 'key' ? 'key' : 'value']);
        item.insertText = newText;
        item.range = rangeOf(range);
        // As the schema has them, and not by the alphabet.
        item.sortText = String(index).padStart(3, '0');
        if (meaning !== null) item.documentation = vscode.l10n.t(meaning);
        return item;
      },
    );
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | null {
    if (this.#isHelpedElsewhere(document)) return null;
    const hint = teamHintAt(linesOf(document), position);
    if (!hint) return null;
    const text = new vscode.MarkdownString();
    text.appendMarkdown(`**${hint.name}**\n\n`).appendText(vscode.l10n.t(hint.meaning));
    if (hint.values.length > 0) text.appendMarkdown('\n\n').appendText(hint.values.join(', '));
    return new vscode.Hover(text, rangeOf(hint.range));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Red Hat’s YAML extension knows the workspace’s file by the schema that package.json names: nobody wants all of it twice. */
  #isHelpedElsewhere({ uri }: vscode.TextDocument): boolean {
    const isOwn = uri.toString() === ownTeamFile(this.parts.storage).toString();
    return !isOwn && vscode.extensions.getExtension('redhat.vscode-yaml')?.isActive === true;
  }
}

function linesOf(document: vscode.TextDocument): readonly string[] {
  return document.getText().split(/\r\n?|\n/);
}
