import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { LocalZone } from '../../core/timeline/localZone.ts';
import { timelineMarkdown } from '../../core/timeline/timelineMarkdown.ts';
import type { TimelineParts } from './addTimelineEntry.ts';

/** A new, unsaved document: the journal stays the only truth. */
export async function openTimeline(
  { pick, timelines }: TimelineParts,
  args: readonly unknown[],
): Promise<void> {
  const incident = await pick.one(args);
  if (!incident) return;
  const view = await timelines.view(incident);
  if (!view) {
    throw new NotPossibleError(
      vscode.l10n.t('“{0}” has no timeline yet.', incident.title),
      vscode.l10n.t('It starts when you acknowledge, open the runbook or add an entry.'),
    );
  }
  const content = timelineMarkdown(view, incident.title, new LocalZone());
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { preview: true });
}
