import type { UtcTime } from '../../clock.ts';
import { sentence } from '../../sentence.ts';
import { isObject, isUtcTime } from '../../timeline/entryGuard.ts';
import type { Action, ActionType } from '../action.ts';
import { incidentKey, type Incident } from '../incident.ts';
import { incidentFrom } from '../incidentGuard.ts';
import { isNoteOrigin } from '../noteOrigin.ts';
import { jsonKind } from './jsonKind.ts';

/** One action of a person on its way to the provider, as it is kept on disk. */
export interface OutboxItem {
  /** A ULID, so items sort by when they were made; also the action’s `ref`. */
  readonly id: string;
  readonly accountId: string;
  /** The provider’s id; null for `trigger`. */
  readonly incidentId: string | null;
  /** “#12 Checkout is slow”, or the title of what is triggered; the provider’s text, so show it as text only. */
  readonly label: string;
  /** As the person gave it. */
  readonly action: Action;
  /** When the person did it. */
  readonly at: UtcTime;
  /** The name of that person. */
  readonly by: string;
  /**
   * `waiting` will be sent by itself; `unknown` may have arrived, which only a person can find out; `refused` will
   * not be sent unless a person wants it again; `done` is kept for a moment, for the other windows.
   */
  readonly state: 'waiting' | 'unknown' | 'refused' | 'done';
  /** How often it was sent, or was about to be when the process ended. */
  readonly attempts: number;
  /** Why it still waits, was refused or is not known: a whole sentence; null where there is nothing to say. */
  readonly reason: string | null;
  readonly nextStep: string | null;
  /** When the provider had it; null until it is done. */
  readonly sentAt: UtcTime | null;
  /**
   * The incident afterwards, once done, where the provider’s answer holds it; once refused, as a look before it found it.
   */
  readonly incident: Incident | null;

  /** What goes out: `action`, with its time where it is late. Set from an attempt on that may have arrived. */
  readonly content: Action | null;
  /** An attempt of unknown fate was made: it must be looked for before it is sent again. */
  readonly maybeArrived: boolean;
  /** The incident was resolved when the person acted, or the person knows by now that it is: opening it again is meant. */
  readonly reopens: boolean;
  /** Grows with every change, so that what was read late does not undo what is newer. */
  readonly revision: number;
}

/** What a person can do about an item in any window; the one that sends carries it out. */
const wishes = ['drop', 'retry', 'arrived'] as const;
export type Wish = (typeof wishes)[number];

/** The key of the incident it changes; null for `trigger`. */
export function keyOf({ accountId, incidentId }: OutboxItem): string | null {
  return incidentId === null ? null : incidentKey(accountId, incidentId);
}

/** The incident as an item that ends with this change brings it. What was refused before this window looked is old. */
export function answerIn(before: OutboxItem | undefined, after: OutboxItem): Incident | null {
  const isNew = after.state === 'refused' ? before?.state === 'waiting' : before?.state !== 'done';
  return isNew ? after.incident : null;
}

export function labelOf({ number, title }: Incident): string {
  return number === null ? title : `#${number} ${title}`;
}

/** One that was just asked for. */
export function newItem(
  asked: Pick<OutboxItem, 'id' | 'accountId' | 'incidentId' | 'label' | 'action' | 'at' | 'by' | 'reopens'>,
): OutboxItem {
  const nothingYet = {
    attempts: 0,
    reason: null,
    nextStep: null,
    sentAt: null,
    incident: null,
    content: null,
  };
  return { ...asked, state: 'waiting', ...nothingYet, maybeArrived: false, revision: 0 };
}

export function isItemId(text: string): boolean {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text);
}

export const actionKind = jsonKind<OutboxItem, Wish>({ name: sentence('outbox'), wishes, isItem });

function isItem(value: unknown): value is OutboxItem {
  if (!isObject(value)) return false;
  const textOrNull = (name: string) => value[name] === null || typeof value[name] === 'string';
  return (
    typeof value['id'] === 'string' &&
    isItemId(value['id']) &&
    ['accountId', 'label', 'by'].every(name => typeof value[name] === 'string') &&
    ['incidentId', 'reason', 'nextStep'].every(textOrNull) &&
    isAction(value['action']) &&
    (value['content'] === null || isAction(value['content'])) &&
    (value['incidentId'] === null) === (value['action'].type === 'trigger') &&
    isUtcTime(value['at']) &&
    ['waiting', 'unknown', 'refused', 'done'].includes(value['state'] as string) &&
    ['attempts', 'revision'].every(name => Number.isSafeInteger(value[name])) &&
    ['maybeArrived', 'reopens'].every(name => typeof value[name] === 'boolean') &&
    (value['sentAt'] === null || isUtcTime(value['sentAt'])) &&
    (value['incident'] === null || incidentFrom(value['incident']) !== null)
  );
}

type Fields<Type extends ActionType> = Record<keyof Omit<Extract<Action, { type: Type }>, 'type'>, Check>;
type Check = (value: unknown) => boolean;

const isText: Check = value => typeof value === 'string';
const isReference: Check = value => isObject(value) && isText(value['id']) && isText(value['name']);
const isUrgency: Check = value => value === 'high' || value === 'low';
const orNull =
  (check: Check): Check =>
  value =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check);

const isFilled: Check = value => Array.isArray(value) && value.length > 0;

/** The fields of each action. */
const actionFields: { readonly [Type in ActionType]: Fields<Type> } = {
  acknowledge: {},
  resolve: {},
  retrigger: { to: value => value === undefined || (listOf(isReference)(value) && isFilled(value)) },
  note: { text: isText, origin: value => value === undefined || isNoteOrigin(value) },
  snooze: { until: isUtcTime },
  reassign: { to: listOf(isReference) },
  delegate: { policy: isReference },
  escalate: { level: Number.isSafeInteger, targets: listOf(isText) },
  addResponders: { targets: listOf(isReference), message: isText, requester: isText },
  cancelResponders: { targets: listOf(isReference), requester: isText },
  merge: { into: isReference },
  setPriority: { priority: orNull(isReference) },
  setUrgency: { urgency: isUrgency },
  setTitle: { title: isText },
  statusUpdate: { message: isText },
  startWorkflow: { workflow: isReference },
  trigger: {
    title: isText,
    service: isReference,
    urgency: isUrgency,
    priority: orNull(isReference),
    details: isText,
  },
};

function isAction(value: unknown): value is Action {
  if (!isObject(value) || typeof value['type'] !== 'string' || !Object.hasOwn(actionFields, value['type']))
    return false;
  const fields: Readonly<Record<string, Check>> = actionFields[value['type'] as ActionType];
  return Object.entries(fields).every(([name, check]) => check(value[name]));
}
