import * as vscode from 'vscode';
import { notify } from '../notify.ts';
import type { DrillControl } from '../drillControl.ts';

export async function startDrill(drill: DrillControl): Promise<void> {
  await vscode.commands.executeCommand('onCall.incidents.focus');
  await drill.start();
}

export async function stopDrill(drill: DrillControl): Promise<void> {
  await drill.stop();
  void notify.info(
    vscode.l10n.t('The drill has ended. Its timelines and post-mortems stay where they were written.'),
  );
}
