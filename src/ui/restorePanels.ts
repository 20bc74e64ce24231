import * as vscode from 'vscode';

/** Of our panels: package.json wakes the extension by them. */
export const viewTypes = { runbook: 'onCall.runbook', timeline: 'onCall.timelinePanel' } as const;

/** Brings back the panels that were open when the window was reloaded; `panels` is asked for with the first. */
export function restorePanels(
  viewType: (typeof viewTypes)[keyof typeof viewTypes],
  panels: () => Promise<vscode.WebviewPanelSerializer>,
): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (panel, state) => (await panels()).deserializeWebviewPanel(panel, state),
  });
}
