import * as vscode from 'vscode';
import { targetText } from '../../core/comms/messageEntry.ts';
import type { OutgoingMessage } from '../../core/comms/messenger.ts';
import { isDrillAccount } from '../../core/incidents/accounts/drillAccounts.ts';
import { withoutIcons } from '../incidentPick.ts';
import type { ChatAccount, WebhookAccount } from './chatAccounts.ts';
import type { MessagesRoom } from './composeMessages.ts';

export type ReplaceableParts = Pick<MessagesRoom, 'chats' | 'unsent'>;

interface Replaceable {
  readonly id: string;
  readonly label: string;
  readonly description: string;
}

/**
 * Which chat a newly entered one takes the place of, as what waits is bound to the id of its chat. A workspace that is
 * connected is known by itself; a webhook, and what was disconnected, only by a person, who is asked where there is any.
 *
 * @param url the webhook’s address; null for a bot token
 * @returns `id` is null for a further one; undefined where the question was declined
 */
export async function askReplaced(
  { chats, unsent }: ReplaceableParts,
  type: ChatAccount['type'],
  url: string | null,
): Promise<{ readonly id: string | null } | undefined> {
  const { t } = vscode.l10n;
  const kept = chats.all(false);
  const all = [...left(unsent.list(), kept, type), ...webhooksBeside(kept, type, url)];
  if (all.length === 0) return { id: null };
  // First what changes nothing: what waits would go to the wrong people at once.
  const further = { id: null, label: t('None: it is a further one') };
  return vscode.window.showQuickPick([further, ...all], {
    title: t('Does it take the place of another?'),
    placeHolder: t('What is not sent there yet goes with the new token or address.'),
    ignoreFocusOut: true,
  });
}

/** Those that are not connected any more and that messages still wait for. */
function left(
  messages: readonly OutgoingMessage[],
  kept: readonly ChatAccount[],
  type: ChatAccount['type'],
): readonly Replaceable[] {
  const wanted = type === 'slack' ? 'slackChannel' : type;
  const found = new Map<string, Replaceable>();
  for (const { incidentKey, target } of messages) {
    const { account: id } = target;
    if (target.type !== wanted || found.has(id) || isDrillAccount(incidentKey)) continue;
    if (kept.some(one => one.id === id)) continue;
    const description = vscode.l10n.t('no longer connected; messages wait for it');
    found.set(id, { id, label: withoutIcons(targetText(target)), description });
  }
  return [...found.values()];
}

/** The connected ones of a type. None for an address that is connected: that is the same place. */
function webhooksBeside(
  kept: readonly ChatAccount[],
  type: ChatAccount['type'],
  url: string | null,
): readonly Replaceable[] {
  const same = kept.filter((one): one is WebhookAccount => one.type !== 'slack' && one.type === type);
  if (same.some(one => one.url === url)) return [];
  const description = vscode.l10n.t('connected');
  return same.map(({ id, type, name }) => {
    return { id, label: withoutIcons(targetText({ type, account: id, name })), description };
  });
}
