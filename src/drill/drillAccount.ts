import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { IncidentStatus, Urgency } from '../core/incidents/incident.ts';
import { createDirectory, type Directory } from './directory.ts';
import { Ids } from './ids.ts';
import { createContext, type IncidentContext } from './incidentContext.ts';
import { IncidentLog } from './incidentLog.ts';
import { newIncident, type Creation, type Trigger } from './newIncident.ts';
import { peopleOn } from './onCallTurns.ts';
import type {
  DrillAgent,
  DrillIncident,
  DrillNote,
  DrillPolicy,
  DrillStatusUpdate,
  DrillUser,
  DrillWorkflow,
  KeyKind,
  LackablePart,
} from './records.ts';
import { Responders } from './responders.ts';

export type { Trigger } from './newIncident.ts';

export interface DrillAccountOptions {
  readonly clock: Clock;
  /** For ids only, so that a test can repeat them; 0 ≤ x < 1. Keys always come from the system’s own source. */
  readonly random?: () => number;
  /** What the account’s plan does not have; nothing by default. */
  readonly lacking?: Iterable<LackablePart>;
}

/** Those whose changes PagerDuty logs as the change of a field. */
export type ChangeableField = 'title' | 'priority' | 'bridge' | 'incidentType' | 'service';

/** The state of one PagerDuty account. Every change also writes the log entry that PagerDuty would write. */
export class DrillAccount {
  readonly directory: Directory;
  readonly context: IncidentContext;
  readonly responders: Responders;
  /** One key of each kind, new with every start. */
  readonly keys: Readonly<Record<KeyKind, string>>;
  /** What the plan does not have; may be changed at any time. */
  readonly lacking: Set<LackablePart>;
  /** Every workflow that was started, oldest first. */
  readonly workflowRuns: { readonly id: string; workflow: DrillWorkflow; incident: DrillIncident }[] = [];

  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #log: IncidentLog;
  readonly #incidents: DrillIncident[] = [];
  readonly #byIdOrNumber = new Map<string, DrillIncident>();
  readonly #snoozed = new Set<DrillIncident>();

  constructor(options: DrillAccountOptions) {
    this.#clock = options.clock;
    this.#ids = new Ids(options.random ?? Math.random);
    this.#log = new IncidentLog(this.#ids);
    const now = options.clock.now();
    this.directory = createDirectory(this.#ids.thing, now);
    this.context = createContext(this.directory, this.#ids.incident, now);
    this.responders = new Responders(this.#ids, options.clock);
    this.keys = { user: newKey(), colleague: newKey(), account: newKey(), readonly: newKey() };
    this.lacking = new Set(options.lacking);
  }

  /** In the order of their numbers. */
  incidents(): DrillIncident[] {
    this.#wake();
    return this.#incidents.slice();
  }

  /** By id or by number, as PagerDuty takes either. */
  find(idOrNumber: string): DrillIncident | undefined {
    this.#wake();
    return this.#byIdOrNumber.get(idOrNumber);
  }

  /** The incident that is open for an alert key. */
  openFor(alertKey: string): DrillIncident | undefined {
    return this.incidents().find(
      incident => incident.status !== 'resolved' && incident.alerts.some(({ key }) => key === alertKey),
    );
  }

  /** A monitoring tool reports something: a new incident, assigned to the first level of its policy. */
  trigger(trigger: Trigger, at = this.#clock.now()): DrillIncident {
    const { service, title, alert } = trigger;
    const id = this.#ids.incident();
    const incident = newIncident(
      { id, key: alert.key, number: this.#incidents.length + 1 },
      trigger,
      service,
      at,
    );
    incident.alerts.push({ ...alert, id: this.#ids.incident(), title, createdAt: at, status: 'triggered' });
    this.#add(incident);
    this.#log.write(incident, 'trigger', service, 'Triggered through the API.', at);
    this.assignToPolicy(incident, service, at);
    return incident;
  }

  /** A person reports something: an incident without alerts. */
  create(creation: Creation, by: DrillUser): DrillIncident {
    const at = this.#clock.now();
    const key = creation.key ?? this.#ids.key();
    const identification = { id: this.#ids.incident(), key, number: this.#incidents.length + 1 };
    const incident = newIncident(identification, creation, by, at);
    this.#add(incident);
    this.#log.write(incident, 'trigger', by, `Triggered by ${by.name}.`, at);
    if (creation.assignees.length > 0) this.assign(incident, creation.assignees, by, at);
    else this.assignToPolicy(incident, by, at);
    return incident;
  }

  assign(incident: DrillIncident, users: readonly DrillUser[], by: DrillAgent, at = this.#clock.now()): void {
    incident.assignedVia = 'direct_assignment';
    this.#assign(incident, users, by, at);
  }

  /** To whoever is on its policy’s first level now, also for an incident that is told as older. */
  assignToPolicy(incident: DrillIncident, by: DrillAgent, at = this.#clock.now()): void {
    incident.assignedVia = 'escalation_policy';
    this.#assign(incident, this.#peopleOn(incident.policy, 1), by, at);
  }

  changePolicy(incident: DrillIncident, policy: DrillPolicy, by: DrillAgent): void {
    incident.policy = policy;
    incident.assignedVia = 'escalation_policy';
    this.#assign(incident, this.#peopleOn(policy, 1), by, this.#clock.now(), 'delegate');
  }

  /** Hands the incident to a level of its policy; false where the policy has no such level. */
  escalate(incident: DrillIncident, level: number, by: DrillAgent, at = this.#clock.now()): boolean {
    const users = this.#peopleOn(incident.policy, level);
    if (users.length === 0) return false;
    incident.assignments = users.map(user => ({ at, user }));
    incident.assignedVia = 'escalation_policy';
    this.#log.write(incident, 'escalate', by, `Escalated to ${names(users)} (level ${level}).`, at, {
      assignees: users,
    });
    return true;
  }

  /** Also reopens what was resolved, as PagerDuty describes it. */
  acknowledge(incident: DrillIncident, by: DrillUser, at = this.#clock.now()): void {
    this.#changeStatus(incident, 'acknowledged', by, at);
    incident.acknowledgements = [...incident.acknowledgements, { at, user: by }];
    this.#log.write(incident, 'acknowledge', by, `Acknowledged by ${by.name}.`, at);
  }

  /** Back to triggered: an acknowledgement taken back, or a resolved incident opened again. */
  retrigger(incident: DrillIncident, by: DrillUser, at = this.#clock.now()): void {
    this.#changeStatus(incident, 'triggered', by, at);
    this.#log.write(incident, 'unacknowledge', by, `Unacknowledged by ${by.name}.`, at);
  }

  resolve(incident: DrillIncident, by: DrillAgent, resolution?: string, at = this.#clock.now()): void {
    this.#changeStatus(incident, 'resolved', by, at);
    const how = by.kind === 'user' ? `by ${by.name}` : 'through the API';
    const more = resolution === undefined ? {} : { note: resolution };
    this.#log.write(incident, 'resolve', by, `Resolved ${how}.`, at, more);
  }

  /** Acknowledged for so many ms, and triggered again by itself after them. */
  snooze(incident: DrillIncident, duration: number, by: DrillUser): void {
    const at = this.#clock.now();
    if (incident.status !== 'acknowledged') this.acknowledge(incident, by, at);
    incident.snoozedUntil = at + duration;
    this.#snoozed.add(incident);
    this.#log.write(incident, 'snooze', by, `Snoozed by ${by.name}.`, at, {
      changedActions: [{ type: 'unacknowledge', at: incident.snoozedUntil }],
    });
  }

  /** The sources’ alerts go into the target; the sources are resolved. */
  merge(sources: readonly DrillIncident[], target: DrillIncident, by: DrillUser): void {
    const at = this.#clock.now();
    for (const source of sources) {
      target.alerts.push(...source.alerts.splice(0));
      source.mergedInto = target;
      if (source.status !== 'resolved') this.#changeStatus(source, 'resolved', by, at);
      this.#log.write(source, 'resolve', by, `Merged into #${target.number} by ${by.name}.`, at);
    }
    target.updatedAt = at;
  }

  changeUrgency(incident: DrillIncident, urgency: Urgency, by: DrillAgent, at = this.#clock.now()): void {
    incident.urgency = urgency;
    this.#log.write(incident, 'urgency_change', by, `Urgency changed to ${urgency}.`, at);
  }

  /** @param shown the change in words: “title to Disk full” */
  changeField<Name extends ChangeableField>(
    incident: DrillIncident,
    name: Name,
    value: DrillIncident[Name],
    shown: string,
    by: DrillAgent,
  ): void {
    incident[name] = value;
    const change = `Updated ${shown}`;
    const more = { changeset: [change] };
    this.#log.write(incident, 'field_value_change', by, `${change}.`, this.#clock.now(), more);
  }

  addNote(incident: DrillIncident, user: DrillUser, content: string, at = this.#clock.now()): DrillNote {
    const note: DrillNote = { id: this.#ids.thing(), at, user, content };
    incident.notes.push(note);
    this.#log.write(incident, 'annotate', user, `Note added by ${user.name}.`, at, { note: content });
    return note;
  }

  addStatusUpdate(
    incident: DrillIncident,
    update: Pick<DrillStatusUpdate, 'sender' | 'message' | 'subject' | 'htmlMessage'>,
  ): DrillStatusUpdate {
    const whole = { ...update, id: this.#ids.thing(), at: this.#clock.now() };
    incident.statusUpdates.push(whole);
    return whole;
  }

  startWorkflow(workflow: DrillWorkflow, incident: DrillIncident, id = this.#ids.thing()): string {
    this.workflowRuns.push({ id, workflow, incident });
    return id;
  }

  /** As if somebody had deleted it, or taken the right to see it away: PagerDuty says 404 then. */
  forget(incident: DrillIncident): void {
    this.#incidents.splice(this.#incidents.indexOf(incident), 1);
    this.#byIdOrNumber.delete(incident.id);
    this.#byIdOrNumber.delete(String(incident.number));
  }

  #add(incident: DrillIncident): void {
    this.#incidents.push(incident);
    this.#byIdOrNumber.set(incident.id, incident).set(String(incident.number), incident);
  }

  #peopleOn(policy: DrillPolicy, level: number): readonly DrillUser[] {
    const found = policy.levels[level - 1];
    return found ? peopleOn(found, this.#clock.now()) : [];
  }

  #assign(
    incident: DrillIncident,
    users: readonly DrillUser[],
    by: DrillAgent,
    at: number,
    type: 'assign' | 'delegate' = 'assign',
  ): void {
    incident.assignments = users.map(user => ({ at, user }));
    const how = type === 'assign' ? 'Assigned' : 'Delegated';
    this.#log.write(incident, type, by, `${how} to ${names(users)}.`, at, { assignees: users });
    for (const notified of users)
      this.#log.write(incident, 'notify', by, `Notified ${notified.name} by push notification.`, at, {
        notified,
      });
  }

  #changeStatus(incident: DrillIncident, status: IncidentStatus, by: DrillAgent, at: number): void {
    if (status === 'resolved') incident.assignments = [];
    else if (incident.status === 'resolved') {
      incident.assignments = by.kind === 'user' ? [{ at, user: by }] : [];
    }
    if (status !== 'acknowledged') {
      incident.acknowledgements = [];
      incident.snoozedUntil = null;
      this.#snoozed.delete(incident);
    }
    for (const alert of incident.alerts) alert.status = status === 'resolved' ? 'resolved' : 'triggered';
    incident.status = status;
    incident.resolvedAt = status === 'resolved' ? at : null;
    incident.statusChangedAt = at;
    incident.statusChangedBy = by;
  }

  /** No timer: whoever looks finds those triggered again whose time has come, at the moment it came. */
  #wake(): void {
    const now = this.#clock.now();
    for (const incident of this.#snoozed) {
      const at = incident.snoozedUntil;
      if (at === null || at > now) continue;
      this.#changeStatus(incident, 'triggered', incident.service, at);
      const summary = 'Unacknowledged: the time ran out.';
      this.#log.write(incident, 'unacknowledge', incident.service, summary, at, { timedOut: true });
    }
  }
}

/** 20 characters, as PagerDuty’s own. */
function newKey(): string {
  return randomBytes(15).toString('base64url');
}

function names(users: readonly DrillUser[]): string {
  return users.map(({ name }) => name).join(', ');
}
