import * as vscode from 'vscode';
import type { IncidentViews } from '../../core/incidents/list/incidentViews.ts';
import { prompts } from '../prompts.ts';

/** The list follows while somebody types; Enter keeps it, Escape brings back what was there. */
export async function findIncidents(views: IncidentViews): Promise<void> {
  const before = views.current.filter.text;
  const box = prompts.box(
    vscode.l10n.t('Title, #number, service, person, team or id; all words must be there.'),
  );
  box.title = vscode.l10n.t('Find Incidents');
  box.placeholder = vscode.l10n.t('Empty for all');
  box.value = before;
  // The list that it filters is there to be looked at, and clicked.
  box.ignoreFocusOut = true;
  box.onDidChangeValue(text => views.preview({ filter: { text } }));
  try {
    const text = await new Promise<string | undefined>(resolve => {
      box.onDidAccept(() => resolve(box.value));
      box.onDidHide(() => resolve(undefined));
      box.show();
    });
    if (text === undefined) views.preview({ filter: { text: before } });
    else await views.set({ filter: { text } });
  } finally {
    box.dispose();
  }
}
