import * as vscode from 'vscode';
import {
  NotPossibleError,
  OfflineError,
  type OnCallError,
  ProviderDownError,
  RequesterNeededError,
  WrongKeyError,
} from '../../core/errors.ts';
import type { Identity } from '../../core/incidents/incidentProvider.ts';
import { shortText } from '../../core/shortText.ts';
import type { Accounts, NewAccount, SignedInAccount } from '../accounts.ts';
import { config } from '../config.ts';
import { notify } from '../notify.ts';
import { prompts, withProgress } from '../prompts.ts';

/** Region, key, check, name, keep. Nothing is stored until the provider has accepted the key. */
export async function signIn(accounts: Accounts): Promise<void> {
  const origin = await askForOrigin();
  if (!origin) return;
  const token = await askForKey(vscode.l10n.t('Sign In to PagerDuty'), origin);
  if (!token) return;
  const identity = await check(accounts, origin, token);
  if (!identity) return;
  const known = identity.person && accounts.get(accounts.idFor({ origin, label: '', identity }));
  const label = known ? known.label : await askForName(accounts, origin, identity);
  if (!label) return;
  const replaced = accounts.get(accounts.idFor({ origin, label, identity }));
  const from = await requesterOf(accounts, { origin, token, identity }, replaced);
  await accounts.signIn({ label, origin, token, from, identity });
  tellSignedIn(label, identity);
}

/** A new key for an account that is there: straight to the key. */
export async function signInAgain(accounts: Accounts, accountId: string): Promise<void> {
  const account = accounts.get(accountId);
  if (!account) return signIn(accounts);
  const { label, origin } = account;
  const token = await askForKey(vscode.l10n.t('Sign In Again: {0}', label), origin);
  if (!token) return;
  const identity = await check(accounts, origin, token);
  if (!identity) return;
  refuseAnother(account, identity);
  const from = await requesterOf(accounts, { origin, token, identity }, account);
  await accounts.signIn({ label, origin, token, from, identity });
  tellSignedIn(label, identity);
}

function refuseAnother(account: SignedInAccount, identity: Identity): void {
  if (identity.person?.id === account.person?.id) return;
  const whose = identity.person?.name ?? vscode.l10n.t('a whole account');
  throw new NotPossibleError(
    vscode.l10n.t(
      'That is not the key of {0}: it belongs to {1}. Nothing was changed.',
      account.label,
      whose,
    ),
    vscode.l10n.t('Run “On-Call: Sign In” to add it as an account of its own.'),
  );
}

function tellSignedIn(label: string, { person }: Identity): void {
  void notify.info(
    person
      ? vscode.l10n.t('Signed in to PagerDuty as {0} ({1}).', person.name, label)
      : vscode.l10n.t('Signed in to PagerDuty with an account-wide key ({0}).', label),
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
  const items = [...own, ...known].sort((a, b) => Number(isConfigured(b)) - Number(isConfigured(a)));
  function isConfigured({ origin }: { readonly origin: string }): boolean {
    return configured.ok && origin === configured.origin;
  }
  const choice = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Sign In to PagerDuty'),
    placeHolder: configured.ok
      ? vscode.l10n.t('Which region? EU: the address ends in eu.pagerduty.com')
      : vscode.l10n.t('The address in the settings cannot be used. {0}', configured.reason),
    ignoreFocusOut: true,
  });
  return choice?.origin;
}

async function askForKey(title: string, origin: string): Promise<string | undefined> {
  const token = await prompts.line({
    title,
    prompt: vscode.l10n.t(
      'A REST API key: in PagerDuty, My Profile → User Settings → Create API User Token. It is kept in the system’s secret storage and only ever sent to {0}.',
      origin,
    ),
    password: true,
    ignoreFocusOut: true,
    // Anything else could not stand in a header.
    validateInput: text =>
      /^[\x21-\x7E]{8,}$/.test(text.trim())
        ? null
        : vscode.l10n.t('A key is one word of at least 8 letters, digits and signs.'),
  });
  return token?.trim();
}

/**
 * What PagerDuty says of the key; undefined where it cannot be reached and the person gives up. A key that was pasted
 * once is tried as often as they want.
 */
async function check(accounts: Accounts, origin: string, token: string): Promise<Identity | undefined> {
  for (;;) {
    try {
      return await withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: vscode.l10n.t('Checking the key with PagerDuty…'),
        },
        () => accounts.check(origin, token),
      );
    } catch (error) {
      if (error instanceof WrongKeyError) throw await withRegion(error, origin);
      if (!(error instanceof OfflineError || error instanceof ProviderDownError)) throw error;
      if (!(await wantsAnotherTry(error))) return undefined;
    }
  }
}

async function wantsAnotherTry(error: OnCallError): Promise<boolean> {
  const again = vscode.l10n.t('Try Again');
  const reason = vscode.l10n.t(
    '{0} Check the network, VPN and proxy, and PagerDuty’s status page; the same key is tried again.',
    error.message,
  );
  const question = vscode.l10n.t('The key could not be checked, and is not kept yet.');
  return (await notify.ask(question, reason, again)) === again;
}

/** A key that is fine in the other region is simply not known in this one; it is never tried there unasked. */
async function withRegion(error: WrongKeyError, origin: string): Promise<WrongKeyError> {
  const { regions } = await import('../../core/incidents/providers/pagerduty/pagerDutyRegions.ts');
  const region = regions.find(({ baseUrl }) => baseUrl === origin);
  if (!region) return error;
  const [us, eu] = regions;
  const sentence =
    region === us
      ? vscode.l10n.t(
          'PagerDuty does not know this key in the region {0}. A key works in its own region only: if your PagerDuty address ends in eu.pagerduty.com, choose {1} instead.',
          us.label,
          eu.label,
        )
      : vscode.l10n.t(
          'PagerDuty does not know this key in the region {0}. A key works in its own region only: unless your PagerDuty address ends in eu.pagerduty.com, choose {1} instead.',
          eu.label,
          us.label,
        );
  return new WrongKeyError(sentence, { cause: error });
}

async function askForName(
  accounts: Accounts,
  origin: string,
  identity: Identity,
): Promise<string | undefined> {
  const taken = (name: string) =>
    accounts.all().find(({ label }) => label.toLocaleLowerCase() === name.toLocaleLowerCase());
  // With room for a number.
  const wanted = shortText(identity.subdomain ?? 'PagerDuty', 50);
  let value = wanted;
  for (let number = 2; taken(value); number++) value = `${wanted} ${number}`;
  const label = await prompts.line({
    title: vscode.l10n.t('A name for this account'),
    prompt: vscode.l10n.t('It tells your accounts apart, wherever they are shown.'),
    value,
    ignoreFocusOut: true,
    validateInput: text => {
      const name = text.trim();
      if (!/^[^\p{C}]{1,60}$/u.test(name)) return vscode.l10n.t('A name is 1 to 60 letters, please.');
      const other = taken(name);
      if (!other) return null;
      // An account-wide key is nobody’s: the name alone tells that it is the same account.
      const same = other.id === accounts.idFor({ origin, label: name, identity });
      return same
        ? {
            message: vscode.l10n.t('The key of {0} is replaced.', other.label),
            severity: vscode.InputBoxValidationSeverity.Info,
          }
        : vscode.l10n.t('There is an account of that name already.');
    },
  });
  return label?.trim();
}

/**
 * The e-mail address of the user that an account-wide key writes for; null for a user’s own key. Rejects with
 * RequesterNeededError where none is given. PagerDuty refuses every change in the name of somebody whom it does not know,
 * so an address that no user has is asked for again, and taken where it is given twice: it is found by a search.
 * @param known the account as it was kept, whose address is offered
 */
async function requesterOf(
  accounts: Accounts,
  { origin, token, identity }: Pick<NewAccount, 'origin' | 'token' | 'identity'>,
  known: SignedInAccount | undefined,
): Promise<string | null> {
  if (identity.kind !== 'account') return null;
  let email = known?.from ?? config.pagerDutyFrom();
  let prompt = vscode.l10n.t(
    'PagerDuty wants to know for whom such a key writes: the e-mail address of your PagerDuty user.',
  );
  for (let refused: string | null = null; ; refused = email) {
    email = await askForRequester(email, prompt);
    if (email === refused) return email;
    const address = await withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Looking for that user in PagerDuty…'),
      },
      () => accounts.userAddress(origin, token, email),
    );
    if (address !== null) return address;
    prompt = vscode.l10n.t(
      'PagerDuty finds no user with the address {0}. Enter the one that your PagerDuty user signs in with, or press Enter to use this one all the same.',
      shortText(email, 100),
    );
  }
}

/** @returns an e-mail address by its form; rejects with RequesterNeededError where there is none. */
async function askForRequester(value: string, prompt: string): Promise<string> {
  const email = await prompts.line({
    title: vscode.l10n.t('An account-wide key'),
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: text =>
      /^[\x21-\x7E]+@[\x21-\x7E]+$/.test(text.trim()) ? null : vscode.l10n.t('An e-mail address, please.'),
  });
  if (!email) {
    throw new RequesterNeededError(
      vscode.l10n.t('Signing in was stopped: an account-wide key cannot write without an e-mail address.'),
    );
  }
  return email.trim();
}
