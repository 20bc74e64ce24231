import * as vscode from 'vscode';
import { RemoteRunbookError } from '../../core/errors.ts';
import { config } from '../config.ts';
import { notify } from '../notify.ts';
import type { RemoteRunbooks } from './remoteRunbooks.ts';
import type { RunbookFile } from './runbookLibrary.ts';
import { urlOf } from '../../core/webAddress.ts';

/** An https address as VS Code opens it in a browser; null for anything else. */
export function browserAddress(href: string): vscode.Uri | null {
  const url = /^https:\/\//i.test(href) ? urlOf(href) : null;
  return url?.username === '' && url.password === '' ? vscode.Uri.parse(href, true) : null;
}

/** Which hosts the person would have to allow before it could be fetched; null where no list would help. */
export async function hostsToAllow(href: string): Promise<readonly string[] | null> {
  const { missingHosts } = await import('../../core/runbooks/remote/allowedHosts.ts');
  try {
    return missingHosts(href, config.allowedHosts());
  } catch (error) {
    if (error instanceof RemoteRunbookError) return null;
    throw error;
  }
}

/** Says what allowing a host means and asks; writes it into the person’s own settings, never into a workspace’s. */
async function allowHosts(hosts: readonly string[]): Promise<boolean> {
  const names = hosts.join(', ');
  const yes = vscode.l10n.t('Allow');
  const answer = await notify.ask(
    vscode.l10n.t('Fetch runbooks from {0}?', names),
    vscode.l10n.t(
      'Whoever can write there can then put commands in front of you when your pager goes off. A runbook that is fetched is marked with its host, and each of its blocks asks before it runs. Nothing of yours is sent along. The host is added to “onCall.runbooks.allowedHosts” in your user settings, where you can take it out again.',
    ),
    yes,
  );
  if (answer !== yes) return false;
  await config.allowHosts(hosts);
  return true;
}

/** What became of a link to the web. */
export type RemoteAnswer =
  | { readonly type: 'runbook'; readonly file: RunbookFile }
  /** The browser has it, or another way is wanted: the label of the action that was chosen. */
  | { readonly type: 'other'; readonly choice: string }
  | { readonly type: 'nothing' };

/**
 * Fetches the runbook that a link leads to. Where its host is not allowed, or it cannot be fetched, says so and offers
 * the browser, to allow the host, and `others`.
 */
export async function followRemote(
  remote: RemoteRunbooks,
  href: string,
  sentence: string,
  others: readonly string[] = [],
): Promise<RemoteAnswer> {
  let missing = await hostsToAllow(href);
  let said = sentence;
  for (;;) {
    if (missing?.length === 0) {
      try {
        return { type: 'runbook', file: await remote.open(href) };
      } catch (error) {
        if (!(error instanceof RemoteRunbookError)) throw error;
        said = `${error.message} ${error.nextStep}`;
        // It sent on to a host that is not allowed either.
        missing = error.refusal === 'hostNotAllowed' && error.host !== null ? [error.host] : null;
      }
    }
    const browse = vscode.l10n.t('Open the Link');
    const allow = missing && missing.length > 0 ? vscode.l10n.t('Allow {0}…', missing.join(', ')) : null;
    const address = browserAddress(href);
    const actions = [...(address ? [browse] : []), ...others, ...(allow === null ? [] : [allow])];
    const choice = await notify.info(said, ...actions);
    if (choice === undefined) return { type: 'nothing' };
    if (choice === browse && address) await vscode.env.openExternal(address);
    if (choice !== allow || !missing) return { type: 'other', choice };
    if (!(await allowHosts(missing))) return { type: 'nothing' };
    missing = await hostsToAllow(href);
  }
}
