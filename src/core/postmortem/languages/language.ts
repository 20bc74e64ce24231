import type { MessagePurpose } from '../../comms/message.ts';
import type { RunData } from '../../timeline/entry.ts';

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** A text that a template says in every language: one that lacks a language does not compile. */
export type Localized = Readonly<Record<Language, string>>;

export const reviewStatuses = ['draft', 'in review', 'reviewed', 'closed'] as const;
/** How far the document is, not the incident. */
export type ReviewStatus = (typeof reviewStatuses)[number];

export type HeaderFact =
  | 'incident'
  | 'severity'
  | 'status'
  | 'service'
  | 'impactBegan'
  | 'detected'
  | 'acknowledged'
  | 'mitigated'
  | 'resolved'
  | 'timeToDetect'
  | 'timeToAcknowledge'
  | 'timeToMitigate'
  | 'timeToResolve'
  | 'owner'
  | 'meeting'
  | 'recording'
  | 'authors'
  | 'contact'
  | 'template'
  | 'reviewStatus'
  | 'reviewDue';

export type Column =
  | 'fact'
  | 'value'
  | 'entry'
  | 'time'
  | 'who'
  | 'what'
  | 'runbook'
  | 'command'
  | 'end'
  | 'duration'
  | 'as'
  | 'risk'
  | 'block'
  | 'target'
  | 'why'
  | 'done'
  | 'item'
  | 'action'
  | 'type'
  | 'owner'
  | 'due'
  | 'priority'
  | 'issue'
  | 'name'
  | 'roles'
  | 'deeds'
  | 'from'
  | 'to'
  | 'channel'
  | 'message'
  | 'repository'
  | 'commit';

export type PhaseName = 'undetected' | 'unacknowledged' | 'unmitigated' | 'unresolved';

/** Everything that the blocks of facts say, in one language. What only one template says stands in its own file. */
export interface Words {
  /** What the language calls itself. */
  readonly name: string;
  readonly title: (incident: string) => string;
  /** Below the title of a drill’s. */
  readonly drill: string;
  /** In a cell, and ahead of a question. */
  readonly notRecorded: string;
  readonly notRecordedSentence: string;
  readonly timesAreUtc: string;
  readonly yes: string;
  readonly no: string;
  readonly facts: Readonly<Record<HeaderFact, string>>;
  readonly columns: Readonly<Record<Column, string>>;
  readonly incidentStatus: Readonly<Record<'triggered' | 'acknowledged' | 'resolved', string>>;
  readonly reviewStatus: Readonly<Record<ReviewStatus, string>>;
  readonly outcomes: Readonly<Record<RunData['outcome'], string>>;
  /** Of a run whose block says what it should do. */
  readonly asExpected: string;
  readonly notAsExpected: string;
  readonly exitCode: (code: number) => string;
  readonly risks: Readonly<Record<'read-only' | 'changing' | 'destructive', string>>;
  readonly purposes: Readonly<Record<MessagePurpose | 'other', string>>;
  readonly approvers: Readonly<Record<'Incident Commander' | 'Responder', string>>;
  readonly ofRunbook: string;
  readonly proposed: (time: string, label: string) => string;
  readonly dueAfterResolution: string;
  readonly deeds: (entries: number, runs: number) => string;
  readonly moreLines: (count: number) => string;
  readonly duration: (text: string) => string;
  readonly gap: (from: string, to: string, duration: string) => string;
  readonly noGaps: string;
  readonly nobody: string;
  /** What stands before a value, as the language sets it. */
  readonly colon: string;
  readonly phases: Readonly<Record<PhaseName, string>>;
  readonly phasesTitle: string;
  readonly noPhases: string;
  readonly events: Readonly<
    Record<'impact' | 'detected' | 'acknowledged' | 'mitigated' | 'resolved', string>
  >;
}
