import { t } from '@vscode/l10n';
import { RefusedError, UnexpectedAnswerError } from '../../../errors.ts';
import type { Alert, Incident, LogEntry } from '../../incident.ts';
import type { Identity } from '../../incidentProvider.ts';
import type { WireObject } from '../wire.ts';
import { objectOf } from '../wire.ts';
import { alertOf } from './pagerDutyAlerts.ts';
import type { PagerDutyClient } from './pagerDutyClient.ts';
import { byTime, checkedId, wholeList } from './pagerDutyLists.ts';
import { logEntryOf } from './pagerDutyLog.ts';
import { incidentOf, personOf, referencesOf } from './pagerDutyMapping.ts';
import { openIncidentPages, resolvedIncidentPages } from './pagerDutyPages.ts';
import { subdomainOf } from './pagerDutyRegions.ts';

type Signal = AbortSignal | undefined;

/** Who asks, the incidents, and what belongs to every incident: its alerts and its log. */
export class PagerDutyReader {
  constructor(
    private readonly client: PagerDutyClient,
    private readonly accountId: string,
  ) {}

  async identify(signal: Signal): Promise<Identity> {
    try {
      const { user } = await this.client.get('/users/me', { include: ['teams'] }, signal);
      const person = personOf(user);
      if (!person)
        throw new UnexpectedAnswerError(t('PagerDuty accepted the key but does not say whose it is.'));
      const { teams, html_url } = objectOf(user) ?? {};
      return { kind: 'user', person, teams: referencesOf(teams), subdomain: subdomainOf(html_url) };
    } catch (error) {
      if (!isOfAccountKey(error)) throw error;
      // That refusal comes before PagerDuty looks at what the key may read.
      await this.client.get('/incidents', { date_range: 'all', limit: 1 }, signal);
      return { kind: 'account', person: null, teams: [], subdomain: null };
    }
  }

  async *openIncidents(signal: Signal): AsyncGenerator<readonly Incident[]> {
    const seen = new Set<string>();
    for await (const rows of openIncidentPages(this.client, signal)) {
      // Incidents that open or close meanwhile shift the pages: the same one can come twice.
      const fresh = this.#incidentsOf(rows).filter(({ id }) => !seen.has(id) && seen.add(id));
      yield fresh;
    }
  }

  async *resolvedIncidents(signal: Signal): AsyncGenerator<readonly Incident[]> {
    for await (const rows of resolvedIncidentPages(this.client, signal)) yield this.#incidentsOf(rows);
  }

  async incident(id: string, signal?: Signal): Promise<Incident> {
    return this.incidentIn(await this.client.get(`/incidents/${checkedId(id)}`, {}, signal));
  }

  /** The incident that an answer is about. */
  incidentIn(answer: WireObject): Incident {
    const incident = incidentOf(answer['incident'], this.accountId);
    if (!incident) throw new UnexpectedAnswerError(t('PagerDuty’s answer holds no incident.'));
    return incident;
  }

  #incidentsOf(rows: readonly WireObject[]): readonly Incident[] {
    return rows.map(row => incidentOf(row, this.accountId)).filter(incident => incident !== null);
  }

  async alerts(id: string, signal: Signal): Promise<readonly Alert[]> {
    const path = `/incidents/${checkedId(id)}/alerts`;
    return wholeList(this.client, { path, list: 'alerts' }, alertOf, signal);
  }

  async log(id: string, signal: Signal): Promise<readonly LogEntry[]> {
    const path = `/incidents/${checkedId(id)}/log_entries`;
    // Not `is_overview`, a subset that no description lists: once it was triggers, acknowledgements and resolutions alone.
    const source = { path, list: 'log_entries' };
    const newestFirst = await wholeList(this.client, source, logEntryOf, signal);
    // Turned round before the (stable) sort, so that entries of the same second keep their order.
    return newestFirst.reverse().sort(byTime);
  }
}

/** Only this text tells the two kinds of keys apart; `error` is a plain string here and there is no code. */
function isOfAccountKey(error: unknown): boolean {
  return error instanceof RefusedError && error.message.includes('account-level access token');
}
