import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { isThere } from '../isThere.ts';
import { isLinked } from '../runbooks/runbookFolders.ts';
import type { TeamFiles } from '../team/teamFiles.ts';
import { ownTeamFile, teamFileName, workspaceTeamFile } from '../team/teamPlaces.ts';

export interface TeamFileParts {
  readonly teamFiles: () => Promise<TeamFiles>;
  /** The extension’s global storage. */
  readonly storage: vscode.Uri;
}

/** Opens the workspace’s file, made from comments where there is none. */
export async function editTeamFile({ teamFiles }: Pick<TeamFileParts, 'teamFiles'>): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('A team’s file stands in a folder, and none is open.'),
      vscode.l10n.t('Open the team’s folder first, or run “On-Call: Edit My Team File”.'),
    );
  }
  const folder =
    folders.length === 1
      ? folders[0]
      : await vscode.window.showWorkspaceFolderPick({
          placeHolder: vscode.l10n.t('Which folder’s team file?'),
        });
  if (!folder) return;
  if (await isLinked(folder.uri, teamFileName)) {
    throw new NotPossibleError(
      vscode.l10n.t('{0} leads elsewhere by a symbolic link, which is never followed here.', teamFileName),
      vscode.l10n.t('Put a plain folder and file in its place.'),
    );
  }
  await edit(workspaceTeamFile(folder), teamFiles);
}

/** Opens the person’s own file, which holds in every window of this machine where the workspace’s says nothing. */
export async function editMyTeamFile({ teamFiles, storage }: TeamFileParts): Promise<void> {
  await edit(ownTeamFile(storage), teamFiles);
}

async function edit(uri: vscode.Uri, teamFiles: TeamFileParts['teamFiles']): Promise<void> {
  if (!(await isThere(uri))) {
    const { teamFileStarter } = await import('../../core/team/starter.ts');
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(uri, '..'));
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(teamFileStarter()));
  }
  await teamFiles();
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}
