import * as vscode from 'vscode';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentPick } from '../incidentPick.ts';

/** Where a browser shows it. */
export async function copyLink(pick: IncidentPick, args: readonly unknown[]): Promise<void> {
  const incidents = await pick.many(args, ({ url }) => url !== null);
  await copy((incidents ?? []).map(({ url }) => url!));
}

/** The provider’s id. */
export async function copyId(pick: IncidentPick, args: readonly unknown[]): Promise<void> {
  await copyOf(pick, args, ({ id }) => id);
}

export async function copyTitle(pick: IncidentPick, args: readonly unknown[]): Promise<void> {
  await copyOf(pick, args, ({ title }) => title);
}

async function copyOf(
  pick: IncidentPick,
  args: readonly unknown[],
  text: (incident: Incident) => string,
): Promise<void> {
  const incidents = await pick.many(args);
  await copy((incidents ?? []).map(text));
}

/** One line for each of several. */
async function copy(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await vscode.env.clipboard.writeText(lines.join('\n'));
  const words =
    lines.length === 1 ? vscode.l10n.t('Copied') : vscode.l10n.t('Copied {0} lines', lines.length);
  vscode.window.setStatusBarMessage(words, 3_000);
}
