import type { Clock } from '../../../clock.ts';
import type { Logger } from '../../../logger.ts';
import type { Action, ActionType } from '../../action.ts';
import type { EscalationPolicy, Found, OnCall, Responder } from '../../directory.ts';
import type { Alert, Incident, LogEntry, Priority, Reference } from '../../incident.ts';
import type { Bridge, ChangeEvent, CustomField, Note, RelatedIncident } from '../../incidentDetails.ts';
import type {
  Capabilities,
  Change,
  DetailsPart,
  Identity,
  IncidentProvider,
  ReadOptions,
} from '../../incidentProvider.ts';
import { PagerDutyArrival } from './pagerDutyArrival.ts';
import { PagerDutyClient } from './pagerDutyClient.ts';
import { PagerDutyDetails } from './pagerDutyDetails.ts';
import { PagerDutyDirectory } from './pagerDutyDirectory.ts';
import { PagerDutyReader } from './pagerDutyReader.ts';
import { mostChangesAtOnce, PagerDutyWriter } from './pagerDutyWriter.ts';

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

/** Every one: as records, so that none can be forgotten. */
const actions: Readonly<Record<ActionType, true>> = {
  acknowledge: true,
  resolve: true,
  retrigger: true,
  note: true,
  snooze: true,
  reassign: true,
  delegate: true,
  escalate: true,
  addResponders: true,
  cancelResponders: true,
  merge: true,
  setPriority: true,
  setUrgency: true,
  setTitle: true,
  statusUpdate: true,
  startWorkflow: true,
  trigger: true,
};
const parts: Readonly<Record<DetailsPart, true>> = {
  alerts: true,
  log: true,
  notes: true,
  bridge: true,
  customFields: true,
  related: true,
  past: true,
  changes: true,
};

/** PagerDuty’s REST API v2 (developer.pagerduty.com/api-reference), over one client for all that is asked of it. */
export class PagerDutyProvider implements IncidentProvider {
  readonly kind = 'pagerduty';
  readonly accountId: string;
  readonly capabilities: Capabilities = {
    actions: new Set(Object.keys(actions) as ActionType[]),
    parts: new Set(Object.keys(parts) as DetailsPart[]),
    directory: true,
  };
  readonly mostAtOnce = mostChangesAtOnce;
  readonly #client: PagerDutyClient;
  readonly #reader: PagerDutyReader;
  readonly #details: PagerDutyDetails;
  readonly #directory: PagerDutyDirectory;
  readonly #arrival: PagerDutyArrival;
  readonly #writer: PagerDutyWriter;

  constructor(options: PagerDutyProviderOptions) {
    const { accountId, clock } = options;
    this.accountId = accountId;
    const client = new PagerDutyClient(options);
    const reader = new PagerDutyReader(client, accountId);
    const arrival = new PagerDutyArrival(client, accountId);
    this.#client = client;
    this.#reader = reader;
    this.#details = new PagerDutyDetails(client);
    this.#directory = new PagerDutyDirectory(client);
    this.#arrival = arrival;
    this.#writer = new PagerDutyWriter({ client, reader, arrival, accountId, clock });
  }

  get spareUntil(): number {
    return this.#client.spareUntil;
  }

  /** PagerDuty’s clock minus this machine’s, ms; 0 where they differ by 30 seconds or less. */
  get clockOffsetMs(): number {
    return this.#client.clockOffsetMs;
  }

  identify({ signal }: ReadOptions = {}): Promise<Identity> {
    return this.#reader.identify(signal);
  }

  openIncidents({ signal }: ReadOptions = {}): AsyncIterable<readonly Incident[]> {
    return this.#reader.openIncidents(signal);
  }

  resolvedIncidents({ signal }: ReadOptions = {}): AsyncIterable<readonly Incident[]> {
    return this.#reader.resolvedIncidents(signal);
  }

  incident(id: string, { signal }: ReadOptions = {}): Promise<Incident> {
    return this.#reader.incident(id, signal);
  }

  alerts(id: string, { signal }: ReadOptions = {}): Promise<readonly Alert[]> {
    return this.#reader.alerts(id, signal);
  }

  log(id: string, { signal }: ReadOptions = {}): Promise<readonly LogEntry[]> {
    return this.#reader.log(id, signal);
  }

  notes(id: string, { signal }: ReadOptions = {}): Promise<readonly Note[]> {
    return this.#details.notes(id, signal);
  }

  bridge(id: string, { signal }: ReadOptions = {}): Promise<Bridge | null> {
    return this.#details.bridge(id, signal);
  }

  customFields(id: string, { signal }: ReadOptions = {}): Promise<readonly CustomField[]> {
    return this.#details.customFields(id, signal);
  }

  related(id: string, { signal }: ReadOptions = {}): Promise<readonly RelatedIncident[]> {
    return this.#details.related(id, signal);
  }

  past(id: string, { signal }: ReadOptions = {}): Promise<readonly RelatedIncident[]> {
    return this.#details.past(id, signal);
  }

  changes(id: string, { signal }: ReadOptions = {}): Promise<readonly ChangeEvent[]> {
    return this.#details.changes(id, signal);
  }

  people(query: string, { signal }: ReadOptions = {}): Promise<readonly Responder[]> {
    return this.#directory.people(query, signal);
  }

  findPeople(query: string, { signal }: ReadOptions = {}): Promise<Found<Responder>> {
    return this.#directory.findPeople(query, signal);
  }

  findPolicies(query: string, { signal }: ReadOptions = {}): Promise<Found<Reference>> {
    return this.#directory.findPolicies(query, signal);
  }

  services(query: string, { signal }: ReadOptions = {}): Promise<readonly Reference[]> {
    return this.#directory.services(query, signal);
  }

  priorities({ signal }: ReadOptions = {}): Promise<readonly Priority[]> {
    return this.#directory.priorities(signal);
  }

  policies(
    filter: { readonly teams: readonly string[]; readonly person: string | null },
    { signal }: ReadOptions = {},
  ): Promise<readonly EscalationPolicy[]> {
    return this.#directory.policies(filter, signal);
  }

  policy(id: string, { signal }: ReadOptions = {}): Promise<EscalationPolicy> {
    return this.#directory.policy(id, signal);
  }

  onCalls(
    filter: { readonly policies?: readonly string[]; readonly person?: string },
    { signal }: ReadOptions = {},
  ): Promise<readonly OnCall[]> {
    return this.#directory.onCalls(filter, signal);
  }

  workflows({ signal }: ReadOptions = {}): Promise<readonly Reference[]> {
    return this.#directory.workflows(signal);
  }

  changeMany(changes: readonly Change[]): Promise<readonly Incident[]> {
    return this.#writer.changeMany(changes);
  }

  perform(id: string | null, action: Action, ref: string): Promise<Incident | null> {
    return this.#writer.perform(id, action, ref);
  }

  hasArrived(id: string | null, action: Action, ref: string): Promise<boolean | null> {
    return this.#arrival.hasArrived(id, action, ref);
  }
}
