import type { Ids } from './ids.ts';
import type { DrillAgent, DrillIncident, DrillLogEntry, LogEntryType } from './records.ts';

type More = Omit<DrillLogEntry, 'id' | 'at' | 'type' | 'agent' | 'summary'>;

/** Writes the log entries that PagerDuty would write. */
export class IncidentLog {
  constructor(private readonly ids: Ids) {}

  write(
    incident: DrillIncident,
    type: LogEntryType,
    agent: DrillAgent,
    summary: string,
    at: number,
    more: More = {},
  ): void {
    incident.log.push({ id: this.ids.logEntry(), at, type, agent, summary, ...more });
    incident.updatedAt = at;
  }
}
