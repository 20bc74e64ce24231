import { t } from '@vscode/l10n';
import { RefusedError, RequesterNeededError } from '../../../errors.ts';
import { numberText } from '../../../numberText.ts';
import type { Action, FieldAction, ResponderTarget } from '../../action.ts';
import type { Person } from '../../incident.ts';
import { withMarker } from '../noteMarker.ts';
import { idOf, type WireObject } from '../wire.ts';
import { checkedId } from './pagerDutyLists.ts';

type ActionOf<T extends Action['type']> = Extract<Action, { readonly type: T }>;

/** Notes are known to be taken up to here; the description names no limit. UTF-16 units, our marker included. */
const longestNote = 25_000;
/** Of `duration` in the description of `POST /incidents/{id}/snooze`. */
const longestSnoozeSeconds = 604_800;

function reference(type: string, id: string): WireObject {
  return { id: checkedId(id, type.replaceAll('_', ' ')), type: `${type}_reference` };
}

/** What `PUT /incidents/{id}` and `PUT /incidents` take for one incident, without its id. */
export function changeBody(action: FieldAction): WireObject {
  return { type: 'incident_reference', ...fieldsOf(action) };
}

function fieldsOf(action: FieldAction): WireObject {
  switch (action.type) {
    case 'acknowledge':
      return { status: 'acknowledged' };
    case 'resolve':
      return { status: 'resolved' };
    case 'retrigger':
      // In the same request: one that is opened without them pages the policy’s first level.
      return { status: 'triggered', ...(action.to ? assignmentsTo(action.to) : {}) };
    case 'reassign':
      return assignmentsTo(action.to);
    case 'delegate':
      return { escalation_policy: reference('escalation_policy', action.policy.id) };
    case 'escalate':
      return { escalation_level: action.level };
    case 'setPriority':
      // The description takes an id or a name here, and nothing that stands for none.
      if (!action.priority)
        throw new RefusedError(t('PagerDuty cannot take a priority away again; choose another one.'));
      return { priority: reference('priority', action.priority.id) };
    case 'setUrgency':
      return { urgency: action.urgency };
    case 'setTitle':
      if (action.title.trim() === '') throw new RefusedError(t('An incident needs a title.'));
      return { title: action.title };
  }
}

function assignmentsTo(people: readonly Person[]): WireObject {
  if (people.length === 0) throw new RefusedError(t('An incident must be assigned to somebody.'));
  return { assignments: people.map(({ id }) => ({ assignee: reference('user', id) })) };
}

export function noteBody({ text, origin }: ActionOf<'note'>, ref: string): WireObject {
  if (text.trim() === '') throw new RefusedError(t('A note needs a text.'));
  const content = withMarker(text, ref, origin);
  if (content.length > longestNote)
    throw new RefusedError(
      t(
        'The note has {0} characters and PagerDuty takes {1}; divide it.',
        numberText(content.length),
        numberText(longestNote),
      ),
    );
  return { note: { content } };
}

/** @param now ms since the epoch */
export function snoozeBody({ until }: ActionOf<'snooze'>, now: number): WireObject {
  const duration = Math.round((Date.parse(until) - now) / 1000);
  if (!(duration >= 1))
    throw new RefusedError(t('The time until which the incident was to be snoozed has passed.'));
  if (duration > longestSnoozeSeconds)
    throw new RefusedError(t('PagerDuty snoozes an incident for seven days at most.'));
  return { duration };
}

export function mergeBody(source: string): WireObject {
  return { source_incidents: [reference('incident', source)] };
}

export function addRespondersBody({ targets, message, requester }: ActionOf<'addResponders'>): WireObject {
  return {
    requester_id: checkedRequester(requester),
    message,
    responder_request_targets: targets.map(target => ({ responder_request_target: targetOf(target) })),
  };
}

export function cancelRespondersBody({ targets, requester }: ActionOf<'cancelResponders'>): WireObject {
  return {
    requester_id: checkedRequester(requester),
    responder_request_targets: targets.map(targetOf),
  };
}

function targetOf({ id, type }: ResponderTarget): WireObject {
  return reference(type === 'user' ? 'user' : 'escalation_policy', id);
}

/** Responder requests say in their body who asks, whatever the key. */
function checkedRequester(id: string): string {
  const plain = idOf(id);
  if (!plain) throw new RequesterNeededError(t('PagerDuty wants to know who asks for responders.'));
  return plain;
}

export function workflowBody(incident: string): WireObject {
  return {
    incident_workflow_instance: {
      type: 'incident_workflow_instance',
      incident: reference('incident', incident),
    },
  };
}

/** `ref` becomes the incident’s key: a second open one with it is refused, and it can be looked for. */
export function triggerBody(action: ActionOf<'trigger'>, ref: string): WireObject {
  const { title, service, urgency, priority, details } = action;
  if (title.trim() === '') throw new RefusedError(t('An incident needs a title.'));
  return {
    incident: {
      type: 'incident',
      title,
      service: reference('service', service.id),
      urgency,
      ...(priority ? { priority: reference('priority', priority.id) } : {}),
      incident_key: ref,
      ...(details.trim() === '' ? {} : { body: { type: 'incident_body', details } }),
    },
  };
}
