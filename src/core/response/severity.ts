import type { Severity } from '../incidents/incident.ts';
import type { Level, PriorityMatrix } from '../team/teamFile.ts';

export { type Level, levels, type PriorityMatrix } from '../team/teamFile.ts';

export interface Assessment {
  readonly impact: Level;
  readonly urgency: Level;
}

export function proposedSeverity({ impact, urgency }: Assessment, matrix: PriorityMatrix): Severity {
  return matrix[urgency][impact];
}

export const severities: readonly Severity[] = ['P1', 'P2', 'P3', 'P4'];

export function isSeverity(value: unknown): value is Severity {
  return (severities as readonly unknown[]).includes(value);
}

/** How an incident was noticed. */
export const detections = ['monitoring', 'users', 'team', 'partner'] as const;
export type Detection = (typeof detections)[number];

export function isDetection(value: unknown): value is Detection {
  return (detections as readonly unknown[]).includes(value);
}
