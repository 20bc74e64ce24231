import { setImmediate as turn } from 'node:timers/promises';
import { isObject } from '../../timeline/entryGuard.ts';
import { type Incident, incidentKey } from '../incident.ts';
import { incidentFrom } from '../incidentGuard.ts';
import type { PollerHealth } from '../poller.ts';
import { errorData, errorFrom } from './errorData.ts';

const version = 1;
/** So many incidents are turned to or from text at a time, a millisecond or two; then others get their turn. */
const batch = 200;
/** What was resolved longer ago is not shown again after a start, ms. */
const resolvedKeptMs = 24 * 60 * 60_000;

/** The small file: written after every poll. */
export interface SharedState {
  /** Which content of the snapshot was right then; null before the first list that arrived whole. */
  readonly revision: string | null;
  /** When that list was asked for, ms since the epoch. What was changed since may be missing from it. */
  readonly readBegunAt: number;
  /** Goes up with every poll and with every answer to a window that asked for one. */
  readonly attempt: number;
  /** How far the provider’s clock is ahead of this machine’s, ms: a window that asks nothing itself cannot know. */
  readonly clockOffsetMs: number;
  /** When this was written, ms since the epoch. */
  readonly at: number;
  readonly health: PollerHealth;
}

/** The big file: one line for itself, one for each incident; written when one of them changed. */
export interface SharedSnapshot {
  readonly revision: string;
  readonly readBegunAt: number;
  readonly incidents: readonly Incident[];
}

export function stateText({ health, ...rest }: SharedState): string {
  const { state, lastSuccessAt, error } = health;
  const plain = { state, lastSuccessAt, error: error && errorData(error) };
  return `${JSON.stringify({ version, ...rest, health: plain })}\n`;
}

/** Null for anything but a whole state of this version. */
export function stateFrom(text: string): SharedState | null {
  const value = parsed(text);
  if (!isObject(value) || value['version'] !== version) return null;
  // The first version did not say it.
  const { revision, readBegunAt, attempt, at, clockOffsetMs = 0 } = value;
  const health = healthFrom(value['health']);
  if (!health || !isTime(readBegunAt) || !isTime(attempt) || !isTime(at)) return null;
  if (!isTime(clockOffsetMs)) return null;
  if (revision !== null && typeof revision !== 'string') return null;
  return { revision, readBegunAt, attempt, at, clockOffsetMs, health };
}

export async function snapshotBytes({ incidents, ...head }: SharedSnapshot): Promise<Buffer> {
  const parts = [Buffer.from(`${JSON.stringify({ version, ...head, count: incidents.length })}\n`)];
  for (let start = 0; start < incidents.length; start += batch) {
    const lines = incidents.slice(start, start + batch).map(incident => JSON.stringify(incident));
    parts.push(Buffer.from(`${lines.join('\n')}\n`));
    await turn();
  }
  return Buffer.concat(parts);
}

/** Null for anything but a whole snapshot of this account, by this version. */
export async function snapshotFrom(bytes: Uint8Array, accountId: string): Promise<SharedSnapshot | null> {
  const lines = linesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const head = parsed(lines.next().value ?? '');
  if (!isObject(head) || head['version'] !== version) return null;
  const { revision, readBegunAt, count } = head;
  if (typeof revision !== 'string' || !isTime(readBegunAt)) return null;
  const incidents: Incident[] = [];
  for (const line of lines) {
    const incident = incidentFrom(parsed(line));
    const known = incident?.accountId === accountId && incident.key === incidentKey(accountId, incident.id);
    if (!known) return null;
    incidents.push(incident);
    if (incidents.length % batch === 0) await turn();
  }
  return incidents.length === count ? { revision, readBegunAt, incidents } : null;
}

/** Without those that nobody asks about any more. */
export function withoutExpired(incidents: readonly Incident[], now: number): readonly Incident[] {
  return incidents.filter(
    ({ status, resolvedAt, updatedAt, createdAt }) =>
      status !== 'resolved' || now - Date.parse(resolvedAt ?? updatedAt ?? createdAt) <= resolvedKeptMs,
  );
}

function* linesOf(bytes: Buffer): Generator<string, undefined> {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    // Without its line end it was cut off.
    yield end < 0 ? '' : bytes.toString('utf8', start, end);
    start = end < 0 ? bytes.length : end + 1;
  }
}

function healthFrom(value: unknown): PollerHealth | null {
  if (!isObject(value)) return null;
  const { state, lastSuccessAt } = value;
  if (lastSuccessAt !== null && !isTime(lastSuccessAt)) return null;
  const error = errorFrom(value['error']);
  if (state === 'failed') return error && { state, lastSuccessAt, error };
  return state === 'ok' || state === 'connecting' ? { state, lastSuccessAt, error: null } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
