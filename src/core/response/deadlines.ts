import { utc, type UtcTime } from '../clock.ts';
import type { Incident, Severity } from '../incidents/incident.ts';
import { approvalDataOf, ranWell, runDataOf, severityDataOf } from '../timeline/entryData.ts';
import type { RunData, TimelineEntry } from '../timeline/entry.ts';
import { isOverStage } from './declaration.ts';
import { isMitigating, isRollback } from './mitigating.ts';
import type { EscalationRule } from '../team/teamFile.ts';
import type { ResponseState } from './responseState.ts';
import { isSeverity, severities } from './severity.ts';

const minuteMs = 60_000;

/** What is to be done by a time. */
export interface Deadline {
  /** Unique for the incident, and the same in every window and on every machine. */
  readonly id: string;
  readonly kind: 'update' | 'escalation';
  /** The rule’s; empty for an update. */
  readonly name: string;
  readonly tell: readonly string[];
  /** What the rule says of how it is to be done; empty where it says nothing. */
  readonly note: string;
  /** When it falls due, or did; after it was postponed, the new time. */
  readonly dueAt: UtcTime;
  readonly state: 'pending' | 'due' | 'done';
  /** Why it was put off; null where it was not. */
  readonly postponed: string | null;
}

export interface DeadlineRules {
  readonly escalation: readonly Pick<
    EscalationRule,
    'id' | 'name' | 'severities' | 'when' | 'tell' | 'note'
  >[];
  /** How often those outside are told how it stands, in minutes; a severity that is not named asks for nothing. */
  readonly updateMinutes: { readonly [S in Severity]?: number };
}

/** All of an incident’s deadlines, the earliest first. Pure: the same state and time give the same deadlines. */
export function deadlinesOf(
  incident: Pick<Incident, 'createdAt' | 'status' | 'resolvedAt'>,
  state: ResponseState,
  entries: readonly TimelineEntry[],
  rules: DeadlineRules,
  now: number,
): readonly Deadline[] {
  const over = incident.status === 'resolved' || isOverStage(state.stage);
  const update = over ? null : updateDue(incident, state, entries, rules);
  const found = [
    ...(update ? [update] : []),
    ...rules.escalation
      .filter(({ severities }) => severities.length === 0 || fits(state.severity, severities))
      .flatMap(rule => escalationDue(rule, incident, state, entries, over)),
  ];
  return found
    .map(one => withWord(one, state, now))
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt) || (a.id < b.id ? -1 : 1));
}

type Expected = Pick<Deadline, 'id' | 'kind' | 'name' | 'tell' | 'note'> & {
  readonly due: number;
  /** What was said of it when it was due before that, ms, was said of another time. */
  readonly since?: number;
};

function updateDue(
  { createdAt }: Pick<Incident, 'createdAt'>,
  { severity, messages }: ResponseState,
  entries: readonly TimelineEntry[],
  { updateMinutes }: DeadlineRules,
): Expected | null {
  const minutes = severity === null ? undefined : updateMinutes[severity];
  if (severity === null || minutes === undefined) return null;
  const told = messages.filter(({ purpose }) => purpose !== 'other').at(-1);
  const last = told?.at ?? createdAt;
  const askedSince = begunWith(
    severities.filter(one => updateMinutes[one] !== undefined),
    entries,
  );
  const from = askedSince > Date.parse(last) ? utc(askedSince) : last;
  // Named after what it counts from: each message sent is a deadline met, and begins another.
  return {
    ...{ id: `update ${from}`, kind: 'update', name: '', tell: [], note: '' },
    // From one that asks for fewer it was raised: nothing was due by this one before it held.
    due: Math.max(Date.parse(from) + minutes * minuteMs, begunWith([severity], entries)),
  };
}

function escalationDue(
  { id, name, tell, note, when, severities }: DeadlineRules['escalation'][number],
  { createdAt }: Pick<Incident, 'createdAt'>,
  state: ResponseState,
  entries: readonly TimelineEntry[],
  over: boolean,
): Expected[] {
  const begunAt = begunWith(severities, entries);
  // Nothing was due by the rule before it held.
  const expected = (due: number, since = -Infinity): Expected[] => [
    { id, kind: 'escalation', name, tell, note, due: Math.max(due, begunAt), since },
  ];
  switch (when.kind) {
    case 'notMitigatedAfter': {
      if (over || isMitigated(state)) return [];
      return expected(Math.max(Date.parse(createdAt), begunAt) + when.minutes * minuteMs, begunAt);
    }
    case 'runbookNotSuccessfulAfter': {
      if (over || isMitigated(state)) return [];
      const first = firstRun(entries, when.minutes);
      if (!first || hasMitigated(entries)) return [];
      return expected(Date.parse(first.at) + first.minutes * minuteMs);
    }
    case 'riskyRollback': {
      // Each is one to tell of, whatever came of those before.
      const approved = entries.findLast(isRiskyRollback);
      return approved ? expected(Date.parse(approved.at), Date.parse(approved.at)) : [];
    }
    case 'flag': {
      const raised = state.flags.get(when.flag);
      return raised === undefined ? [] : expected(Date.parse(raised), Date.parse(raised));
    }
  }
}

/** What was said of it in the timeline: postponed, done. */
function withWord(
  { due, since = -Infinity, ...rest }: Expected,
  { deadlines }: ResponseState,
  now: number,
): Deadline {
  const said = deadlines.get(rest.id);
  const word = said && Date.parse(said.firstDue) >= since ? said : undefined;
  const until = word?.event === 'postponed' && word.until !== null ? Date.parse(word.until) : null;
  const dueAt = until ?? due;
  const state = word?.event === 'done' ? 'done' : dueAt <= now ? 'due' : 'pending';
  return { ...rest, dueAt: utc(dueAt), state, postponed: until === null ? null : word!.reason };
}

/**
 * When it last rose or fell to a severity of these, ms; -Infinity where it had one from the beginning, or the rule names
 * none. Who is the first to say how bad it is says it of the whole time. What the provider changed by itself has no
 * entry that says so, and counts from the beginning.
 */
function begunWith(severities: readonly Severity[], entries: readonly TimelineEntry[]): number {
  if (severities.length === 0) return -Infinity;
  let begunAt: number | null | undefined;
  for (const entry of entries) {
    const data = severityDataOf(entry);
    if (!data || !isSeverity(data.to)) continue;
    if (begunAt === undefined) begunAt = isOther(data.from, severities) ? null : -Infinity;
    begunAt = fits(data.to, severities) ? (begunAt ?? Date.parse(entry.at)) : null;
  }
  return begunAt ?? -Infinity;
}

function isOther(severity: string | null, severities: readonly Severity[]): boolean {
  return isSeverity(severity) && !severities.includes(severity);
}

function fits(severity: Severity | null, severities: readonly Severity[]): boolean {
  return severity !== null && severities.includes(severity);
}

/** It was reached once: going back to look for the cause is no new outage. */
function isMitigated({ reached }: ResponseState): boolean {
  return reached.some(({ stage }) => stage === 'mitigation' || stage === 'resolution');
}

/** The first run, and the time it is given; where the rule says none, the first of a runbook that does. */
function firstRun(
  entries: readonly TimelineEntry[],
  given: number | null,
): { readonly at: UtcTime; readonly minutes: number } | null {
  for (const entry of entries) {
    const run = runDataOf(entry);
    const minutes = run && (given ?? helpsWithinOf(run));
    if (minutes !== null) return { at: entry.at, minutes };
  }
  return null;
}

/** A journal may come from anywhere. */
function helpsWithinOf({ helpsWithin }: RunData): number | null {
  return typeof helpsWithin === 'number' && helpsWithin > 0 ? helpsWithin : null;
}

function hasMitigated(entries: readonly TimelineEntry[]): boolean {
  return entries.some(entry => {
    const run = runDataOf(entry);
    return run !== null && ranWell(run) && isMitigating(run.step);
  });
}

function isRiskyRollback(entry: TimelineEntry): boolean {
  const approval = approvalDataOf(entry);
  return approval?.risk === 'destructive' && isRollback(approval.step, approval.command);
}
