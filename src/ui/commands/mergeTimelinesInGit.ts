import { mkdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { isInGit, mergesByUnion, writeUnion } from '../../core/timeline/gitAttributes.ts';
import { notify } from '../notify.ts';
import type { Timelines } from '../timelines.ts';

/** Writes the rule into the repository, for everybody: to be committed like any other file. */
export async function mergeTimelinesInGit(timelines: Timelines): Promise<void> {
  const root = await timelines.checkedRoot();
  if (!(await isInGit(root))) {
    throw new NotPossibleError(
      vscode.l10n.t('The timelines of this window are in no git repository.'),
      vscode.l10n.t('Open a folder of the repository that shall hold them.'),
    );
  }
  if (await mergesByUnion(root)) {
    void notify.info(vscode.l10n.t('Git merges timelines by itself here already.'));
    return;
  }
  await mkdir(root, { recursive: true });
  const path = await writeUnion(root);
  void notify.info(vscode.l10n.t('Git merges timelines by itself from now on. Commit {0}.', path));
}
