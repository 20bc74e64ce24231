import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Accounts, SignedInAccount } from '../accounts.ts';
import { withoutIcons } from '../incidentPick.ts';
import { notify } from '../notify.ts';

/** Asks which where there are several. */
export async function signOut(accounts: Accounts): Promise<void> {
  const all = accounts.all();
  if (all.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('There is no account to sign out of.'),
      vscode.l10n.t('Run “On-Call: Sign In” to add one.'),
    );
  }
  const account = all.length === 1 ? all[0] : await choose(all);
  if (!account) return;
  await accounts.signOut(account.id);
  void notify.info(vscode.l10n.t('Signed out of {0}. The key was deleted from this machine.', account.label));
}

async function choose(all: readonly SignedInAccount[]): Promise<SignedInAccount | undefined> {
  const items = all.map(account => ({
    label: withoutIcons(account.label),
    description: withoutIcons([account.person?.name, account.origin].filter(Boolean).join(' · ')),
    account,
  }));
  const choice = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Sign Out of PagerDuty'),
    placeHolder: vscode.l10n.t('Which account? Its key is deleted from this machine.'),
  });
  return choice?.account;
}
