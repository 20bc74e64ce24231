import { utc, type UtcTime } from '../clock.ts';
import type { Incident } from '../incidents/incident.ts';
import type { DeadlineRules } from '../response/deadlines.ts';
import type { ResponseState } from '../response/responseState.ts';
import { type EntryKind, type Stage, stages, type TimelineEntry } from '../timeline/entry.ts';
import type { MessageFacts, MessagePurpose } from './message.ts';

export interface Known {
  readonly incident: Incident;
  readonly state: ResponseState;
  /** Those that count, by time. */
  readonly entries: readonly TimelineEntry[];
  /** The rule by which people are told again, in minutes by severity. */
  readonly updateMinutes: DeadlineRules['updateMinutes'];
  /** `#incident-2026-11-28`; null where people talk about it nowhere. */
  readonly channel: string | null;
  readonly bridge: string | null;
  /** Of its service, in the team’s file: who is at it where the incident names no team. */
  readonly owners: readonly string[];
  /** ms since the epoch */
  readonly now: number;
}

/** What people outside want to hear of: not how it was done, but that it was. */
const progressKinds: ReadonlySet<EntryKind> = new Set([
  'stage',
  'decision',
  'activity',
  'observation',
  'resolved',
]);

/** What is known of an incident for a message; what is not recorded is null. */
export function incidentFacts(known: Known): MessageFacts {
  const { incident, state, entries, channel, bridge, owners, now } = known;
  const end = incident.resolvedAt === null ? now : Date.parse(incident.resolvedAt);
  const teams = incident.teams.length > 0 ? incident.teams.map(({ name }) => name) : owners;
  return {
    title: incident.title,
    severity: state.severity,
    status: stageToTell(incident, state),
    start: incident.createdAt,
    impact: lastOf(entries, 'impact'),
    scope: incident.service?.name ?? null,
    team: teams.length === 0 ? null : teams.join(', '),
    ...{ channel, bridge },
    durationMs: Math.max(0, end - Date.parse(incident.createdAt)),
    progress: entries
      .filter(({ kind, key }) => key === true || progressKinds.has(kind))
      .map(({ at, text }) => ({ at, text: oneLine(text) })),
    nextSteps: null,
    nextUpdate: nextUpdate(known),
  };
}

/** A stage is gone to by hand: what the provider has as resolved is so, whatever nobody came to say. */
function stageToTell({ status }: Pick<Incident, 'status'>, { stage }: Pick<ResponseState, 'stage'>): Stage {
  return status === 'resolved' && stages.indexOf(stage) < stages.indexOf('resolution') ? 'resolution' : stage;
}

/** The first word, news, or the end: what is to be said next. */
export function nextPurpose(
  { status }: Pick<Incident, 'status'>,
  { stage, messages }: Pick<ResponseState, 'stage' | 'messages'>,
): MessagePurpose {
  if (status === 'resolved' || stage === 'resolution' || stage === 'post-mortem') return 'resolution';
  return messages.some(({ purpose }) => purpose === 'initial' || purpose === 'update') ? 'update' : 'initial';
}

/**
 * What a person has said already, where the message has its place for it: the end is the last of what was done, news is
 * what comes next.
 */
export function withSaid(
  facts: MessageFacts,
  purpose: MessagePurpose,
  said: string,
  now: number,
): MessageFacts {
  const text = oneLine(said);
  if (text === '') return facts;
  if (purpose !== 'resolution') return { ...facts, nextSteps: text };
  // The resolution that was just recorded says it already.
  const stands = facts.progress.some(line => line.text === text);
  return stands ? facts : { ...facts, progress: [...facts.progress, { at: utc(now), text }] };
}

/** This message is what the rule counts from, whatever was due before it; nothing is promised after the end. */
function nextUpdate({ incident, state, updateMinutes, now }: Known): UtcTime | null {
  if (state.severity === null || nextPurpose(incident, state) === 'resolution') return null;
  const minutes = updateMinutes[state.severity];
  return minutes === undefined ? null : utc(now + minutes * 60_000);
}

function lastOf(entries: readonly TimelineEntry[], kind: EntryKind): string | null {
  const last = entries.findLast(entry => entry.kind === kind);
  return last ? oneLine(last.text) : null;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
