import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';
import type { UtcTime } from '../clock.ts';
import type { EntryKind } from './entry.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const latest = 2 ** 48 - 1;

/** What a provider does in one second, in the order in which it happens; what is not named comes in between. */
const order: Partial<Record<EntryKind, number>> = {
  triggered: 0,
  escalated: 1,
  assigned: 2,
  acknowledged: 3,
  note: 5,
  resolved: 6,
};
const inBetween = 4;

/**
 * The id of an entry that tells what stands elsewhere: the same in every window and on every machine that reads it
 * there, so that it counts once wherever their journals meet, and stands at the same place.
 * @param what unique to it: `log <incident> <log entry>`
 */
export function toldId(at: UtcTime, kind: EntryKind, what: string): string {
  const digest = createHash('sha256').update(what).digest();
  const rest = Array.from({ length: 15 }, (_, i) => alphabet[digest[i]! % 32]).join('');
  const time = Math.min(latest, Math.max(0, Date.parse(at) || 0));
  return encodeTime(time, 10) + alphabet[order[kind] ?? inBetween] + rest;
}
