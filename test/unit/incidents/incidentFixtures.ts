import { utc } from '../../../src/core/clock.ts';
import { incidentKey, type Incident } from '../../../src/core/incidents/incident.ts';

/** An ordinary open incident; what a test is about goes into `fields`. */
export function incident(id: string, fields: Partial<Incident> = {}): Incident {
  const accountId = fields.accountId ?? 'acme';
  return {
    key: incidentKey(accountId, id),
    accountId,
    id,
    number: 1,
    title: `Incident ${id}`,
    status: 'triggered',
    urgency: 'high',
    priority: { id: 'PP2', name: 'P2', color: '#eb6016', order: 2 },
    severity: 'P2',
    service: { id: 'PS', name: 'Mail' },
    assignees: [{ id: 'PADA', name: 'Ada' }],
    acknowledgers: [],
    teams: [],
    escalationPolicy: null,
    createdAt: utc(Date.UTC(2026, 0, 15)),
    updatedAt: null,
    resolvedAt: null,
    acknowledgedUntil: null,
    alertCount: null,
    url: null,
    ...fields,
  };
}

/** Resolved `minute` minutes after midnight. */
export function resolvedAt(id: string, minute: number): Incident {
  return incident(id, { status: 'resolved', resolvedAt: utc(Date.UTC(2026, 0, 15, 0, minute)) });
}
