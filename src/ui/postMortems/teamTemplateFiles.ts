import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TeamTemplate } from '../../core/postmortem/teamTemplate.ts';
import { refuseLinkedRoot } from '../../core/timeline/journalFolder.ts';
import { nodeTextFiles } from '../../core/timeline/textFiles.ts';

const MOST = 50;
const ending = '.mustache';

/**
 * The team’s own templates: `.oncall/post-mortem.mustache` and `.oncall/post-mortems/*.mustache` of the first workspace
 * folder. None in a workspace that is not trusted. Rejects with NotPossibleError where one cannot be read.
 */
export async function readTeamTemplates(): Promise<readonly TeamTemplate[]> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  if (!folder || !vscode.workspace.isTrusted) return [];
  const root = join(folder.uri.fsPath, '.oncall');
  await refuseLinkedRoot(folder.uri.fsPath, join(root, 'post-mortems'));
  const names = (await readdir(join(root, 'post-mortems')).catch(() => []))
    .filter(name => name.endsWith(ending))
    .sort()
    .slice(0, MOST);
  const found = await Promise.all([
    readTemplate('team', vscode.l10n.t('Team'), join(root, `post-mortem${ending}`)),
    ...names.map(file => {
      const name = file.slice(0, -ending.length);
      return readTemplate(`team:${name}`, name, join(root, 'post-mortems', file));
    }),
  ]);
  return found.filter(template => template !== null);
}

async function readTemplate(id: string, name: string, path: string): Promise<TeamTemplate | null> {
  const bytes = await nodeTextFiles.read(path);
  return bytes && { id, name, path, text: Buffer.from(bytes).toString('utf8') };
}
