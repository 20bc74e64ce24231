import type * as vscode from 'vscode';
import { shortText } from '../../core/shortText.ts';

/** For a row that has no more to say than what it shows: else a screen reader reads its whole tooltip. */
export function spoken(item: vscode.TreeItem): vscode.TreeItem {
  const words = [item.label, item.description].filter(text => typeof text === 'string' && text !== '');
  item.accessibilityInformation = { label: words.join(', ') };
  return item;
}

const longestSpoken = 200;

/** As much of a text as is read out with its row: all of it stands in the tooltip. */
export function spokenText(text: string): string {
  return shortText(text.replace(/\s+/g, ' '), longestSpoken);
}
