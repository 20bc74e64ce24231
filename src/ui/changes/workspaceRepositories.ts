import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { ServiceMapping } from '../../core/changes/serviceRepositories.ts';
import type { Git } from '../../core/git/git.ts';
import { type Repository, repositoryAt } from '../../core/git/repository.ts';
import { config } from '../config.ts';

/** What of the built-in git extension is used; it may be turned off. */
interface GitExtension {
  getAPI(version: 1): { readonly repositories: readonly { readonly rootUri: vscode.Uri }[] };
}

/**
 * The repositories of the workspace: of its folders, those in them that VS Code’s git knows, and folders that the mapping of
 * services names. None in Restricted Mode: git is not run in a folder that nobody trusts.
 */
export async function workspaceRepositories(
  git: Git,
  mapping: ServiceMapping = config.services(),
): Promise<readonly Repository[]> {
  if (!vscode.workspace.isTrusted) return [];
  const mapped = Object.values(mapping).flat().filter(isAbsolute);
  const folders = new Set([...workspaceFolders(), ...knownToVsCode(), ...mapped]);
  const found = await Promise.all(
    // A folder of the mapping may be one that is not on this machine.
    [...folders].map(folder => exists(folder).then(there => (there ? repositoryAt(git, folder) : null))),
  );
  return [...new Map(found.flatMap(one => (one ? [[one.root, one] as const] : []))).values()];
}

export function workspaceFolders(): readonly string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

function knownToVsCode(): readonly string[] {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension?.isActive) return [];
  try {
    return extension.exports.getAPI(1).repositories.map(({ rootUri }) => rootUri.fsPath);
  } catch {
    // Turned off by its own setting it gives no API.
    return [];
  }
}

async function exists(folder: string): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(vscode.Uri.file(folder));
    return (type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
