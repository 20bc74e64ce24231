import * as vscode from 'vscode';

/** The steps from a drill to a post-mortem, each done by what really happens. */
export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand(
    'workbench.action.openWalkthrough',
    'on-call.on-call#firstIncident',
    false,
  );
}
