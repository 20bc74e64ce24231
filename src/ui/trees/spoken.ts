import type * as vscode from 'vscode';

/** For a row that has no more to say than what it shows: else a screen reader reads its whole tooltip. */
export function spoken(item: vscode.TreeItem): vscode.TreeItem {
  const words = [item.label, item.description].filter(text => typeof text === 'string' && text !== '');
  item.accessibilityInformation = { label: words.join(', ') };
  return item;
}
