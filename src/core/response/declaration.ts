import type { Stage } from '../timeline/entry.ts';

/** What the Incident Commander alone declares. */
export type Declaration = 'begin' | 'end';

/** What going from stage to stage declares: that an incident is one, or that it is over; null for neither. */
export function declarationOf(from: Stage, to: Stage): Declaration | null {
  if (isOverStage(to)) return isOverStage(from) ? null : 'end';
  return from === 'detection' && to !== 'detection' ? 'begin' : null;
}

/** Whether an incident in this stage is over. */
export function isOverStage(stage: Stage): boolean {
  return stage === 'resolution' || stage === 'post-mortem';
}
