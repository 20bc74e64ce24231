import { invalidInput } from './apiError.ts';
import type { DrillIncident } from './records.ts';

const statuses = ['triggered', 'acknowledged', 'resolved'];
const urgencies = ['low', 'high'];

/** How two incidents are compared for each key that `sort_by` knows. */
const sortKeys: Record<string, (incident: DrillIncident) => number> = {
  incident_number: incident => incident.number,
  created_at: incident => incident.createdAt,
  resolved_at: incident => incident.resolvedAt ?? Infinity,
  urgency: incident => urgencies.indexOf(incident.urgency),
};

/** What `GET /incidents` with these parameters lists, in its order. */
export function selectIncidents(
  all: readonly DrillIncident[],
  query: URLSearchParams,
  now: number,
): readonly DrillIncident[] {
  const wanted = {
    statuses: list(query, 'statuses[]', statuses),
    urgencies: list(query, 'urgencies[]', urgencies),
    services: list(query, 'service_ids[]'),
    teams: list(query, 'team_ids[]'),
    users: list(query, 'user_ids[]'),
  };
  const key = query.get('incident_key');
  const { since, until } = range(query, now);
  const order = sortOrder(query.get('sort_by'));

  const selected = all.filter(
    incident =>
      incident.createdAt >= since &&
      incident.createdAt <= until &&
      (!wanted.statuses || wanted.statuses.has(incident.status)) &&
      (!wanted.urgencies || wanted.urgencies.has(incident.urgency)) &&
      (!wanted.services || wanted.services.has(incident.service.id)) &&
      (!wanted.teams || wanted.teams.has(incident.service.team.id)) &&
      // Resolved incidents are assigned to nobody, so they never match.
      (!wanted.users || incident.assignments.some(({ user }) => wanted.users?.has(user.id))) &&
      (key === null || incident.key === key || incident.alerts.some(alert => alert.key === key)),
  );
  return order ? selected.sort(order) : selected;
}

function list(query: URLSearchParams, name: string, allowed?: readonly string[]): Set<string> | null {
  const values = query.getAll(name);
  for (const value of values) {
    if (allowed && !allowed.includes(value))
      throw invalidInput(`${name} must be one of ${allowed.join(', ')}`);
  }
  return values.length > 0 ? new Set(values) : null;
}

/** Without `date_range=all` only a month is looked at: the last one, or the one that begins at `since`. */
function range(query: URLSearchParams, now: number): { readonly since: number; readonly until: number } {
  const dateRange = query.get('date_range');
  if (dateRange === 'all') return { since: -Infinity, until: Infinity };
  if (dateRange !== null) throw invalidInput('date_range must be all');
  const from = moment(query, 'since');
  const to = moment(query, 'until');
  const until = to ?? (from === null ? now : addMonths(from, 1));
  const since = from ?? addMonths(until, -1);
  if (until > addMonths(since, 6)) throw invalidInput('The date range must not be longer than 6 months.');
  return { since, until };
}

/** A time of the query in ms since the epoch; null where it is not given. */
export function moment(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw invalidInput(`${name} must be an ISO 8601 time`);
  return ms;
}

function addMonths(ms: number, months: number): number {
  const date = new Date(ms);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.getTime();
}

function sortOrder(sortBy: string | null): ((a: DrillIncident, b: DrillIncident) => number) | null {
  if (sortBy === null) return null;
  const parts = sortBy.split(',');
  if (parts.length > 2) throw invalidInput('sort_by takes at most two fields');
  const comparisons = parts.map(part => {
    const [name = '', direction = 'asc'] = part.split(':');
    const value = Object.hasOwn(sortKeys, name) ? sortKeys[name] : undefined;
    if (!value || !['asc', 'desc'].includes(direction)) throw invalidInput(`sort_by cannot be ${part}`);
    const sign = direction === 'asc' ? 1 : -1;
    return (a: DrillIncident, b: DrillIncident) => sign * compare(value(a), value(b));
  });
  return (a, b) => comparisons.reduce((result, next) => result || next(a, b), 0);
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
