import * as vscode from 'vscode';
import type { Incident } from '../../core/incidents/incident.ts';
import { withoutIcons } from '../incidentPick.ts';
import type { ChosenRunbook, MatchedRunbook } from './chosenRunbook.ts';
import type { RunbookFile } from './runbookLibrary.ts';

export interface RunbookOffer {
  readonly incident: Incident | null;
  readonly matched: readonly MatchedRunbook[];
  readonly similar: readonly MatchedRunbook[];
  /** All at hand; those that are matched are not shown twice. */
  readonly files: readonly RunbookFile[];
  /** The address that an alert links to and that stands for no file; null where there is none. */
  readonly link: string | null;
  readonly canCreate: boolean;
}

export type RunbookPicked =
  | { readonly type: 'runbook'; readonly chosen: ChosenRunbook }
  | { readonly type: 'link'; readonly href: string }
  | { readonly type: 'create' };

interface RunbookItem extends vscode.QuickPickItem {
  readonly means?: RunbookPicked;
}

/** Asks for one of all runbooks: those for the incident first, each with what speaks for it. */
export async function pickRunbook(offer: RunbookOffer): Promise<RunbookPicked | undefined> {
  const { incident } = offer;
  const choice = await vscode.window.showQuickPick(items(offer), {
    placeHolder: incident
      ? vscode.l10n.t('A runbook for “{0}”', incident.title)
      : vscode.l10n.t('A runbook, for no incident'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return choice?.means;
}

function items({ matched, similar, files, link, canCreate }: RunbookOffer): readonly RunbookItem[] {
  const ranked = new Set([...matched, ...similar].map(({ file }) => file.id));
  const others = files.filter(({ id }) => !ranked.has(id));
  const runbook = (chosen: ChosenRunbook, detail?: string): RunbookItem => ({
    label: withoutIcons(chosen.file.title),
    description: originOf(chosen.file),
    ...(detail === undefined ? {} : { detail: withoutIcons(detail) }),
    means: { type: 'runbook', chosen },
  });
  const own = vscode.l10n.t('You chose this runbook.');
  const more: RunbookItem[] = [];
  if (link !== null) {
    more.push({
      label: `$(link-external) ${vscode.l10n.t('The Link in the Alert')}`,
      description: withoutIcons(link),
      means: { type: 'link', href: link },
    });
  }
  if (canCreate) {
    const label = `$(new-file) ${vscode.l10n.t('New Runbook…')}`;
    more.push({ label, means: { type: 'create' } });
  }
  return [
    ...under(
      vscode.l10n.t('Written for this incident'),
      matched.map(chosen => runbook(chosen, chosen.reason)),
    ),
    ...under(
      vscode.l10n.t('Similar'),
      similar.map(chosen => runbook(chosen, chosen.reason)),
    ),
    ...under(
      matched.length + similar.length > 0 ? vscode.l10n.t('All others') : null,
      others.map(file => runbook({ file, reason: own, fragment: null })),
    ),
    ...under(vscode.l10n.t('Something else'), more),
  ];
}

function under(title: string | null, rows: readonly RunbookItem[]): readonly RunbookItem[] {
  if (rows.length === 0 || title === null) return rows;
  return [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}

function originOf({ origin, path }: RunbookFile): string {
  return origin === 'shipped' ? vscode.l10n.t('comes with On-Call') : withoutIcons(path);
}
