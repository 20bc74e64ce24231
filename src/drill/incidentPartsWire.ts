import type {
  DrillCustomField,
  DrillPastIncident,
  RelatedChange,
  RelatedIncident,
} from './incidentContext.ts';
import type { DrillIncident, DrillResponder, DrillResponderRequest, DrillStatusUpdate } from './records.ts';
import { time, type Json, type WireReferences } from './wireReferences.ts';

/** The fields of an incident that say who was asked for help. */
export function respondersOf(incident: DrillIncident, references: WireReferences): Json {
  return {
    incidents_responders: incident.responders.map(one => responder(one, incident, references)),
    responder_requests: incident.responderRequests.map(one => responderRequest(one, incident, references)),
  };
}

/**
 * As the official example has it: each target under `responder_request_target`. The schema beside it names the
 * fields of a target without that, and `incident_responders` instead of `incidents_responders`.
 */
export function responderRequest(
  request: DrillResponderRequest,
  incident: DrillIncident,
  references: WireReferences,
): Json {
  return {
    id: request.id,
    incident: references.incident(incident),
    requester: references.user(request.requester),
    requested_at: time(request.at),
    message: request.message,
    responder_request_targets: request.targets.map(({ target, responders }) => ({
      responder_request_target: {
        type: target.kind === 'user' ? 'user' : 'escalation_policy',
        id: target.id,
        summary: target.name,
        incidents_responders: responders.map(one => responder(one, incident, references)),
      },
    })),
  };
}

function responder(one: DrillResponder, incident: DrillIncident, references: WireReferences): Json {
  return {
    state: one.state,
    user: references.user(one.user),
    incident: references.incident(incident),
    updated_at: time(one.updatedAt),
    message: one.message,
    requester: references.user(one.requester),
    requested_at: time(one.requestedAt),
    escalation_policy_requests: one.policies.map(({ id }) => id),
  };
}

export function statusUpdate(update: DrillStatusUpdate, references: WireReferences): Json {
  return {
    id: update.id,
    message: update.message,
    sender: references.user(update.sender),
    created_at: time(update.at),
    ...(update.subject === undefined ? {} : { subject: update.subject }),
    ...(update.htmlMessage === undefined ? {} : { html_message: update.htmlMessage }),
  };
}

/** The lists of services are arrays, as the schema says; the official example has one object in their place. */
export function relatedIncident(
  { incident, dependency }: RelatedIncident,
  references: WireReferences,
  whole: Json | null,
): Json {
  const service = (id: string) => ({
    id,
    type: 'technical_service_reference',
    self: references.self('services', id),
  });
  return {
    incident: whole ?? {
      id: incident.id,
      created_at: time(incident.createdAt),
      self: references.self('incidents', incident.id),
      title: incident.title,
    },
    relationships: [
      dependency
        ? {
            type: 'service_dependency',
            metadata: {
              dependent_services: [service(dependency.dependent.id)],
              supporting_services: [service(dependency.supporting.id)],
            },
          }
        : {
            type: 'machine_learning_inferred',
            metadata: {
              grouping_classification: 'similar_contents',
              user_feedback: { positive_feedback_count: 12, negative_feedback_count: 3 },
            },
          },
    ],
  };
}

/** The incident itself is gone from the drill, so its address is nowhere. */
export function pastIncident({ id, createdAt, title, score }: DrillPastIncident): Json {
  const self = `https://api.example.com/incidents/${id}`;
  return { incident: { id, created_at: time(createdAt), self, title }, score };
}

export function relatedChange({ change, reason }: RelatedChange, references: WireReferences): Json {
  return {
    id: change.id,
    type: 'change_event',
    summary: change.summary,
    timestamp: time(change.at),
    source: change.source,
    integration: { id: 'PDRILL2', type: 'inbound_integration_reference' },
    services: [references.service(change.service)],
    custom_details: change.details,
    links: [change.link],
    correlation_reason: { reason },
  };
}

export function customFieldValue(field: DrillCustomField, { service }: DrillIncident): Json {
  return {
    id: field.id,
    type: 'field_value',
    name: field.name,
    display_name: field.displayName,
    description: field.description,
    data_type: 'string',
    field_type: field.fieldType,
    value: field.valueFor(service),
  };
}
