import { isFieldAction, type Action, type FieldAction } from '../../action.ts';
import type { Incident, Person } from '../../incident.ts';
import { isMarkedWith } from '../noteMarker.ts';
import { objectOf, objectsOf, oneLine, type WireObject } from '../wire.ts';
import type { PagerDutyClient } from './pagerDutyClient.ts';
import { checkedId } from './pagerDutyLists.ts';
import { incidentOf } from './pagerDutyMapping.ts';

type ActionOf<T extends Action['type']> = Extract<Action, { readonly type: T }>;

/** A snooze is computed in seconds before it is sent, and its request may have waited. */
const snoozeTolerance = 60_000;

/** Finds out whether a write whose answer got lost was carried out. */
export class PagerDutyArrival {
  constructor(
    private readonly client: PagerDutyClient,
    private readonly accountId: string,
  ) {}

  /** Null where PagerDuty’s answers do not tell. Rejects as every read does. */
  async hasArrived(id: string | null, action: Action, ref: string): Promise<boolean | null> {
    if (action.type === 'trigger') return (await this.triggered(ref)) !== null;
    const incidentId = checkedId(id ?? '');
    if (isFieldAction(action)) {
      const incident = incidentOf(await this.#wire(incidentId), this.accountId);
      return incident && isAsWanted(incident, action);
    }
    switch (action.type) {
      case 'note':
        return this.#hasNote(incidentId, ref);
      case 'statusUpdate':
      case 'startWorkflow':
        return null;
      case 'addResponders':
        return wereAsked(await this.#wire(incidentId), action);
      case 'cancelResponders':
        return wereCancelled(await this.#wire(incidentId), action);
      case 'merge':
        return isMergedInto(await this.#wire(incidentId), action.into.id);
      case 'snooze':
        return this.#isSnoozedUntil(await this.#wire(incidentId), action);
    }
  }

  /** The incident that was triggered with this `ref`, whatever has become of it since; null where there is none. */
  async triggered(ref: string): Promise<Incident | null> {
    const { incidents } = await this.client.get('/incidents', {
      incident_key: ref,
      date_range: 'all',
      statuses: ['triggered', 'acknowledged', 'resolved'],
      limit: 1,
    });
    return incidentOf(objectsOf(incidents)[0], this.accountId);
  }

  /** Whether the source of a merge ended in that incident. */
  async isMerged(source: string, into: string): Promise<boolean> {
    return isMergedInto(await this.#wire(checkedId(source)), into) === true;
  }

  async #wire(id: string): Promise<WireObject> {
    return objectOf((await this.client.get(`/incidents/${id}`))['incident']) ?? {};
  }

  async #hasNote(id: string, ref: string): Promise<boolean> {
    const { notes } = await this.client.get(`/incidents/${id}/notes`);
    return objectsOf(notes).some(({ content }) => typeof content === 'string' && isMarkedWith(content, ref));
  }

  /**
   * `until` was chosen by this machine’s clock and the incident’s time is by PagerDuty’s; the offset is only known
   * from a header, which a proxy may have written, so that it may count and need not.
   */
  #isSnoozedUntil(wire: WireObject, { until }: ActionOf<'snooze'>): boolean {
    const planned = incidentOf(wire, this.accountId)?.acknowledgedUntil;
    if (!planned) return false;
    const difference = Date.parse(planned) - Date.parse(until);
    return [difference, difference - this.client.clockOffsetMs].some(ms => Math.abs(ms) <= snoozeTolerance);
  }
}

function isAsWanted(incident: Incident, action: FieldAction): boolean {
  switch (action.type) {
    case 'acknowledge':
      // Resolved by somebody since: there is nothing left to acknowledge.
      return incident.status !== 'triggered';
    case 'resolve':
      return incident.status === 'resolved';
    case 'retrigger':
      return incident.status === 'triggered' && (!action.to || isAssignedTo(incident, action.to));
    case 'reassign':
      return isAssignedTo(incident, action.to);
    case 'delegate':
      return incident.status !== 'resolved' && incident.escalationPolicy?.id === action.policy.id;
    case 'escalate':
      // An incident does not say its level, only whom it came to.
      return isSameSet(
        incident.assignees.map(({ name }) => name),
        action.targets,
      );
    case 'setPriority':
      return (incident.priority?.id ?? null) === (action.priority?.id ?? null);
    case 'setUrgency':
      return incident.urgency === action.urgency;
    case 'setTitle':
      return incident.title === oneLine(action.title);
  }
}

function isAssignedTo({ assignees }: Incident, people: readonly Person[]): boolean {
  return isSameSet(
    assignees.map(({ id }) => id),
    people.map(({ id }) => id),
  );
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  const [left, right] = [new Set(some), new Set(others)];
  return left.size === right.size && [...left].every(element => right.has(element));
}

/** Null where it is resolved and does not say by what: somebody may just have resolved it. */
function isMergedInto(wire: WireObject, target: string): boolean | null {
  if (wire['status'] !== 'resolved') return false;
  const into = objectOf(objectOf(wire['resolve_reason'])?.['incident'])?.['id'];
  return into === undefined ? null : into === target;
}

/**
 * The requests and the responders of an incident are only there where the account has responder requests. One with
 * another message is another request.
 */
function wereAsked(wire: WireObject, { targets, message }: ActionOf<'addResponders'>): boolean | null {
  const { responder_requests: requests, incidents_responders: responders } = wire;
  if (!Array.isArray(requests) && !Array.isArray(responders)) return null;
  const isOurs = (request: WireObject) =>
    typeof request['message'] !== 'string' || oneLine(request['message']) === oneLine(message);
  const asked = new Set<unknown>([
    ...objectsOf(requests)
      .filter(isOurs)
      .flatMap(request => objectsOf(request['responder_request_targets']))
      .map(target => (objectOf(target['responder_request_target']) ?? target)['id']),
    ...objectsOf(responders)
      .filter(responder => isOurs(responder) && responder['state'] !== 'user_cancelled')
      .map(({ user }) => objectOf(user)?.['id']),
  ]);
  return targets.every(({ id }) => asked.has(id));
}

/** Nobody of them is still being asked. A policy’s responders stand there under their own names. */
function wereCancelled(wire: WireObject, { targets }: ActionOf<'cancelResponders'>): boolean | null {
  const { incidents_responders: responders } = wire;
  if (!Array.isArray(responders) || targets.some(({ type }) => type !== 'user')) return null;
  const pending = objectsOf(responders).filter(({ state }) => state === 'pending');
  const ids = new Set<unknown>(pending.map(({ user }) => objectOf(user)?.['id']));
  return !targets.some(({ id }) => ids.has(id));
}
