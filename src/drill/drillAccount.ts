import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { IncidentStatus, Urgency } from '../core/incidents/incident.ts';
import { createDirectory, type Directory } from './directory.ts';
import type {
  AlertContent,
  DrillAgent,
  DrillIncident,
  DrillLogEntry,
  DrillNote,
  DrillPriority,
  DrillService,
  DrillUser,
  KeyKind,
  LogEntryType,
} from './records.ts';

export interface DrillAccountOptions {
  readonly clock: Clock;
  /** For ids only, so that a test can repeat them; 0 ≤ x < 1. Keys always come from the system’s own source. */
  readonly random?: () => number;
}

export interface Trigger {
  readonly service: DrillService;
  readonly title: string;
  readonly urgency: Urgency;
  readonly priority: DrillPriority | null;
  readonly alert: AlertContent;
}

const idLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** The state of one PagerDuty account. Every change also writes the log entry that PagerDuty would write. */
export class DrillAccount {
  readonly directory: Directory;
  /** One key of each kind, new with every start. */
  readonly keys: Readonly<Record<KeyKind, string>>;

  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #incidents = new Map<string, DrillIncident>();

  constructor(options: DrillAccountOptions) {
    this.#clock = options.clock;
    this.#random = options.random ?? Math.random;
    this.directory = createDirectory(() => this.#newId('P', 6));
    this.keys = { user: newKey(), account: newKey(), readonly: newKey() };
  }

  /** In the order of their numbers. */
  incidents(): DrillIncident[] {
    return [...this.#incidents.values()];
  }

  /** By id or by number, as PagerDuty takes either. */
  find(idOrNumber: string): DrillIncident | undefined {
    return (
      this.#incidents.get(idOrNumber) ?? this.incidents().find(({ number }) => String(number) === idOrNumber)
    );
  }

  /** The incident that is open for an alert key. */
  openFor(alertKey: string): DrillIncident | undefined {
    return this.incidents().find(
      incident => incident.status !== 'resolved' && incident.alerts.some(({ key }) => key === alertKey),
    );
  }

  /** A monitoring tool reports something: a new incident, assigned to the first level of its policy. */
  trigger(trigger: Trigger, at = this.#clock.now()): DrillIncident {
    const incident: DrillIncident = {
      id: this.#newId('Q', 13),
      number: this.#incidents.size + 1,
      service: trigger.service,
      createdAt: at,
      alerts: [
        {
          ...trigger.alert,
          id: this.#newId('Q', 13),
          title: trigger.title,
          createdAt: at,
          status: 'triggered',
        },
      ],
      log: [],
      notes: [],
      title: trigger.title,
      status: 'triggered',
      urgency: trigger.urgency,
      priority: trigger.priority,
      assignments: [],
      acknowledgements: [],
      updatedAt: at,
      statusChangedAt: at,
      statusChangedBy: trigger.service,
      resolvedAt: null,
    };
    this.#incidents.set(incident.id, incident);
    this.#write(incident, 'trigger', trigger.service, 'Triggered through the API.', at);
    this.assign(incident, trigger.service.policy.levels.slice(0, 1), trigger.service, at);
    return incident;
  }

  assign(incident: DrillIncident, users: readonly DrillUser[], by: DrillAgent, at = this.#clock.now()): void {
    incident.assignments = users.map(user => ({ at, user }));
    this.#write(incident, 'assign', by, `Assigned to ${names(users)}.`, at, { assignees: users });
    for (const user of users)
      this.#write(incident, 'notify', by, `Notified ${user.name} by push notification.`, at);
  }

  /** Hands the incident to a level of its policy; false where the policy has no such level. */
  escalate(incident: DrillIncident, level: number, by: DrillAgent, at = this.#clock.now()): boolean {
    const user = incident.service.policy.levels[level - 1];
    if (!user) return false;
    incident.assignments = [{ at, user }];
    this.#write(incident, 'escalate', by, `Escalated to ${user.name} (level ${level}).`, at, {
      assignees: [user],
    });
    return true;
  }

  /** Also reopens what was resolved, as PagerDuty describes it. */
  acknowledge(incident: DrillIncident, by: DrillUser, at = this.#clock.now()): void {
    this.#changeStatus(incident, 'acknowledged', by, at);
    incident.acknowledgements = [...incident.acknowledgements, { at, user: by }];
    this.#write(incident, 'acknowledge', by, `Acknowledged by ${by.name}.`, at);
  }

  /** Back to triggered: an acknowledgement taken back, or a resolved incident opened again. */
  retrigger(incident: DrillIncident, by: DrillUser, at = this.#clock.now()): void {
    this.#changeStatus(incident, 'triggered', by, at);
    incident.acknowledgements = [];
    this.#write(incident, 'unacknowledge', by, `Unacknowledged by ${by.name}.`, at);
  }

  resolve(incident: DrillIncident, by: DrillAgent, resolution?: string, at = this.#clock.now()): void {
    this.#changeStatus(incident, 'resolved', by, at);
    const how = by.kind === 'user' ? `by ${by.name}` : 'through the API';
    this.#write(
      incident,
      'resolve',
      by,
      `Resolved ${how}.`,
      at,
      resolution === undefined ? {} : { note: resolution },
    );
  }

  changeUrgency(incident: DrillIncident, urgency: Urgency, by: DrillAgent, at = this.#clock.now()): void {
    incident.urgency = urgency;
    this.#write(incident, 'urgency_change', by, `Urgency changed to ${urgency}.`, at);
  }

  addNote(incident: DrillIncident, user: DrillUser, content: string, at = this.#clock.now()): DrillNote {
    const note: DrillNote = { id: this.#newId('P', 6), at, user, content };
    incident.notes.push(note);
    this.#write(incident, 'annotate', user, `Note added by ${user.name}.`, at, { note: content });
    return note;
  }

  #changeStatus(incident: DrillIncident, status: IncidentStatus, by: DrillAgent, at: number): void {
    if (status === 'resolved') {
      incident.assignments = [];
      incident.acknowledgements = [];
    } else if (incident.status === 'resolved') {
      incident.assignments = by.kind === 'user' ? [{ at, user: by }] : [];
    }
    for (const alert of incident.alerts) alert.status = status === 'resolved' ? 'resolved' : 'triggered';
    incident.status = status;
    incident.resolvedAt = status === 'resolved' ? at : null;
    incident.statusChangedAt = at;
    incident.statusChangedBy = by;
  }

  #write(
    incident: DrillIncident,
    type: LogEntryType,
    agent: DrillAgent,
    summary: string,
    at: number,
    more: Pick<DrillLogEntry, 'note' | 'assignees'> = {},
  ): void {
    incident.log.push({ id: this.#newId('R', 25), at, type, agent, summary, ...more });
    incident.updatedAt = at;
  }

  #newId(prefix: string, length: number): string {
    let id = prefix;
    for (let i = 0; i < length; i++) id += idLetters.charAt(Math.floor(this.#random() * idLetters.length));
    return id;
  }
}

/** 20 characters, as PagerDuty’s own. */
function newKey(): string {
  return randomBytes(15).toString('base64url');
}

function names(users: readonly DrillUser[]): string {
  return users.map(({ name }) => name).join(', ');
}
