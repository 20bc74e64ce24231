import { t } from '@vscode/l10n';
import { utc } from '../../../clock.ts';
import { sentence } from '../../../sentence.ts';
import type { LogEntry, LogEntryKind } from '../../incident.ts';
import type { NoteOrigin } from '../../noteOrigin.ts';
import { readMarker } from '../noteMarker.ts';
import { idOf, lineOf, objectOf, objectsOf, oneLine, plainText, timeOf, type WireObject } from '../wire.ts';
import { peopleOf, personOf } from './pagerDutyMapping.ts';

interface Reading {
  readonly kind: LogEntryKind;
  readonly say: (entry: EntryWords) => string;
}

/** What a sentence can say; empty where the entry does not have it. */
interface EntryWords {
  /** `Ada Lovelace` */
  readonly by: string;
  /** `Ada Lovelace, Grace Hopper` */
  readonly to: string;
  /** PagerDuty’s own sentence. */
  readonly summary: string;
  readonly fields: WireObject;
}

const field = ({ summary, fields, by }: EntryWords) =>
  changesOf(fields) || summary || t(by ? 'A field was changed by {0}' : 'A field was changed', by);

const acknowledged = ({ by }: EntryWords) => t(by ? 'Acknowledged by {0}' : 'Acknowledged', by);

/** The sentence of what is known: {0} is to whom or until when, {1} who did it. */
interface Sentences {
  readonly both: string;
  readonly first: string;
  readonly by: string;
  readonly bare: string;
}

const assigned: Sentences = {
  both: sentence('Assigned to {0} by {1}'),
  first: sentence('Assigned to {0}'),
  by: sentence('Assigned by {1}'),
  bare: sentence('Assigned'),
};
const delegated: Sentences = {
  both: sentence('Delegated to {0} by {1}'),
  first: sentence('Delegated to {0}'),
  by: sentence('Delegated by {1}'),
  bare: sentence('Delegated'),
};
const escalated: Sentences = {
  both: sentence('Escalated to {0} by {1}'),
  first: sentence('Escalated to {0}'),
  by: sentence('Escalated by {1}'),
  bare: sentence('Escalated'),
};
const snoozed: Sentences = {
  both: sentence('Snoozed until {0} by {1}'),
  first: sentence('Snoozed until {0}'),
  by: sentence('Snoozed by {1}'),
  bare: sentence('Snoozed'),
};

function say({ both, first, by, bare }: Sentences, what: string, who: string): string {
  return t(what && who ? both : what ? first : who ? by : bare, what, who);
}

/** Every type of the description, without `_log_entry`; `acknowledgement` is how one of its schemas spells it. */
const readings: { readonly [type: string]: Reading } = {
  trigger: {
    kind: 'triggered',
    say: ({ summary, by }) => summary || t(by ? 'Triggered by {0}' : 'Triggered', by),
  },
  acknowledge: { kind: 'acknowledged', say: acknowledged },
  acknowledgement: { kind: 'acknowledged', say: acknowledged },
  unacknowledge: { kind: 'unacknowledged', say: ({ fields, by }) => unacknowledged(fields, by) },
  assign: { kind: 'assigned', say: ({ to, by }) => say(assigned, to, by) },
  delegate: { kind: 'assigned', say: ({ to, by }) => say(delegated, to, by) },
  escalate: { kind: 'escalated', say: ({ to, by }) => say(escalated, to, by) },
  repeat_escalation_path: {
    kind: 'escalated',
    say: () => t('The escalation policy starts again from its first level'),
  },
  exhaust_escalation_path: {
    kind: 'other',
    say: () => t('The escalation policy has no level left: nobody else is notified'),
  },
  reach_ack_limit: { kind: 'other', say: () => t('The limit of acknowledgements is reached') },
  reach_trigger_limit: {
    kind: 'other',
    say: () => t('The limit of triggers is reached: more are not logged'),
  },
  notify: { kind: 'notified', say: ({ fields, summary }) => notificationOf(fields, summary) },
  snooze: { kind: 'snoozed', say: ({ fields, by }) => say(snoozed, snoozedUntil(fields), by) },
  annotate: { kind: 'note', say: ({ summary, by }) => summary || t(by ? 'Note by {0}' : 'Note', by) },
  resolve: { kind: 'resolved', say: ({ by }) => t(by ? 'Resolved by {0}' : 'Resolved', by) },
  urgency_change: {
    kind: 'changed',
    say: ({ summary, by }) =>
      summary || t(by ? 'The urgency was changed by {0}' : 'The urgency was changed', by),
  },
  field_value_change: { kind: 'changed', say: field },
  // No description knows these two; who reads real accounts meets them.
  priority_change: {
    kind: 'changed',
    say: ({ summary, by }) =>
      summary || t(by ? 'The priority was changed by {0}' : 'The priority was changed', by),
  },
  reassign: { kind: 'assigned', say: ({ to, by }) => say(assigned, to, by) },
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
    by: agent?.name ?? '',
    to: assignees.join(', '),
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
function withNote(said: string, fields: WireObject, kind: LogEntryKind | undefined): string {
  const note = (kind === 'note' ? noteTexts(fields) : [fields['note']])
    .map(writtenIn)
    .find(text => text !== '');
  if (!note) return said;
  return kind === 'note' ? note : t('{0}: {1}', said, note);
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
  if (timedOut) return t('The acknowledgement timed out');
  return t(by ? 'Unacknowledged by {0}' : 'Unacknowledged', by);
}

const ways: { readonly [type: string]: string } = {
  sms_notification: sentence('text message'),
  email_notification: sentence('e-mail'),
  phone_notification: sentence('phone'),
  push_notification: sentence('push message'),
};

function notificationOf(fields: WireObject, summary: string): string {
  const notification = objectOf(objectOf(fields['channel'])?.['notification']);
  const person = personOf(fields['user']) ?? personOf(notification?.['user']);
  const way = ways[lineOf(notification?.['type']) ?? ''];
  if (!person && summary) return summary;
  if (!person) return way ? t('Somebody was notified by {0}', t(way)) : t('Somebody was notified');
  return way ? t('{0} was notified by {1}', person.name, t(way)) : t('{0} was notified', person.name);
}

/** A snooze ends with the incident being unacknowledged. */
function snoozedUntil(fields: WireObject): string {
  const end = objectsOf(fields['changed_actions']).find(({ type }) => type === 'unacknowledge');
  const at = timeOf(end?.['at']);
  return at ? `${at.slice(0, 16).replace('T', ' ')} UTC` : '';
}

/** `changeset` lists sentences (“Updated serial_number to 123”). */
function changesOf(fields: WireObject): string {
  const changes = fields['changeset'];
  return (Array.isArray(changes) ? changes : [])
    .map(lineOf)
    .filter(change => change !== null)
    .join('; ');
}
