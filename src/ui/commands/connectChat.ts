import * as vscode from 'vscode';
import { checkedWebhook, webhookName, type WebhookType } from '../../core/comms/webhooks.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { MessagesRoom } from '../comms/composeMessages.ts';
import { askReplaced, type ReplaceableParts } from '../comms/replacedChat.ts';
import { withoutIcons } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import { prompts } from '../prompts.ts';

type Parts = Pick<MessagesRoom, 'chats'> & ReplaceableParts;

/** Asks for a token or an address, checks what can be checked, and keeps it in the keychain. */
export async function connectChat(parts: Parts): Promise<void> {
  const { t } = vscode.l10n;
  const choice = await vscode.window.showQuickPick(
    [
      {
        label: t('Slack, with a bot token'),
        detail: t('Can make a channel for an incident, and finds out whether a message has arrived.'),
        type: 'slack' as const,
      },
      { label: t('Slack, with an incoming webhook'), type: 'slackWebhook' as const },
      { label: t('Mattermost, with an incoming webhook'), type: 'mattermostWebhook' as const },
      { label: t('Microsoft Teams, with a webhook of Workflows'), type: 'teamsWebhook' as const },
    ],
    { title: t('Connect a chat'), ignoreFocusOut: true },
  );
  if (!choice) return;
  const name = choice.type === 'slack' ? await connectSlack(parts) : await connectWebhook(parts, choice.type);
  if (name !== undefined) void notify.info(t('Messages can be sent to {0}.', name));
}

async function connectSlack(parts: Parts): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const { chats } = parts;
  const token = await prompts.line({
    title: t('Bot token of the Slack app'),
    prompt: t(
      'It begins with xoxb- and is kept in the keychain. Scopes: chat:write, channels:manage, channels:read, channels:history, users:read.email; and channels:join where colleagues use another Slack app.',
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? t('Paste the token.') : null),
  });
  if (!token?.trim()) return undefined;
  const workspace = chats.workspace(token.trim());
  const { team, teamId } = await workspace.identity();
  const typed = await prompts.line({
    title: t('Channel of {0}', team),
    prompt: t('Where messages go while an incident has no channel of its own. Invite the app there.'),
    value: `#${chats.channelOf({ name: team, teamId })?.name ?? 'incidents'}`,
    ignoreFocusOut: true,
  });
  if (!typed?.trim()) return undefined;
  const name = typed.trim().replace(/^#/, '');
  const channel = await workspace.findChannel(name);
  if (!channel) {
    throw new NotPossibleError(
      t('{0} has no public channel #{1}.', team, name),
      t('Check its name, and invite the app to it; nothing was kept.'),
    );
  }
  const replaced = await askReplaced(parts, 'slack', null);
  if (!replaced) return undefined;
  await chats.add(
    {
      ...{ type: 'slack', name: team, teamId, token: token.trim() },
      channel: { id: channel.id, name: channel.name },
    },
    replaced.id,
  );
  return `${team} #${channel.name}`;
}

async function connectWebhook(parts: Parts, type: WebhookType): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const typed = await prompts.line({
    title: t('Address of the webhook'),
    prompt: t('Whoever has it can write there: it is kept in the keychain.'),
    password: true,
    ignoreFocusOut: true,
    validateInput: text => {
      const checked = checkedWebhook(text);
      return checked.ok || text === '' ? null : checked.reason;
    },
  });
  const checked = typed ? checkedWebhook(typed) : null;
  if (!checked?.ok) return undefined;
  const name = await prompts.line({
    title: t('What is it called?'),
    prompt: t('As it is shown before a message is sent: the channel’s name.'),
    value: '#incidents',
    ignoreFocusOut: true,
  });
  if (!name?.trim()) return undefined;
  const replaced = await askReplaced(parts, type, checked.url);
  if (!replaced) return undefined;
  await parts.chats.add({ type, name: name.trim(), url: checked.url }, replaced.id);
  return name.trim();
}

/** Takes a token or address out of the keychain; what waits for it waits on. It has to be made anew then, so this asks. */
export async function disconnectChat({ chats }: Pick<Parts, 'chats'>): Promise<void> {
  const { t } = vscode.l10n;
  const all = chats.all(false);
  if (all.length === 0) {
    throw new NotPossibleError(t('No chat is connected.'), t('Connect one with “On-Call: Connect a Chat…”.'));
  }
  const choice = await vscode.window.showQuickPick(
    all.map(account => ({
      label: withoutIcons(account.name),
      description: account.type === 'slack' ? `Slack #${account.channel.name}` : webhookName(account.type),
      account,
    })),
    { title: t('Disconnect a chat'), ignoreFocusOut: true },
  );
  if (!choice) return;
  const yes = t('Disconnect');
  const question = t('Disconnect {0}?', choice.label);
  const detail = t(
    'Its token or address is deleted from this machine; to connect it again you need it. What still waits to be sent there waits on.',
  );
  if ((await notify.ask(question, detail, yes)) === yes) await chats.remove(choice.account.id);
}
