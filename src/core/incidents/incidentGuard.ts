import { isObject, isUtcTime } from '../timeline/entryGuard.ts';
import type { Incident } from './incident.ts';

/** An incident that was kept as JSON, by this version or an earlier one; null for anything else. */
export function incidentFrom(value: unknown): Incident | null {
  if (!isObject(value)) return null;
  const whole: unknown = { acknowledgedUntil: null, alertCount: null, ...value };
  return isIncident(whole) ? whole : null;
}

function isIncident(value: unknown): value is Incident {
  if (!isObject(value)) return false;
  const named = (item: unknown) =>
    isObject(item) && typeof item['id'] === 'string' && typeof item['name'] === 'string';
  const textOrNull = (item: unknown) => item === null || typeof item === 'string';
  const timeOrNull = (item: unknown) => item === null || isUtcTime(item);
  return (
    ['key', 'accountId', 'id', 'title'].every(name => typeof value[name] === 'string') &&
    ['triggered', 'acknowledged', 'resolved'].includes(value['status'] as string) &&
    ['high', 'low'].includes(value['urgency'] as string) &&
    (value['number'] === null || typeof value['number'] === 'number') &&
    (value['severity'] === null || ['P1', 'P2', 'P3', 'P4'].includes(value['severity'] as string)) &&
    ['priority', 'service', 'escalationPolicy'].every(name => value[name] === null || named(value[name])) &&
    ['assignees', 'acknowledgers', 'teams'].every(
      name => Array.isArray(value[name]) && value[name].every(named),
    ) &&
    isUtcTime(value['createdAt']) &&
    ['updatedAt', 'resolvedAt', 'acknowledgedUntil'].every(name => timeOrNull(value[name])) &&
    (value['alertCount'] === null || typeof value['alertCount'] === 'number') &&
    (value['mergeable'] === undefined || typeof value['mergeable'] === 'boolean') &&
    textOrNull(value['url'])
  );
}
