import type { UtcTime } from '../clock.ts';
import type { Incident } from '../incidents/incident.ts';
import type { EntryKind, RunData } from '../timeline/entry.ts';
import { runDataOf, tickDataOf } from '../timeline/entryGuard.ts';
import { PROVIDER_AUTHOR } from '../timeline/scribe.ts';
import type { TimelineView, ViewedEntry } from '../timeline/timelineView.ts';

export interface RunFact {
  readonly at: UtcTime;
  readonly author: string;
  readonly run: RunData;
}

export interface CheckFact {
  /** What the timeline says of it: “Ticked “Rollback done” in bad-deploy.md”. */
  readonly text: string;
  readonly checked: boolean;
  readonly at: UtcTime;
  readonly author: string;
}

/** What is known of one incident. Null is “not recorded”: nothing here is estimated. */
export interface PostMortemFacts {
  readonly title: string;
  /** `#123`, or the provider’s id where it gives no number. */
  readonly label: string;
  readonly url: string | null;
  readonly service: string | null;
  /** P1–P4, or the provider’s own name of the priority where it maps to none. */
  readonly severity: string | null;
  readonly status: string;
  readonly startedAt: UtcTime;
  readonly acknowledgedAt: UtcTime | null;
  /** The last time, where it was resolved more than once; null while it is open. */
  readonly resolvedAt: UtcTime | null;
  /** ms; null too where the recorded times contradict each other. */
  readonly timeToAcknowledge: number | null;
  readonly timeToResolve: number | null;
  /** Who did or wrote something, in the order of their first deed. */
  readonly responders: readonly string[];
  readonly timeline: readonly ViewedEntry[];
  readonly runs: readonly RunFact[];
  /** The latest word on each checklist item, in the order of the first. */
  readonly checks: readonly CheckFact[];
}

/** The provider’s times are taken where the timeline has none. */
export function factsOf(incident: Incident, view: TimelineView): PostMortemFacts {
  // A document’s own making is no part of what happened, and would change it at every making.
  const timeline = view.entries.filter(({ entry }) => entry.kind !== 'document');
  const times = (kind: EntryKind) =>
    timeline.filter(({ entry }) => entry.kind === kind).map(({ entry }) => entry.at);
  const startedAt = times('triggered')[0] ?? incident.createdAt;
  const acknowledgedAt = times('acknowledged')[0] ?? null;
  const resolvedAt =
    incident.status === 'resolved' ? (times('resolved').at(-1) ?? incident.resolvedAt) : null;
  return {
    title: incident.title,
    label: incident.number === null ? incident.id : `#${incident.number}`,
    url: incident.url,
    service: incident.service?.name ?? null,
    severity: incident.severity ?? incident.priority?.name ?? null,
    status: incident.status,
    startedAt,
    acknowledgedAt,
    resolvedAt,
    timeToAcknowledge: between(startedAt, acknowledgedAt),
    timeToResolve: between(startedAt, resolvedAt),
    responders: respondersOf(timeline),
    timeline,
    runs: runsOf(timeline),
    checks: checksOf(timeline),
  };
}

function between(start: UtcTime, end: UtcTime | null): number | null {
  const ms = end === null ? NaN : Date.parse(end) - Date.parse(start);
  return ms >= 0 ? ms : null;
}

function respondersOf(timeline: readonly ViewedEntry[]): string[] {
  const names = new Map<string, string>();
  for (const { entry, history } of timeline) {
    // The first version says whose deed it was, the later ones who corrected it: both took part.
    for (const { author } of [...history, entry]) {
      const name = author.trim();
      const key = name.toLowerCase();
      if (name !== '' && name !== PROVIDER_AUTHOR && !names.has(key)) names.set(key, name);
    }
  }
  return [...names.values()];
}

function runsOf(timeline: readonly ViewedEntry[]): RunFact[] {
  return timeline.flatMap(({ entry, history }) => {
    const run = runDataOf(entry);
    return run ? [{ at: entry.at, author: (history[0] ?? entry).author, run }] : [];
  });
}

function checksOf(timeline: readonly ViewedEntry[]): CheckFact[] {
  const items = new Map<string, CheckFact>();
  for (const { entry } of timeline) {
    const tick = tickDataOf(entry);
    if (!tick) continue;
    const { text, at, author } = entry;
    items.set(JSON.stringify([tick.runbook, tick.item]), { text, checked: tick.checked, at, author });
  }
  return [...items.values()];
}
