import type { IncidentStatus, Urgency } from '../core/incidents/incident.ts';

/** What the drill’s account holds. Times are ms since the epoch; drillWire.ts gives them PagerDuty’s shape. */
export interface DrillUser {
  readonly kind: 'user';
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly jobTitle: string;
}

export interface DrillTeam {
  readonly id: string;
  readonly name: string;
}

export interface DrillPolicy {
  readonly id: string;
  readonly name: string;
  /** Whom each level calls; the first level is number 1. */
  readonly levels: readonly DrillUser[];
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
  | 'notify'
  | 'escalate'
  | 'acknowledge'
  | 'unacknowledge'
  | 'annotate'
  | 'resolve'
  | 'urgency_change';

export interface DrillLogEntry {
  readonly id: string;
  readonly at: number;
  readonly type: LogEntryType;
  readonly agent: DrillAgent;
  readonly summary: string;
  /** The note of an annotation, or of a resolution. */
  readonly note?: string;
  readonly assignees?: readonly DrillUser[];
}

export interface DrillNote {
  readonly id: string;
  readonly at: number;
  readonly user: DrillUser;
  readonly content: string;
}

export interface DrillIncident {
  readonly id: string;
  readonly number: number;
  readonly service: DrillService;
  readonly createdAt: number;
  readonly alerts: DrillAlert[];
  /** Oldest first. */
  readonly log: DrillLogEntry[];
  readonly notes: DrillNote[];
  title: string;
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

/** A `user` key acts as its person; `account` must name one in From; `readonly` is account-wide and may only read. */
export type KeyKind = 'user' | 'account' | 'readonly';
