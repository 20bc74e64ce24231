import * as vscode from 'vscode';

/**
 * Sets the rows of a list that may be open already. VS Code then makes the first one active: here the keyboard stays at
 * the row where it was, so that Enter means what the person looks at.
 * @param about what a row is about, where another object may stand for it next time
 */
export function setItems<T extends vscode.QuickPickItem>(
  pick: vscode.QuickPick<T>,
  items: readonly T[],
  about: (item: T) => unknown,
): void {
  const [active] = pick.activeItems;
  pick.items = items;
  if (!active) return;
  const key = about(active);
  const still = items.filter(item => about(item) === key);
  // It may be gone; of none VS Code would make none active.
  if (still.length > 0) pick.activeItems = still;
}

/** Asks which of several. What is ticked is work: it stays while the person looks something up elsewhere. */
export function pickSeveral<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: Pick<vscode.QuickPickOptions, 'title' | 'placeHolder' | 'matchOnDescription'>,
): Thenable<readonly T[] | undefined> {
  return vscode.window.showQuickPick(items, { ...options, canPickMany: true, ignoreFocusOut: true });
}
