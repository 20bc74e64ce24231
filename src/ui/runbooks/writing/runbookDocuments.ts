import * as vscode from 'vscode';
import { config } from '../../config.ts';
import { isInside, isMarkdown } from '../runbookFolders.ts';

/** Which documents the providers below are asked about; each then looks whether it is a runbook. */
export const markdownSelector: vscode.DocumentSelector = { language: 'markdown' };

/** Whether the document is a Markdown file in one of its workspace folder’s runbook folders. */
export function isRunbook({ uri, languageId }: Pick<vscode.TextDocument, 'uri' | 'languageId'>): boolean {
  const folder = languageId === 'markdown' ? vscode.workspace.getWorkspaceFolder(uri) : undefined;
  if (!folder || !isMarkdown(uri.path)) return false;
  const path = uri.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
  return config
    .runbookFolders(folder)
    .filter(isInside)
    .map(name => name.split('/').filter(part => part !== '' && part !== '.'))
    .some(parts => parts.length === 0 || path.startsWith(`${parts.join('/')}/`));
}
