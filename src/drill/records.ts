import type { IncidentStatus, Urgency } from '../core/incidents/incident.ts';

/** What the drill’s account holds. Times are ms since the epoch; the files called …Wire.ts give them PagerDuty’s shape. */
export interface DrillUser {
  readonly kind: 'user';
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly jobTitle: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly teams: readonly DrillTeam[];
}

export interface DrillTeam {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** People who take turns of equal length, one after the other, for ever. */
export interface DrillSchedule {
  readonly kind: 'schedule';
  readonly id: string;
  readonly name: string;
  /** IANA name: where its hand-over belongs to the working day. */
  readonly timeZone: string;
  readonly team: DrillTeam;
  /** In the order of their turns. */
  readonly users: readonly DrillUser[];
  /** When a turn of the first of them began. */
  readonly anchor: number;
  /** ms */
  readonly turn: number;
}

export interface DrillLevel {
  /** How long until the next level is called. */
  readonly delayMinutes: number;
  readonly targets: readonly (DrillUser | DrillSchedule)[];
}

export interface DrillPolicy {
  readonly kind: 'policy';
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly team: DrillTeam;
  /** The first level is number 1. */
  readonly levels: readonly DrillLevel[];
}

export interface DrillWorkflow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
}

export interface DrillService {
  readonly kind: 'service';
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly team: DrillTeam;
  readonly policy: DrillPolicy;
}

export interface DrillPriority {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly color: string;
  readonly order: number;
}

/** Who did something: a person, or a service’s integration. */
export type DrillAgent = DrillUser | DrillService;

export interface AlertContext {
  readonly type: 'link' | 'image';
  readonly href?: string;
  readonly src?: string;
  readonly text?: string;
}

export type AlertSeverity = 'info' | 'warning' | 'error' | 'critical';

/** What a monitoring tool sends. `details` has as many shapes as there are tools, a plain string included. */
export interface AlertContent {
  /** The same key while the same thing is wrong. */
  readonly key: string;
  readonly severity: AlertSeverity;
  readonly details: Readonly<Record<string, unknown>> | string;
  readonly contexts: readonly AlertContext[];
  /** Undocumented, but real: PagerDuty’s common event format beside the details. */
  readonly client?: { readonly name: string; readonly url: string };
}

export interface DrillAlert extends AlertContent {
  readonly id: string;
  readonly title: string;
  readonly createdAt: number;
  status: 'triggered' | 'resolved';
}

export type LogEntryType =
  | 'trigger'
  | 'assign'
  | 'delegate'
  | 'notify'
  | 'escalate'
  | 'acknowledge'
  | 'unacknowledge'
  | 'annotate'
  | 'resolve'
  | 'snooze'
  | 'urgency_change'
  | 'field_value_change';

/** What PagerDuty will do by itself, and when. */
export interface DrillPendingAction {
  readonly type: 'unacknowledge';
  readonly at: number;
}

export interface DrillLogEntry {
  readonly id: string;
  readonly at: number;
  readonly type: LogEntryType;
  readonly agent: DrillAgent;
  readonly summary: string;
  /** The note of an annotation, or of a resolution. */
  readonly note?: string;
  readonly assignees?: readonly DrillUser[];
  /** Who was notified. */
  readonly notified?: DrillUser;
  /** By itself, when a time ran out. */
  readonly timedOut?: boolean;
  readonly changedActions?: readonly DrillPendingAction[];
  /** Sentences: “Updated title to …”. */
  readonly changeset?: readonly string[];
}

export interface DrillNote {
  readonly id: string;
  readonly at: number;
  readonly user: DrillUser;
  readonly content: string;
}

export interface DrillStatusUpdate {
  readonly id: string;
  readonly at: number;
  readonly sender: DrillUser;
  readonly message: string;
  readonly subject?: string;
  readonly htmlMessage?: string;
}

/** Somebody who was asked for help, and what came of it. */
export interface DrillResponder {
  readonly user: DrillUser;
  readonly message: string;
  readonly requester: DrillUser;
  readonly requestedAt: number;
  /** Those through whose first level the person was asked; empty where it was by name. */
  readonly policies: readonly DrillPolicy[];
  state: 'pending' | 'joined' | 'declined' | 'user_cancelled';
  updatedAt: number;
}

export interface DrillResponderRequest {
  readonly id: string;
  readonly at: number;
  readonly message: string;
  readonly requester: DrillUser;
  readonly targets: readonly {
    readonly target: DrillUser | DrillPolicy;
    readonly responders: readonly DrillResponder[];
  }[];
}

/** Where the responders talk; both as PagerDuty keeps them. */
export interface DrillBridge {
  readonly number: string | null;
  readonly url: string | null;
}

export interface DrillIncident {
  readonly id: string;
  /** The key that the incident itself was created with; alerts have keys of their own. */
  readonly key: string;
  readonly number: number;
  readonly createdAt: number;
  readonly alerts: DrillAlert[];
  /** Oldest first. */
  readonly log: DrillLogEntry[];
  readonly notes: DrillNote[];
  readonly statusUpdates: DrillStatusUpdate[];
  /** One for each person, the latest request. */
  readonly responders: DrillResponder[];
  readonly responderRequests: DrillResponderRequest[];
  /** What a person wrote when creating it; null for what monitoring reported. */
  readonly body: string | Readonly<Record<string, unknown>> | null;
  service: DrillService;
  title: string;
  /** `incident_default` unless somebody chose another. */
  incidentType: string;
  policy: DrillPolicy;
  assignedVia: 'escalation_policy' | 'direct_assignment';
  bridge: DrillBridge | null;
  /** Acknowledged until then; null where it is not snoozed. */
  snoozedUntil: number | null;
  mergedInto: DrillIncident | null;
  status: IncidentStatus;
  urgency: Urgency;
  priority: DrillPriority | null;
  assignments: { readonly at: number; readonly user: DrillUser }[];
  acknowledgements: { readonly at: number; readonly user: DrillUser }[];
  updatedAt: number;
  statusChangedAt: number;
  statusChangedBy: DrillAgent;
  resolvedAt: number | null;
}

/** Parts that an account’s plan may not have; they answer 402 then. */
export type LackablePart =
  | 'related_incidents'
  | 'past_incidents'
  | 'related_change_events'
  | 'custom_fields'
  | 'status_updates'
  | 'responder_requests'
  | 'incident_workflows';

/**
 * A `user` key acts as its person, `colleague` as another one; `account` must name one in From; `readonly` is account-wide
 * and may only read.
 */
export type KeyKind = 'user' | 'colleague' | 'account' | 'readonly';
