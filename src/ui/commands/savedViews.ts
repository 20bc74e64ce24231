import * as vscode from 'vscode';
import type { IncidentViews } from '../../core/incidents/list/incidentViews.ts';
import { isSameName, longestName, type SavedView } from '../../core/incidents/list/savedViews.ts';
import { withoutIcons } from '../incidentPick.ts';
import { prompts } from '../prompts.ts';
import { pickSeveral, setItems } from '../quickPicks.ts';
import type { Sessions } from '../sessions.ts';
import { viewInWords } from '../viewWords.ts';

export interface SavedViewParts {
  readonly views: IncidentViews;
  readonly sessions: Sessions;
}

type Row = vscode.QuickPickItem &
  ({ readonly view: SavedView } | { readonly command: 'save' | 'remove' } | { readonly command?: never });

/** Under a name that is taken, the view takes the place of the one that has it. */
export async function saveView({ views, sessions }: SavedViewParts): Promise<void> {
  const saved = views.saved();
  const name = await prompts.line({
    title: vscode.l10n.t('Save This View of the Incidents'),
    prompt: inWords(views.current, sessions),
    placeHolder: vscode.l10n.t('A name'),
    ignoreFocusOut: true,
    validateInput: text => {
      if (text.trim() === '') return vscode.l10n.t('A name, please.');
      if ([...text.trim()].length > longestName) return vscode.l10n.t('At most {0} characters.', longestName);
      const taken = saved.find(view => isSameName(view.name, text));
      return taken
        ? {
            message: vscode.l10n.t('Replaces the view “{0}”.', taken.name),
            severity: vscode.InputBoxValidationSeverity.Info,
          }
        : null;
    },
  });
  if (name?.trim()) await views.save(name);
}

/** Enter shows it; the button, or the last row, which needs no mouse, removes it. */
export async function showView(parts: SavedViewParts): Promise<void> {
  const { views } = parts;
  const quickPick = vscode.window.createQuickPick<Row>();
  quickPick.title = vscode.l10n.t('Saved Views of the Incidents');
  quickPick.placeholder = vscode.l10n.t('Which view?');
  quickPick.matchOnDescription = true;
  const show = () => setItems(quickPick, rows(parts), row => ('view' in row ? row.view.name : row.command));
  show();
  const removing: Promise<void>[] = [];
  quickPick.onDidTriggerItemButton(({ item }) => {
    if (!('view' in item)) return;
    removing.push(views.remove(item.view.name).then(show));
  });
  try {
    const row = await new Promise<Row | undefined>(resolve => {
      quickPick.onDidAccept(() => resolve(quickPick.selectedItems[0]));
      quickPick.onDidHide(() => resolve(undefined));
      quickPick.show();
    });
    await Promise.all(removing);
    if (!row) return;
    if ('view' in row) await views.set(row.view.view);
    else if (row.command === 'save') await saveView(parts);
    else if (row.command === 'remove') await removeViews(parts);
  } finally {
    quickPick.dispose();
  }
}

async function removeViews({ views, sessions }: SavedViewParts): Promise<void> {
  const items = views.saved().map(({ name, view }) => ({
    label: withoutIcons(name),
    description: withoutIcons(inWords(view, sessions)),
    name,
  }));
  const picked = await pickSeveral(items, {
    title: vscode.l10n.t('Remove Saved Views'),
    placeHolder: vscode.l10n.t('Those that are ticked are removed for good.'),
  });
  for (const { name } of picked ?? []) await views.remove(name);
}

function rows({ views, sessions }: SavedViewParts): Row[] {
  const remove = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Remove for good') };
  const saved = views.saved();
  return [
    ...saved.map(view => ({
      label: withoutIcons(view.name),
      description: withoutIcons(
        [inWords(view.view, sessions), view.example ? vscode.l10n.t('example') : '']
          .filter(Boolean)
          .join(' · '),
      ),
      buttons: [remove],
      view,
    })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('Save the Present View…'), command: 'save' },
    ...(saved.length > 0
      ? [{ label: vscode.l10n.t('Remove Saved Views…'), command: 'remove' as const }]
      : []),
  ];
}

function inWords(view: SavedView['view'], sessions: Sessions): string {
  const account = (id: string) => sessions.get(id)?.account.label ?? vscode.l10n.t('another account');
  return viewInWords(view, account) || vscode.l10n.t('Everything, by status');
}
