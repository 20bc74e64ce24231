import * as vscode from 'vscode';
import { notify } from '../notify.ts';
import { meantPostMortem } from '../postMortems/meantPostMortem.ts';
import type { TimelineParts } from './addTimelineEntry.ts';

export async function copyPostMortemForSlack(parts: TimelineParts, args: readonly unknown[]): Promise<void> {
  const document = await meantPostMortem(parts, args);
  if (!document) return;
  const { slackText } = await import('../../core/postmortem/export/slackText.ts');
  await vscode.env.clipboard.writeText(slackText(document.getText(), parts.clock));
  void notify.info(
    vscode.l10n.t('Copied for Slack: paste it, then choose “Apply formatting” (Ctrl+Shift+F, on a Mac ⌘⇧F).'),
  );
}

export async function copyPostMortemForConfluence(
  parts: TimelineParts,
  args: readonly unknown[],
): Promise<void> {
  const document = await meantPostMortem(parts, args);
  if (!document) return;
  const { confluenceText } = await import('../../core/postmortem/export/confluenceText.ts');
  await vscode.env.clipboard.writeText(confluenceText(document.getText(), parts.clock));
  void notify.info(vscode.l10n.t('Copied for Confluence: insert it there with “Insert › Markup”.'));
}
