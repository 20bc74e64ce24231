import type { UtcTime } from '../clock.ts';
import type { MessagePurpose } from '../comms/message.ts';

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

export type EntryKind =
  | 'triggered'
  | 'acknowledged'
  | 'unacknowledged'
  | 'assigned'
  | 'escalated'
  | 'resolved'
  | 'snoozed'
  | 'notified'
  | 'changed'
  /** A word of a person: written here, or a note of the provider’s. */
  | 'note'
  /** Words of a person that say what they are: see kindMarks. */
  | 'decision'
  | 'hypothesis'
  | 'observation'
  /** Something done outside of runbooks. */
  | 'activity'
  | 'impact'
  /** A block of a runbook was run; `data` is a RunData. */
  | 'run'
  /** A person approved a block before it ran; `data` is an ApprovalData. */
  | 'approval'
  /** A checklist item was ticked or unticked; `data` is a TickData. */
  | 'checklist'
  /** Something to do after the incident; `data` is an ActionItemData. */
  | 'action'
  /** `data` is a SeverityData. */
  | 'severity'
  /** `data` is a RoleData. */
  | 'role'
  /** `data` is a StageData. */
  | 'stage'
  /** Something was told to people outside; `data` is a MessageData. */
  | 'message'
  /** A rule of escalation fell due, or somebody said what comes of it; `data` is a DeadlineData. */
  | 'deadline'
  /** What a rule of escalation looks for is so: money is lost, data may have leaked; `data` is a FlagData. */
  | 'flag'
  /** Where the responders talk, as somebody said it; `data` is a BridgeData. */
  | 'bridge'
  /** A commit, tag or checkout in a repository of the workspace; `data` is a GitData. */
  | 'git'
  /** A document was generated. */
  | 'document';

export type EntrySource =
  | { readonly type: 'person' }
  | { readonly type: 'run'; readonly id: string }
  /** `id` is `<account id>:<the provider’s log entry id>`: what makes an entry come only once. */
  | { readonly type: 'provider'; readonly id: string }
  /** `id` is made of what it says, so that it comes only once; `from` is the file that it was read from. */
  | { readonly type: 'import'; readonly id: string; readonly from: string }
  | { readonly type: 'extension' };

/** One record of the journal: one JSON line. Never rewritten; a later record may amend it. */
export interface TimelineEntry {
  /**
   * ULID: unique, and in the order of writing where times are equal. What stands elsewhere too has the same one wherever
   * it is read: see toldId.
   */
  readonly id: string;
  /** When it happened. */
  readonly at: UtcTime;
  /** When it was written down. */
  readonly writtenAt: UtcTime;
  readonly author: string;
  readonly source: EntrySource;
  readonly kind: EntryKind;
  readonly text: string;
  readonly data?: { readonly [name: string]: JsonValue };
  /** The id of the entry that this one stands in for. What it replaces stays in the journal. */
  readonly amends?: string;
  /** With `amends`: the amended entry no longer counts. */
  readonly retracts?: true;
  /** One of the few that tell the story. */
  readonly key?: true;
  /** Which Scribe wrote it: one for each window; absent in entries of before there was one. */
  readonly writer?: string;
  /** With `writer`: counts what that writer wrote, from 1. */
  readonly seq?: number;
  /**
   * When it happened by the clock of the machine that wrote it, where that was more than 30 seconds off the
   * provider’s. `at` and `writtenAt` are corrected then.
   */
  readonly machineAt?: UtcTime;
}

/** What a run leaves in the timeline. */
export interface RunData {
  readonly [name: string]: JsonValue;
  readonly runId: string;
  readonly runbook: string;
  /** The heading that the block stands under. */
  readonly step: string;
  /** The block’s id in the runbook; absent in entries of before there was one. */
  readonly blockId?: string;
  /** Where it was run: “Kubernetes context prod-eu, namespace shop”; absent where nobody looked. */
  readonly target?: string;
  /** After how many minutes its runbook should have helped; absent where that says nothing. */
  readonly helpsWithin?: number;
  /** Whether it did what the block says it should; absent where it says nothing. */
  readonly met?: boolean;
  /** The sentence that goes with `met`. */
  readonly expectation?: string;
  /** Why the outcome is unknown; absent for any other. */
  readonly reason?: string;
  /** The text that was run, whole. */
  readonly command: string;
  readonly cwd: string;
  readonly outcome: 'ok' | 'failed' | 'cancelled' | 'unknown';
  /** Null unless the outcome is ok or failed. */
  readonly exitCode: number | null;
  readonly startedAt: UtcTime;
  readonly durationMs: number;
  /** The last lines of the output, escapes and secrets removed; empty where none could be captured. */
  readonly outputTail: string;
  /** True where output came but could not be kept whole. */
  readonly outputCut: boolean;
}

export interface TickData {
  readonly [name: string]: JsonValue;
  readonly runbook: string;
  /** The id of the item in the runbook. */
  readonly item: string;
  readonly checked: boolean;
}

/** What shall be done, for the post-mortem’s action items. */
export interface ActionItemData {
  readonly [name: string]: JsonValue;
  /** One line. */
  readonly text: string;
  /** Null while nobody has it. */
  readonly owner: string | null;
  /** The runbook that shall change; null where it is about none. */
  readonly runbook: string | null;
  /** The heading in it; empty where it is about the whole. */
  readonly step: string;
}

/** Who let a block run, on what, and why. The entry’s author is who sat at the keyboard. */
export interface ApprovalData {
  readonly [name: string]: JsonValue;
  readonly runbook: string;
  readonly step: string;
  readonly command: string;
  readonly risk: 'read-only' | 'changing' | 'destructive';
  /** As it was shown: “Kubernetes context prod-eu”. */
  readonly target: string;
  /** Null where no environment’s pattern fits. */
  readonly environment: string | null;
  /** `Incident Commander` where the target’s name had to be typed; else `Responder`. */
  readonly role: 'Incident Commander' | 'Responder';
  /** The name that was given, which may be of somebody who is only on the phone. */
  readonly approvedBy: string;
  /** Who else confirmed it, where something was rolled back; absent where nobody was asked. */
  readonly backup?: string;
  /** Empty where none was asked for. */
  readonly reason: string;
  /** SHA-256 (hex) of the script, the variables given to it, without secrets, and the target: what the approval holds for. */
  readonly approved: string;
}

export interface SeverityData {
  readonly [name: string]: JsonValue;
  /** `P1`; null where there was none. */
  readonly from: string | null;
  readonly to: string;
  /** Empty where none was given. */
  readonly reason: string;
  /** `SEV-1`: the priority that somebody set and that means it; absent where the severity was said by itself. */
  readonly priority?: string;
  /** What triage proposed and from what; absent where the severity was set without it. */
  readonly proposed?: string;
  readonly impact?: string;
  readonly urgency?: string;
}

export interface RoleData {
  readonly [name: string]: JsonValue;
  /** `Incident Commander` */
  readonly role: string;
  /** Who had it; null where nobody did. */
  readonly from: string | null;
  /** Who has it; null where it was given up. */
  readonly to: string | null;
}

export const stages = [
  'detection',
  'triage',
  'investigation',
  'mitigation',
  'resolution',
  'post-mortem',
] as const;
/** Where an incident stands in its life. */
export type Stage = (typeof stages)[number];

export interface StageData {
  readonly [name: string]: JsonValue;
  /** Null for the first. */
  readonly from: Stage | null;
  readonly to: Stage;
  /** How it was noticed; in the stage of detection only. */
  readonly detectedBy?: string;
  /** Whose decision it was, where the author only wrote it down. */
  readonly decidedBy?: string;
}

export interface DeadlineData {
  readonly [name: string]: JsonValue;
  /** The rule’s id, and what it counts from: `no-mitigation`, `update 2026-11-28T22:10:00.000Z`. */
  readonly deadline: string;
  /** What it is called. */
  readonly name: string;
  readonly event: 'due' | 'postponed' | 'done';
  /** When it fell due. */
  readonly dueAt: UtcTime;
  /** Of a postponed one: until when. */
  readonly until: UtcTime | null;
  /** Empty where none was given. */
  readonly reason: string;
}

export interface FlagData {
  readonly [name: string]: JsonValue;
  /** `financialImpact`, `dataLeak`, or a name of the team’s own. */
  readonly flag: string;
  /** False: it proved not to be so. */
  readonly raised: boolean;
}

export interface BridgeData {
  readonly [name: string]: JsonValue;
  /** As callAddress gives it; null where what was said before no longer holds. */
  readonly url: string | null;
}

export interface MessageData {
  readonly [name: string]: JsonValue;
  /** Where it was sent: “Slack #incident-2026-11-22”. */
  readonly channel: string;
  readonly purpose: MessagePurpose | 'other';
  /** As it was sent. */
  readonly text: string;
}

export interface GitData {
  readonly [name: string]: JsonValue;
  /** The repository’s folder name. */
  readonly repository: string;
  readonly event: 'commit' | 'tag' | 'checkout';
  readonly sha: string;
  /** The branch or the tag; null where none is known. */
  readonly ref: string | null;
  /** The first line of the commit’s message. */
  readonly subject: string;
}

/** Which change a hypothesis is about. */
export interface SuspectData {
  readonly [name: string]: JsonValue;
  /** Unique among the changes: see Change. */
  readonly change: string;
  /** The repository’s folder name; null for an event of the provider’s. */
  readonly repository: string | null;
  /** The commit; null for an event of the provider’s. */
  readonly sha: string | null;
  /** The tag or the pull request; null where it is neither. */
  readonly ref: string | null;
  /** Where a browser shows it; null where that is not known. */
  readonly url: string | null;
}
