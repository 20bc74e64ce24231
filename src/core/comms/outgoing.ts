import type { UtcTime } from '../clock.ts';
import type { FolderItem, ItemKind } from '../incidents/outbox/itemKind.ts';
import { isItemId } from '../incidents/outbox/outboxItem.ts';
import { sentence } from '../sentence.ts';
import type { DeadlineData } from '../timeline/entry.ts';
import { isDeadlineData } from '../timeline/entryData.ts';
import { isObject, isUtcTime } from '../timeline/entryGuard.ts';
import { purposes, type MessagePurpose } from './message.ts';
import { webhookNames, type WebhookType } from './webhooks.ts';
import { jsonKind } from '../incidents/outbox/jsonKind.ts';

/** Where a message goes. Tokens and addresses are never part of it: they are looked up when it is sent. */
export type MessageTarget =
  | {
      readonly type: 'slackChannel';
      /** Which workspace’s bot token: the name under which it is kept. */
      readonly account: string;
      /** The channel’s id. */
      readonly channel: string;
      /** For people: `#incident-2026-11-28` */
      readonly name: string;
    }
  | {
      readonly type: WebhookType;
      /** Which address: the name under which it is kept. */
      readonly account: string;
      /** For people. */
      readonly name: string;
    };

/** What a reply belongs to: a message known by Slack’s `ts`, or one of ours, known by its id. */
export type MessageThread = { readonly ts: string } | { readonly message: string };

/** One message on its way, as it is kept on disk. */
export interface OutgoingMessage extends FolderItem {
  readonly incidentKey: string;
  readonly purpose: MessagePurpose | 'other';
  readonly target: MessageTarget;
  /** In the vocabulary of neutralText.ts. */
  readonly text: string;
  readonly createdAt: UtcTime;
  /** The name of the person who sent it. */
  readonly by: string;
  /** Null for the channel itself. What cannot be a reply, as its parent never arrived, goes to the channel. */
  readonly thread: MessageThread | null;
  /** Of several messages to one target that have the same, one is sent; null where there is no such thing. */
  readonly once: string | null;
  /** What is said of the deadline that it answers, as soon as it is sent; most answer none. */
  readonly meets?: DeadlineData;

  /**
   * `waiting` is sent by itself; `sending` is under way, or was when the process ended; `mayHaveArrived` only a person
   * can tell; `refused` is not sent unless a person wants it again.
   */
  readonly state: 'waiting' | 'sending' | 'sent' | 'refused' | 'mayHaveArrived';
  readonly attempts: number;
  /** When the first attempt was made whose fate is not known; null while there is none. */
  readonly attemptedAt: UtcTime | null;
  /** Of that attempt, which it has to be looked for in; null for the channel itself. */
  readonly attemptedThread: string | null;
  /** Why it waits, was refused or may have arrived: a whole sentence; null where there is nothing to say. */
  readonly reason: string | null;
  readonly nextStep: string | null;
  readonly sentAt: UtcTime | null;
  /** Slack’s name for it; null for a webhook, which tells none, and until it is sent. */
  readonly ts: string | null;
  /** The folder of the timelines of the window in which it was written; messages of before have none. */
  readonly root?: string;
  /** Whether the timeline has it. */
  readonly recorded: boolean;
}

/** What a person can do about a message in any window; the one that sends carries it out. */
const messageWishes = ['discard', 'retry', 'sent', 'sendAgain'] as const;
export type MessageWish = (typeof messageWishes)[number];

/** What shares a token or an address, and so its limits. */
export function accountOf({ type, account }: MessageTarget): string {
  return `${type === 'slackChannel' ? 'slack' : type} ${account}`;
}

/** What is kept in order. */
export function laneOf({ target }: OutgoingMessage): string {
  return target.type === 'slackChannel' ? `${accountOf(target)} ${target.channel}` : accountOf(target);
}

export const messageKind: ItemKind<OutgoingMessage, MessageWish> = jsonKind({
  name: sentence('outbox of messages'),
  wishes: messageWishes,
  isItem: isMessage,
});

const states = ['waiting', 'sending', 'sent', 'refused', 'mayHaveArrived'];

function isMessage(value: unknown): value is OutgoingMessage {
  if (!isObject(value)) return false;
  const isText = (name: string) => typeof value[name] === 'string';
  const orNull = (name: string, isIt: (field: unknown) => boolean) =>
    value[name] === null || isIt(value[name]);
  return (
    isText('id') &&
    isItemId(value['id'] as string) &&
    ['incidentKey', 'text', 'by'].every(isText) &&
    [...purposes, 'other'].includes(value['purpose'] as string) &&
    isTarget(value['target']) &&
    isUtcTime(value['createdAt']) &&
    orNull('thread', isThread) &&
    ['once', 'reason', 'nextStep', 'ts', 'attemptedThread'].every(name => orNull(name, isString)) &&
    states.includes(value['state'] as string) &&
    ['attempts', 'revision'].every(name => Number.isSafeInteger(value[name])) &&
    ['attemptedAt', 'sentAt'].every(name => orNull(name, isUtcTime)) &&
    (value['root'] === undefined || isText('root')) &&
    (value['meets'] === undefined || isDeadlineData(value['meets'])) &&
    typeof value['recorded'] === 'boolean'
  );
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isTarget(value: unknown): boolean {
  if (!isObject(value) || !isString(value['account']) || !isString(value['name'])) return false;
  return value['type'] === 'slackChannel'
    ? isString(value['channel'])
    : typeof value['type'] === 'string' && Object.hasOwn(webhookNames, value['type']);
}

function isThread(value: unknown): boolean {
  return isObject(value) && (isString(value['ts']) || isString(value['message']));
}
