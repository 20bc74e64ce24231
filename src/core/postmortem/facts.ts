import { isDrillAccount } from '../incidents/accounts/drillAccounts.ts';
import type { Incident } from '../incidents/incident.ts';
import { approvalDataOf, gitDataOf, messageDataOf, runDataOf, stageDataOf } from '../timeline/entryData.ts';
import type {
  ApprovalData,
  EntryKind,
  GitData,
  MessageData,
  RunData,
  SeverityData,
  StageData,
  TimelineEntry,
} from '../timeline/entry.ts';
import type { TimelineView, ViewedEntry } from '../timeline/timelineView.ts';
import {
  type ActionFact,
  actionsOf,
  type CheckFact,
  checksOf,
  severityChangesOf,
  severityOf,
  worstSeverity,
} from './facts/deeds.ts';
import { entryLabels } from './facts/entryLabels.ts';
import { byKind, factsFrom, type FromEntry } from './facts/fromEntry.ts';
import { type Gap, gapsOf } from './facts/gaps.ts';
import {
  type Durations,
  durationsOf,
  type Moment,
  type Moments,
  momentsOf,
  proposedMitigation,
} from './facts/moments.ts';
import { type ResponderFact, respondersOf, type RoleFact, rolesOf } from './facts/people.ts';

/** Words of a person that say what they are. */
export type StatementKind = Extract<
  EntryKind,
  'decision' | 'hypothesis' | 'observation' | 'activity' | 'impact'
>;

/** What is known of one incident. Null is “not recorded”: nothing here is estimated. */
export interface PostMortemFacts {
  readonly title: string;
  /** It was only rehearsed. */
  readonly drill: boolean;
  /** `#123`, or the provider’s id where it gives no number. */
  readonly label: string;
  readonly url: string | null;
  readonly service: string | null;
  /** P1–P4, or the provider’s own name of the priority where it maps to none; what was said here last goes first. */
  readonly severity: string | null;
  /** The most severe it ever was: what the post-mortem is due by. */
  readonly worstSeverity: string | null;
  readonly severityChanges: readonly FromEntry<SeverityData>[];
  readonly status: Incident['status'];
  readonly moments: Moments;
  readonly durations: Durations;
  /** Only where no mitigation is recorded. */
  readonly proposedMitigation: Moment | null;
  readonly stages: readonly FromEntry<StageData>[];
  readonly responders: readonly ResponderFact[];
  readonly roles: readonly RoleFact[];
  readonly timeline: readonly ViewedEntry[];
  readonly keyEvents: readonly ViewedEntry[];
  readonly statements: Readonly<Record<StatementKind, readonly FromEntry<TimelineEntry>[]>>;
  readonly runs: readonly FromEntry<RunData>[];
  readonly approvals: readonly FromEntry<ApprovalData>[];
  readonly checks: readonly CheckFact[];
  readonly messages: readonly FromEntry<MessageData>[];
  readonly commits: readonly FromEntry<GitData>[];
  readonly gaps: readonly Gap[];
  readonly actions: readonly ActionFact[];
  /** What the document calls each entry, by id. */
  readonly labels: ReadonlyMap<string, string>;
}

export function factsOf(incident: Incident, view: TimelineView): PostMortemFacts {
  // A document’s own making is no part of what happened, and would change it at every making.
  const timeline = view.entries.filter(({ entry }) => entry.kind !== 'document');
  const entries = byKind(timeline);
  const moments = momentsOf(incident, entries);
  const severityChanges = severityChangesOf(entries);
  const severity = severityOf(incident, severityChanges);
  const runs = factsFrom(entries('run'), runDataOf);
  const roles = rolesOf(entries);
  const said = (kind: StatementKind) => factsFrom(entries(kind), entry => entry);
  return {
    title: incident.title,
    drill: isDrillAccount(incident.accountId),
    label: incident.number === null ? incident.id : `#${incident.number}`,
    url: incident.url,
    service: incident.service?.name ?? null,
    severity,
    worstSeverity: worstSeverity(severity, severityChanges),
    severityChanges,
    status: incident.status,
    moments,
    durations: durationsOf(moments),
    proposedMitigation: moments.mitigated === null ? proposedMitigation(runs) : null,
    stages: factsFrom(entries('stage'), stageDataOf),
    responders: respondersOf(timeline, roles),
    roles,
    timeline,
    keyEvents: timeline.filter(({ entry }) => entry.key),
    statements: {
      decision: said('decision'),
      hypothesis: said('hypothesis'),
      observation: said('observation'),
      activity: said('activity'),
      impact: said('impact'),
    },
    runs,
    approvals: factsFrom(entries('approval'), approvalDataOf),
    checks: checksOf(entries),
    messages: factsFrom(entries('message'), messageDataOf),
    commits: factsFrom(entries('git'), gitDataOf),
    gaps: gapsOf(timeline, moments),
    actions: actionsOf(entries),
    labels: entryLabels(view),
  };
}
