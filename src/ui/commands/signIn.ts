import * as vscode from 'vscode';
import { notify } from '../notify.ts';
import { RequesterNeededError } from '../../core/errors.ts';
import { config } from '../config.ts';
import type { PagerDutyAccount } from '../pagerDutyAccount.ts';

/** Region, key, check, keep. Nothing is stored until the provider has accepted the key. */
export async function signIn(account: PagerDutyAccount): Promise<void> {
  const origin = await askForOrigin();
  if (!origin) return;
  const token = await vscode.window.showInputBox({
    title: vscode.l10n.t('Sign In to PagerDuty'),
    prompt: vscode.l10n.t(
      'A REST API key: in PagerDuty, My Profile → User Settings → Create API User Token. It is kept in the system’s secret storage and only ever sent to {0}.',
      origin,
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: text =>
      /^\S{8,}$/.test(text.trim()) ? null : vscode.l10n.t('A key is one word of at least 8 characters.'),
  });
  if (!token) return;

  const identity = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Checking the key with PagerDuty…'),
    },
    () => account.check(origin, token.trim()),
  );
  if (identity.kind === 'account' && !config.pagerDutyFrom()) await askForRequester();
  await account.signIn(origin, token.trim(), identity);
  void notify.info(
    identity.person
      ? vscode.l10n.t('Signed in to PagerDuty as {0}.', identity.person.name)
      : vscode.l10n.t('Signed in to PagerDuty with an account-wide key.'),
  );
}

async function askForOrigin(): Promise<string | undefined> {
  const { checkedOrigin, regions } =
    await import('../../core/incidents/providers/pagerduty/pagerDutyRegions.ts');
  const configured = checkedOrigin(config.pagerDutyBaseUrl());
  const known = regions.map(({ label, baseUrl }) => ({ label, description: baseUrl, origin: baseUrl }));
  // A test instance or proxy is written into the setting by hand and is then offered here as it stands.
  const own =
    configured.ok && !known.some(({ origin }) => origin === configured.origin)
      ? [
          {
            label: vscode.l10n.t('The address in the settings'),
            description: configured.origin,
            origin: configured.origin,
          },
        ]
      : [];
  const choice = await vscode.window.showQuickPick([...own, ...known], {
    title: vscode.l10n.t('Sign In to PagerDuty'),
    placeHolder: vscode.l10n.t(
      'The region of your account: EU when your PagerDuty address ends in eu.pagerduty.com',
    ),
    ignoreFocusOut: true,
  });
  return choice?.origin;
}

async function askForRequester(): Promise<void> {
  const email = await vscode.window.showInputBox({
    title: vscode.l10n.t('An account-wide key'),
    prompt: vscode.l10n.t(
      'PagerDuty wants to know for whom such a key writes: the e-mail address of your PagerDuty user.',
    ),
    ignoreFocusOut: true,
    validateInput: text =>
      /^\S+@\S+$/.test(text.trim()) ? null : vscode.l10n.t('An e-mail address, please.'),
  });
  if (!email) {
    throw new RequesterNeededError(
      vscode.l10n.t('Signing in was stopped: an account-wide key cannot write without an e-mail address.'),
    );
  }
  await config.setPagerDutyFrom(email.trim());
}
