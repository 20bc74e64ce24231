import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { nodeTextFiles } from '../../core/timeline/textFiles.ts';
import { incidentFor } from '../commands/generatePostMortem.ts';
import type { TimelineParts } from '../commands/addTimelineEntry.ts';
import { documentOf } from '../openFile.ts';
import { isPostMortem } from './writing/postMortemDocuments.ts';

/** The post-mortem in front, else that of the incident that is meant; undefined where the person chose none. */
export async function meantPostMortem(
  parts: TimelineParts,
  args: readonly unknown[],
): Promise<vscode.TextDocument | undefined> {
  const { timelines } = parts;
  const open = vscode.window.activeTextEditor?.document;
  if (args.length === 0 && open && isPostMortem(open, () => timelines.root())) return open;
  const incident = await incidentFor(
    parts,
    args.filter(arg => !(arg instanceof vscode.Uri)),
  );
  if (!incident) return undefined;
  const postMortem = await timelines.knownPostMortem(incident);
  if (postMortem !== null && (await nodeTextFiles.read(postMortem))) {
    return documentOf(postMortem);
  }
  throw new NotPossibleError(
    vscode.l10n.t('“{0}” has no post-mortem yet.', incident.title),
    vscode.l10n.t('Run “On-Call: Generate Post-mortem” first.'),
  );
}
