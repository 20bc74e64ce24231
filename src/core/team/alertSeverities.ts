import type { Clock } from '../clock.ts';
import { type Disposable, Emitter } from '../events.ts';
import {
  type Alert,
  type Incident,
  type PriorityTable,
  type Severity,
  severityInTable,
  severityOfPriority,
} from '../incidents/incident.ts';
import { BackOff } from '../incidents/outbox/backOff.ts';
import { fittingDefinitions, type NamedAlert } from './alertDefinitions.ts';
import type { TeamConfig } from './teamFile.ts';

export interface AlertSeverity {
  readonly severity: Severity;
  /** “alert definition HighErrorRate in .oncall/config.yaml” */
  readonly reason: string;
}

/** What of a team’s file says how bad an incident is. */
export type SeverityTeam = Pick<TeamConfig, 'alerts'> & { readonly severities: PriorityTable };

export interface AlertSeveritiesParts {
  readonly clock: Clock;
  readonly random: () => number;
  /** Null where its account is not connected. */
  readonly alertsOf: (incident: Incident) => Promise<readonly Alert[]> | null;
  /** Hears of alerts that could not be read. */
  readonly onError: (error: unknown) => void;
}

/** So many wait to be asked for, the newest first; the others are asked for when they are looked at again. */
const mostWaiting = 200;
const mostTries = 5;

/**
 * How bad incidents are where the team’s file knows better than their provider: by the name of their priority, else by
 * the definitions of their alerts. Alerts are read one request at a time in each account, and only where nobody else says
 * how bad the incident is; after a failure the account has a pause that grows.
 */
export class AlertSeverities implements Disposable {
  #team: SeverityTeam = { alerts: [], severities: [] };
  /** Key → what its alerts are called, and how many it had when they were read. */
  readonly #read = new Map<
    string,
    { readonly alertCount: number | null; readonly alerts: readonly NamedAlert[] }
  >();
  readonly #found = new Map<string, AlertSeverity>();
  readonly #waiting = new Map<string, { readonly incident: Incident; readonly tries: number }>();
  /** Accounts that are being asked. */
  readonly #asked = new Set<string>();
  readonly #pauses = new Map<string, () => void>();
  readonly #backOff: BackOff;
  readonly #changed: Emitter<readonly string[]>;
  /** The keys of incidents whose alerts say another severity now. */
  readonly onDidChange: Emitter<readonly string[]>['event'];
  #disposed = false;

  constructor(private readonly parts: AlertSeveritiesParts) {
    this.#backOff = new BackOff(parts.clock, parts.random);
    this.#changed = new Emitter(parts.onError);
    this.onDidChange = this.#changed.event;
  }

  /** Every incident may have another severity after it. */
  setTeam(team: SeverityTeam): void {
    this.#team = team;
    this.#found.clear();
    for (const key of this.#read.keys()) this.#judge(key);
    if (!this.#isOfUse()) this.#waiting.clear();
  }

  /** The incident with the severity that the team gives it; the same object where that is none, or the same. */
  laidOver(incident: Incident): Incident {
    const { severities } = this.#team;
    const severity =
      severityInTable(incident.priority?.name, severities) ??
      incident.severity ??
      this.#found.get(incident.key)?.severity ??
      null;
    return severity === incident.severity ? incident : { ...incident, severity };
  }

  /** What the alerts say, where that is what holds; null where the priority says it, or nobody. */
  of(incident: Incident): AlertSeverity | null {
    const found = this.#found.get(incident.key);
    if (!found) return null;
    const isOwn = incident.severity === null || incident.severity === found.severity;
    const byPriority = severityOfPriority(incident.priority?.name, this.#team.severities);
    return isOwn && byPriority === null ? found : null;
  }

  /** New or changed ones; what is resolved is not asked for. */
  look(incidents: readonly Incident[]): void {
    this.#want(incidents.filter(({ status }) => status !== 'resolved'));
  }

  /** One that a person looks at, whatever its status. */
  lookAt(incident: Incident): void {
    this.#want([incident]);
  }

  forget(keys: Iterable<string>): void {
    for (const key of keys) {
      this.#read.delete(key);
      this.#found.delete(key);
      this.#waiting.delete(key);
    }
  }

  #isOfUse(): boolean {
    return this.#team.alerts.some(({ severity }) => severity !== null);
  }

  #want(incidents: readonly Incident[]): void {
    if (this.#disposed || !this.#isOfUse()) return;
    const accounts = new Set<string>();
    for (const incident of incidents) {
      const { key, accountId, severity, alertCount } = incident;
      const read = this.#read.get(key);
      const saysItself = severity !== null && this.of(incident) === null;
      if (saysItself) this.#waiting.delete(key);
      if (saysItself || (read && read.alertCount === alertCount)) continue;
      this.#waiting.set(key, { incident, tries: this.#waiting.get(key)?.tries ?? 0 });
      accounts.add(accountId);
    }
    if (this.#waiting.size > mostWaiting)
      for (const { incident } of this.#newestFirst().slice(mostWaiting)) this.#waiting.delete(incident.key);
    for (const accountId of accounts) this.#askNext(accountId);
  }

  #newestFirst() {
    return [...this.#waiting.values()].sort(({ incident: a }, { incident: b }) =>
      a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0,
    );
  }

  #askNext(accountId: string): void {
    if (this.#disposed || this.#asked.has(accountId) || this.#pauses.has(accountId)) return;
    const next = this.#newestFirst().find(({ incident }) => incident.accountId === accountId);
    if (!next) return;
    const { incident, tries } = next;
    this.#waiting.delete(incident.key);
    const alerts = this.parts.alertsOf(incident);
    if (!alerts) return this.#askNext(accountId);
    this.#asked.add(accountId);
    void alerts
      .then(
        found => this.#take(incident, found),
        (error: unknown) => this.#fail(incident, tries + 1, error),
      )
      .finally(() => {
        this.#asked.delete(accountId);
        this.#askNext(accountId);
      });
  }

  #take({ key, accountId, alertCount }: Incident, alerts: readonly Alert[]): void {
    this.#backOff.clear(accountId);
    const named = alerts.map(({ title, alertName }) => ({ title, alertName }));
    this.#read.set(key, { alertCount, alerts: named });
    const before = this.#found.get(key);
    const after = this.#judge(key);
    if (before?.severity !== after?.severity || before?.reason !== after?.reason) this.#changed.fire([key]);
  }

  #fail(incident: Incident, tries: number, error: unknown): void {
    if (this.#disposed) return;
    const { key, accountId } = incident;
    this.parts.onError(error);
    // What came meanwhile is newer.
    if (tries < mostTries)
      this.#waiting.set(key, { incident: this.#waiting.get(key)?.incident ?? incident, tries });
    const pause = this.#backOff.failed(accountId) - this.parts.clock.now();
    const cancel = this.parts.clock.after(pause, () => {
      this.#pauses.delete(accountId);
      this.#askNext(accountId);
    });
    this.#pauses.set(accountId, cancel);
  }

  #judge(key: string): AlertSeverity | null {
    const alerts = this.#read.get(key)?.alerts ?? [];
    this.#found.delete(key);
    for (const { definition, reason } of fittingDefinitions(alerts, this.#team)) {
      if (definition.severity === null) continue;
      const found = { severity: definition.severity, reason };
      this.#found.set(key, found);
      return found;
    }
    return null;
  }

  dispose(): void {
    this.#disposed = true;
    for (const cancel of this.#pauses.values()) cancel();
    this.#waiting.clear();
    this.#changed.dispose();
  }
}
