import type { IncidentStatus, LogEntryKind, Severity, Urgency } from '../incident.ts';
import type { DetailsPart } from '../incidentProvider.ts';
import type { DetailsAction } from './detailsActions.ts';

/*
 * What the details screen of one incident shows. Texts are the provider’s, so they are shown as text only. Times
 * are ms since the epoch: the screen knows the person’s time zone, the host may stand in another.
 */

/** A text with the number that stands for it when it is to be copied; see ShownValues. */
export interface Copyable {
  readonly text: string;
  readonly copy: number;
}

export interface LinkView {
  readonly text: string;
  /** As it will be opened, or as it was given where it will not be. */
  readonly address: string;
  /** Copies the address. */
  readonly copy: number;
  /** Opens it; null where a browser may not be sent there: neither https nor this machine. */
  readonly open: number | null;
}

export interface HeaderView {
  /** “#12”; null where the provider numbers nothing. */
  readonly number: Copyable | null;
  readonly id: Copyable;
  readonly title: Copyable;
  readonly link: LinkView | null;
  readonly status: IncidentStatus;
  readonly severity: Severity | null;
  readonly urgency: Urgency;
  readonly priority: string | null;
  readonly service: string | null;
  /** What the team’s own file says of the service: who keeps it, where it is watched, where people talk about it. */
  readonly owners: readonly string[];
  readonly dashboards: readonly LinkView[];
  readonly chat: string | null;
  readonly teams: readonly string[];
  readonly assignees: readonly string[];
  readonly acknowledgers: readonly string[];
  readonly escalationPolicy: string | null;
  readonly createdAt: number;
  readonly updatedAt: number | null;
  readonly resolvedAt: number | null;
  /** A snooze, or an acknowledgement that times out. */
  readonly acknowledgedUntil: number | null;
  readonly account: string | null;
  readonly drill: boolean;
  /** Why what is shown is no longer kept up to date; null while it is. */
  readonly notice: string | null;
  /** How the response stands: stage, roles. Empty where nobody works on it here. */
  readonly response: readonly ResponseFact[];
  /** What can be done with it now. */
  readonly actions: readonly DetailsAction[];
}

/** “Stage: Mitigation, since 10:21” */
export interface ResponseFact {
  readonly name: string;
  readonly value: string;
}

export interface DetailRow extends Copyable {
  readonly name: string;
  /** Where the whole value is an address. */
  readonly open: number | null;
}

export interface DetailGroup {
  /** “DiskFull (2)”; null for what stands by itself. */
  readonly name: string | null;
  readonly rows: readonly DetailRow[];
}

export interface AlertView {
  readonly id: string;
  readonly title: Copyable;
  readonly status: string;
  readonly severity: string | null;
  readonly createdAt: number;
  readonly groups: readonly DetailGroup[];
  readonly links: readonly LinkView[];
}

export interface LogEntryView {
  readonly id: string;
  readonly at: number;
  readonly kind: LogEntryKind;
  readonly text: string;
}

/** A note, or a status update: somebody’s words. */
export interface WordsView extends Copyable {
  readonly id: string;
  readonly at: number;
  readonly author: string | null;
}

export interface LogView {
  /** Newest first. */
  readonly entries: readonly LogEntryView[];
  /** Newest first. */
  readonly statusUpdates: readonly WordsView[];
}

export interface RelatedView {
  readonly id: string;
  readonly title: string;
  readonly createdAt: number;
  readonly link: LinkView | null;
  readonly reason: string | null;
}

export interface ChangeView {
  readonly id: string;
  readonly at: number;
  readonly summary: string;
  readonly source: string | null;
  readonly reason: string | null;
  readonly links: readonly LinkView[];
}

export interface BridgeView {
  readonly link: LinkView | null;
  readonly phone: Copyable | null;
}

export interface ChosenRunbookView {
  readonly title: string;
  /** Why this one, in a sentence. */
  readonly reason: string;
}

/** What each part of the screen shows once it was read. */
export interface PartContents {
  readonly alerts: readonly AlertView[];
  readonly log: LogView;
  /** Newest first. */
  readonly notes: readonly WordsView[];
  readonly bridge: BridgeView | null;
  readonly customFields: readonly DetailRow[];
  readonly related: readonly RelatedView[];
  readonly past: readonly RelatedView[];
  readonly changes: readonly ChangeView[];
  readonly runbook: ChosenRunbookView | null;
}

export type PartName = DetailsPart | 'runbook';

export type PartContent = {
  readonly [P in PartName]: { readonly part: P; readonly value: PartContents[P] };
}[PartName];

/** How the latest reading of a part stands. What was read before stays on the screen meanwhile. */
export type PartStatus =
  | { readonly state: 'reading' }
  | { readonly state: 'read'; readonly at: number }
  /** `error` is a sentence for a person. */
  | { readonly state: 'failed'; readonly error: string }
  | { readonly state: 'notInPlan' };

/** What the screen is told as it becomes known. */
export type DetailsNews =
  | { readonly type: 'header'; readonly header: HeaderView; readonly parts: readonly PartName[] }
  | { readonly type: 'status'; readonly part: PartName; readonly status: PartStatus }
  | { readonly type: 'content'; readonly content: PartContent };

/** The account that an incident belongs to, as far as the header needs it. */
export interface HeaderAccount {
  readonly label: string;
  readonly drill: boolean;
}
