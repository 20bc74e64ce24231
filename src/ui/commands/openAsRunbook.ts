import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { RunbookReader } from '../../core/runbooks/runbookReader.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { RunbookLibrary } from '../runbooks/runbookLibrary.ts';
import type { RunbookPanels } from '../runbooks/runbookPanels.ts';
import { saved } from '../savedDocument.ts';

export interface OpenAsRunbookParts {
  readonly library: RunbookLibrary;
  readonly panels: RunbookPanels;
  readonly current: CurrentIncident;
  readonly reader: Pick<RunbookReader, 'read'>;
}

/**
 * Shows the file that is being edited as a runbook, at the heading above the line: the one that a lens names, or the
 * cursor’s. What is not saved yet is saved, because the panel shows and runs what is on disk. Runs nothing.
 */
export async function openAsRunbook(
  parts: OpenAsRunbookParts,
  args: readonly unknown[],
  beside = false,
): Promise<void> {
  const place = placeIn(args[0]) ?? cursor();
  const file = place && (await parts.library.find(vscode.Uri.parse(place.uri)));
  if (!place || !file) {
    throw new NotPossibleError(
      vscode.l10n.t('This file is no runbook of the workspace.'),
      vscode.l10n.t('Open a Markdown file in one of the folders that “onCall.runbooks.folders” names.'),
    );
  }
  const document = await vscode.workspace.openTextDocument(file.uri);
  if (document.isDirty) await saved(document);
  const { headings } = await parts.reader.read(document.getText(), file.path);
  parts.panels.open({
    file,
    incident: parts.current.get(),
    reason: vscode.l10n.t('You opened it from its source.'),
    fragment: headings.findLast(({ line }) => line <= place.line)?.slug ?? null,
    beside,
  });
  parts.panels.reveal(file.uri, place.line);
}

/** The cursor’s place in the panel, next to the editor: the way back is the panel’s own “Open Source”. */
export function showInRunbook(parts: OpenAsRunbookParts, args: readonly unknown[]): Promise<void> {
  return openAsRunbook(parts, args.filter(arg => placeIn(arg) !== null).slice(0, 1), true);
}

export interface Place {
  readonly uri: string;
  /** 1-based. */
  readonly line: number;
}

/** What a lens passes; commands can be called by anybody with anything. */
export function placeIn(value: unknown): Place | null {
  if (typeof value !== 'object' || value === null) return null;
  const { uri, line } = value as Record<string, unknown>;
  return typeof uri === 'string' && typeof line === 'number' ? { uri, line } : null;
}

export function cursor(): Place | null {
  const editor = vscode.window.activeTextEditor;
  return editor ? { uri: editor.document.uri.toString(), line: editor.selection.active.line + 1 } : null;
}
