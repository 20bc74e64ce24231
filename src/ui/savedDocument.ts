import * as vscode from 'vscode';
import { NotPossibleError } from '../core/errors.ts';

/**
 * Puts what stands in an editor on disk. While VS Code saves by itself it answers a save with false, though nothing went
 * wrong; asked again, it waits for that. Rejects with NotPossibleError.
 */
export async function saved(document: vscode.TextDocument): Promise<void> {
  if ((await document.save()) || (await document.save())) return;
  throw notWritten(document);
}

/** Changes a document, in its editor and on disk: what stands only in an editor is lost with its window. */
export async function changed(
  document: vscode.TextDocument,
  range: vscode.Range,
  newText: string,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, newText);
  if (await vscode.workspace.applyEdit(edit)) return saved(document);
  throw notWritten(document);
}

function notWritten({ uri }: vscode.TextDocument): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('{0} was not written.', vscode.workspace.asRelativePath(uri)),
    vscode.l10n.t('Mend its rights or close what holds it, then try again.'),
  );
}
