import type { UtcTime } from '../clock.ts';
import type { Incident } from '../incidents/incident.ts';
import type { Deadline } from '../response/deadlines.ts';
import type { ResponseState } from '../response/responseState.ts';
import type { EntryKind, TimelineEntry } from '../timeline/entry.ts';
import type { MessageFacts, MessagePurpose } from './message.ts';

export interface Known {
  readonly incident: Incident;
  readonly state: ResponseState;
  /** Those that count, by time. */
  readonly entries: readonly TimelineEntry[];
  readonly deadlines: readonly Deadline[];
  /** `#incident-2026-11-28`; null where people talk about it nowhere. */
  readonly channel: string | null;
  readonly bridge: string | null;
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
  const { incident, state, entries, deadlines, channel, bridge, now } = known;
  const end = incident.resolvedAt === null ? now : Date.parse(incident.resolvedAt);
  const teams = incident.teams.map(({ name }) => name).join(', ');
  return {
    title: incident.title,
    severity: state.severity,
    status: state.stage,
    start: incident.createdAt,
    impact: lastOf(entries, 'impact'),
    scope: incident.service?.name ?? null,
    team: teams === '' ? null : teams,
    ...{ channel, bridge },
    durationMs: Math.max(0, end - Date.parse(incident.createdAt)),
    progress: entries
      .filter(({ kind, key }) => key === true || progressKinds.has(kind))
      .map(({ at, text }) => ({ at, text: oneLine(text) })),
    nextSteps: null,
    nextUpdate: nextUpdate(deadlines, state, now),
  };
}

/** The first word, news, or the end: what is to be said next. */
export function nextPurpose(
  { status }: Pick<Incident, 'status'>,
  { stage, messages }: Pick<ResponseState, 'stage' | 'messages'>,
): MessagePurpose {
  if (status === 'resolved' || stage === 'resolution' || stage === 'post-mortem') return 'resolution';
  return messages.some(({ purpose }) => purpose === 'initial' || purpose === 'update') ? 'update' : 'initial';
}

/** As long after this message as the one that is due now is after the last. */
function nextUpdate(
  deadlines: readonly Deadline[],
  { messages }: ResponseState,
  now: number,
): UtcTime | null {
  const due = deadlines.find(({ kind }) => kind === 'update');
  if (!due) return null;
  const from = due.id.slice('update '.length);
  const interval = Date.parse(due.dueAt) - Date.parse(messages.at(-1)?.at ?? from);
  return Number.isFinite(interval) && interval > 0 ? new Date(now + interval).toISOString() : null;
}

function lastOf(entries: readonly TimelineEntry[], kind: EntryKind): string | null {
  const last = entries.findLast(entry => entry.kind === kind);
  return last ? oneLine(last.text) : null;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
