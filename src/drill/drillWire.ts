import { utc } from '../core/clock.ts';
import type {
  DrillAgent,
  DrillAlert,
  DrillIncident,
  DrillLogEntry,
  DrillNote,
  DrillPolicy,
  DrillPriority,
  DrillService,
  DrillTeam,
  DrillUser,
} from './records.ts';

type Json = Record<string, unknown>;

/** What `include[]` asks to see whole instead of as a reference. */
export type Includes = ReadonlySet<string>;

/** PagerDuty writes times without milliseconds. */
const time = (ms: number) => utc(ms).replace(/\.\d+Z$/, 'Z');

/**
 * The account’s records in the shapes of PagerDuty’s REST API v2
 * (github.com/PagerDuty/api-schema, reference/REST/openapiv3.json; the contract tests hold them to it).
 */
export class DrillWire {
  constructor(private readonly baseUrl: string) {}

  incident(incident: DrillIncident, includes: Includes): Json {
    const { service } = incident;
    const [first] = incident.log;
    return {
      ...this.#head('incident', incident.id, `[#${incident.number}] ${incident.title}`, 'incidents'),
      incident_number: incident.number,
      title: incident.title,
      description: incident.title,
      created_at: time(incident.createdAt),
      updated_at: time(incident.updatedAt),
      status: incident.status,
      // Null as soon as an incident has alerts: the key is the alerts’ then.
      incident_key: incident.alerts.length > 0 ? null : incident.id,
      service: includes.has('services') ? this.service(service) : this.#serviceReference(service),
      assignments: incident.assignments.map(({ at, user }) => ({
        at: time(at),
        assignee: includes.has('assignees') ? this.user(user) : this.#userReference(user),
      })),
      assigned_via: 'escalation_policy',
      last_status_change_at: time(incident.statusChangedAt),
      resolved_at: incident.resolvedAt === null ? null : time(incident.resolvedAt),
      first_trigger_log_entry:
        first &&
        (includes.has('first_trigger_log_entries')
          ? this.logEntry(first, incident, new Set())
          : this.#head('trigger_log_entry_reference', first.id, first.summary, 'log_entries')),
      alert_counts: countAlerts(incident.alerts),
      is_mergeable: incident.status !== 'resolved',
      incident_type: { name: 'incident_default' },
      escalation_policy: includes.has('escalation_policies')
        ? this.policy(service.policy)
        : this.#reference('escalation_policy', service.policy.id, service.policy.name, 'escalation_policies'),
      teams: [includes.has('teams') ? this.team(service.team) : this.#teamReference(service.team)],
      pending_actions: [],
      acknowledgements: incident.acknowledgements.map(({ at, user }) => ({
        at: time(at),
        acknowledger: includes.has('acknowledgers') ? this.user(user) : this.#userReference(user),
      })),
      alert_grouping: null,
      last_status_change_by: includes.has('agents')
        ? this.#agent(incident.statusChangedBy)
        : this.#agentReference(incident.statusChangedBy),
      priority: incident.priority && this.priority(incident.priority),
      resolve_reason: null,
      ...(includes.has('conference_bridge') ? { conference_bridge: null } : {}),
      incidents_responders: [],
      responder_requests: [],
      urgency: incident.urgency,
    };
  }

  alert(alert: DrillAlert, incident: DrillIncident): Json {
    const path = `incidents/${incident.id}/alerts`;
    return {
      ...this.#head('alert', alert.id, alert.title, path),
      created_at: time(alert.createdAt),
      status: alert.status,
      alert_key: alert.key,
      service: this.#serviceReference(incident.service),
      body: {
        type: 'alert_body',
        contexts: alert.contexts,
        details: alert.details,
        ...(alert.client ? { cef_details: cefDetails(alert, alert.client) } : {}),
      },
      incident: this.#reference(
        'incident',
        incident.id,
        `[#${incident.number}] ${incident.title}`,
        'incidents',
      ),
      suppressed: false,
      severity: alert.severity,
      integration: this.#head(
        'events_api_v2_inbound_integration_reference',
        'PDRILL1',
        'Events API v2',
        'integrations',
      ),
    };
  }

  logEntry(entry: DrillLogEntry, incident: DrillIncident, includes: Includes): Json {
    return {
      ...this.#head(`${entry.type}_log_entry`, entry.id, entry.summary, 'log_entries'),
      created_at: time(entry.at),
      agent: this.#agentReference(entry.agent),
      channel: this.#channel(entry, incident, includes.has('channels')),
      service: this.#serviceReference(incident.service),
      incident: this.#reference(
        'incident',
        incident.id,
        `[#${incident.number}] ${incident.title}`,
        'incidents',
      ),
      teams: [this.#teamReference(incident.service.team)],
      contexts: [],
      ...(entry.note === undefined ? {} : { note: entry.note }),
      ...(entry.assignees ? { assignees: entry.assignees.map(user => this.#userReference(user)) } : {}),
      ...(entry.type === 'trigger' ? { event_details: { description: incident.title } } : {}),
    };
  }

  note(note: DrillNote): Json {
    return {
      id: note.id,
      user: this.#userReference(note.user),
      channel: { summary: 'The PagerDuty website or APIs' },
      content: note.content,
      created_at: time(note.at),
      updated_at: time(note.at),
    };
  }

  user(user: DrillUser): Json {
    return {
      ...this.#head('user', user.id, user.name, 'users'),
      name: user.name,
      email: user.email,
      time_zone: 'Etc/UTC',
      color: 'green',
      role: 'user',
      avatar_url: 'https://www.example.com/avatar.png',
      description: null,
      invitation_sent: false,
      job_title: user.jobTitle,
      created_via_sso: false,
      teams: [],
      contact_methods: [],
      notification_rules: [],
    };
  }

  service(service: DrillService): Json {
    const { policy } = service;
    return {
      ...this.#head('service', service.id, service.name, 'services'),
      name: service.name,
      description: service.description,
      status: 'active',
      escalation_policy: this.#reference('escalation_policy', policy.id, policy.name, 'escalation_policies'),
      teams: [this.#teamReference(service.team)],
      integrations: [],
      alert_creation: 'create_alerts_and_incidents',
    };
  }

  team(team: DrillTeam): Json {
    return { ...this.#head('team', team.id, team.name, 'teams'), name: team.name, description: '' };
  }

  policy(policy: DrillPolicy): Json {
    return {
      ...this.#head('escalation_policy', policy.id, policy.name, 'escalation_policies'),
      name: policy.name,
      num_loops: 0,
      escalation_rules: policy.levels.map(user => ({
        id: `${policy.id}-${user.id}`,
        escalation_delay_in_minutes: 5,
        targets: [this.#userReference(user)],
      })),
      services: [],
      teams: [],
    };
  }

  priority(priority: DrillPriority): Json {
    return {
      ...this.#head('priority', priority.id, priority.name, 'priorities'),
      name: priority.name,
      description: priority.description,
      color: priority.color,
      order: priority.order,
    };
  }

  #channel(entry: DrillLogEntry, incident: DrillIncident, raw: boolean): Json {
    // A note’s text is the channel’s summary, too: that is where PagerDuty’s own log shows it.
    if (entry.type === 'annotate') return { type: 'note', summary: entry.note };
    if (entry.agent.kind === 'user') return { type: 'website' };
    if (entry.type !== 'trigger') return { type: 'auto' };
    const [alert] = incident.alerts;
    return { type: 'api', summary: incident.title, ...(raw && alert ? { details: alert.details } : {}) };
  }

  #agent(agent: DrillAgent): Json {
    return agent.kind === 'user' ? this.user(agent) : this.service(agent);
  }

  #agentReference(agent: DrillAgent): Json {
    return agent.kind === 'user' ? this.#userReference(agent) : this.#serviceReference(agent);
  }

  #userReference = ({ id, name }: DrillUser) => this.#reference('user', id, name, 'users');
  #serviceReference = ({ id, name }: DrillService) => this.#reference('service', id, name, 'services');
  #teamReference = ({ id, name }: DrillTeam) => this.#reference('team', id, name, 'teams');

  #reference(type: string, id: string, summary: string, path: string): Json {
    return this.#head(`${type}_reference`, id, summary, path);
  }

  #head(type: string, id: string, summary: string, path: string): Json {
    const self = `${this.baseUrl}/${path}/${id}`;
    // Only incidents have a page for a browser here.
    const html_url = path === 'incidents' ? `${this.baseUrl}/drill/incidents/${id}` : null;
    return { id, type, summary, self, html_url };
  }
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
