import type { Language } from '../postmortem/languages/language.ts';
import type { MessageData, TimelineEntry } from '../timeline/entry.ts';
import { toldId } from '../timeline/toldId.ts';
import { plainMessage } from './formats/plain.ts';
import { neutralAddress, neutralValue } from './neutralText.ts';
import type { OutgoingMessage } from './outgoing.ts';

const products = {
  slackChannel: 'Slack',
  slackWebhook: 'Slack',
  mattermostWebhook: 'Mattermost',
  teamsWebhook: 'Teams',
} as const;

/** What a sent message leaves in the timeline. */
export function sentMessageData({ target, purpose, text }: OutgoingMessage): MessageData {
  return { channel: `${products[target.type]} ${target.name}`, purpose, text: plainMessage(text) };
}

/** The id of its entry: the same whoever writes it down, so that it counts once. */
export function sentMessageEntryId({ id, sentAt, createdAt }: OutgoingMessage): string {
  return toldId(sentAt ?? createdAt, 'message', `message ${id}`);
}

/** The link to the call, for the incident’s channel; to be sent with `once: 'bridge <incident key>'`. */
export function bridgeText(language: Language, bridge: string): string {
  return `**${language === 'fr' ? 'Conférence :' : 'Bridge:'}** ${neutralAddress(bridge)}`;
}

/** An entry of the timeline, mirrored into a channel; to be sent with `once: 'entry <id>'`. */
export function entryText({ at, author, text }: Pick<TimelineEntry, 'at' | 'author' | 'text'>): string {
  return `**${at.slice(11, 16)} UTC** ${neutralValue(author)}: ${neutralValue(text)}`;
}
