import * as vscode from 'vscode';
import { missingFacts } from '../../core/postmortem/missingFacts.ts';
import type { Words } from '../../core/postmortem/languages/language.ts';
import { withoutIcons } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import { reopened } from '../openFile.ts';

/** Tells how much the document does not know, and on request goes from one to the next. Waits for nobody. */
export async function offerMissing(document: vscode.TextDocument, words: Words): Promise<void> {
  const { length } = missingFacts(document.getText(), words);
  if (length === 0) return;
  const show = vscode.l10n.t('Show Them');
  const message =
    length === 1
      ? vscode.l10n.t('One thing is not recorded in the post-mortem.')
      : vscode.l10n.t('{0} things are not recorded in the post-mortem.', length);
  if ((await notify.info(message, show)) === show) await pickMissing(document, words);
}

/** Where people stand in the list shows in the document; Escape goes back to where they were. */
async function pickMissing(asked: vscode.TextDocument, words: Words): Promise<void> {
  // The message may have waited for long, and the document may have been closed meanwhile.
  const editor = await vscode.window.showTextDocument(await reopened(asked), { preview: false });
  const { document } = editor;
  const before = editor.selection;
  const items = missingFacts(document.getText(), words).map(({ line, heading, what }) => ({
    label: withoutIcons(what),
    description: withoutIcons(heading),
    line,
  }));
  const go = (line: number) => {
    const end = document.lineAt(line).range;
    editor.selection = new vscode.Selection(end.start, end.end);
    editor.revealRange(end, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  };
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Not recorded'),
    placeHolder: vscode.l10n.t('Choose what you can fill in'),
    matchOnDescription: true,
    onDidSelectItem: item => go((item as (typeof items)[number]).line),
  });
  if (chosen) go(chosen.line);
  else editor.selection = before;
}
