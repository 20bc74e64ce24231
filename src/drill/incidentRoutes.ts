import { invalidInput, notFound, tooLarge } from './apiError.ts';
import type { DrillAccount } from './drillAccount.ts';
import { createIncident, planChange } from './incidentChanges.ts';
import { selectIncidents } from './incidentQuery.ts';
import { paged, pageOf } from './paging.ts';
import type { DrillIncident } from './records.ts';
import { isRecord, listIn, objectIn, textIn } from './references.ts';
import type { RouteParts } from './routes.ts';
import { get, includesOf, requesterOf, type ApiRequest, type Route } from './routing.ts';

const mostUpdates = 250;
const mostNotes = 2000;

/** Incidents themselves, with their notes, alerts and log. */
export function incidentRoutes({ account, clock, incidents: wire }: RouteParts): readonly Route[] {
  const incidentOf = (id: string) => knownIncident(account, id);

  const list = ({ query }: ApiRequest) => {
    const selected = selectIncidents(account.incidents(), query, clock.now());
    const includes = includesOf(query);
    return paged('incidents', selected, pageOf(query), incident => wire.incident(incident, includes));
  };

  const create = (request: ApiRequest) => {
    const by = requesterOf(request, account);
    return { incident: wire.incident(createIncident(account, objectIn(request.body, 'incident'), by)) };
  };

  const updateMany = (request: ApiRequest) => {
    const by = requesterOf(request, account);
    const wishes = listIn(request.body, 'incidents');
    if (wishes.length > mostUpdates) throw tooLarge();
    const planned = wishes.map(wish => {
      const incident = isRecord(wish) ? account.find(String(wish['id'])) : undefined;
      if (!incident || !isRecord(wish)) throw invalidInput('Incident not found');
      return { incident, change: planChange(account, incident, wish, by) };
    });
    for (const { change } of planned) change();
    const all = { offset: 0, limit: mostUpdates, wantsTotal: false };
    return paged('incidents', planned, all, ({ incident }) => wire.incident(incident));
  };

  const update = (request: ApiRequest, id: string) => {
    const incident = incidentOf(id);
    const by = requesterOf(request, account);
    planChange(account, incident, objectIn(request.body, 'incident'), by)();
    return { incident: wire.incident(incident) };
  };

  const addNote = (request: ApiRequest, id: string) => {
    const incident = incidentOf(id);
    const by = requesterOf(request, account);
    const content = textIn(objectIn(request.body, 'note'), 'content');
    if (incident.notes.length >= mostNotes)
      throw invalidInput(`An incident holds at most ${mostNotes} notes`);
    return { note: wire.note(account.addNote(incident, by, content)) };
  };

  const alerts = ({ query }: ApiRequest, id: string) => {
    const incident = incidentOf(id);
    const statuses = query.getAll('statuses[]');
    const chosen = incident.alerts.filter(({ status }) => statuses.length === 0 || statuses.includes(status));
    return paged('alerts', chosen, pageOf(query), alert => wire.alert(alert, incident));
  };

  /** Newest first, as PagerDuty gives it. */
  const log = ({ query }: ApiRequest, id: string) => {
    const incident = incidentOf(id);
    const overview = query.get('is_overview') === 'true';
    const entries = [...incident.log].reverse().filter(({ type }) => !overview || inOverview.has(type));
    const includes = includesOf(query);
    return paged('log_entries', entries, pageOf(query), entry => wire.logEntry(entry, incident, includes));
  };

  return [
    get('/incidents', list),
    { method: 'POST', path: '/incidents', handle: create, status: 201 },
    { method: 'PUT', path: '/incidents', handle: updateMany },
    get('/incidents/{id}', ({ query }, id) => ({
      incident: wire.incident(incidentOf(id), includesOf(query)),
    })),
    { method: 'PUT', path: '/incidents/{id}', handle: update },
    get('/incidents/{id}/notes', (_, id) => ({
      notes: [...incidentOf(id).notes].reverse().map(note => wire.note(note)),
    })),
    { method: 'POST', path: '/incidents/{id}/notes', handle: addNote },
    get('/incidents/{id}/alerts', alerts),
    get('/incidents/{id}/log_entries', log),
  ];
}

/** The narrowest that PagerDuty ever described, so that nobody takes it for the whole. */
const inOverview: ReadonlySet<string> = new Set(['trigger', 'acknowledge', 'resolve']);

/** By id or number. @throws ApiError 404 */
export function knownIncident(account: DrillAccount, id: string): DrillIncident {
  const incident = account.find(id);
  if (!incident) throw notFound();
  return incident;
}
