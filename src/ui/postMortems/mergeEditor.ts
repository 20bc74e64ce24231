import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { MergeConflict } from '../../core/postmortem/postMortemFile.ts';
import type { GeneratedTexts } from './generatedTexts.ts';

/** Not in VS Code’s documented interface, but what its own git extension opens conflicts with. */
const command = '_open.mergeEditor';

/**
 * Shows in VS Code’s merge editor what a person and the facts both changed. The result begins as the file stands, with
 * both versions in it: who closes the editor undecided loses nothing. False where this VS Code has no such editor.
 */
export async function openMergeEditor(
  file: vscode.Uri,
  { base, mine, generated }: MergeConflict,
  texts: GeneratedTexts,
): Promise<boolean> {
  if (!(await vscode.commands.getCommands(false)).includes(command)) return false;
  const path = file.fsPath;
  const name = basename(path);
  const side = (which: string, text: string) =>
    texts.keep(`${which}/${encodeURIComponent(path)}/${name}`, text);
  await vscode.commands.executeCommand(command, {
    base: side('base', base),
    input1: {
      uri: side('yours', mine),
      title: vscode.l10n.t('Yours'),
      description: vscode.l10n.t('as it was edited'),
    },
    input2: {
      uri: side('generated', generated),
      title: vscode.l10n.t('Generated'),
      description: vscode.l10n.t('from the timeline'),
    },
    output: file,
  });
  return true;
}
