import * as vscode from 'vscode';
import { notify } from '../notify.ts';
import type { VariableValues } from '../runbooks/variableValues.ts';

/** Takes out all secrets that were given to runbooks, after a question. */
export async function forgetSecrets(values: Pick<VariableValues, 'forgetSecrets'>): Promise<void> {
  const forget = vscode.l10n.t('Forget');
  const answer = await notify.ask(
    vscode.l10n.t('Forget all secrets that were given to runbooks?'),
    vscode.l10n.t('They are taken out of this window and the keychain; blocks ask for them again.'),
    forget,
  );
  if (answer !== forget) return;
  await values.forgetSecrets();
  void notify.info(vscode.l10n.t('The secrets of runbooks are forgotten.'));
}
