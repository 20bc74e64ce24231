import type { DrillLevel, DrillPolicy, DrillSchedule, DrillUser } from './records.ts';

/** Somebody on call on one level of one policy. */
export interface DrillOnCall {
  readonly policy: DrillPolicy;
  /** From 1. */
  readonly level: number;
  readonly user: DrillUser;
  /** Null for a person who stands on the level by name. */
  readonly schedule: DrillSchedule | null;
  /** Both null for a person by name, who always is on call. */
  readonly start: number | null;
  readonly end: number | null;
}

interface Turn {
  readonly user: DrillUser;
  readonly start: number;
  readonly end: number;
}

/** Whose turn it is at a moment. */
function turnAt({ users, anchor, turn }: DrillSchedule, at: number): Turn {
  const index = Math.floor((at - anchor) / turn);
  const user = users[((index % users.length) + users.length) % users.length];
  if (!user) throw new Error('A schedule has at least one person.');
  const start = anchor + index * turn;
  return { user, start, end: start + turn };
}

/** Whom a level means at a moment: people by name, and whoever’s turn it is. Nobody twice. */
export function peopleOn(level: DrillLevel, at: number): readonly DrillUser[] {
  return [...new Set(level.targets.map(one => (one.kind === 'user' ? one : turnAt(one, at).user)))];
}

/** Every turn that overlaps a time, in the order of the levels, then of time. */
export function onCallsOf(policy: DrillPolicy, since: number, until: number): readonly DrillOnCall[] {
  return policy.levels.flatMap(({ targets }, index) =>
    targets.flatMap((target): readonly DrillOnCall[] => {
      const place = { policy, level: index + 1 };
      if (target.kind === 'user') return [{ ...place, user: target, schedule: null, start: null, end: null }];
      return turnsBetween(target, since, until).map(turn => ({ ...place, ...turn, schedule: target }));
    }),
  );
}

function turnsBetween(schedule: DrillSchedule, since: number, until: number): readonly Turn[] {
  const turns = [turnAt(schedule, since)];
  for (let last = turns[0]; last && last.end < until; last = turns.at(-1))
    turns.push(turnAt(schedule, last.end));
  return turns;
}
