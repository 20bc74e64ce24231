import * as vscode from 'vscode';
import { notify } from '../notify.ts';
import type { PagerDutyAccount } from '../pagerDutyAccount.ts';

export async function signOut(account: PagerDutyAccount): Promise<void> {
  await account.signOut();
  void notify.info(vscode.l10n.t('Signed out of PagerDuty. The key was deleted from this machine.'));
}
