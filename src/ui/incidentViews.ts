import type * as vscode from 'vscode';
import { IncidentViews } from '../core/incidents/list/incidentViews.ts';
import { exampleWords } from './viewWords.ts';

/** Kept for the person in all windows, never in a workspace: pass `context.globalState`. */
export function incidentViews(memento: vscode.Memento): IncidentViews {
  return new IncidentViews(memento, exampleWords());
}
