import type { EscalationLevel, EscalationPolicy, OnCall, Responder } from '../../directory.ts';
import { countOf, idOf, lineOf, objectOf, objectsOf, timeOf } from '../wire.ts';
import { personOf, referenceOf, referencesOf } from './pagerDutyMapping.ts';

/** A user; the time zone is only in a whole one, not in a reference. */
export function responderOf(wire: unknown): Responder | null {
  const person = personOf(wire);
  return person && { ...person, timeZone: timeZoneOf(objectOf(wire)?.['time_zone']) };
}

/** Also null for a name that this machine does not know: nobody could say what time it is there. */
function timeZoneOf(value: unknown): string | null {
  const timeZone = lineOf(value);
  if (!timeZone) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone && timeZone;
  } catch {
    return null;
  }
}

export function escalationPolicyOf(wire: unknown): EscalationPolicy | null {
  const reference = referenceOf(wire);
  const fields = objectOf(wire);
  if (!reference || !fields) return null;
  return {
    ...reference,
    levels: objectsOf(fields['escalation_rules']).map((rule, index) => ({
      level: index + 1,
      delayMinutes: countOf(rule['escalation_delay_in_minutes']) ?? 0,
      targets: objectsOf(rule['targets']).flatMap(target => targetOf(target) ?? []),
    })),
    teams: referencesOf(fields['teams']),
  };
}

/** Schedules are of two generations: `schedule_reference` and `v3_schedule_reference`. */
function targetOf(wire: { readonly [name: string]: unknown }): EscalationLevel['targets'][number] | null {
  const reference = referenceOf(wire);
  const type = /^(?:v\d+_)?(user|schedule)(?:_reference)?$/.exec(lineOf(wire['type']) ?? '')?.[1];
  return reference && type ? { ...reference, type: type === 'user' ? 'user' : 'schedule' } : null;
}

export interface OnCallRow extends OnCall {
  /** The rows have no id of their own: what makes one the same as another. */
  readonly id: string;
}

/** A row of `GET /oncalls`; null where it does not say who or for which policy. */
export function onCallOf(wire: unknown): OnCallRow | null {
  const fields = objectOf(wire);
  const person = responderOf(fields?.['user']);
  const policy = referenceOf(fields?.['escalation_policy']);
  const level = countOf(fields?.['escalation_level']);
  if (!fields || !person || !policy || !level) return null;
  const schedule = idOf(objectOf(fields['schedule'])?.['id']) ? referenceOf(fields['schedule']) : null;
  const from = timeOf(fields['start']);
  return {
    id: [policy.id, level, person.id, schedule?.id ?? '', from ?? ''].join(' '),
    person,
    level,
    policy,
    schedule,
    from,
    until: timeOf(fields['end']),
  };
}
