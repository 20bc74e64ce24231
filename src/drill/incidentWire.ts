import type { DirectoryWire } from './directoryWire.ts';
import type { DrillCustomField } from './incidentContext.ts';
import { customFieldValue, respondersOf } from './incidentPartsWire.ts';
import type { DrillAlert, DrillIncident, DrillLogEntry, DrillNote, DrillPendingAction } from './records.ts';
import {
  noIncludes,
  summaryOf,
  time,
  type Includes,
  type Json,
  type WireReferences,
} from './wireReferences.ts';

/**
 * Incidents in the shapes of PagerDuty’s REST API v2
 * (github.com/PagerDuty/api-schema, reference/REST/openapiv3.json; the contract tests hold them to it).
 */
export class IncidentWire {
  constructor(
    private readonly references: WireReferences,
    private readonly directory: DirectoryWire,
    private readonly customFields: readonly DrillCustomField[],
  ) {}

  incident(incident: DrillIncident, includes: Includes = noIncludes): Json {
    const { service, policy } = incident;
    const { references, directory } = this;
    const [first] = incident.log;
    // Not by a spread: that would cost several times as long, and listings are measured against this server.
    return Object.assign(references.head('incident', incident.id, summaryOf(incident), 'incidents'), {
      incident_number: incident.number,
      title: incident.title,
      description: incident.title,
      created_at: time(incident.createdAt),
      updated_at: time(incident.updatedAt),
      status: incident.status,
      // Null as soon as an incident has alerts: the key is the alerts’ then.
      incident_key: incident.alerts.length > 0 ? null : incident.key,
      service: includes.has('services') ? directory.service(service) : references.service(service),
      assignments: incident.assignments.map(({ at, user }) => ({
        at: time(at),
        assignee: includes.has('assignees') ? directory.user(user) : references.user(user),
      })),
      assigned_via: incident.assignedVia,
      last_status_change_at: time(incident.statusChangedAt),
      resolved_at: incident.resolvedAt === null ? null : time(incident.resolvedAt),
      first_trigger_log_entry:
        first &&
        (includes.has('first_trigger_log_entries')
          ? this.logEntry(first, incident)
          : references.head('trigger_log_entry_reference', first.id, first.summary, 'log_entries')),
      alert_counts: countAlerts(incident.alerts),
      is_mergeable: incident.status !== 'resolved',
      incident_type: { name: incident.incidentType },
      escalation_policy: includes.has('escalation_policies')
        ? directory.policy(policy)
        : references.policy(policy),
      teams: [includes.has('teams') ? directory.team(service.team) : references.team(service.team)],
      pending_actions:
        incident.snoozedUntil === null
          ? []
          : [pendingAction({ type: 'unacknowledge', at: incident.snoozedUntil })],
      acknowledgements: incident.acknowledgements.map(({ at, user }) => ({
        at: time(at),
        acknowledger: includes.has('acknowledgers') ? directory.user(user) : references.user(user),
      })),
      alert_grouping: null,
      last_status_change_by: includes.has('agents')
        ? directory.agent(incident.statusChangedBy)
        : references.agent(incident.statusChangedBy),
      priority: incident.priority && directory.priority(incident.priority),
      resolve_reason: incident.mergedInto && {
        type: 'merge_resolve_reason',
        incident: references.incident(incident.mergedInto),
      },
      urgency: incident.urgency,
      ...respondersOf(incident, references),
      ...(includes.has('conference_bridge')
        ? {
            conference_bridge: incident.bridge && {
              conference_number: incident.bridge.number,
              conference_url: incident.bridge.url,
            },
          }
        : {}),
      ...(includes.has('custom_fields')
        ? { custom_fields: this.customFields.map(field => customFieldValue(field, incident)) }
        : {}),
      ...(includes.has('body') && incident.body !== null
        ? { body: { type: 'incident_body', details: incident.body } }
        : {}),
    });
  }

  alert(alert: DrillAlert, incident: DrillIncident): Json {
    return {
      ...this.references.head('alert', alert.id, alert.title, `incidents/${incident.id}/alerts`),
      created_at: time(alert.createdAt),
      status: alert.status,
      alert_key: alert.key,
      service: this.references.service(incident.service),
      body: {
        type: 'alert_body',
        contexts: alert.contexts,
        details: alert.details,
        ...(alert.client ? { cef_details: cefDetails(alert, alert.client) } : {}),
      },
      incident: this.references.incident(incident),
      suppressed: false,
      severity: alert.severity,
      integration: this.references.head(
        'events_api_v2_inbound_integration_reference',
        'PDRILL1',
        'Events API v2',
        'integrations',
      ),
    };
  }

  logEntry(entry: DrillLogEntry, incident: DrillIncident, includes: Includes = noIncludes): Json {
    const { references } = this;
    return {
      ...references.head(`${entry.type}_log_entry`, entry.id, entry.summary, 'log_entries'),
      created_at: time(entry.at),
      agent: references.agent(entry.agent),
      channel: channelOf(entry, incident, includes.has('channels')),
      service: references.service(incident.service),
      incident: references.incident(incident),
      teams: [references.team(incident.service.team)],
      contexts: [],
      ...(entry.note === undefined ? {} : { note: entry.note }),
      ...(entry.assignees ? { assignees: entry.assignees.map(references.user) } : {}),
      ...(entry.notified ? { user: references.user(entry.notified) } : {}),
      ...(entry.changedActions ? { changed_actions: entry.changedActions.map(pendingAction) } : {}),
      ...(entry.changeset ? { changeset: entry.changeset } : {}),
      ...(entry.type === 'trigger' ? { event_details: { description: incident.title } } : {}),
    };
  }

  note(note: DrillNote): Json {
    return {
      id: note.id,
      user: this.references.user(note.user),
      channel: { summary: 'The PagerDuty website or APIs' },
      content: note.content,
      created_at: time(note.at),
      updated_at: time(note.at),
    };
  }
}

function channelOf(entry: DrillLogEntry, incident: DrillIncident, raw: boolean): Json {
  // A note’s text is the channel’s summary, too: that is where PagerDuty’s own log shows it.
  if (entry.type === 'annotate') return { type: 'note', summary: entry.note };
  if (entry.timedOut) return { type: 'timeout' };
  if (entry.type === 'trigger' && entry.agent.kind === 'user') {
    const details = raw && incident.body !== null ? { details: incident.body } : {};
    return { type: 'web_trigger', summary: incident.title, subject: incident.title, ...details };
  }
  if (entry.agent.kind === 'user') return { type: 'website' };
  if (entry.type !== 'trigger') return { type: 'auto' };
  const [alert] = incident.alerts;
  return { type: 'api', summary: incident.title, ...(raw && alert ? { details: alert.details } : {}) };
}

function pendingAction({ type, at }: DrillPendingAction): Json {
  return { type, at: time(at) };
}

function countAlerts(alerts: readonly DrillAlert[]): Json {
  const triggered = alerts.filter(({ status }) => status === 'triggered').length;
  return { all: alerts.length, triggered, resolved: alerts.length - triggered };
}

function cefDetails(alert: DrillAlert, client: { name: string; url: string }): Json {
  return {
    client: client.name,
    client_url: client.url,
    contexts: alert.contexts,
    description: alert.title,
    details: alert.details,
    severity: alert.severity,
    source_origin: client.name,
  };
}
