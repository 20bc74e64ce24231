import { utc } from '../../../../src/core/clock.ts';
import type { Alert, LogEntry } from '../../../../src/core/incidents/incident.ts';
import type { DetailsPart, IncidentProvider } from '../../../../src/core/incidents/incidentProvider.ts';

/** Ms since the epoch at which everything in the fixtures happens. */
export const start = Date.UTC(2026, 0, 15, 3, 0, 0);

export function alert(id: string, fields: Partial<Alert> = {}): Alert {
  return {
    id,
    title: `Alert ${id}`,
    status: 'triggered',
    severity: 'critical',
    createdAt: utc(start),
    details: [],
    links: [],
    runbook: null,
    alertName: null,
    labels: {},
    ...fields,
  };
}

export function logEntry(id: string, at: number, fields: Partial<LogEntry> = {}): LogEntry {
  return {
    id,
    at: utc(at),
    kind: 'other',
    text: `Entry ${id}`,
    agent: null,
    providerType: 'other_log_entry',
    ...fields,
  };
}

type Answers = { -readonly [P in DetailsPart]: Awaited<ReturnType<IncidentProvider[P]>> };

/** A provider whose answers a test sets, part by part; what it is asked is written down. */
export class DetailsProvider {
  readonly asked: DetailsPart[] = [];
  readonly answers: Answers = {
    ...{ alerts: [], log: [], notes: [], bridge: null, customFields: [] },
    ...{ related: [], past: [], changes: [] },
  };
  /** A part that is named here fails with it. */
  readonly failures = new Map<DetailsPart, Error>();
  /** A part that is named here answers when the test says so. */
  readonly held = new Map<DetailsPart, Promise<void>>();
  /** How many are being answered now, and were at most. */
  running = 0;
  mostRunning = 0;
  readonly signals: AbortSignal[] = [];

  readonly provider: IncidentProvider;

  constructor(parts: readonly DetailsPart[] = Object.keys(this.answers) as DetailsPart[]) {
    const read = (part: DetailsPart) => async (_id: string, options?: { signal?: AbortSignal }) => {
      this.asked.push(part);
      if (options?.signal) this.signals.push(options.signal);
      this.mostRunning = Math.max(this.mostRunning, ++this.running);
      try {
        await this.held.get(part);
        const failure = this.failures.get(part);
        if (failure) throw failure;
        return this.answers[part];
      } finally {
        this.running--;
      }
    };
    const readers = Object.fromEntries(parts.map(part => [part, read(part)]));
    this.provider = {
      ...readers,
      capabilities: {
        actions: new Set(['acknowledge', 'resolve', 'note', 'snooze', 'reassign', 'escalate', 'retrigger']),
        parts: new Set(parts),
        directory: true,
      },
      // Nothing else of it is used by the details.
    } as unknown as IncidentProvider;
  }
}
