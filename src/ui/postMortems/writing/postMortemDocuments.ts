import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type * as vscode from 'vscode';
import { isPostMortemName } from '../../../core/postmortem/postMortemName.ts';

/** Whether the document is the post-mortem of an incident. @param root The folder that holds the incidents’ folders. */
export function isPostMortem(
  { uri, languageId }: Pick<vscode.TextDocument, 'uri' | 'languageId'>,
  root: () => string,
): boolean {
  if (languageId !== 'markdown' || uri.scheme !== 'file' || !isPostMortemName(basename(uri.fsPath)))
    return false;
  const folder = dirname(dirname(uri.fsPath));
  return folder === root() || folder === realPathOf(root());
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
