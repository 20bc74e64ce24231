import * as vscode from 'vscode';

/** Whether a file or folder is there that can be looked at. */
export async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
