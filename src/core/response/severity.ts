import type { Severity } from '../incidents/incident.ts';

export const levels = ['low', 'medium', 'high'] as const;
export type Level = (typeof levels)[number];

/** Urgency → impact on users → severity. */
export type PriorityMatrix = { readonly [U in Level]: { readonly [I in Level]: Severity } };

export const defaultMatrix: PriorityMatrix = {
  high: { low: 'P3', medium: 'P2', high: 'P1' },
  medium: { low: 'P4', medium: 'P3', high: 'P2' },
  low: { low: 'P4', medium: 'P4', high: 'P3' },
};

export interface Assessment {
  readonly impact: Level;
  readonly urgency: Level;
}

export function proposedSeverity(
  { impact, urgency }: Assessment,
  matrix: PriorityMatrix = defaultMatrix,
): Severity {
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
