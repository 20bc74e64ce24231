import * as vscode from 'vscode';
import { standardTexts } from '../../core/team/languages/index.ts';

/** How the row of the war room differs from that of a stage’s checklist: the house rules are one hover away. */
export function warRoomLooks(name: string): Pick<vscode.TreeItem, 'contextValue' | 'tooltip'> {
  const rules = houseRules().map((rule, index) => `${index + 1}. ${rule}`);
  return { contextValue: 'response.warRoom', tooltip: [name, ...rules].join('\n') };
}

/** `response.warRoomItem.bridge`: menus offer what helps with it. A team’s own item is `response.warRoomItem.own`. */
export function warRoomItemContext(id: string): string {
  const standard = Object.keys(standardTexts.en.checklists.warRoom).find(one => id === `warRoom.${one}`);
  return `response.warRoomItem.${standard ?? 'own'}`;
}

function houseRules(): readonly string[] {
  const { t } = vscode.l10n;
  return [
    t('The Incident Commander leads and decides.'),
    t('One speaker at a time.'),
    t('Mitigation first: the cause can wait.'),
    t('No blame: we look for causes, not for culprits.'),
    t('Write it down as it happens.'),
  ];
}
