import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Outbox } from '../../core/incidents/outbox/outbox.ts';
import type { Accounts, SignedInAccount } from '../accounts.ts';
import { withoutIcons } from '../incidentPick.ts';
import { notify } from '../notify.ts';

/** Asks which where there are several, and whether at all: a key that is deleted has to be made anew. */
export async function signOut({
  accounts,
  outbox,
}: {
  readonly accounts: Accounts;
  readonly outbox: Outbox;
}): Promise<void> {
  const all = accounts.all();
  if (all.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('There is no account to sign out of.'),
      vscode.l10n.t('Run “On-Call: Sign In” to add one.'),
    );
  }
  const account = all.length === 1 ? all[0] : await choose(all);
  if (!account) return;
  // The command may have woken On-Call. Where what waits cannot be read, a key can still be deleted.
  await outbox.open().catch(() => {});
  const unsent = outbox.items().filter(({ accountId }) => accountId === account.id).length;
  const yes = vscode.l10n.t('Sign Out');
  const question = vscode.l10n.t('Sign out of {0}?', account.label);
  const detail = [
    vscode.l10n.t('Its key is deleted from this machine; to sign in again you need the key.'),
    unsent === 0 ? '' : unsentWords(account, unsent),
  ]
    .filter(Boolean)
    .join('\n');
  if ((await notify.ask(question, detail, yes)) !== yes) return;
  await accounts.signOut(account.id);
  // The next account-wide key of this name may be another company’s: what waits must not go out through it.
  if (!account.person) await outbox.forgetAccount(account.id);
  void notify.info(vscode.l10n.t('Signed out of {0}. The key was deleted from this machine.', account.label));
}

function unsentWords({ person }: SignedInAccount, unsent: number): string {
  if (person)
    return vscode.l10n.t(
      'Not sent yet: {0}. They stay here and go out once you sign in again as {1}.',
      unsent,
      person.name,
    );
  return vscode.l10n.t('Not sent yet: {0}. They are dropped, as the key belongs to no person.', unsent);
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
