import * as vscode from 'vscode';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import type { IncidentViews } from '../core/incidents/list/incidentViews.ts';
import { notify } from './notify.ts';
import type { IncidentTree } from './trees/incidentTree.ts';

export interface ShowParts {
  readonly tree: Pick<IncidentTree, 'reveal'>;
  readonly store: Pick<IncidentStore, 'get'>;
  readonly views: Pick<IncidentViews, 'clearFilter'>;
}

/**
 * The first of them that the view’s filter lets be seen, with the view in front. Where it hides them all, the person is
 * told, and may take it away: a filter that somebody chose does not go by itself.
 */
export async function showIncidents(parts: ShowParts, incidents: readonly Incident[]): Promise<void> {
  const { tree, store, views } = parts;
  await vscode.commands.executeCommand('onCall.incidents.focus');
  if (await reveal(tree, incidents)) return;
  // The message may have waited for long.
  if (incidents.every(({ key }) => !store.get(key))) {
    void notify.info(vscode.l10n.t('Nothing to show: these incidents are no longer in the list.'));
    return;
  }
  const showAll = vscode.l10n.t('Show All Incidents');
  const hidden = vscode.l10n.t('The filter of the list hides these incidents.');
  if ((await notify.info(hidden, showAll)) !== showAll) return;
  await views.clearFilter();
  await reveal(tree, incidents);
}

async function reveal(tree: ShowParts['tree'], incidents: readonly Incident[]): Promise<boolean> {
  for (const incident of incidents) if (await tree.reveal(incident)) return true;
  return false;
}
