import * as vscode from 'vscode';

const path = ['.oncall', 'config.yaml'];

/** What people call the file of a workspace. */
export const teamFileName = path.join('/');

export function workspaceTeamFile(folder: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.joinPath(folder.uri, ...path);
}

/** The person’s own, for all windows of this machine. */
export function ownTeamFile(storage: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(storage, path.at(-1)!);
}

/** Whether the document is a team’s file: the person’s own, or one where a workspace has it. */
export function isTeamFile({ uri }: Pick<vscode.TextDocument, 'uri'>, storage: vscode.Uri): boolean {
  return uri.path.endsWith(`/${teamFileName}`) || uri.toString() === ownTeamFile(storage).toString();
}

/** Calls `load` for the first team’s file that is open: what helps to write it is loaded with it. */
export function whenTeamFileOpens(storage: vscode.Uri, load: () => void): vscode.Disposable {
  const look = (document: vscode.TextDocument) => {
    if (isTeamFile(document, storage)) load();
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.workspace.onDidOpenTextDocument(look);
}
