import { utc } from '../../../clock.ts';
import type { LogEntry, LogEntryKind } from '../../incident.ts';
import type { NoteOrigin } from '../../noteOrigin.ts';
import { readMarker } from '../noteMarker.ts';
import { idOf, lineOf, objectOf, objectsOf, oneLine, plainText, timeOf, type WireObject } from '../wire.ts';
import { peopleOf, personOf } from './pagerDutyMapping.ts';

interface Reading {
  readonly kind: LogEntryKind;
  readonly say: (entry: EntryWords) => string;
}

/** The parts that a sentence is made of; empty where the entry does not have them. */
interface EntryWords {
  /** ` by Ada Lovelace` */
  readonly by: string;
  /** ` to Ada Lovelace, Grace Hopper` */
  readonly to: string;
  /** PagerDuty’s own sentence. */
  readonly summary: string;
  readonly fields: WireObject;
}

const field = ({ summary, fields, by }: EntryWords) =>
  changesOf(fields) || summary || `A field was changed${by}`;

/** Every type of the description, without `_log_entry`; `acknowledgement` is how one of its schemas spells it. */
const readings: { readonly [type: string]: Reading } = {
  trigger: { kind: 'triggered', say: ({ summary, by }) => summary || `Triggered${by}` },
  acknowledge: { kind: 'acknowledged', say: ({ by }) => `Acknowledged${by}` },
  acknowledgement: { kind: 'acknowledged', say: ({ by }) => `Acknowledged${by}` },
  unacknowledge: { kind: 'unacknowledged', say: ({ fields, by }) => unacknowledged(fields, by) },
  assign: { kind: 'assigned', say: ({ to, by }) => `Assigned${to}${by}` },
  delegate: { kind: 'assigned', say: ({ to, by }) => `Delegated${to}${by}` },
  escalate: { kind: 'escalated', say: ({ to, by }) => `Escalated${to}${by}` },
  repeat_escalation_path: {
    kind: 'escalated',
    say: () => 'The escalation policy starts again from its first level',
  },
  exhaust_escalation_path: {
    kind: 'other',
    say: () => 'The escalation policy has no level left: nobody else is notified',
  },
  reach_ack_limit: { kind: 'other', say: () => 'The limit of acknowledgements is reached' },
  reach_trigger_limit: { kind: 'other', say: () => 'The limit of triggers is reached: more are not logged' },
  notify: { kind: 'notified', say: ({ fields }) => notificationOf(fields) },
  snooze: { kind: 'snoozed', say: ({ fields, by }) => `Snoozed${snoozedUntil(fields)}${by}` },
  annotate: { kind: 'note', say: ({ summary, by }) => summary || `Note${by}` },
  resolve: { kind: 'resolved', say: ({ by }) => `Resolved${by}` },
  urgency_change: { kind: 'changed', say: ({ summary, by }) => summary || `The urgency was changed${by}` },
  field_value_change: { kind: 'changed', say: field },
  custom_field_value_change: { kind: 'changed', say: field },
};

/** An entry of `GET /incidents/{id}/log_entries`; null where even the id is missing. */
export function logEntryOf(wire: unknown): LogEntry | null {
  const fields = objectOf(wire);
  const id = idOf(fields?.['id']);
  if (!fields || !id) return null;
  const providerType = lineOf(fields['type']) ?? 'unknown_log_entry';
  const agent = personOf(fields['agent']);
  const type = providerType.replace(/_reference$/, '').replace(/_log_entry$/, '');
  const reading = Object.hasOwn(readings, type) ? readings[type] : undefined;
  const summary = oneLine(writtenIn(fields['summary']));
  const assignees = peopleOf(objectsOf(fields['assignees'])).map(({ name }) => name);
  const words: EntryWords = {
    by: agent ? ` by ${agent.name}` : '',
    to: assignees.length > 0 ? ` to ${assignees.join(', ')}` : '',
    summary,
    fields,
  };
  const origin = reading?.kind === 'note' ? originIn(fields) : undefined;
  return {
    id,
    at: timeOf(fields['created_at']) ?? utc(0),
    kind: reading?.kind ?? 'other',
    text: withNote(reading?.say(words) || summary || providerType, fields, reading?.kind),
    agent: isPerson(fields['agent']) ? agent : null,
    providerType,
    ...(origin && { origin }),
  };
}

/** An integration or a service can be the agent too: it is named in the text, but nobody’s deed. */
function isPerson(agent: unknown): boolean {
  return /^user(?:_reference)?$/.test(lineOf(objectOf(agent)?.['type']) ?? '');
}

/** A note speaks for itself; with any other entry it stands behind the sentence. */
function withNote(sentence: string, fields: WireObject, kind: LogEntryKind | undefined): string {
  const note = (kind === 'note' ? noteTexts(fields) : [fields['note']])
    .map(writtenIn)
    .find(text => text !== '');
  if (!note) return sentence;
  return kind === 'note' ? note : `${sentence}: ${note}`;
}

/** Where the words of a note may stand. */
function noteTexts(fields: WireObject): readonly unknown[] {
  const channel = objectOf(fields['channel']) ?? {};
  return [fields['note'], channel['content'], channel['summary']];
}

function originIn(fields: WireObject): NoteOrigin | undefined {
  const text = noteTexts(fields).find(value => writtenIn(value) !== '');
  return typeof text === 'string' ? readMarker(plainText(text)).origin : undefined;
}

/** What people wrote, without our marker; empty for what is no text. */
function writtenIn(value: unknown): string {
  return typeof value === 'string' ? readMarker(plainText(value)).text : '';
}

function unacknowledged(fields: WireObject, by: string): string {
  const timedOut = objectOf(fields['channel'])?.['type'] === 'timeout';
  return timedOut ? 'The acknowledgement timed out' : `Unacknowledged${by}`;
}

const ways: { readonly [type: string]: string } = {
  sms_notification: 'text message',
  email_notification: 'e-mail',
  phone_notification: 'phone',
  push_notification: 'push message',
};

function notificationOf(fields: WireObject): string {
  const notification = objectOf(objectOf(fields['channel'])?.['notification']);
  const person = personOf(fields['user']) ?? personOf(notification?.['user']);
  const way = ways[lineOf(notification?.['type']) ?? ''];
  return `${person?.name ?? 'Somebody'} was notified${way ? ` by ${way}` : ''}`;
}

/** A snooze ends with the incident being unacknowledged. */
function snoozedUntil(fields: WireObject): string {
  const end = objectsOf(fields['changed_actions']).find(({ type }) => type === 'unacknowledge');
  const at = timeOf(end?.['at']);
  return at ? ` until ${at.slice(0, 16).replace('T', ' ')} UTC` : '';
}

/** `changeset` lists sentences (“Updated serial_number to 123”). */
function changesOf(fields: WireObject): string {
  const changes = fields['changeset'];
  return (Array.isArray(changes) ? changes : [])
    .map(lineOf)
    .filter(change => change !== null)
    .join('; ');
}
