import { t } from '@vscode/l10n';
import type { UtcTime } from '../clock.ts';
import { sentence } from '../sentence.ts';
import type {
  BridgeData,
  DeadlineData,
  FlagData,
  MessageData,
  RoleData,
  SeverityData,
  StageData,
} from '../timeline/entry.ts';
import { timeOn } from '../utcWords.ts';
import { type Detection, isDetection } from './severity.ts';
import { levelName, roleTitle, stageName } from './spokenNames.ts';

interface RecordOf<K extends string, D> {
  readonly kind: K;
  readonly text: string;
  readonly data: D;
  /** When it happened, where that was not now; by the provider’s clock. */
  readonly trueAt?: UtcTime;
  /** Set where no person did it. */
  readonly byItself?: true;
}

/** What the timeline is told of the response, with the sentence that people read there. */
export type ResponseRecord =
  | RecordOf<'severity', SeverityData>
  | RecordOf<'stage', StageData>
  | RecordOf<'role', RoleData>
  | RecordOf<'message', MessageData>
  | RecordOf<'deadline', DeadlineData>
  | RecordOf<'flag', FlagData>
  | RecordOf<'bridge', BridgeData>;

/** “Severity P1 (was P3), as triage proposes: impact high, urgency high. All of Europe” */
export function severityRecord(data: SeverityData): ResponseRecord {
  const { from, to, reason, proposed, impact, urgency } = data;
  const severity =
    from === null || from === to ? t('Severity {0}', to) : t('Severity {0} (was {1})', to, from);
  const judged =
    impact !== undefined &&
    urgency !== undefined &&
    t('impact {0}, urgency {1}', levelName(impact), levelName(urgency));
  const text =
    !proposed || !judged
      ? severity
      : proposed === to
        ? t('{0}, as triage proposes: {1}', severity, judged)
        : t('{0}; triage proposed {1}: {2}', severity, proposed, judged);
  return { kind: 'severity', text: reason === '' ? text : `${text}. ${reason}`, data };
}

const noticed: Readonly<Record<Detection, string>> = {
  monitoring: sentence('noticed by monitoring'),
  users: sentence('noticed by users'),
  team: sentence('noticed by team'),
  partner: sentence('noticed by partner'),
};

function noticedBy(who: string): string {
  if (!isDetection(who)) return t('noticed by {0}', who);
  const known = noticed[who];
  return t(known);
}

/** “Stage: mitigation → resolution, decided by Ada” */
export function stageRecord(data: StageData, trueAt?: UtcTime): ResponseRecord {
  const { from, to, detectedBy, decidedBy } = data;
  const way = from === null ? stageName(to) : `${stageName(from)} → ${stageName(to)}`;
  const more =
    detectedBy !== undefined
      ? noticedBy(detectedBy)
      : decidedBy !== undefined && t('decided by {0}', decidedBy);
  const text = more ? t('Stage: {0}, {1}', way, more) : t('Stage: {0}', way);
  return { kind: 'stage', text, data, ...(trueAt !== undefined && { trueAt }) };
}

/** “Bo is Incident Commander (was Ada)”; a standard role as it is called in the language of whoever writes. */
export function roleRecord(data: RoleData): ResponseRecord {
  const { from, to } = data;
  const role = roleTitle(data.role);
  const text =
    to === null
      ? t('{0} is no longer {1}', from ?? t('Nobody'), role)
      : from === null
        ? t('{0} is {1}', to, role)
        : t('{0} is {1} (was {2})', to, role, from);
  return { kind: 'role', text, data };
}

/** Those outside were told, but not from here: “by phone”. What is sent from here is written by the messenger. */
export function toldRecord(how: string): ResponseRecord {
  const data: MessageData = { channel: how, purpose: 'update', text: '' };
  return { kind: 'message', text: t('Told stakeholders: {0}', how), data };
}

/** @param tell who is to be told: “management” */
export function deadlineRecord(data: DeadlineData, tell: readonly string[]): ResponseRecord {
  const { name, event, dueAt, until, reason } = data;
  const withReason = (said: string) => (reason === '' ? said : t('{0}: {1}', said, reason));
  switch (event) {
    case 'due':
      return {
        kind: 'deadline',
        text:
          tell.length === 0
            ? t('Due: {0}.', name)
            : `${t('Due: {0}.', name)} ${t('Tell {0}.', tell.join(', '))}`,
        data,
        byItself: true,
      };
    case 'postponed':
      return {
        kind: 'deadline',
        text: withReason(t('Put off until {0}: {1}', until === null ? '' : timeOn(until, dueAt), name)),
        data,
      };
    case 'done':
      return { kind: 'deadline', text: withReason(t('Done: {0}', name)), data };
  }
}

/** @param words what the flag is called: “Suspected data leak” */
export function flagRecord(data: FlagData, words: string): ResponseRecord {
  return { kind: 'flag', text: data.raised ? words : t('Not so after all: {0}', words), data };
}

/** “Call: https://meet.example.com/a” @param before what was said until now; null for nothing */
export function bridgeRecord(url: string | null, before: string | null): ResponseRecord {
  const text = url === null ? t('No longer the call: {0}', before ?? '') : t('Call: {0}', url);
  return { kind: 'bridge', text, data: { url } };
}
