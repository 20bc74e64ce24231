import type { UtcTime } from '../../clock.ts';
import type { EscalationPolicy, OnCall, Responder } from '../directory.ts';
import type { Person, Reference } from '../incident.ts';

/** Somebody on call on a level, until the end of the present turn. */
export interface OnDuty {
  readonly person: Responder;
  readonly isMe: boolean;
  /** The names of the schedules that say so; empty for somebody who stands on the level by name. */
  readonly schedules: readonly string[];
  /** Null: always. */
  readonly until: UtcTime | null;
  /** The turn has ended since this was read: who came after is not known yet. */
  readonly isOver: boolean;
}

export interface LevelRow {
  /** From 1. */
  readonly level: number;
  /** Empty: nobody is asked at this level now. */
  readonly onDuty: readonly OnDuty[];
}

export interface PolicyRow {
  readonly policy: Reference;
  readonly levels: readonly LevelRow[];
}

/** Of an account-wide key, which belongs to nobody, not every policy is of interest. */
export const mostPolicies = 20;

/**
 * Which policies are of interest: those of my teams; without teams those I stand on; of an account-wide key all.
 * The first that has any counts.
 */
export function policyFilters(account: {
  readonly person: Person | null;
  readonly teams: readonly Reference[];
}): readonly { readonly teams: readonly string[]; readonly person: string | null }[] {
  const { person, teams } = account;
  return [
    ...(teams.length > 0 ? [{ teams: teams.map(({ id }) => id), person: null }] : []),
    ...(person || teams.length === 0 ? [{ teams: [], person: person?.id ?? null }] : []),
  ];
}

/**
 * Who is on call on each level of each policy. A level that nobody stands on is a row too: a gap must be seen.
 * @param onCalls as the provider gave them: what it calls present is, whatever this machine’s clock says
 * @param now ms since the epoch; only tells which turns have ended since
 */
export function onCallNow(
  policies: readonly EscalationPolicy[],
  onCalls: readonly OnCall[],
  me: Person | null,
  now: number,
): readonly PolicyRow[] {
  return policies.map(({ id, name, levels }) => {
    const here = onCalls.filter(({ policy }) => policy.id === id);
    // The policy may have been changed between the two requests.
    const numbers = new Set([...levels, ...here].map(({ level }) => level));
    return {
      policy: { id, name },
      levels: [...numbers]
        .sort((a, b) => a - b)
        .map(level => ({ level, onDuty: onDuty(here, level, me, now) })),
    };
  });
}

function onDuty(
  onCalls: readonly OnCall[],
  level: number,
  me: Person | null,
  now: number,
): readonly OnDuty[] {
  const byPerson = new Map<string, OnDuty>();
  for (const onCall of onCalls) {
    if (onCall.level !== level) continue;
    const { person, schedule } = onCall;
    const known = byPerson.get(person.id);
    // Several schedules can name the same person: the turn ends with the last of them.
    const until = known ? later(known.until, onCall.until) : onCall.until;
    byPerson.set(person.id, {
      person,
      isMe: person.id === me?.id,
      schedules: [...new Set([...(known?.schedules ?? []), ...(schedule ? [schedule.name] : [])])],
      until,
      isOver: hasPassed(until, now),
    });
  }
  return [...byPerson.values()];
}

/** When the first of them hands over, ms since the epoch; null where nobody does. */
export function nextHandOver(onCalls: readonly OnCall[], now: number): number | null {
  const ends = onCalls.map(({ until }) => (until === null ? NaN : Date.parse(until))).filter(at => at > now);
  return ends.length > 0 ? Math.min(...ends) : null;
}

/** Whether one person is on call, and where. */
export interface Turn {
  /** The lowest level that the person stands on now; null for somebody who is not on call. */
  readonly level: number | null;
  /** The end of the turn on that level; null: always. */
  readonly until: UtcTime | null;
  /** Lowest level first. */
  readonly places: readonly {
    readonly policy: Reference;
    readonly level: number;
    readonly until: UtcTime | null;
  }[];
}

/**
 * Null where it is not known: a turn has ended since this was read, and no other goes on.
 * @param onCalls those of that person, as the provider gave them
 */
export function turnOf(onCalls: readonly OnCall[], now: number): Turn | null {
  const places = onCalls
    .filter(({ until }) => !hasPassed(until, now))
    .map(({ policy, level, until }) => ({ policy, level, until }))
    .sort((a, b) => a.level - b.level || a.policy.name.localeCompare(b.policy.name));
  const [first] = places;
  if (!first) return onCalls.length > 0 ? null : { level: null, until: null, places };
  const until = places
    .filter(({ level }) => level === first.level)
    .map(place => place.until)
    .reduce(later);
  return { level: first.level, until, places };
}

/**
 * Whether what was read of a person alone says the same of them as what was read of everybody, on the policies that this
 * tells of.
 */
export function sameTurns(
  person: Person,
  alone: readonly OnCall[],
  { policies, onCalls }: { readonly policies: readonly Reference[]; readonly onCalls: readonly OnCall[] },
  now: number,
): boolean {
  const told = new Set(policies.map(({ id }) => id));
  const places = (rows: readonly OnCall[]) =>
    new Set(
      rows
        .filter(({ person: { id }, policy, until }) => {
          return id === person.id && told.has(policy.id) && !hasPassed(until, now);
        })
        .map(({ policy, level }) => `${policy.id} ${level}`),
    );
  const [mine, theirs] = [places(alone), places(onCalls)];
  return mine.size === theirs.size && [...mine].every(place => theirs.has(place));
}

function hasPassed(until: UtcTime | null, now: number): boolean {
  return until !== null && Date.parse(until) <= now;
}

function later(a: UtcTime | null, b: UtcTime | null): UtcTime | null {
  if (a === null || b === null) return null;
  return Date.parse(a) >= Date.parse(b) ? a : b;
}
