import { alreadyMerged, alreadyResolved, badSnooze, invalidInput } from './apiError.ts';
import type { DrillAccount } from './drillAccount.ts';
import { responderRequest, statusUpdate } from './incidentPartsWire.ts';
import { knownIncident } from './incidentRoutes.ts';
import type { DrillIncident } from './records.ts';
import { isRecord, listIn, optionalTextIn, References, textIn } from './references.ts';
import type { ResponderTarget } from './responders.ts';
import type { RouteParts } from './routes.ts';
import { requesterOf, type ApiRequest, type Route } from './routing.ts';

const longestSnooze = 604_800;
const mostAlerts = 1000;

/** What is done to one incident beside changing its fields. */
export function incidentActionRoutes({ account, references, incidents: wire }: RouteParts): readonly Route[] {
  const known = new References(account);

  const merge = (request: ApiRequest, id: string) => {
    const target = knownIncident(account, id);
    const by = requesterOf(request, account);
    const sources = sourcesOf(account, target, listIn(request.body, 'source_incidents'));
    account.merge(sources, target, by);
    return { incident: references.incident(target) };
  };

  const snooze = (request: ApiRequest, id: string) => {
    const incident = knownIncident(account, id);
    const by = requesterOf(request, account);
    const duration = isRecord(request.body) ? request.body['duration'] : undefined;
    if (typeof duration !== 'number' || !Number.isInteger(duration)) throw badSnooze();
    if (duration < 1 || duration > longestSnooze) throw badSnooze();
    if (incident.mergedInto) throw alreadyMerged();
    if (incident.status === 'resolved') throw alreadyResolved();
    account.snooze(incident, duration * 1000, by);
    return { incident: wire.incident(incident) };
  };

  const addStatusUpdate = (request: ApiRequest, id: string) => {
    const incident = knownIncident(account, id);
    const sender = requesterOf(request, account);
    const message = textIn(request.body, 'message');
    const subject = optionalTextIn(request.body, 'subject');
    const htmlMessage = optionalTextIn(request.body, 'html_message');
    const update = account.addStatusUpdate(incident, {
      sender,
      message,
      ...(subject === undefined ? {} : { subject }),
      ...(htmlMessage === undefined ? {} : { htmlMessage }),
    });
    return { status_update: statusUpdate(update, references) };
  };

  const targetOf = (reference: unknown): ResponderTarget =>
    isRecord(reference) && String(reference['type']).startsWith('escalation_policy')
      ? known.policy(reference)
      : known.user(reference);

  // Who asks stands in the body here; neither description knows a From header.
  const requestResponders = ({ body }: ApiRequest, id: string) => {
    const incident = knownIncident(account, id);
    const requester = known.user({ id: textIn(body, 'requester_id') });
    const message = textIn(body, 'message');
    const targets = listIn(body, 'responder_request_targets').map(target => {
      if (!isRecord(target)) throw invalidInput('responder_request_targets must hold objects');
      return targetOf(target['responder_request_target']);
    });
    if (targets.length === 0) throw invalidInput('responder_request_targets can’t be empty');
    const request = account.responders.request(incident, requester, message, targets);
    return { responder_request: responderRequest(request, incident, references) };
  };

  const cancelResponders = ({ body }: ApiRequest, id: string) => {
    const incident = knownIncident(account, id);
    known.user({ id: textIn(body, 'requester_id') });
    const targets = listIn(body, 'responder_request_targets').map(target => {
      const type = textIn(target, 'type');
      if (type !== 'user_reference' && type !== 'escalation_policy_reference') {
        throw invalidInput('type must be user_reference or escalation_policy_reference');
      }
      return { type, id: textIn(target, 'id') };
    });
    const { users, policies } = account.directory;
    return {
      responder_request_targets: targets.map(target => {
        const found = [...users, ...policies].find(one => one.id === target.id);
        return { ...target, result: found ? account.responders.cancel(incident, found) : 'not_found' };
      }),
    };
  };

  return [
    { method: 'PUT', path: '/incidents/{id}/merge', handle: merge },
    { method: 'POST', path: '/incidents/{id}/snooze', handle: snooze, status: 201 },
    {
      method: 'POST',
      path: '/incidents/{id}/status_updates',
      handle: addStatusUpdate,
      part: 'status_updates',
    },
    {
      method: 'POST',
      path: '/incidents/{id}/responder_requests',
      handle: requestResponders,
      part: 'responder_requests',
    },
    {
      method: 'PUT',
      path: '/incidents/{id}/responder_requests/cancel',
      handle: cancelResponders,
      part: 'responder_requests',
    },
  ];
}

/** @throws ApiError where they cannot all be merged into the target; then none is */
function sourcesOf(
  account: DrillAccount,
  target: DrillIncident,
  wishes: readonly unknown[],
): readonly DrillIncident[] {
  if (target.mergedInto) throw alreadyMerged();
  if (target.status === 'resolved') throw alreadyResolved();
  if (wishes.length === 0) throw invalidInput('source_incidents can’t be empty');
  const sources = wishes.map(wish => {
    const source = account.find(textIn(wish, 'id'));
    if (!source) throw invalidInput('Source incident not found');
    if (source === target) throw invalidInput('An incident cannot be merged into itself');
    if (source.mergedInto) throw alreadyMerged();
    return source;
  });
  const all = new Set(sources);
  const alerts = [target, ...all].reduce((sum, incident) => sum + incident.alerts.length, 0);
  if (alerts > mostAlerts) throw invalidInput(`An incident cannot have more than ${mostAlerts} alerts`);
  return [...all];
}
