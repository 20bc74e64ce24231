import * as vscode from 'vscode';
import { NotPossibleError } from '../core/errors.ts';
import { systemClock } from './systemClock.ts';

/** How long VS Code may be at a save of its own: what other extensions do before one has a second or two each. */
const ownSavePatienceMs = 5000;

/**
 * Puts what stands in an editor on disk. While VS Code saves by itself it answers a save with false, though nothing went
 * wrong: at once where it is still asking other extensions, else when it is done. Rejects with NotPossibleError.
 */
export async function saved(document: vscode.TextDocument): Promise<void> {
  if ((await document.save()) || (await document.save())) return;
  await ownSave(document);
  // What was changed while VS Code wrote is not in what it wrote.
  if (!document.isDirty || (await document.save())) return;
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

/** Resolves when VS Code has written the document, or has had its time for it. */
function ownSave(document: vscode.TextDocument): Promise<void> {
  if (!document.isDirty) return Promise.resolve();
  return new Promise(resolve => {
    const end = () => {
      listener.dispose();
      cancel();
      resolve();
    };
    const listener = vscode.workspace.onDidSaveTextDocument(written => written === document && end());
    const cancel = systemClock.after(ownSavePatienceMs, end);
  });
}

function notWritten({ uri }: vscode.TextDocument): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('{0} was not written.', vscode.workspace.asRelativePath(uri)),
    vscode.l10n.t('Mend its rights or close what holds it, then try again.'),
  );
}
