import { changesAround, relatedTo } from './incidentContext.ts';
import { customFieldValue, pastIncident, relatedChange, relatedIncident } from './incidentPartsWire.ts';
import { knownIncident } from './incidentRoutes.ts';
import { limitOf } from './paging.ts';
import type { RouteParts } from './routes.ts';
import { get, type ApiRequest, type Route } from './routing.ts';

const pastByDefault = 5;
const mostPast = 999;
const mostChanges = 100;

/** What else the account knows that has to do with an incident. */
export function incidentContextRoutes({
  account,
  references,
  incidents: wire,
}: RouteParts): readonly Route[] {
  const { context } = account;

  const related = ({ query }: ApiRequest, id: string) => {
    const whole = query.getAll('additional_details[]').includes('incident');
    const found = relatedTo(context, knownIncident(account, id), account.incidents());
    return {
      related_incidents: found.map(one =>
        relatedIncident(one, references, whole ? wire.incident(one.incident) : null),
      ),
    };
  };

  const past = ({ query }: ApiRequest, id: string) => {
    const { service } = knownIncident(account, id);
    const limit = limitOf(query, pastByDefault, mostPast);
    const all = context.past.filter(one => one.service === service);
    return {
      past_incidents: all.slice(0, limit).map(pastIncident),
      ...(query.get('total') === 'true' ? { total: all.length } : {}),
      limit,
    };
  };

  const changes = ({ query }: ApiRequest, id: string) => {
    const limit = limitOf(query, mostChanges, mostChanges);
    const found = changesAround(context, knownIncident(account, id)).slice(0, limit);
    return {
      change_events: found.map(one => relatedChange(one, references)),
      limit: null,
      offset: null,
      total: null,
      more: false,
    };
  };

  const customFields = (_: ApiRequest, id: string) => {
    const incident = knownIncident(account, id);
    return { custom_fields: context.customFields.map(field => customFieldValue(field, incident)) };
  };

  return [
    get('/incidents/{id}/related_incidents', related, 'related_incidents'),
    get('/incidents/{id}/past_incidents', past, 'past_incidents'),
    get('/incidents/{id}/related_change_events', changes, 'related_change_events'),
    get('/incidents/{id}/custom_fields/values', customFields, 'custom_fields'),
  ];
}
