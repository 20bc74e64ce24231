import * as vscode from 'vscode';
import type { ChangeParts } from './changeIncidents.ts';

/** A note of the provider’s, for everybody; it comes back into the timeline through the provider’s log. */
export async function addNote(
  { pick, sessions, follower }: ChangeParts,
  args: readonly unknown[],
): Promise<void> {
  const incident = await pick.one(args);
  if (!incident) return;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Note on “{0}”', incident.title),
    prompt: vscode.l10n.t('Everybody who sees the incident can read it.'),
    ignoreFocusOut: true,
  });
  if (!text?.trim()) return;
  await sessions.of(incident).provider.addNote(incident.id, text.trim());
  follower.follow(incident);
  void follower.read(incident);
}
