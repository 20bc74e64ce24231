import type { Incident, Reference } from '../incidents/incident.ts';
import { severityChangesOf, severityOf, worstSeverity } from '../postmortem/facts/deeds.ts';
import { byKind } from '../postmortem/facts/fromEntry.ts';
import { type Durations, durationsOf, momentsOf } from '../postmortem/facts/moments.ts';
import type { TimelineView } from '../timeline/timelineView.ts';

/** One incident as the means count it: the same times and durations that its post-mortem states. */
export interface CountedIncident {
  /** `#123`, or the provider’s id where it gives no number. */
  readonly label: string;
  readonly title: string;
  readonly service: Reference | null;
  /** The most severe it ever was; null where nobody said. */
  readonly severity: string | null;
  /** ms since the epoch: when it began to hurt, or was detected where nobody said. */
  readonly began: number;
  /** ms since the epoch; null while it is open, or where its end is not known. */
  readonly ended: number | null;
  readonly durations: Durations;
}

export function countedIncident(incident: Incident, view: TimelineView): CountedIncident {
  const entries = byKind(view.entries);
  const moments = momentsOf(incident, entries);
  const changes = severityChangesOf(entries);
  return {
    label: incident.number === null ? incident.id : `#${incident.number}`,
    title: incident.title,
    service: incident.service,
    severity: worstSeverity(severityOf(incident, changes), changes),
    began: Date.parse((moments.impact ?? moments.detected).at),
    ended: moments.resolved && Date.parse(moments.resolved.at),
    durations: durationsOf(moments),
  };
}
