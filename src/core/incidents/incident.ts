import type { UtcTime } from '../clock.ts';
import type { NoteOrigin } from './noteOrigin.ts';

export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved';
export type Urgency = 'high' | 'low';

/** P1 critical, P2 major, P3 moderate, P4 minor. */
export type Severity = 'P1' | 'P2' | 'P3' | 'P4';

/** Something with a name and an id of the provider’s: a service, a team, an escalation policy. */
export interface Reference {
  readonly id: string;
  readonly name: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** Only known where the provider gave it. */
  readonly email?: string;
}

export interface Priority extends Reference {
  /** `#rrggbb` or null where the provider gives no colour. */
  readonly color: string | null;
  /** The provider’s rank; higher is more important. */
  readonly order: number | null;
}

/** One incident of one account, as every screen and document sees it; plain data, safe to store as JSON. */
export interface Incident {
  /** `<account id>:<provider’s id>`: unique over all accounts and stable for ever. */
  readonly key: string;
  readonly accountId: string;
  /** The provider’s id. */
  readonly id: string;
  /** The number people say aloud; null where the provider has none. */
  readonly number: number | null;
  /** Control characters are already gone; markup is not, so show it as text only. */
  readonly title: string;
  readonly status: IncidentStatus;
  readonly urgency: Urgency;
  readonly priority: Priority | null;
  /** From the priority; null where the provider gives none that maps to P1–P4. Never guessed. */
  readonly severity: Severity | null;
  readonly service: Reference | null;
  readonly assignees: readonly Person[];
  readonly acknowledgers: readonly Person[];
  readonly teams: readonly Reference[];
  readonly escalationPolicy: Reference | null;
  readonly createdAt: UtcTime;
  readonly updatedAt: UtcTime | null;
  readonly resolvedAt: UtcTime | null;
  /** Acknowledged until then, and triggered again by itself after it; null where nothing of the kind is planned. */
  readonly acknowledgedUntil: UtcTime | null;
  /** How many alerts it holds; null where the provider does not say. */
  readonly alertCount: number | null;
  /** Whether the provider merges it; only known of an open one, where the provider says it. */
  readonly mergeable?: boolean;
  /** Where a browser shows it. https, or http to loopback for a drill; null otherwise. */
  readonly url: string | null;
}

/** An alert, normalised: details are always flat name → text pairs, whatever the monitoring tool sent. */
export interface Alert {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly severity: string | null;
  readonly createdAt: UtcTime;
  readonly details: readonly { readonly name: string; readonly value: string }[];
  readonly links: readonly { readonly text: string; readonly href: string }[];
  /** The runbook the alert itself names, first found in the order of facts; null where none does. */
  readonly runbook: RunbookLink | null;
  /** What the monitoring tool calls the alert (`alertname` in Prometheus); null where it does not say. */
  readonly alertName: string | null;
  /**
   * The monitoring tool’s labels, each on one line; where the alerts of a group differ, the first one’s. What has no
   * labels gives its flat details. A label may be called as it likes: look with `Object.hasOwn`.
   */
  readonly labels: Readonly<Record<string, string>>;
}

export interface RunbookLink {
  /** URL or path, with its `#fragment`, exactly as the alert gave it. */
  readonly href: string;
  /** Where in the alert it stood, for the reason shown to the person: `details.runbook_url`. */
  readonly foundIn: string;
}

/** What happened, in the words of the process rather than of one provider. */
export type LogEntryKind =
  | 'triggered'
  | 'acknowledged'
  | 'unacknowledged'
  | 'assigned'
  | 'escalated'
  | 'resolved'
  | 'snoozed'
  | 'note'
  | 'notified'
  | 'changed'
  | 'other';

/** One line of the provider’s own log. */
export interface LogEntry {
  readonly id: string;
  readonly at: UtcTime;
  readonly kind: LogEntryKind;
  /** A readable sentence: “Acknowledged by Ada Lovelace”. */
  readonly text: string;
  /** Who did it; null for what the provider did by itself. */
  readonly agent: Person | null;
  /** The provider’s type, kept for what `kind` folds together: `escalate_log_entry`. */
  readonly providerType: string;
  /** Of a note that was an entry of somebody’s timeline before. */
  readonly origin?: NoteOrigin;
}

const severityNames: Record<string, Severity> = { '1': 'P1', '2': 'P2', '3': 'P3', '4': 'P4' };

/** What a team calls its severities at the provider; upper and lower case are the same. */
export type PriorityTable = readonly { readonly id: Severity; readonly priorities: readonly string[] }[];

/**
 * As the table has it, the first that names it; else `P1`, `SEV-2`, `sev3 - moderate`, `Priority 4` → P1–P4; anything else
 * is not known, so null.
 */
export function severityOfPriority(name: string | undefined, table: PriorityTable = []): Severity | null {
  return severityInTable(name, table) ?? standardSeverity(name);
}

/** Only what the table itself says. */
export function severityInTable(name: string | undefined, table: PriorityTable): Severity | null {
  const wanted = sameCase(name ?? '');
  return table.find(({ priorities }) => priorities.some(one => sameCase(one) === wanted))?.id ?? null;
}

/** The priority that says this severity: one that the table names, in its order, before one that is called like it. */
export function priorityFor<P extends Pick<Priority, 'name'>>(
  severity: Severity,
  priorities: readonly P[],
  table: PriorityTable = [],
): P | null {
  const meant = priorities.filter(({ name }) => severityOfPriority(name, table) === severity);
  const names = table.find(({ id }) => id === severity)?.priorities.map(sameCase) ?? [];
  for (const wanted of names) {
    const found = meant.find(({ name }) => sameCase(name) === wanted);
    if (found) return found;
  }
  return meant[0] ?? null;
}

function sameCase(text: string): string {
  return text.trim().toLowerCase();
}

function standardSeverity(name: string | undefined): Severity | null {
  const match = /^(?:p|sev|severity|priority)[\s_-]*([1-4])(?![0-9])/i.exec((name ?? '').trim());
  return match?.[1] ? (severityNames[match[1]] ?? null) : null;
}

export function incidentKey(accountId: string, id: string): string {
  return `${accountId}:${id}`;
}
