import * as vscode from 'vscode';
import type { RunbookCandidate } from '../../core/runbooks/matchRunbooks.ts';
import { config } from '../config.ts';

/** A runbook that was found, before it is read whole. */
export interface RunbookFile extends RunbookCandidate {
  readonly uri: vscode.Uri;
}

/** A folder is only looked into this deep, and only this many files are taken: a wrong setting must not hang. */
const deepest = 6;
const most = 2_000;
const largestBytes = 1_000_000;

/** The runbooks at hand: those of the workspace’s runbook folders first, then those shipped with the extension. */
export class RunbookLibrary {
  readonly #purposes = new Map<string, { readonly mtime: number; readonly file: RunbookFile }>();

  constructor(private readonly shippedFolder: vscode.Uri) {}

  /** The drill’s own runbooks are only of use in a drill. */
  async files({ drill }: { readonly drill: boolean }): Promise<readonly RunbookFile[]> {
    const found: { uri: vscode.Uri; path: string; origin: RunbookFile['origin'] }[] = [];
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      for (const name of config.runbookFolders(folder).filter(isInside)) {
        if (await isLinked(folder.uri, name)) continue;
        for (const uri of await markdownFiles(vscode.Uri.joinPath(folder.uri, name))) {
          found.push({ uri, path: vscode.workspace.asRelativePath(uri), origin: 'workspace' });
        }
      }
    }
    for (const uri of await markdownFiles(this.shippedFolder)) {
      const name = uri.path.slice(this.shippedFolder.path.length + 1);
      if (drill || !name.startsWith('drill-')) found.push({ uri, path: name, origin: 'shipped' });
    }
    const files = await Promise.all(found.map(({ uri, path, origin }) => this.#file(uri, path, origin)));
    return files.filter(file => file !== null);
  }

  /** The file’s text; rejects as `workspace.fs` does. */
  async read(uri: vscode.Uri): Promise<string> {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  }

  async #file(uri: vscode.Uri, path: string, origin: RunbookFile['origin']): Promise<RunbookFile | null> {
    try {
      const { mtime, size } = await vscode.workspace.fs.stat(uri);
      const key = uri.toString();
      const known = this.#purposes.get(key);
      if (known?.mtime === mtime) return known.file;
      if (size > largestBytes) return null;
      const { readPurpose } = await import('../../core/runbooks/frontMatter.ts');
      const { purpose, title } = readPurpose(await this.read(uri));
      const file: RunbookFile = { id: key, uri, path, origin, purpose, title: title ?? path };
      this.#purposes.set(key, { mtime, file });
      return file;
    } catch {
      // Gone between the listing and now: simply not at hand.
      return null;
    }
  }
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

async function markdownFiles(root: vscode.Uri): Promise<vscode.Uri[]> {
  const files: vscode.Uri[] = [];
  const walk = async (folder: vscode.Uri, depth: number): Promise<void> => {
    let names: [string, vscode.FileType][];
    try {
      names = await vscode.workspace.fs.readDirectory(folder);
    } catch {
      return; // No such folder: nothing to find there.
    }
    for (const [name, type] of names.sort(([a], [b]) => a.localeCompare(b))) {
      if (files.length >= most) return;
      const uri = vscode.Uri.joinPath(folder, name);
      // Symbolic links have a bit of their own in `type` and match neither: they are not followed.
      if (type === vscode.FileType.File && /\.md$/i.test(name)) files.push(uri);
      else if (type === vscode.FileType.Directory && depth < deepest && !name.startsWith('.'))
        await walk(uri, depth + 1);
    }
  };
  await walk(root, 1);
  return files;
}
