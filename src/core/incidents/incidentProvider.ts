import type { Action, ActionType, FieldAction } from './action.ts';
import type { EscalationPolicy, Found, OnCall, Responder } from './directory.ts';
import type { Alert, Incident, LogEntry, Person, Priority, Reference } from './incident.ts';
import type { Bridge, ChangeEvent, CustomField, Note, RelatedIncident } from './incidentDetails.ts';

/** The parts of an incident that are read apart from it, each by its own request. */
export type DetailsPart =
  'alerts' | 'log' | 'notes' | 'bridge' | 'customFields' | 'related' | 'past' | 'changes';

/** What this provider can do; a screen offers nothing that is not declared here. */
export interface Capabilities {
  readonly actions: ReadonlySet<ActionType>;
  readonly parts: ReadonlySet<DetailsPart>;
  /** Who is on call, and the directory of people, services and policies. */
  readonly directory: boolean;
}

/** Whom the key belongs to. An account-wide key belongs to nobody: `person` is null. */
export interface Identity {
  readonly kind: 'user' | 'account';
  readonly person: Person | null;
  /** The teams of that person; empty where it has none or there is no person. */
  readonly teams: readonly Reference[];
  /** The account’s subdomain (`acme` of acme.pagerduty.com), a name that people know it by; null where not known. */
  readonly subdomain: string | null;
}

export interface ReadOptions {
  /** Aborting rejects with the signal’s reason and sends nothing more. */
  readonly signal?: AbortSignal;
}

/** One field action on one incident. */
export interface Change {
  /** The provider’s id. */
  readonly id: string;
  readonly action: FieldAction;
}

/** What is read of one account. Every method rejects only with the classes of core/errors.ts or the abort reason. */
export interface IncidentReader {
  /** Checks the key. Rejects with WrongKeyError, OfflineError, UnexpectedAnswerError… */
  identify(options?: ReadOptions): Promise<Identity>;
  /** All incidents that are not resolved, however old, page after page as they arrive. */
  openIncidents(options?: ReadOptions): AsyncIterable<readonly Incident[]>;
  /** Those that are resolved, page after page, beginning with the one that was resolved last. */
  resolvedIncidents(options?: ReadOptions): AsyncIterable<readonly Incident[]>;
  incident(id: string, options?: ReadOptions): Promise<Incident>;

  alerts(id: string, options?: ReadOptions): Promise<readonly Alert[]>;
  /** Oldest first, complete. */
  log(id: string, options?: ReadOptions): Promise<readonly LogEntry[]>;
  /** Oldest first. */
  notes(id: string, options?: ReadOptions): Promise<readonly Note[]>;
  /** Null where the incident has none. */
  bridge(id: string, options?: ReadOptions): Promise<Bridge | null>;
  customFields(id: string, options?: ReadOptions): Promise<readonly CustomField[]>;
  related(id: string, options?: ReadOptions): Promise<readonly RelatedIncident[]>;
  past(id: string, options?: ReadOptions): Promise<readonly RelatedIncident[]>;
  /** Newest first. */
  changes(id: string, options?: ReadOptions): Promise<readonly ChangeEvent[]>;
}

/** The people and things of the account; same rejections. */
export interface Directory {
  /** Those whose name or e-mail address holds the text; all for an empty one. */
  people(query: string, options?: ReadOptions): Promise<readonly Responder[]>;
  /** The same for a list that is searched while somebody types: one request, however many there are. */
  findPeople(query: string, options?: ReadOptions): Promise<Found<Responder>>;
  findPolicies(query: string, options?: ReadOptions): Promise<Found<Reference>>;
  services(query: string, options?: ReadOptions): Promise<readonly Reference[]>;
  /** Most important first. */
  priorities(options?: ReadOptions): Promise<readonly Priority[]>;
  /** `teams` empty: those that `person` stands on; both empty: all. In the order of their names. */
  policies(
    filter: { readonly teams: readonly string[]; readonly person: string | null },
    options?: ReadOptions,
  ): Promise<readonly EscalationPolicy[]>;
  policy(id: string, options?: ReadOptions): Promise<EscalationPolicy>;
  /** Who is on call now, by policies or by person (with the end of the present turn). In the order of the levels. */
  onCalls(
    filter: { readonly policies?: readonly string[]; readonly person?: string },
    options?: ReadOptions,
  ): Promise<readonly OnCall[]>;
  workflows(options?: ReadOptions): Promise<readonly Reference[]>;
}

/**
 * What changes the account; same rejections. “Already acknowledged”, “already resolved” and “already merged” are
 * success. An error whose `maybeArrived` (see core/errors.ts) is true says nothing about whether it was done.
 */
export interface IncidentWriter {
  /** How many changes go into one `changeMany`. */
  readonly mostAtOnce: number;
  /** All or none; answers with the incidents as they are then, in any order. */
  changeMany(changes: readonly Change[]): Promise<readonly Incident[]>;
  /**
   * Any one action. `ref` is unique to it and stays the same when it is sent again: where the provider lets us, it is
   * written beside the action so that `hasArrived` finds it.
   * @param id the provider’s id of the incident; null for `trigger` only
   * @returns the incident afterwards, or null where the answer does not hold it
   */
  perform(id: string | null, action: Action, ref: string): Promise<Incident | null>;
  /** Whether an action whose fate is not known was carried out; null where the provider cannot tell. */
  hasArrived(id: string | null, action: Action, ref: string): Promise<boolean | null>;
}

/** One account of one incident service. */
export interface IncidentProvider extends IncidentReader, Directory, IncidentWriter {
  /** `pagerduty`; the drill speaks PagerDuty’s language, so it is one too. */
  readonly kind: string;
  readonly accountId: string;
  readonly capabilities: Capabilities;
  /** Until when requests that can wait should wait, as the provider’s limit is nearly used up; ms since the epoch. */
  readonly spareUntil: number;
  /** The provider’s clock minus this machine’s, ms; 0 up to 30 seconds. Absent where it does not tell the time. */
  readonly clockOffsetMs?: number;
}
