import * as vscode from 'vscode';
import type { PagerDutyAccount } from '../pagerDutyAccount.ts';

export async function signOut(account: PagerDutyAccount): Promise<void> {
  await account.signOut();
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Signed out of PagerDuty. The key was deleted from this machine.'),
  );
}
