import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { Alert, Incident } from '../../core/incidents/incident.ts';
import { config } from '../config.ts';
import { isThere } from '../isThere.ts';
import { prompts } from '../prompts.ts';
import { isInside, isLinked } from '../runbooks/runbookFolders.ts';
import { translator } from '../translator.ts';

export interface NewRunbookParts {
  readonly clock: Clock;
  readonly author: () => string;
}

/** What an incident without a runbook gives to the new one; text of a provider’s, so data only. */
export interface RunbookOccasion {
  readonly incident: Incident;
  readonly alerts: readonly Alert[];
}

/** More files of one name than anybody has. */
const mostTurns = 100;

/**
 * Asks for a title and a service, writes a runbook in the standard structure into the workspace’s first runbook
 * folder and opens it. Never over a file that is there, never outside the workspace folder.
 */
export async function newRunbook(
  parts: NewRunbookParts,
  occasion: RunbookOccasion | null = null,
): Promise<void> {
  const folder = await chosenFolder();
  if (!folder) return;
  const { plainLine, runbookFileName, runbookSkeleton } = await import('../../core/runbooks/newRunbook.ts');
  const alerts = [...new Set((occasion?.alerts ?? []).flatMap(({ alertName }) => alertName ?? []))];
  const title = await prompts.line({
    title: vscode.l10n.t('New Runbook (1/2)'),
    prompt: vscode.l10n.t('What is it called? Name the trouble, not the cure: “Checkout is down”.'),
    ignoreFocusOut: true,
    value: plainLine(alerts[0] ?? occasion?.incident.title ?? ''),
    validateInput: text => (plainLine(text) === '' ? vscode.l10n.t('A runbook needs a title.') : null),
  });
  if (title === undefined) return;
  const service = await prompts.line({
    title: vscode.l10n.t('New Runbook (2/2)'),
    prompt: vscode.l10n.t('For which service? Leave it empty when it is for several.'),
    ignoreFocusOut: true,
    value: plainLine(occasion?.incident.service?.name ?? ''),
  });
  if (service === undefined) return;

  const text = runbookSkeleton(
    { title, service: service.trim() || null, alerts, owner: parts.author(), now: parts.clock.now() },
    translator,
  );
  const uri = await written(await runbookFolder(folder), turn => runbookFileName(title, turn), text);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

async function chosenFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('A runbook is a file of a folder, and none is open.'),
      vscode.l10n.t('Open the folder of your team’s runbooks first.'),
    );
  }
  if (folders.length === 1) return folders[0];
  return vscode.window.showWorkspaceFolderPick({
    placeHolder: vscode.l10n.t('In which folder shall the runbook be?'),
  });
}

/** The first of the folders that settings name, where it is inside; a link could lead anywhere. */
async function runbookFolder(folder: vscode.WorkspaceFolder): Promise<vscode.Uri> {
  for (const name of config.runbookFolders(folder).filter(isInside))
    if (!(await isLinked(folder.uri, name))) return vscode.Uri.joinPath(folder.uri, name);
  throw new NotPossibleError(
    vscode.l10n.t('No folder for runbooks lies inside the workspace folder.'),
    vscode.l10n.t('Set “onCall.runbooks.folders” to one that does.'),
  );
}

/** Writes to the first name that is free; VS Code makes the folders on the way. */
async function written(
  folder: vscode.Uri,
  nameOf: (turn: number) => string,
  text: string,
): Promise<vscode.Uri> {
  for (let turn = 1; turn <= mostTurns; turn++) {
    const uri = vscode.Uri.joinPath(folder, nameOf(turn));
    if (await isThere(uri)) continue;
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(uri, {
      overwrite: false,
      ignoreIfExists: false,
      contents: new TextEncoder().encode(text),
    });
    if (await vscode.workspace.applyEdit(edit)) return uri;
    // Somebody was quicker with this name; anything else will not be better under the next one.
    if (!(await isThere(uri))) break;
  }
  throw new NotPossibleError(
    vscode.l10n.t('The runbook could not be written to {0}.', vscode.workspace.asRelativePath(folder)),
    vscode.l10n.t('See whether the folder can be written to.'),
  );
}
