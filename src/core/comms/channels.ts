import { createHash } from 'node:crypto';
import type { UtcTime } from '../clock.ts';
import type { Incident } from '../incidents/incident.ts';
import type { FolderItem, ItemKind } from '../incidents/outbox/itemKind.ts';
import { isItemId } from '../incidents/outbox/outboxItem.ts';
import { sentence } from '../sentence.ts';
import { isObject, isUtcTime } from '../timeline/entryGuard.ts';
import { jsonKind } from '../incidents/outbox/jsonKind.ts';

/** Somebody who could not be brought into the channel. */
export interface NotInvited {
  /** The e-mail address or the user’s id, as it was asked for. */
  readonly who: string;
  /** A whole sentence. */
  readonly reason: string;
}

/** A channel with our incident’s reference that the bot could not get into. */
export interface NotJoined {
  /** Without the `#`. */
  readonly name: string;
  /** A whole sentence. */
  readonly reason: string;
}

/** A channel of an incident, as far as it has come; kept on disk, so that it is made once. */
export interface IncidentChannel extends FolderItem {
  readonly account: string;
  readonly incidentKey: string;
  /** See incidentRef. Older files lack it: theirs is the end of `id`. */
  readonly ref?: string;
  readonly createdAt: UtcTime;
  readonly topic: string;
  /** `opening` until all of it was done; opening it again goes on from there. */
  readonly state: 'opening' | 'open';
  /** The name that is tried, or was taken. */
  readonly name: string;
  /** The name was asked for, and nobody knows what came of it. */
  readonly maybeMade: boolean;
  /** Slack’s id; null until it is there. */
  readonly channel: string | null;
  readonly topicSet: boolean;
  /** Who is still to be invited. */
  readonly toInvite: readonly string[];
  /** Who was invited, as it was asked for. Older files do not say: their people are asked for again, which Slack allows. */
  readonly invited?: readonly string[];
  readonly notInvited: readonly NotInvited[];
  readonly notJoined?: readonly NotJoined[];
}

export const channelKind: ItemKind<IncidentChannel, never> = jsonKind({
  name: sentence('list of channels'),
  wishes: [],
  isItem: isChannel,
});

/** `incident-2026-11-28`, `incident-2026-11-28-2`, … */
export function channelName(day: UtcTime, attempt: number): string {
  return `incident-${day.slice(0, 10)}${attempt > 1 ? `-${attempt}` : ''}`;
}

/** The name that comes after one that is taken. */
export function nextName(name: string): string {
  const [, base = name, number] = /^(incident-\d{4}-\d\d-\d\d)(?:-(\d+))?$/.exec(name) ?? [];
  return `${base}-${Number(number ?? 1) + 1}`;
}

/** `incident-2026-11-28` of any of the day’s names. */
export function firstName(name: string): string {
  return /^incident-\d{4}-\d\d-\d\d/.exec(name)?.[0] ?? name;
}

/** Crockford’s, as of ULIDs: no letters that look alike. */
const base32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Names an incident in every colleague’s window alike, unlike its key, which begins with the account of one person: ten
 * characters of the hash of its address.
 */
export function incidentRef({ id, url }: Pick<Incident, 'id' | 'url'>): string {
  const hash = createHash('sha256')
    .update(url ?? id)
    .digest();
  return [...hash.subarray(0, 10)].map(byte => base32[byte % 32]).join('');
}

/** By which our channel is known again, in its topic. */
export function refOf({ id, ref }: Pick<IncidentChannel, 'id' | 'ref'>): string {
  return ref ?? id.slice(-8);
}

/** The reference that ends a topic of ours; null where there is none. A title before it may look like one. */
export function refIn(topic: string): string | null {
  return [...topic.matchAll(/(?:^|· )ref ([0-9A-Z]{10}|[0-9A-Z]{8})(?![0-9A-Z])/g)].at(-1)?.[1] ?? null;
}

/** Slack takes 250 characters. */
export function topicOf(channel: IncidentChannel): string {
  const said = channel.topic.replace(/\s+/g, ' ').replace(/</g, '‹').replace(/>/g, '›').trim();
  const short = said.length > 200 ? `${said.slice(0, 199).replace(/[\uD800-\uDBFF]$/, '')}…` : said;
  return `${short}${short === '' ? '' : ' · '}ref ${refOf(channel)}`;
}

/** Those of `wanted` who are neither in the channel nor on the way there, each once. Who could not be invited is tried again. */
export function stillToInvite(
  { toInvite, invited = [] }: Pick<IncidentChannel, 'toInvite' | 'invited'>,
  wanted: readonly string[],
): readonly string[] {
  const known = new Set([...toInvite, ...invited].map(sameWho));
  const found: string[] = [];
  for (const who of wanted.map(one => one.trim())) {
    if (who === '' || known.has(sameWho(who))) continue;
    known.add(sameWho(who));
    found.push(who);
  }
  return found;
}

/** How addresses and ids are held against each other. */
export function sameWho(who: string): string {
  return who.toLowerCase();
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(one => typeof one === 'string');
}

function isChannel(value: unknown): value is IncidentChannel {
  if (!isObject(value)) return false;
  const isText = (name: string) => typeof value[name] === 'string';
  const { toInvite, invited = [], notInvited, notJoined = [], channel, ref } = value;
  return (
    ['id', 'account', 'incidentKey', 'topic', 'name'].every(isText) &&
    isItemId(value['id'] as string) &&
    isUtcTime(value['createdAt']) &&
    (value['state'] === 'opening' || value['state'] === 'open') &&
    (channel === null || typeof channel === 'string') &&
    (ref === undefined || (typeof ref === 'string' && /^[0-9A-Z]{10}$/.test(ref))) &&
    ['maybeMade', 'topicSet'].every(name => typeof value[name] === 'boolean') &&
    Number.isSafeInteger(value['revision']) &&
    areTexts(toInvite) &&
    areTexts(invited) &&
    areReasons(notInvited, 'who') &&
    areReasons(notJoined, 'name')
  );
}

function areReasons(value: unknown, of: string): boolean {
  return (
    Array.isArray(value) &&
    value.every(one => isObject(one) && typeof one[of] === 'string' && typeof one['reason'] === 'string')
  );
}
