import type { Alert, Incident } from '../../../src/core/incidents/incident.ts';
import { noPurpose } from '../../../src/core/runbooks/frontMatter.ts';
import type { RunbookCandidate } from '../../../src/core/runbooks/matchRunbooks.ts';
import type { RunbookPurpose } from '../../../src/core/runbooks/runbook.ts';

export function candidate(
  path: string,
  purpose: Partial<RunbookPurpose> = {},
  origin: RunbookCandidate['origin'] = 'workspace',
): RunbookCandidate {
  return {
    id: `${origin}:${path}`,
    path,
    purpose: { ...noPurpose, ...purpose },
    title: path,
    origin,
    repository: null,
  };
}

export function alert(fields: Partial<Alert>): Alert {
  return {
    id: 'A1',
    title: 'Disk is full on db-1',
    status: 'triggered',
    severity: null,
    createdAt: '2026-01-15T03:00:00.000Z',
    details: [],
    links: [],
    runbook: null,
    alertName: null,
    labels: {},
    ...fields,
  };
}

export function linking(href: string): Alert {
  return alert({ runbook: { href, foundIn: 'details.runbook_url' } });
}

export const incident: Incident = {
  key: 'a:P1',
  accountId: 'a',
  id: 'P1',
  number: 1,
  title: 'Disk 95% full on db-1',
  status: 'triggered',
  urgency: 'high',
  priority: null,
  severity: null,
  service: { id: 'PSVC1', name: 'Orders DB' },
  assignees: [],
  acknowledgers: [],
  teams: [],
  escalationPolicy: null,
  createdAt: '2026-01-15T03:00:00.000Z',
  updatedAt: null,
  resolvedAt: null,
  acknowledgedUntil: null,
  alertCount: null,
  url: null,
};
