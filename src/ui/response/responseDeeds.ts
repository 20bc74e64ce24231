import * as vscode from 'vscode';
import type { UtcTime } from '../../core/clock.ts';
import type { Incident, Severity } from '../../core/incidents/incident.ts';
import type { Deadline } from '../../core/response/deadlines.ts';
import {
  bridgeRecord,
  deadlineRecord,
  flagRecord,
  type ResponseRecord,
  roleRecord,
  severityRecord,
  stageRecord,
  toldRecord,
} from '../../core/response/responseRecords.ts';
import type { ResponseState } from '../../core/response/responseState.ts';
import { assign, giveUp, handOver, type Role } from '../../core/response/roles.ts';
import type { Assessment, Detection } from '../../core/response/severity.ts';
import { checklistName, type ChecklistOwner } from '../../core/timeline/checklistName.ts';
import type { DeadlineData, SeverityData, Stage } from '../../core/timeline/entry.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Timelines } from '../timelines.ts';

export interface Judged {
  readonly to: Severity;
  readonly reason: string;
  /** What triage asked and proposed; null where the severity was chosen without it. */
  readonly triage: (Assessment & { readonly proposed: Severity }) | null;
}

/**
 * What a responder does to the response: each is an entry of the timeline, and nothing else. It is done as well where the
 * journal only keeps the entry: see ErrorBoundary.written.
 */
export class ResponseDeeds {
  constructor(
    private readonly parts: {
      readonly timelines: Timelines;
      readonly follower: LogFollower;
      readonly current: CurrentIncident;
      readonly boundary: ErrorBoundary;
    },
  ) {}

  async setSeverity(
    incident: Incident,
    { severity }: Pick<ResponseState, 'severity'>,
    { to, reason, triage }: Judged,
  ): Promise<void> {
    const data: SeverityData = { from: severity, to, reason, ...triage };
    await this.#record(incident, severityRecord(data));
  }

  /** Said by a priority that was set, beside what is worked on, which stays. @param priority `SEV-1` */
  async saySeverity(incident: Incident, from: Severity, to: Severity, priority: string): Promise<void> {
    this.parts.follower.follow(incident);
    const record = severityRecord({ from, to, reason: '', priority });
    await this.parts.timelines.scribe.recordResponse(incident, record);
  }

  /** @param decidedBy whose decision it was; null where it is the author’s own */
  async goTo(
    incident: Incident,
    { stage, reached }: Pick<ResponseState, 'stage' | 'reached'>,
    to: Stage,
    decidedBy: string | null = null,
  ): Promise<void> {
    const from = reached.length === 0 ? 'detection' : stage;
    await this.#record(incident, stageRecord({ from, to, ...(decidedBy !== null && { decidedBy }) }));
  }

  /** Who decided something that the provider is told of, but not by whom. */
  async decided(incident: Incident, text: string, at: number): Promise<void> {
    this.#follow(incident);
    await this.#written(this.parts.timelines.scribe.addEntry(incident, text, at, 'decision'));
  }

  /** The stage of detection began with the incident, whenever somebody says how it was noticed. */
  async setDetection(incident: Incident, detectedBy: Detection): Promise<void> {
    await this.#record(
      incident,
      stageRecord({ from: null, to: 'detection', detectedBy }, incident.createdAt),
    );
  }

  /** False where the person has it already. */
  async assign(incident: Incident, { roles }: ResponseState, role: Role, person: string): Promise<boolean> {
    const data = assign(role, person, roles);
    if (data) await this.#record(incident, roleRecord(data));
    return data !== null;
  }

  /** False where nothing would change: the person has it already. @param from who gives it away; null for nobody */
  async handOver(
    incident: Incident,
    { roles }: ResponseState,
    role: Role,
    from: string | null,
    to: string,
  ): Promise<boolean> {
    const data = handOver(role, from, to, roles);
    if (data) await this.#record(incident, roleRecord(data));
    return data !== null;
  }

  async giveUp(incident: Incident, role: string, person: string): Promise<void> {
    await this.#record(incident, roleRecord(giveUp(role, person)));
  }

  /** @param label what the item says */
  async tick(
    incident: Incident,
    owner: ChecklistOwner,
    item: string,
    label: string,
    checked: boolean,
  ): Promise<void> {
    this.#follow(incident);
    const tick = { runbook: checklistName(owner), item, checked };
    await this.#written(this.parts.timelines.scribe.recordTick(incident, tick, label));
  }

  /** @param words what the flag is called */
  async flag(incident: Incident, flag: string, raised: boolean, words: string): Promise<void> {
    await this.#record(incident, flagRecord({ flag, raised }, words));
  }

  /** @param url as callAddress gives it; null takes back what was said */
  async setBridge(
    incident: Incident,
    { bridge }: Pick<ResponseState, 'bridge'>,
    url: string | null,
  ): Promise<void> {
    await this.#record(incident, bridgeRecord(url, bridge));
  }

  async postpone(
    incident: Incident,
    deadline: Deadline,
    name: string,
    until: UtcTime,
    reason: string,
  ): Promise<void> {
    const data = deadlineData(deadline, name, { event: 'postponed', until, reason });
    await this.#record(incident, deadlineRecord(data, deadline.tell));
  }

  async complete(incident: Incident, deadline: Deadline, name: string, reason: string): Promise<void> {
    await this.#record(incident, deadlineRecord(metData(deadline, name, reason), deadline.tell));
  }

  async noteDue(incident: Incident, deadline: Deadline, name: string): Promise<void> {
    const data = deadlineData(deadline, name, { event: 'due', until: null, reason: '' });
    const record = deadlineRecord(data, deadline.tell);
    await this.#written(this.parts.timelines.scribe.recordDue(incident, data, record));
  }

  /** Those outside were told, but not from here. @param how “by phone” */
  async toldOtherwise(incident: Incident, how: string): Promise<void> {
    await this.#record(incident, toldRecord(how || vscode.l10n.t('another way')));
  }

  async note(incident: Incident, text: string, at: number): Promise<void> {
    this.#follow(incident);
    await this.#written(this.parts.timelines.scribe.addEntry(incident, text, at));
  }

  async #record(incident: Incident, record: ResponseRecord): Promise<void> {
    this.#follow(incident);
    await this.#written(this.parts.timelines.scribe.recordResponse(incident, record));
  }

  #written(entry: Promise<unknown>): Promise<void> {
    return this.parts.boundary.written('Writing down what was done in the response', entry);
  }

  #follow(incident: Incident): void {
    this.parts.current.set(incident);
    this.parts.follower.follow(incident);
  }
}

/** That a deadline was met. @param reason how */
export function metData(deadline: Deadline, name: string, reason: string): DeadlineData {
  return deadlineData(deadline, name, { event: 'done', until: null, reason });
}

function deadlineData(
  { id, dueAt }: Deadline,
  name: string,
  what: Pick<DeadlineData, 'event' | 'until' | 'reason'>,
): DeadlineData {
  return { deadline: id, name, dueAt, event: what.event, until: what.until, reason: what.reason };
}
