import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';

/**
 * Whether both lead to the same file. VS Code keeps the path by which a workspace was opened, links and all, and writes
 * Windows’ drives small; where incidents are looked for, paths are real ones.
 */
export async function isSameFile(
  one: string,
  other: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  if (one === other) return true;
  const [first, second] = await Promise.all([one, other].map(path => realPathOf(path, platform)));
  return first === second;
}

/** The documents of that file that VS Code has open, by whichever path. */
export async function openDocumentsOf(path: string): Promise<readonly vscode.TextDocument[]> {
  const found: vscode.TextDocument[] = [];
  for (const document of [...vscode.workspace.textDocuments]) {
    const { scheme, fsPath } = document.uri;
    if (scheme === 'file' && (await isSameFile(fsPath, path))) found.push(document);
  }
  return found;
}

/** As it is open, with what is typed and not saved; opened where it is not. */
export async function documentOf(path: string): Promise<vscode.TextDocument> {
  const open = await openDocumentsOf(path);
  const inFront = open.find(document => document === vscode.window.activeTextEditor?.document);
  return inFront ?? open[0] ?? vscode.workspace.openTextDocument(vscode.Uri.file(path));
}

/**
 * The document, opened again where it was closed: VS Code closes one that stands in no editor after about three minutes,
 * and then its text is an old one, an edit of it is applied to whatever stands there now, and a save fails. Ask for it
 * after each wait for a person.
 */
export async function reopened(document: vscode.TextDocument): Promise<vscode.TextDocument> {
  return document.isClosed ? documentOf(document.uri.fsPath) : document;
}

/** By its folder: the file itself need not be there yet. */
async function realPathOf(path: string, platform: NodeJS.Platform): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  const real = join(folder, basename(path));
  return platform === 'win32' ? real.toLowerCase() : real;
}
