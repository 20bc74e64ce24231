import { utc } from '../../../src/core/clock.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';

export const START = Date.UTC(2026, 10, 22, 10, 15, 0);

/** A ULID that only counts: `sampleId(7)` sorts before `sampleId(8)`. */
export function sampleId(number: number): string {
  return number.toString().padStart(26, '0');
}

export function sampleEntry(number: number, changes: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id: sampleId(number),
    at: utc(START + number * 1_000),
    writtenAt: utc(START + number * 1_000),
    author: 'Ada',
    source: { type: 'person' },
    kind: 'note',
    text: `entry ${number}`,
    ...changes,
  };
}

export const sampleIncident: Incident = {
  key: 'work:Q1ABC',
  accountId: 'work',
  id: 'Q1ABC',
  number: 123,
  title: 'Checkout is down',
  status: 'triggered',
  urgency: 'high',
  priority: null,
  severity: 'P1',
  service: { id: 'S1', name: 'checkout' },
  assignees: [{ id: 'U1', name: 'Ada' }],
  acknowledgers: [],
  teams: [],
  escalationPolicy: null,
  createdAt: utc(START),
  updatedAt: null,
  resolvedAt: null,
  acknowledgedUntil: null,
  alertCount: null,
  url: 'https://example.pagerduty.com/incidents/Q1ABC',
};
