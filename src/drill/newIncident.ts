import type { Urgency } from '../core/incidents/incident.ts';
import type { AlertContent, DrillAgent, DrillBridge, DrillIncident, DrillPolicy } from './records.ts';
import type { DrillPriority, DrillService, DrillUser } from './records.ts';

/** What every incident begins with. */
interface Beginning {
  readonly service: DrillService;
  readonly title: string;
  readonly urgency: Urgency;
  readonly priority: DrillPriority | null;
  readonly bridge?: DrillBridge;
}

/** A monitoring tool’s report. */
export interface Trigger extends Beginning {
  readonly alert: AlertContent;
}

/** An incident that a person makes; it has no alerts. */
export interface Creation extends Beginning {
  /** Made up where it is missing. */
  readonly key?: string;
  readonly body: DrillIncident['body'];
  /** The service’s where it is missing. */
  readonly policy?: DrillPolicy;
  readonly incidentType?: string;
  /** Those on call where it is empty. */
  readonly assignees: readonly DrillUser[];
}

export type Identification = Pick<DrillIncident, 'id' | 'key' | 'number'>;

/** An incident that was just triggered: nobody is assigned and nothing is logged yet. */
export function newIncident(
  { id, key, number }: Identification,
  { service, title, urgency, priority, bridge, ...more }: Beginning & Partial<Creation>,
  by: DrillAgent,
  at: number,
): DrillIncident {
  return {
    // Without a spread: so all incidents have one hidden class, and looking through 10,000 stays quick.
    id,
    key,
    number,
    service,
    createdAt: at,
    alerts: [],
    log: [],
    notes: [],
    statusUpdates: [],
    responders: [],
    responderRequests: [],
    body: more.body ?? null,
    title,
    incidentType: more.incidentType ?? 'incident_default',
    policy: more.policy ?? service.policy,
    assignedVia: 'escalation_policy',
    bridge: bridge ?? null,
    snoozedUntil: null,
    mergedInto: null,
    status: 'triggered',
    urgency,
    priority,
    assignments: [],
    acknowledgements: [],
    updatedAt: at,
    statusChangedAt: at,
    statusChangedBy: by,
    resolvedAt: null,
  };
}
