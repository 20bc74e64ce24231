import type { UtcTime } from '../clock.ts';
import type { Person, Reference } from './incident.ts';

/** A person of the account who can be given an incident. */
export interface Responder extends Person {
  /** IANA name, such as `Europe/Berlin`; null where it is not known. */
  readonly timeZone: string | null;
}

/** What one request brings of those that were searched for, and whether there are more. */
export interface Found<T> {
  readonly found: readonly T[];
  readonly more: boolean;
}

/** Somebody on call on one level of one policy. */
export interface OnCall {
  readonly person: Responder;
  /** From 1. */
  readonly level: number;
  readonly policy: Reference;
  /** Null for somebody who stands on the level by name. */
  readonly schedule: Reference | null;
  readonly from: UtcTime | null;
  /** Null for somebody who always is. */
  readonly until: UtcTime | null;
}

/** Who is asked at one level, as the policy says it: people by name, or schedules. */
export interface EscalationLevel {
  /** From 1. */
  readonly level: number;
  /** How long until the next level is asked. */
  readonly delayMinutes: number;
  readonly targets: readonly (Reference & { readonly type: 'user' | 'schedule' })[];
}

export interface EscalationPolicy extends Reference {
  readonly levels: readonly EscalationLevel[];
  readonly teams: readonly Reference[];
}
