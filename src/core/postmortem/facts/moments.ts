import type { UtcTime } from '../../clock.ts';
import type { Incident } from '../../incidents/incident.ts';
import { isMitigating } from '../../response/mitigating.ts';
import { ranWell, stageDataOf } from '../../timeline/entryData.ts';
import type { EntryKind, RunData, Stage } from '../../timeline/entry.ts';
import type { ViewedEntry } from '../../timeline/timelineView.ts';
import type { ByKind, FromEntry } from './fromEntry.ts';

export interface Moment {
  readonly at: UtcTime;
  /** The id of the entry that says so; null where the provider’s own data does. */
  readonly entry: string | null;
}

/** The moments that divide an incident, in the order in which they should come; null is “not recorded”. */
export interface Moments {
  /** When it began to hurt, where an entry about the impact says a time before the detection. */
  readonly impact: Moment | null;
  readonly detected: Moment;
  readonly acknowledged: Moment | null;
  /** When it last went to the stage of mitigation. */
  readonly mitigated: Moment | null;
  /** The last time, where it was resolved more than once; null while it is open. */
  readonly resolved: Moment | null;
}

/** ms; null where an end is not recorded, or where the recorded times contradict each other. */
export interface Durations {
  /** From the impact to the detection; the others count from the detection. */
  readonly detect: number | null;
  readonly acknowledge: number | null;
  readonly mitigate: number | null;
  readonly resolve: number | null;
}

/** The provider’s times are taken where the timeline has none. */
export function momentsOf(incident: Incident, entries: ByKind): Moments {
  const ofKind = (kind: EntryKind) => entries(kind).map(momentOf);
  const ofStage = (stage: Stage) =>
    entries('stage')
      .filter(({ entry }) => stageDataOf(entry)?.to === stage)
      .map(momentOf);

  const [triggered] = ofKind('triggered');
  const [detection] = ofStage('detection');
  const detected = earlier(triggered, detection) ?? { at: incident.createdAt, entry: null };
  const impact = ofKind('impact').find(({ at }) => Date.parse(at) < Date.parse(detected.at));
  const ended = ofKind('resolved').at(-1) ?? ofStage('resolution').at(-1);
  const told = incident.resolvedAt === null ? null : { at: incident.resolvedAt, entry: null };
  return {
    impact: impact ?? null,
    detected,
    acknowledged: ofKind('acknowledged')[0] ?? null,
    mitigated: ofStage('mitigation').at(-1) ?? null,
    resolved: incident.status === 'resolved' ? (ended ?? told) : null,
  };
}

export function durationsOf({ impact, detected, acknowledged, mitigated, resolved }: Moments): Durations {
  return {
    detect: between(impact, detected),
    acknowledge: between(detected, acknowledged),
    mitigate: between(detected, mitigated),
    resolve: between(detected, resolved),
  };
}

/** The first run that ended well under a heading of mitigation; somebody has to say whether it was that. */
export function proposedMitigation(runs: readonly FromEntry<RunData>[]): Moment | null {
  const found = runs.find(({ data }) => ranWell(data) && isMitigating(data.step));
  return found ? { at: found.at, entry: found.id } : null;
}

function momentOf({ id, entry }: ViewedEntry): Moment {
  return { at: entry.at, entry: id };
}

function earlier(a: Moment | undefined, b: Moment | undefined): Moment | undefined {
  if (!a || !b) return a ?? b;
  return Date.parse(b.at) < Date.parse(a.at) ? b : a;
}

function between(start: Moment | null, end: Moment | null): number | null {
  const ms = start && end ? Date.parse(end.at) - Date.parse(start.at) : NaN;
  return ms >= 0 ? ms : null;
}
