import type { ChannelOpener } from '../../core/comms/channelOpener.ts';
import type { MessageTarget } from '../../core/comms/messenger.ts';
import type { ChatAccount } from './chatAccounts.ts';

/** The channels that were made for an incident. */
export function ownChannels(
  accounts: readonly ChatAccount[],
  channels: Pick<ChannelOpener, 'channelOf'>,
  incidentKey: string,
): readonly MessageTarget[] {
  return accounts.flatMap(({ type, id }): MessageTarget[] => {
    const made = type === 'slack' ? channels.channelOf(id, incidentKey) : undefined;
    return made?.channel
      ? [{ type: 'slackChannel', account: id, channel: made.channel, name: `#${made.name}` }]
      : [];
  });
}

/** Where messages about an incident can go: its own channel first, then where each chat has its messages. */
export function targetsOf(
  accounts: readonly ChatAccount[],
  channels: Pick<ChannelOpener, 'channelOf'>,
  incidentKey: string,
): readonly MessageTarget[] {
  const usual = accounts.map((account): MessageTarget => {
    const { id } = account;
    return account.type === 'slack'
      ? { type: 'slackChannel', account: id, channel: account.channel.id, name: `#${account.channel.name}` }
      : { type: account.type, account: id, name: account.name };
  });
  return [...ownChannels(accounts, channels, incidentKey), ...usual];
}
