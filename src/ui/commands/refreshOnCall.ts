import * as vscode from 'vscode';
import type { OnCallWatch } from '../onCallWatch.ts';

/** Asks every account now who is on call. What goes wrong is shown in the view. */
export async function refreshOnCall(watch: OnCallWatch): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: 'onCall.onCallNow' } }, () => watch.refresh());
}
