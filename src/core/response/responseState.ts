import type { UtcTime } from '../clock.ts';
import type { Incident, Severity } from '../incidents/incident.ts';
import {
  bridgeDataOf,
  deadlineDataOf,
  flagDataOf,
  messageDataOf,
  roleDataOf,
  severityDataOf,
  stageDataOf,
  tickDataOf,
} from '../timeline/entryData.ts';
import { checklistOwnerOf, type ChecklistOwner } from '../timeline/checklistName.ts';
import type { DeadlineData, EntryKind, MessageData, Stage, TimelineEntry } from '../timeline/entry.ts';
import { holdersOf, incidentCommander, keptRoles, type Role } from './roles.ts';
import { type Detection, isDetection, isSeverity } from './severity.ts';

/** Somebody who has a role. */
export interface Assignment {
  readonly role: string;
  readonly person: string;
  readonly since: UtcTime;
}

export interface Tick {
  readonly by: string;
  readonly at: UtcTime;
}

export interface SentMessage {
  readonly at: UtcTime;
  readonly purpose: MessageData['purpose'];
  readonly channel: string;
}

/** `firstDue` is when it was due before anybody put it off: which time of several the word is about. */
export type SaidOfDeadline = DeadlineData & { readonly firstDue: UtcTime };

/**
 * How the response to an incident stands. All of it comes from the timeline, so that every window and every machine
 * that has the same timeline has the same state; what the timeline does not say comes from the provider.
 */
export interface ResponseState {
  readonly severity: Severity | null;
  /** Who says so; null where nobody does. */
  readonly severityFrom: 'triage' | 'provider' | 'alert' | null;
  /** Somebody said how bad it is. */
  readonly triaged: boolean;
  readonly stage: Stage;
  readonly stageSince: UtcTime;
  /** Each time that a stage was gone to, in order. */
  readonly reached: readonly { readonly stage: Stage; readonly at: UtcTime }[];
  readonly detectedBy: Detection | null;
  /** In the order in which they were given. */
  readonly roles: readonly Assignment[];
  /** Whose checklist → item of it → who ticked it. */
  readonly ticks: ReadonlyMap<ChecklistOwner, ReadonlyMap<string, Tick>>;
  readonly messages: readonly SentMessage[];
  readonly flags: ReadonlyMap<string, UtcTime>;
  /** The https address of the call that somebody said last; null where nobody did, or it was taken back. */
  readonly bridge: string | null;
  /** What was last said about each deadline: put off, done. */
  readonly deadlines: ReadonlyMap<string, SaidOfDeadline>;
  /** Which were said to be due, and when: see dueName. */
  readonly saidDue: ReadonlySet<string>;
}

/** One deadline at one time: what was put off falls due again. */
export function dueName({ id, dueAt }: { readonly id: string; readonly dueAt: UtcTime }): string {
  return `${id} ${dueAt}`;
}

const kinds: ReadonlySet<EntryKind> = new Set([
  'severity',
  'stage',
  'role',
  'checklist',
  'message',
  'flag',
  'bridge',
  'deadline',
]);

/** Whether an entry has a part in the state: what has none need not be looked at. */
export function tellsOfResponse({ kind }: Pick<TimelineEntry, 'kind'>): boolean {
  return kinds.has(kind);
}

/**
 * @param entries those that count, by time; others than `tellsOfResponse` allows are passed over
 * @param alertSeverity what the team’s definition of the alert says, for where nobody else does
 * @param roles those that are known: of another one nobody knows whether several may have it, so the last one has it
 */
export function responseState(
  incident: Pick<Incident, 'severity' | 'createdAt'>,
  entries: Iterable<TimelineEntry>,
  roles: readonly Pick<Role, 'name' | 'shared'>[] = [],
  alertSeverity: Severity | null = null,
): ResponseState {
  const folded = new Fold(roles);
  for (const entry of entries) folded.take(entry);
  const last = folded.reached.at(-1);
  return {
    severity: folded.severity ?? incident.severity ?? alertSeverity,
    severityFrom: folded.severity ? 'triage' : incident.severity ? 'provider' : alertSeverity && 'alert',
    triaged: folded.severity !== null,
    stage: last?.stage ?? 'detection',
    stageSince: last?.at ?? incident.createdAt,
    reached: folded.reached,
    detectedBy: folded.detectedBy,
    roles: folded.roles,
    ticks: folded.ticks,
    messages: folded.messages,
    flags: folded.flags,
    bridge: folded.bridge,
    deadlines: folded.deadlines,
    saidDue: folded.saidDue,
  };
}

/** Who has the command now; null where nobody has. */
export function commanderOf(
  incident: Pick<Incident, 'severity' | 'createdAt'>,
  entries: readonly TimelineEntry[],
): string | null {
  const roles = entries.filter(({ kind }) => kind === 'role');
  return holdersOf(incidentCommander, responseState(incident, roles).roles).at(-1) ?? null;
}

/** The severity that somebody said last; null where nobody did. @param entries those that count, by time */
export function saidSeverity(entries: readonly TimelineEntry[]): Severity | null {
  return lastSeverity(entries)?.to ?? null;
}

/** How it was said; null where nobody said one. @param entries those that count, by time */
export function lastSeverity(
  entries: readonly TimelineEntry[],
): { readonly to: Severity; readonly priority: string | null } | null {
  for (const entry of entries.toReversed()) {
    const data = severityDataOf(entry);
    if (data && isSeverity(data.to)) return { to: data.to, priority: data.priority ?? null };
  }
  return null;
}

/** The call that somebody said last; null where nobody did, or it was taken back. @param entries those that count, by time */
export function saidBridge(entries: readonly TimelineEntry[]): string | null {
  const last = entries.findLast(entry => bridgeDataOf(entry) !== null);
  return (last && bridgeDataOf(last)?.url) ?? null;
}

class Fold {
  severity: Severity | null = null;
  detectedBy: Detection | null = null;
  readonly reached: { readonly stage: Stage; readonly at: UtcTime }[] = [];
  roles: readonly Assignment[] = [];
  readonly ticks = new Map<ChecklistOwner, Map<string, Tick>>();
  readonly messages: SentMessage[] = [];
  readonly flags = new Map<string, UtcTime>();
  bridge: string | null = null;
  readonly deadlines = new Map<string, SaidOfDeadline>();
  readonly saidDue = new Set<string>();

  take(entry: TimelineEntry): void {
    this.#takes[entry.kind]?.(entry);
  }

  readonly #takes: { readonly [K in EntryKind]?: (entry: TimelineEntry) => void } = {
    severity: entry => this.#takeSeverity(entry),
    stage: entry => this.#takeStage(entry),
    role: entry => this.#takeRole(entry),
    checklist: entry => this.#takeTick(entry),
    message: entry => this.#takeMessage(entry),
    flag: entry => this.#takeFlag(entry),
    bridge: entry => this.#takeBridge(entry),
    deadline: entry => this.#takeDeadline(entry),
  };

  constructor(private readonly known: readonly Pick<Role, 'name' | 'shared'>[]) {}

  #takeSeverity(entry: TimelineEntry): void {
    const to = severityDataOf(entry)?.to;
    if (isSeverity(to)) this.severity = to;
  }

  #takeMessage(entry: TimelineEntry): void {
    const data = messageDataOf(entry);
    if (data) this.messages.push({ at: entry.at, purpose: data.purpose, channel: data.channel });
  }

  #takeFlag(entry: TimelineEntry): void {
    const data = flagDataOf(entry);
    if (data?.raised) this.flags.set(data.flag, this.flags.get(data.flag) ?? entry.at);
    else if (data) this.flags.delete(data.flag);
  }

  #takeBridge(entry: TimelineEntry): void {
    const data = bridgeDataOf(entry);
    if (data) this.bridge = data.url;
  }

  #takeDeadline(entry: TimelineEntry): void {
    const data = deadlineDataOf(entry);
    if (!data) return;
    const { deadline: id, dueAt } = data;
    if (data.event === 'due') return void this.saidDue.add(dueName({ id, dueAt }));
    const before = this.deadlines.get(id);
    const wasPutOff = before?.event === 'postponed' && before.until === dueAt;
    this.deadlines.set(id, { ...data, firstDue: wasPutOff ? before.firstDue : dueAt });
  }

  #takeStage(entry: TimelineEntry): void {
    const data = stageDataOf(entry);
    if (!data) return;
    if (isDetection(data.detectedBy)) this.detectedBy = data.detectedBy;
    if (this.reached.at(-1)?.stage !== data.to) this.reached.push({ stage: data.to, at: entry.at });
  }

  #takeRole(entry: TimelineEntry): void {
    const data = roleDataOf(entry);
    if (!data) return;
    const { role, to } = data;
    const shared = this.known.find(({ name }) => name === role)?.shared ?? false;
    const rest = keptRoles(data, shared, this.roles);
    this.roles = to === null ? rest : [...rest, { role, person: to, since: entry.at }];
  }

  #takeTick(entry: TimelineEntry): void {
    const data = tickDataOf(entry);
    const owner = data && checklistOwnerOf(data.runbook);
    if (!data || owner === null) return;
    const ticked = this.ticks.get(owner) ?? new Map<string, Tick>();
    this.ticks.set(owner, ticked);
    if (data.checked) ticked.set(data.item, { by: entry.author, at: entry.at });
    else ticked.delete(data.item);
  }
}
