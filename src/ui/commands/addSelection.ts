import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { TextSource } from '../../core/timeline/noteData.ts';
import { sourceText } from '../../core/timeline/panel/entryRow.ts';
import { withoutControls } from '../../core/timeline/terminalSelection.ts';
import { prompts } from '../prompts.ts';
import type { TimelineParts } from './addTimelineEntry.ts';

/** What is selected in the editor, with where it stands. */
export async function addSelection(parts: TimelineParts): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.selection.isEmpty) {
    throw new NotPossibleError(
      vscode.l10n.t('Nothing is selected in an editor.'),
      vscode.l10n.t('Select what the timeline shall have, then try again.'),
    );
  }
  const { document, selection } = editor;
  // A selection that ends at the beginning of a line has nothing of that line.
  const last = selection.end.character === 0 && selection.end.line > selection.start.line ? 0 : 1;
  await add(parts, document.getText(selection), document.languageId, {
    type: 'file',
    name: vscode.workspace.asRelativePath(document.uri),
    fromLine: selection.start.line + 1,
    toLine: selection.end.line + last,
  });
}

/** What is selected in the terminal. VS Code tells an extension of it by the clipboard alone, which gets back what it had. */
export async function addTerminalSelection(parts: TimelineParts): Promise<void> {
  const name = vscode.window.activeTerminal?.name;
  const before = await vscode.env.clipboard.readText();
  let text: string;
  try {
    // So that what was there before is not taken for a selection.
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    text = withoutControls(await vscode.env.clipboard.readText());
  } finally {
    await vscode.env.clipboard.writeText(before);
  }
  if (name === undefined || text.trim() === '') {
    throw new NotPossibleError(
      vscode.l10n.t('Nothing is selected in a terminal.'),
      vscode.l10n.t('Select what the timeline shall have, then try again.'),
    );
  }
  await add(parts, text, '', { type: 'terminal', name, fromLine: null, toLine: null });
}

async function add(parts: TimelineParts, text: string, language: string, source: TextSource): Promise<void> {
  const incident = await parts.pick.one([], undefined, { remembered: true });
  if (!incident) return;
  const remark = await prompts.line({
    title: vscode.l10n.t('Timeline of “{0}”', incident.title),
    prompt: vscode.l10n.t(
      'What does {0} show? It may stay empty; a time and a mark may stand in front.',
      sourceText(source),
    ),
    ignoreFocusOut: true,
  });
  if (remark === undefined) return;
  const body = text.replace(/\s+$/, '');
  // A fence that is longer than any in the text cannot end early.
  const fence = '`'.repeat(Math.max(3, ...[...body.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const words = remark.trim() === '' ? vscode.l10n.t('From {0}:', sourceText(source)) : remark;
  await parts.writing.write(incident, `${words}\n${fence}${language}\n${body}\n${fence}`, { source });
}
