import type { Clock } from '../../../clock.ts';
import { NotFoundError, RefusedError, UnexpectedAnswerError } from '../../../errors.ts';
import type { Logger } from '../../../logger.ts';
import type { Alert, Incident, IncidentStatus, LogEntry } from '../../incident.ts';
import type { Capabilities, Identity, IncidentProvider, ReadOptions } from '../../incidentProvider.ts';
import { idOf } from '../wire.ts';
import { alertOf } from './pagerDutyAlerts.ts';
import { PagerDutyClient } from './pagerDutyClient.ts';
import { codes } from './pagerDutyErrors.ts';
import { logEntryOf } from './pagerDutyLog.ts';
import { incidentOf, personOf } from './pagerDutyMapping.ts';
import { pagesOf, openIncidentPages } from './pagerDutyPages.ts';

export interface PagerDutyProviderOptions {
  readonly accountId: string;
  /** An origin, as `checkedOrigin` gives it. */
  readonly baseUrl: string;
  readonly token: string;
  /** The e-mail address that writes go out for; only account-wide keys need it. */
  readonly from: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** PagerDuty’s REST API v2 (developer.pagerduty.com/api-reference). */
export class PagerDutyProvider implements IncidentProvider {
  readonly kind = 'pagerduty';
  readonly accountId: string;
  readonly capabilities: Capabilities = {
    acknowledge: true,
    resolve: true,
    note: true,
    alerts: true,
    log: true,
  };
  readonly #client: PagerDutyClient;

  constructor(options: PagerDutyProviderOptions) {
    this.accountId = options.accountId;
    this.#client = new PagerDutyClient(options);
  }

  async identify({ signal }: ReadOptions = {}): Promise<Identity> {
    try {
      const { user } = await this.#client.get('/users/me', {}, signal);
      const person = personOf(user);
      if (!person)
        throw new UnexpectedAnswerError('PagerDuty accepted the key but does not say whose it is.');
      return { kind: 'user', person };
    } catch (error) {
      if (!isOfAccountKey(error)) throw error;
      // That refusal comes before PagerDuty looks at what the key may read.
      await this.#client.get('/incidents', { date_range: 'all', limit: 1 }, signal);
      return { kind: 'account', person: null };
    }
  }

  async *openIncidents({ signal }: ReadOptions = {}): AsyncGenerator<readonly Incident[]> {
    const seen = new Set<string>();
    for await (const rows of openIncidentPages(this.#client, signal)) {
      const incidents = rows
        .map(row => incidentOf(row, this.accountId))
        .filter(incident => incident !== null);
      // Incidents that open or close meanwhile shift the pages: the same one can come twice.
      const fresh = incidents.filter(({ id }) => !seen.has(id) && seen.add(id));
      yield fresh;
    }
  }

  async incident(id: string, { signal }: ReadOptions = {}): Promise<Incident> {
    return this.#incidentIn(await this.#client.get(`/incidents/${checked(id)}`, {}, signal));
  }

  async alerts(id: string, { signal }: ReadOptions = {}): Promise<readonly Alert[]> {
    return this.#all(`/incidents/${checked(id)}/alerts`, 'alerts', {}, alertOf, signal);
  }

  async log(id: string, { signal }: ReadOptions = {}): Promise<readonly LogEntry[]> {
    const path = `/incidents/${checked(id)}/log_entries`;
    const newestFirst = await this.#all(path, 'log_entries', { is_overview: true }, logEntryOf, signal);
    // Turned round before the (stable) sort, so that entries of the same second keep their order.
    return newestFirst.reverse().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  acknowledge(id: string): Promise<Incident> {
    return this.#become(id, 'acknowledged');
  }

  resolve(id: string): Promise<Incident> {
    return this.#become(id, 'resolved');
  }

  async addNote(id: string, text: string): Promise<void> {
    await this.#client.post(`/incidents/${checked(id)}/notes`, { note: { content: text } });
  }

  /** `PUT /incidents/{id}`: unlike `PUT /incidents` it has no lower rate limit of its own. */
  async #become(id: string, status: IncidentStatus): Promise<Incident> {
    const path = `/incidents/${checked(id)}`;
    try {
      return this.#incidentIn(
        await this.#client.put(path, { incident: { type: 'incident_reference', status } }),
      );
    } catch (error) {
      if (!isDoneAlready(error)) throw error;
      return this.incident(id);
    }
  }

  #incidentIn(answer: { readonly [name: string]: unknown }): Incident {
    const incident = incidentOf(answer['incident'], this.accountId);
    if (!incident) throw new UnexpectedAnswerError('PagerDuty’s answer holds no incident.');
    return incident;
  }

  async #all<T extends { readonly id: string }>(
    path: string,
    list: string,
    query: { readonly is_overview?: true },
    map: (wire: unknown) => T | null,
    signal: AbortSignal | undefined,
  ): Promise<T[]> {
    const byId = new Map<string, T>();
    for await (const { rows } of pagesOf(this.#client, path, list, query, signal)) {
      for (const item of rows.map(map)) if (item && !byId.has(item.id)) byId.set(item.id, item);
    }
    return [...byId.values()];
  }
}

/** An id that could change the path of a request is no incident’s. */
function checked(id: string): string {
  const plain = idOf(id);
  if (!plain) throw new NotFoundError('That is not the id of a PagerDuty incident.');
  return plain;
}

/** Only this text tells the two kinds of keys apart; `error` is a plain string here and there is no code. */
function isOfAccountKey(error: unknown): boolean {
  return error instanceof RefusedError && error.message.includes('account-level access token');
}

function isDoneAlready(error: unknown): boolean {
  return (
    error instanceof RefusedError &&
    (error.code === codes.alreadyAcknowledged || error.code === codes.alreadyResolved)
  );
}
