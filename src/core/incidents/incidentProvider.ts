import type { Alert, Incident, LogEntry, Person } from './incident.ts';

/** What this provider can do; a screen offers nothing that is not declared here. */
export interface Capabilities {
  readonly acknowledge: boolean;
  readonly resolve: boolean;
  readonly note: boolean;
  readonly alerts: boolean;
  readonly log: boolean;
}

/** Whom the key belongs to. An account-wide key belongs to nobody: `person` is null. */
export interface Identity {
  readonly kind: 'user' | 'account';
  readonly person: Person | null;
}

export interface ReadOptions {
  /** Aborting rejects with the signal’s reason and sends nothing more. */
  readonly signal?: AbortSignal;
}

/**
 * One account of one incident service. Every method rejects only with the classes of core/errors.ts
 * (or the abort reason). “Already acknowledged” and “already resolved” are success.
 */
export interface IncidentProvider {
  /** `pagerduty`; the drill speaks PagerDuty’s language, so it is one too. */
  readonly kind: string;
  readonly accountId: string;
  readonly capabilities: Capabilities;

  /** Checks the key. Rejects with WrongKeyError, OfflineError, UnexpectedAnswerError… */
  identify(options?: ReadOptions): Promise<Identity>;
  /** All incidents that are not resolved, however old, page after page as they arrive. */
  openIncidents(options?: ReadOptions): AsyncIterable<readonly Incident[]>;
  incident(id: string, options?: ReadOptions): Promise<Incident>;
  alerts(id: string, options?: ReadOptions): Promise<readonly Alert[]>;
  /** Oldest first, complete. */
  log(id: string, options?: ReadOptions): Promise<readonly LogEntry[]>;

  acknowledge(id: string): Promise<Incident>;
  resolve(id: string): Promise<Incident>;
  addNote(id: string, text: string): Promise<void>;
}
