import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { reviewStatuses, type ReviewStatus } from '../../core/postmortem/languages/language.ts';
import { nodeTextFiles } from '../../core/timeline/textFiles.ts';
import { documentOf, reopened } from '../openFile.ts';
import { changed } from '../savedDocument.ts';
import { incidentFor, meantPath, type PostMortemParts } from './generatePostMortem.ts';

/** Draft, in review, reviewed, closed: one line of the document, which people may as well edit themselves. */
export async function setPostMortemStatus(parts: PostMortemParts, args: readonly unknown[]): Promise<void> {
  const incident = await incidentFor(parts, args);
  if (!incident) return;
  const path = await meantPath(parts, incident);
  if (path === null || !(await nodeTextFiles.read(path))) {
    throw new NotPossibleError(
      vscode.l10n.t('“{0}” has no post-mortem yet.', incident.title),
      vscode.l10n.t('Run “On-Call: Generate Post-mortem” first.'),
    );
  }
  const { reviewStatusIn, withReviewStatus } = await import('../../core/postmortem/review.ts');
  const shown = await documentOf(path);
  const now = reviewStatusIn(shown.getText());
  const items = reviewStatuses.map(status => ({
    label: words()[status],
    description: status === now ? vscode.l10n.t('as it is now') : '',
    status,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Post-mortem of “{0}”', incident.title),
    placeHolder: vscode.l10n.t('How far is its review?'),
  });
  if (!chosen) return;
  const document = await reopened(shown);
  const change = withReviewStatus(document.getText(), chosen.status);
  if (!change) {
    throw new NotPossibleError(
      vscode.l10n.t('No line of this post-mortem says how far its review is.'),
      vscode.l10n.t('Add a line “Review status: draft”, then set the status again.'),
    );
  }
  await changed(document, document.lineAt(change.line).range, change.text);
  if (chosen.status === now) return;
  const told = vscode.l10n.t('Post-mortem: {0}', chosen.label);
  const entry = parts.timelines.scribe.recordDocument(incident, told, path);
  await parts.boundary.written('Writing down how far a review is', entry);
}

function words(): Readonly<Record<ReviewStatus, string>> {
  return {
    draft: vscode.l10n.t('Draft'),
    'in review': vscode.l10n.t('In review'),
    reviewed: vscode.l10n.t('Reviewed'),
    closed: vscode.l10n.t('Closed'),
  };
}
