import { purposes } from '../comms/message.ts';
import {
  type ActionItemData,
  type ApprovalData,
  type BridgeData,
  type DeadlineData,
  type FlagData,
  type GitData,
  type MessageData,
  type RoleData,
  type RunData,
  type SeverityData,
  type StageData,
  stages,
  type TickData,
  type TimelineEntry,
} from './entry.ts';
import { isCallAddress } from '../response/callAddress.ts';
import { isObject, isUtcTime } from './entryGuard.ts';

/** What the run left, or null where the entry is no run or its data is not whole. */
export function runDataOf(entry: TimelineEntry): RunData | null {
  const data = entry.data;
  if (entry.kind !== 'run' || !data) return null;
  const { runId, runbook, step, command, cwd, outcome, exitCode, startedAt, durationMs } = data;
  const texts = [runId, runbook, step, command, cwd, data['outputTail']];
  const whole =
    texts.every(text => typeof text === 'string') &&
    (outcome === 'ok' || outcome === 'failed' || outcome === 'cancelled' || outcome === 'unknown') &&
    (exitCode === null || Number.isInteger(exitCode)) &&
    isUtcTime(startedAt) &&
    typeof durationMs === 'number' &&
    typeof data['outputCut'] === 'boolean';
  return whole ? (data as RunData) : null;
}

/**
 * Whether what depends on the run may follow: it did what its block says it should or, where that says nothing, it ended
 * ok. A journal may come from anywhere.
 */
export function ranWell({ met, outcome }: Pick<RunData, 'outcome'> & { readonly met?: unknown }): boolean {
  return typeof met === 'boolean' ? met : outcome === 'ok';
}

/** Which item was ticked, or null where the entry is no tick or its data is not whole. */
export function tickDataOf(entry: TimelineEntry): TickData | null {
  const data = entry.data;
  if (entry.kind !== 'checklist' || !data) return null;
  const whole =
    typeof data['runbook'] === 'string' &&
    typeof data['item'] === 'string' &&
    typeof data['checked'] === 'boolean';
  return whole ? (data as TickData) : null;
}

/** What was approved, or null where the entry is no approval or its data is not whole. */
export function approvalDataOf(entry: TimelineEntry): ApprovalData | null {
  const data = entry.data;
  if (entry.kind !== 'approval' || !data) return null;
  const texts = ['runbook', 'step', 'command', 'target', 'approvedBy', 'reason', 'approved'];
  const { risk, role, environment } = data;
  const whole =
    texts.every(name => typeof data[name] === 'string') &&
    (risk === 'read-only' || risk === 'changing' || risk === 'destructive') &&
    (role === 'Incident Commander' || role === 'Responder') &&
    (environment === null || typeof environment === 'string');
  return whole ? (data as ApprovalData) : null;
}

/** What shall be done, or null where the entry is no action item or its data is not whole. */
export function actionItemDataOf(entry: TimelineEntry): ActionItemData | null {
  const data = entry.data;
  if (entry.kind !== 'action' || !data) return null;
  const { text, owner, runbook, step } = data;
  const whole =
    typeof text === 'string' &&
    typeof step === 'string' &&
    [owner, runbook].every(value => value === null || typeof value === 'string');
  return whole ? (data as ActionItemData) : null;
}

/** Which severity it has since, or null where the entry is no such change or its data is not whole. */
export function severityDataOf(entry: TimelineEntry): SeverityData | null {
  const data = entry.data;
  if (entry.kind !== 'severity' || !data) return null;
  const { from, to, reason } = data;
  return isTextOrNull(from) && isText(to) && isText(reason) ? (data as SeverityData) : null;
}

/** Who has which role since, or null where the entry is no such change or its data is not whole. */
export function roleDataOf(entry: TimelineEntry): RoleData | null {
  const data = entry.data;
  if (entry.kind !== 'role' || !data) return null;
  const { role, from, to } = data;
  return isText(role) && isTextOrNull(from) && isTextOrNull(to) ? (data as RoleData) : null;
}

/** Which stage it is in since, or null where the entry is no such change or its data is not whole. */
export function stageDataOf(entry: TimelineEntry): StageData | null {
  const data = entry.data;
  if (entry.kind !== 'stage' || !data) return null;
  const { from, to } = data;
  const known: readonly unknown[] = stages;
  return (from === null || known.includes(from)) && known.includes(to) ? (data as StageData) : null;
}

/** What was sent, or null where the entry is no message or its data is not whole. */
export function messageDataOf(entry: TimelineEntry): MessageData | null {
  const data = entry.data;
  if (entry.kind !== 'message' || !data) return null;
  const { channel, purpose, text } = data;
  const known: readonly unknown[] = [...purposes, 'other'];
  return isText(channel) && isText(text) && known.includes(purpose) ? (data as MessageData) : null;
}

/** What was done in a repository, or null where the entry tells of none or its data is not whole. */
export function gitDataOf(entry: TimelineEntry): GitData | null {
  const data = entry.data;
  if (entry.kind !== 'git' || !data) return null;
  const { repository, event, sha, ref, subject } = data;
  const whole =
    [repository, sha, subject].every(isText) &&
    isTextOrNull(ref) &&
    (event === 'commit' || event === 'tag' || event === 'checkout');
  return whole ? (data as GitData) : null;
}

/** Which deadline fell due or what became of it, or null where the entry is none or its data is not whole. */
export function deadlineDataOf({ kind, data }: TimelineEntry): DeadlineData | null {
  return kind === 'deadline' && isDeadlineData(data) ? data : null;
}

/** Whether it is whole. */
export function isDeadlineData(data: unknown): data is DeadlineData {
  if (!isObject(data)) return false;
  const { deadline, name, event, dueAt, until, reason } = data;
  return (
    [deadline, name, reason].every(isText) &&
    (event === 'due' || event === 'postponed' || event === 'done') &&
    isUtcTime(dueAt) &&
    (until === null || isUtcTime(until))
  );
}

/** What is so since, or null where the entry says nothing of the kind or its data is not whole. */
export function flagDataOf(entry: TimelineEntry): FlagData | null {
  const data = entry.data;
  if (entry.kind !== 'flag' || !data) return null;
  return isText(data['flag']) && typeof data['raised'] === 'boolean' ? (data as FlagData) : null;
}

/**
 * Where the responders talk since, or null where the entry says nothing of it or its data is not whole. A timeline may
 * come from anywhere: an address that nobody could have said here is none.
 */
export function bridgeDataOf(entry: TimelineEntry): BridgeData | null {
  const data = entry.data;
  if (entry.kind !== 'bridge' || !data) return null;
  return data['url'] === null || isCallAddress(data['url']) ? (data as BridgeData) : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}
