import * as vscode from 'vscode';
import { incidentRef, type NotJoined } from '../../core/comms/channels.ts';
import { inviteesOf, type KnownPerson } from '../../core/comms/invitees.ts';
import { NotPossibleError } from '../../core/errors.ts';
import { isDrillAccount } from '../../core/incidents/accounts/drillAccounts.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { shareBridge } from '../comms/shareBridge.ts';
import { notify } from '../notify.ts';
import { withProgress } from '../prompts.ts';
import { openResponse } from '../response/openResponse.ts';
import { whichWords } from './changeIncidents.ts';
import { bridgeOf, type MessageParts } from './sendMessage.ts';

/**
 * Makes the channel of an incident, once, with its topic, the people who are at it or have a role, and the link to the
 * call. Of a channel that is open it invites who came since.
 */
export async function openWarRoom(parts: MessageParts, args: readonly unknown[]): Promise<void> {
  const { t } = vscode.l10n;
  const incident = await parts.pick.one(args, undefined, { inTitle: true });
  if (!incident) return;
  const { chats, channels, current } = parts;
  const slacks = chats.all(isDrillAccount(incident.accountId)).filter(account => account.type === 'slack');
  const chosen =
    slacks.length > 1
      ? await vscode.window.showQuickPick(
          slacks.map(account => ({ label: account.name, account })),
          { title: t('In which workspace?'), ignoreFocusOut: true },
        )
      : slacks[0] && { account: slacks[0] };
  if (!chosen) {
    if (slacks.length > 0) return;
    throw new NotPossibleError(
      t('A channel needs Slack with a bot token.'),
      t('Connect it with “On-Call: Connect a Chat…”.'),
    );
  }
  current.set(incident);
  const { id: account } = chosen.account;
  const { emails, notFound } = inviteesOf(
    [...incident.acknowledgers, ...incident.assignees],
    await roleHolders(parts, incident),
    await knownPeople(parts, incident.accountId),
  );
  const number = incident.number === null ? '' : `#${incident.number} `;
  const channel = await withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: t('Opening a channel for {0}', whichWords([incident])),
    },
    () =>
      channels.openChannel({
        ...{ account, incidentKey: incident.key, start: incident.createdAt, invite: emails },
        ref: incidentRef(incident),
        topic: [`${number}${incident.title}`, incident.url ?? ''].filter(Boolean).join(' — '),
      }),
  );
  const target = {
    type: 'slackChannel',
    account,
    channel: channel.channel!,
    name: `#${channel.name}`,
  } as const;
  const named = await parts.services.saidBridge(incident);
  const address = named ?? (await bridgeOf(parts, incident));
  if (address !== null) await shareBridge(parts, incident, target, { address, said: named !== null });
  const missed = [...notFound, ...channel.notInvited].map(({ who, reason }) => `${who}: ${reason}`);
  const said = [t('#{0} is open.', channel.name), ...(channel.notJoined ?? []).map(notJoinedText)];
  if (missed.length > 0) said.push(t('Not invited: {0}', missed.join('; ')));
  if (said.length === 1) void notify.info(said.join(' '));
  else void notify.warn(said.join(' '));
}

function notJoinedText({ name, reason }: NotJoined): string {
  const { t } = vscode.l10n;
  return t(
    'A colleague opened #{0} for the same incident, but the bot cannot join it: {1} Invite the bot there.',
    name,
    reason,
  );
}

/** Nobody where the timeline cannot be read; the channel opens all the same. */
async function roleHolders(parts: MessageParts, incident: Incident): Promise<readonly string[]> {
  try {
    const { state } = await openResponse(parts, incident);
    return state.roles.map(({ person }) => person);
  } catch (error) {
    parts.boundary.log('Reading who has a role', error);
    return [];
  }
}

/** Nobody where the provider does not tell; the channel opens all the same. */
async function knownPeople(parts: MessageParts, accountId: string): Promise<readonly KnownPerson[]> {
  const session = parts.sessions.get(accountId);
  if (!session?.provider.capabilities.directory) return [];
  return session.provider.people('').catch((error: unknown) => {
    parts.boundary.log('Reading the people', error);
    return [];
  });
}
