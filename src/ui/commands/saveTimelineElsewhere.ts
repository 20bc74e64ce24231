import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { IncidentPick } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import type { Timelines } from '../timelines.ts';

export interface SaveTimelineParts {
  readonly pick: IncidentPick;
  readonly timelines: Timelines;
}

/** The whole timeline as a journal of its own, for a disk that takes nothing any more. */
export async function saveTimelineElsewhere(
  { pick, timelines }: SaveTimelineParts,
  args: readonly unknown[],
): Promise<void> {
  const incident = await pick.one(args, undefined, { remembered: true });
  if (!incident) return;
  const name = `timeline-${incident.id.replace(/[^A-Za-z0-9_-]/g, '_')}.jsonl`;
  const chosen = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Timeline of “{0}” Elsewhere', incident.title),
    defaultUri: vscode.Uri.file(join(homedir(), name)),
    filters: { [vscode.l10n.t('Timeline')]: ['jsonl'] },
  });
  if (!chosen) return;
  await timelines.copy(incident, chosen.fsPath);
  void notify.info(
    vscode.l10n.t(
      'The timeline stands in {0}. Put that file into the incident’s folder later, under a name that begins with “timeline”, and it is read with the rest.',
      chosen.fsPath,
    ),
  );
}
