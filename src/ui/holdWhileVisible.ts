import type * as vscode from 'vscode';
import type { Disposable } from '../core/events.ts';

/** @param hold called while the panel is to be seen: incidents deserve frequent polling until what it gives is disposed */
export function holdWhileVisible(panel: vscode.WebviewPanel, hold: () => Disposable): Disposable {
  let held: Disposable | null = null;
  const letGo = () => {
    held?.dispose();
    held = null;
  };
  const look = () => {
    if (panel.visible) held ??= hold();
    else letGo();
  };
  const listening = panel.onDidChangeViewState(look);
  look();
  return {
    dispose: () => {
      listening.dispose();
      letGo();
    },
  };
}
