import type { Incident, Severity } from '../incident.ts';

const thresholds = ['all', 'high', 'P3', 'P2', 'P1', 'off'] as const;
/** From which incidents on a message is shown; `high` is high urgency, and P1 and P2. */
export type Threshold = (typeof thresholds)[number];

/** A value that is none of them counts as `high`, the standard. */
export function thresholdOf(text: string): Threshold {
  return thresholds.find(threshold => threshold === text) ?? 'high';
}

const upTo: Record<'P1' | 'P2' | 'P3', readonly Severity[]> = {
  P1: ['P1'],
  P2: ['P1', 'P2'],
  P3: ['P1', 'P2', 'P3'],
};

export function isAbove({ severity, urgency }: Incident, threshold: Threshold): boolean {
  switch (threshold) {
    case 'all':
      return true;
    case 'off':
      return false;
    case 'high':
      return urgency === 'high' || severity === 'P1' || severity === 'P2';
    case 'P1':
    case 'P2':
    case 'P3':
      // What has no priority is not guessed.
      return severity !== null && upTo[threshold].includes(severity);
  }
}

const ranks: Record<Severity, number> = { P1: 0, P2: 1, P3: 3, P4: 4 };

/** For sorting, the gravest first; what has no priority stands by its urgency, after those that have one. */
export function byGravity(a: Incident, b: Incident): number {
  const rank = ({ severity, urgency }: Incident) =>
    severity === null ? (urgency === 'high' ? 2 : 5) : ranks[severity];
  return rank(a) - rank(b);
}
