import type { UtcTime } from '../clock.ts';
import type {
  DeadlineData,
  FlagData,
  MessageData,
  RoleData,
  SeverityData,
  StageData,
} from '../timeline/entry.ts';

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
  | RecordOf<'flag', FlagData>;

/** “Severity P1 (was P3), as triage proposes: impact high, urgency high. All of Europe” */
export function severityRecord(data: SeverityData): ResponseRecord {
  const { from, to, reason, proposed, impact, urgency } = data;
  const before = from === null || from === to ? '' : ` (was ${from})`;
  const judged = impact !== undefined && urgency !== undefined && `impact ${impact}, urgency ${urgency}`;
  const triage =
    !proposed || !judged
      ? ''
      : proposed === to
        ? `, as triage proposes: ${judged}`
        : `; triage proposed ${proposed}: ${judged}`;
  return { kind: 'severity', text: `Severity ${to}${before}${triage}${reason && `. ${reason}`}`, data };
}

/** “Stage: triage → investigation” */
export function stageRecord(data: StageData, trueAt?: UtcTime): ResponseRecord {
  const { from, to, detectedBy } = data;
  const way = from === null ? to : `${from} → ${to}`;
  const noticed = detectedBy === undefined ? '' : `, noticed by ${detectedBy}`;
  return { kind: 'stage', text: `Stage: ${way}${noticed}`, data, ...(trueAt !== undefined && { trueAt }) };
}

/** “Bo is Incident Commander (was Ada)” */
export function roleRecord(data: RoleData): ResponseRecord {
  const { role, from, to } = data;
  const text =
    to === null
      ? `${from ?? 'Nobody'} is no longer ${role}`
      : `${to} is ${role}${from === null ? '' : ` (was ${from})`}`;
  return { kind: 'role', text, data };
}

/** Those outside were told, but not from here: “by phone”. What is sent from here is written by the messenger. */
export function toldRecord(how: string): ResponseRecord {
  const data: MessageData = { channel: how, purpose: 'update', text: '' };
  return { kind: 'message', text: `Told stakeholders: ${how}`, data };
}

/** @param tell who is to be told: “management” */
export function deadlineRecord(data: DeadlineData, tell: readonly string[]): ResponseRecord {
  const { name, event, until, reason } = data;
  const why = reason && `: ${reason}`;
  const whom = tell.length === 0 ? '' : ` Tell ${tell.join(', ')}.`;
  switch (event) {
    case 'due':
      return { kind: 'deadline', text: `Due: ${name}.${whom}`, data, byItself: true };
    case 'postponed':
      return { kind: 'deadline', text: `Put off until ${until ?? ''}: ${name}${why}`, data };
    case 'done':
      return { kind: 'deadline', text: `Done: ${name}${why}`, data };
  }
}

/** @param words what the flag is called: “Suspected data leak” */
export function flagRecord(data: FlagData, words: string): ResponseRecord {
  return { kind: 'flag', text: data.raised ? words : `Not so after all: ${words}`, data };
}
