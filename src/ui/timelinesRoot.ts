import { join } from 'node:path';
import * as vscode from 'vscode';
import { config } from './config.ts';

/** The folder that holds one folder for each incident. @param storage where it stands while no folder is open */
export function timelinesRoot(storage: vscode.Uri): string {
  const folder = workspaceFolder();
  if (!folder) return join(storage.fsPath, 'incidents');
  const name = config.incidentsFolder(folder);
  // A workspace must not send timelines elsewhere: only a plain relative path counts.
  const plain = /^[^/\\:][^\\:]*$/.test(name) && !name.split('/').includes('..');
  return join(folder.uri.fsPath, plain ? name : 'incidents');
}

/** The first folder that is open on this machine. */
export function workspaceFolder(): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
}
