import * as vscode from 'vscode';
import { config } from '../config.ts';

/** A folder is only looked into this deep, and only this many files are taken: a wrong setting must not hang. */
const deepest = 6;
export const mostFiles = 2_000;

/** The runbook folders of each workspace folder, in their plainest spelling. */
export function folders(): readonly {
  readonly folder: vscode.WorkspaceFolder;
  readonly names: readonly string[];
  /** What the setting names besides, as it is written there. */
  readonly outside: readonly string[];
}[] {
  return (vscode.workspace.workspaceFolders ?? []).map(folder => {
    const named = config.runbookFolders(folder);
    return {
      folder,
      names: named.filter(isInside).map(plainPath),
      outside: named.filter(name => !isInside(name)),
    };
  });
}

function plainPath(path: string): string {
  return path
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/');
}

/** Whether the setting’s path stays below the workspace folder. */
export function isInside(folder: string): boolean {
  return (
    typeof folder === 'string' &&
    !folder.startsWith('/') &&
    !/^[A-Za-z]:|\\/.test(folder) &&
    !folder.split('/').includes('..')
  );
}

/** Whether a file of this name can be a runbook. */
export function isMarkdown(name: string): boolean {
  return /\.(?:md|markdown)$/i.test(name);
}

/** A symbolic link anywhere on the way could lead out of the workspace. */
export async function isLinked(folder: vscode.Uri, path: string): Promise<boolean> {
  const names = path.split('/');
  for (let length = 1; length <= names.length; length++) {
    const uri = vscode.Uri.joinPath(folder, ...names.slice(0, length));
    try {
      if ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.SymbolicLink) return true;
    } catch {
      return false; // No such folder: nothing will be found there.
    }
  }
  return false;
}

/** The files in it that can be runbooks, in the order of their paths; none where there is no such folder. */
export async function markdownFiles(
  root: vscode.Uri,
): Promise<{ readonly files: readonly vscode.Uri[]; readonly more: boolean }> {
  const files: vscode.Uri[] = [];
  const walk = async (folder: vscode.Uri, depth: number): Promise<void> => {
    let names: [string, vscode.FileType][];
    try {
      names = await vscode.workspace.fs.readDirectory(folder);
    } catch {
      return; // No such folder: nothing to find there.
    }
    for (const [name, type] of names.sort(([a], [b]) => a.localeCompare(b))) {
      if (files.length > mostFiles) return;
      const uri = vscode.Uri.joinPath(folder, name);
      // Symbolic links have a bit of their own in `type` and match neither: they are not followed.
      if (type === vscode.FileType.File && isMarkdown(name)) files.push(uri);
      else if (type === vscode.FileType.Directory && depth < deepest && !name.startsWith('.'))
        await walk(uri, depth + 1);
    }
  };
  await walk(root, 1);
  return { files: files.slice(0, mostFiles), more: files.length > mostFiles };
}
