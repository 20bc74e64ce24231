import {
  type Priority,
  priorityFor,
  type PriorityTable,
  type Severity,
} from '../../core/incidents/incident.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Session } from '../sessions.ts';

/** The provider’s priority that means this severity; null where it has none, or cannot say so now. */
export async function priorityMeaning(
  severity: Severity,
  { provider }: Session,
  table: PriorityTable,
  boundary: ErrorBoundary,
): Promise<Priority | null> {
  if (!provider.capabilities.actions.has('setPriority')) return null;
  const priorities = await provider.priorities().catch((error: unknown) => {
    boundary.log('Reading the priorities', error);
    return [];
  });
  return priorityFor(severity, priorities, table);
}
