import type { Clock } from '../core/clock.ts';
import { ApiError, fromMissing, fromUnknown, invalidInput, notFound, tooLarge } from './apiError.ts';
import type { DrillAccount } from './drillAccount.ts';
import type { DrillWire } from './drillWire.ts';
import { isRecord, planChange } from './incidentChanges.ts';
import { selectIncidents } from './incidentQuery.ts';
import { paged, pageOf } from './paging.ts';
import type { DrillIncident, DrillUser, KeyKind } from './records.ts';

/** A request whose key was accepted and whose body, if it has one, is JSON. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly keyKind: KeyKind;
  /** The From header. */
  readonly from: string | undefined;
  readonly body: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Handler = (request: ApiRequest, id: string) => unknown;

const mostUpdates = 250;
const mostNotes = 2000;

/** What the drill’s API offers: each operation answers with the body of a 200, or throws an ApiError. */
export class Routes {
  readonly #table: readonly (readonly [string, RegExp, Handler])[] = [
    ['GET', /^\/incidents$/, request => this.#list(request)],
    ['PUT', /^\/incidents$/, request => this.#updateMany(request)],
    ['GET', /^\/incidents\/([^/]+)$/, (request, id) => this.#show(request, this.#incident(id))],
    ['PUT', /^\/incidents\/([^/]+)$/, (request, id) => this.#update(request, this.#incident(id))],
    ['GET', /^\/incidents\/([^/]+)\/notes$/, (_, id) => this.#notes(this.#incident(id))],
    ['POST', /^\/incidents\/([^/]+)\/notes$/, (request, id) => this.#addNote(request, this.#incident(id))],
    ['GET', /^\/incidents\/([^/]+)\/alerts$/, (request, id) => this.#alerts(request, this.#incident(id))],
    ['GET', /^\/incidents\/([^/]+)\/log_entries$/, (request, id) => this.#log(request, this.#incident(id))],
    ['GET', /^\/users\/me$/, request => this.#me(request)],
    ['GET', /^\/users$/, request => this.#page('users', request, user => this.wire.user(user))],
    ['GET', /^\/services$/, request => this.#services(request)],
    ['GET', /^\/priorities$/, request => this.#page('priorities', request, one => this.wire.priority(one))],
    [
      'GET',
      /^\/abilities$/,
      () => ({ abilities: ['teams', 'urgencies', 'read_only_users', 'service_support_hours'] }),
    ],
  ];

  constructor(
    private readonly account: DrillAccount,
    private readonly wire: DrillWire,
    private readonly clock: Clock,
  ) {}

  answer(request: ApiRequest): ApiAnswer {
    for (const [method, pattern, handle] of this.#table) {
      const match = method === request.method ? pattern.exec(request.path) : null;
      if (match) return { status: 200, body: handle(request, decode(match[1] ?? '')) };
    }
    throw notFound();
  }

  #list({ query }: ApiRequest): unknown {
    const selected = selectIncidents(this.account.incidents(), query, this.clock.now());
    const includes = includesOf(query);
    return paged('incidents', selected, pageOf(query), incident => this.wire.incident(incident, includes));
  }

  #show({ query }: ApiRequest, incident: DrillIncident): unknown {
    return { incident: this.wire.incident(incident, includesOf(query)) };
  }

  #updateMany(request: ApiRequest): unknown {
    const by = this.#requester(request);
    const wishes = isRecord(request.body) ? request.body['incidents'] : undefined;
    if (!Array.isArray(wishes)) throw invalidInput('incidents must be an array');
    if (wishes.length > mostUpdates) throw tooLarge();
    const planned = wishes.map((wish: unknown) => {
      const incident = isRecord(wish) ? this.account.find(String(wish['id'])) : undefined;
      if (!incident || !isRecord(wish)) throw invalidInput('Incident not found');
      return { incident, change: planChange(this.account, incident, wish, by) };
    });
    for (const { change } of planned) change();
    const all = { offset: 0, limit: mostUpdates, wantsTotal: false };
    return paged('incidents', planned, all, ({ incident }) => this.wire.incident(incident, new Set()));
  }

  #update(request: ApiRequest, incident: DrillIncident): unknown {
    const by = this.#requester(request);
    const wish = isRecord(request.body) ? request.body['incident'] : undefined;
    if (!isRecord(wish)) throw invalidInput('incident must be an object');
    planChange(this.account, incident, wish, by)();
    return { incident: this.wire.incident(incident, new Set()) };
  }

  #notes(incident: DrillIncident): unknown {
    return { notes: [...incident.notes].reverse().map(note => this.wire.note(note)) };
  }

  #addNote(request: ApiRequest, incident: DrillIncident): unknown {
    const by = this.#requester(request);
    const note = isRecord(request.body) ? request.body['note'] : undefined;
    const content = isRecord(note) ? note['content'] : undefined;
    if (typeof content !== 'string' || content.trim() === '') throw invalidInput('Content can’t be blank');
    if (incident.notes.length >= mostNotes)
      throw invalidInput(`An incident holds at most ${mostNotes} notes`);
    return { note: this.wire.note(this.account.addNote(incident, by, content)) };
  }

  #alerts({ query }: ApiRequest, incident: DrillIncident): unknown {
    const statuses = query.getAll('statuses[]');
    const alerts = incident.alerts.filter(({ status }) => statuses.length === 0 || statuses.includes(status));
    return paged('alerts', alerts, pageOf(query), alert => this.wire.alert(alert, incident));
  }

  /** Newest first, as PagerDuty gives it. */
  #log({ query }: ApiRequest, incident: DrillIncident): unknown {
    const overview = query.get('is_overview') === 'true';
    const entries = [...incident.log].reverse().filter(({ type }) => !overview || type !== 'notify');
    const includes = includesOf(query);
    return paged('log_entries', entries, pageOf(query), entry =>
      this.wire.logEntry(entry, incident, includes),
    );
  }

  #me({ keyKind }: ApiRequest): unknown {
    // An error that is a plain text, not an object: it tells the key’s kind.
    if (keyKind !== 'user') throw new AccountKeyError();
    return { user: this.wire.user(this.account.directory.me) };
  }

  #services({ query }: ApiRequest): unknown {
    const name = query.get('query')?.toLowerCase() ?? '';
    const services = Object.values(this.account.directory.services).filter(service =>
      service.name.includes(name),
    );
    return paged('services', services, pageOf(query), service => this.wire.service(service));
  }

  #page<Name extends 'users' | 'priorities'>(
    name: Name,
    { query }: ApiRequest,
    toJson: (row: DrillAccount['directory'][Name][number]) => unknown,
  ): unknown {
    return paged(name, this.account.directory[name], pageOf(query), toJson);
  }

  #incident(id: string): DrillIncident {
    const incident = this.account.find(id);
    if (!incident) throw notFound();
    return incident;
  }

  /** Whose hand a change is: the key’s own person, or the one that From names. */
  #requester({ keyKind, from }: ApiRequest): DrillUser {
    if (keyKind === 'user') return this.account.directory.me;
    if (!from) throw fromMissing();
    const user = this.account.directory.users.find(({ email }) => email === from);
    if (!user) throw fromUnknown();
    return user;
  }
}

class AccountKeyError extends ApiError {
  constructor() {
    super(400, 0, 'This endpoint cannot be used with an account-level access token.');
  }

  override body(): unknown {
    return { error: this.message };
  }
}

function includesOf(query: URLSearchParams): ReadonlySet<string> {
  return new Set(query.getAll('include[]'));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notFound();
  }
}
