import { t } from '@vscode/l10n';
import type { Language } from '../postmortem/languages/language.ts';
import { deadlineRecord } from '../response/responseRecords.ts';
import type { MessageData, TimelineEntry } from '../timeline/entry.ts';
import type { NewRecord } from '../timeline/newEntries.ts';
import { toldId } from '../timeline/toldId.ts';
import { plainMessage } from './formats/plain.ts';
import { neutralAddress, neutralValue } from './neutralText.ts';
import type { MessageTarget, OutgoingMessage } from './outgoing.ts';

const products = {
  slackChannel: 'Slack',
  slackWebhook: 'Slack',
  mattermostWebhook: 'Mattermost',
  teamsWebhook: 'Teams',
} as const;

/** “Slack #incidents” */
export function targetText({ type, name }: MessageTarget): string {
  return `${products[type]} ${name}`;
}

/** What a sent message leaves in the timeline. */
export function sentMessageData({ target, purpose, text }: OutgoingMessage): MessageData {
  return { channel: targetText(target), purpose, text: plainMessage(text) };
}

/**
 * A sent message and the deadline that it meets as entries, for the Scribe’s recordOnce: their ids are made of the
 * message’s, so that they stand in the timeline once, whoever writes them down and however often.
 */
export function sentMessageRecords(
  message: OutgoingMessage,
): readonly (NewRecord & { readonly id: string })[] {
  const { id, sentAt, createdAt, meets } = message;
  const at = sentAt ?? createdAt;
  const source = { type: 'person' } as const;
  const data = sentMessageData(message);
  return [
    {
      ...{ id: toldId(at, 'message', `message ${id}`), at, source, kind: 'message', data },
      text: t('Sent to {0}: {1}', data.channel, data.text),
    },
    ...(meets
      ? [
          {
            id: toldId(at, 'deadline', `deadline met by message ${id}`),
            at,
            source,
            ...deadlineRecord(meets, []),
          },
        ]
      : []),
  ];
}

/** The link to the call, for the incident’s channel. */
export function bridgeText(language: Language, bridge: string): string {
  return `**${language === 'fr' ? 'Conférence :' : 'Bridge:'}** ${neutralAddress(bridge)}`;
}

/**
 * The link to the call as a message for the incident’s channel; null where that was told this address already. One that
 * somebody said is told once each, any other once for the incident.
 *
 * @param told what was sent to that channel or is on the way there
 */
export function bridgeMessage(
  language: Language,
  incidentKey: string,
  { address, said }: { readonly address: string; readonly said: boolean },
  told: readonly Pick<OutgoingMessage, 'text' | 'once'>[],
): { readonly text: string; readonly once: string } | null {
  const mark = `bridge ${incidentKey}`;
  const link = neutralAddress(address);
  // In whichever language, and whoever named it then.
  const isSame = ({ text, once }: Pick<OutgoingMessage, 'text' | 'once'>) =>
    (once === mark || once?.startsWith(`${mark} `)) && text.endsWith(`** ${link}`);
  if (told.some(isSame)) return null;
  return { text: bridgeText(language, address), once: said ? `${mark} ${address}` : mark };
}

/** What happened longer ago is no news to a channel: the post-mortem marks key events, too. ms */
const newsFor = 60 * 60_000;

/**
 * A key event of the timeline as a message for the incident’s channel, once however often it is amended; null for any
 * other entry. What people outside were told is no news there. @param now ms since the epoch
 */
export function mirrored(
  { id, amends, ...entry }: TimelineEntry,
  now: number,
): Pick<OutgoingMessage, 'text' | 'once'> | null {
  if (!entry.key || entry.retracts || entry.kind === 'message') return null;
  if (Date.parse(entry.at) < now - newsFor) return null;
  return { text: entryText(entry), once: `${mirrorMark}${amends ?? id}` };
}

/** Such a message says what the timeline has already. */
export function isMirror({ once }: Pick<OutgoingMessage, 'once'>): boolean {
  return once !== null && once.startsWith(mirrorMark);
}

/**
 * Whether a window with that folder of timelines writes it down. Any window of the machine may send a message; its entry
 * belongs where the incident is worked on. While no such window is open, it stays kept as not recorded, however long,
 * and the next one with that folder writes it down.
 */
export function isRecordedIn(root: string, message: Pick<OutgoingMessage, 'root' | 'once'>): boolean {
  return message.root === undefined || message.root === root || isMirror(message);
}

const mirrorMark = 'entry ';

function entryText({ at, author, text }: Pick<TimelineEntry, 'at' | 'author' | 'text'>): string {
  return `**${at.slice(11, 16)} UTC** ${neutralValue(author)}: ${neutralValue(text)}`;
}
