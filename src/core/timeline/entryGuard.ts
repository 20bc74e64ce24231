import { t } from '@vscode/l10n';
import type { EntryKind, EntrySource, JsonValue, TimelineEntry } from './entry.ts';

export type ParsedEntry =
  { readonly ok: true; readonly entry: TimelineEntry } | { readonly ok: false; readonly reason: string };

const kinds: Record<EntryKind, true> = {
  triggered: true,
  acknowledged: true,
  unacknowledged: true,
  assigned: true,
  escalated: true,
  resolved: true,
  snoozed: true,
  notified: true,
  changed: true,
  note: true,
  decision: true,
  hypothesis: true,
  observation: true,
  activity: true,
  impact: true,
  run: true,
  approval: true,
  checklist: true,
  action: true,
  severity: true,
  role: true,
  stage: true,
  deadline: true,
  flag: true,
  bridge: true,
  message: true,
  git: true,
  document: true,
};

/**
 * One line of the journal. What a newer version may have written stays readable: a kind not known here
 * reads as `note`, a source not known here as `extension`, further fields are passed over.
 */
export function parseEntry(line: string): ParsedEntry {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { ok: false, reason: t('It is not complete JSON: it was cut off or damaged.') };
  }
  if (!isObject(value)) return { ok: false, reason: t('It is no JSON object.') };

  const { id, at, writtenAt, author, text, data, amends, retracts, key, writer, seq, machineAt } = value;
  const source = sourceOf(value['source']);
  if (!isUlid(id)) return wrong('id');
  if (!isUtcTime(at)) return wrong('at');
  if (writtenAt !== at && !isUtcTime(writtenAt)) return wrong('writtenAt');
  if (typeof author !== 'string') return wrong('author');
  if (!source) return wrong('source');
  if (typeof value['kind'] !== 'string') return wrong('kind');
  if (typeof text !== 'string') return wrong('text');
  if (data !== undefined && !isObject(data)) return wrong('data');
  if (amends !== undefined && !isUlid(amends)) return wrong('amends');
  if (retracts !== undefined && (retracts !== true || amends === undefined)) return wrong('retracts');
  if (key !== undefined && key !== true) return wrong('key');
  if (writer !== undefined && typeof writer !== 'string') return wrong('writer');
  if (seq !== undefined && !isCount(seq)) return wrong('seq');
  if (machineAt !== undefined && !isUtcTime(machineAt)) return wrong('machineAt');
  const kind = Object.hasOwn(kinds, value['kind']) ? (value['kind'] as EntryKind) : 'note';
  const entry: Writable<TimelineEntry> = { id, at, writtenAt, author, source, kind, text };
  // One by one, not spread into it: this is done for each of 100,000 lines.
  if (data !== undefined) entry.data = data as { readonly [name: string]: JsonValue };
  if (amends !== undefined) entry.amends = amends;
  if (retracts === true) entry.retracts = retracts;
  if (key === true) entry.key = key;
  if (writer !== undefined) entry.writer = writer;
  if (seq !== undefined) entry.seq = seq;
  if (machineAt !== undefined) entry.machineAt = machineAt;
  return { ok: true, entry };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isUtcTime(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

export function isUlid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(value);
}

function sourceOf(value: unknown): EntrySource | null {
  if (!isObject(value) || typeof value['type'] !== 'string') return null;
  const { type, id, from } = value;
  if (type === 'person') return { type };
  if (type === 'run' || type === 'provider') return typeof id === 'string' ? { type, id } : null;
  if (type === 'import') {
    return typeof id === 'string' && typeof from === 'string' ? { type, id, from } : null;
  }
  return { type: 'extension' };
}

function wrong(field: string): ParsedEntry {
  return { ok: false, reason: t('Its “{0}” is missing or wrong.', field) };
}
