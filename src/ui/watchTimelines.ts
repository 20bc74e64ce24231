import * as vscode from 'vscode';
import { DisposableStore } from './disposables.ts';

const files = '**/timeline*.jsonl';

/**
 * Hears of each change of a timeline’s file, whoever made it, as far as VS Code is told.
 * @param root Timelines’ own
 */
export function watchTimelines(root: string, heard: () => void): vscode.Disposable {
  const owned = new DisposableStore();
  const uri = vscode.Uri.file(root);
  // A pattern by itself counts in folders that are open; while none is, all windows share timelines that stand elsewhere.
  const pattern = vscode.workspace.getWorkspaceFolder(uri) ? files : new vscode.RelativePattern(uri, files);
  const watcher = owned.add(vscode.workspace.createFileSystemWatcher(pattern));
  for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
    owned.add(event(() => heard()));
  return owned;
}
