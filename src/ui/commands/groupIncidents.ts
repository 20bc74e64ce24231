import * as vscode from 'vscode';
import { groupings, sortings } from '../../core/incidents/list/incidentView.ts';
import type { IncidentViews } from '../../core/incidents/list/incidentViews.ts';
import { groupingWords, sortingWords } from '../viewWords.ts';

export async function groupIncidents(views: IncidentViews): Promise<void> {
  const title = vscode.l10n.t('Group Incidents by…');
  const groupBy = await choose(title, groupings, groupingWords(), views.current.groupBy);
  if (groupBy) await views.set({ groupBy });
}

export async function sortIncidents(views: IncidentViews): Promise<void> {
  const title = vscode.l10n.t('Sort Incidents by…');
  const sortBy = await choose(title, sortings, sortingWords(), views.current.sortBy);
  if (sortBy) await views.set({ sortBy });
}

/** The present one first, so that Enter changes nothing. */
async function choose<T extends string>(
  title: string,
  values: readonly T[],
  words: Readonly<Record<T, string>>,
  present: T,
): Promise<T | undefined> {
  const items = [present, ...values.filter(value => value !== present)].map(value => ({
    label: words[value],
    ...(value === present ? { description: vscode.l10n.t('now') } : {}),
    value,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.value;
}
