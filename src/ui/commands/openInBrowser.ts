import * as vscode from 'vscode';
import type { IncidentPick } from '../incidentPick.ts';

export async function openInBrowser(pick: IncidentPick, args: readonly unknown[]): Promise<void> {
  const incident = await pick.one(args, ({ url }) => url !== null);
  if (incident?.url) await vscode.env.openExternal(vscode.Uri.parse(incident.url, true));
}
