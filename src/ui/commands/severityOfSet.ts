import { type Incident, type Priority, severityOfPriority } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import { lastSeverity } from '../../core/response/responseState.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { ResponseRoom } from '../response/composeResponse.ts';
import type { Timelines } from '../timelines.ts';

export interface SeverityParts {
  readonly store: IncidentStore;
  readonly timelines: Timelines;
  readonly boundary: ErrorBoundary;
  /** Loaded where there is something to say: a priority is set also where it cannot be. */
  readonly responseRoom: () => Promise<Pick<ResponseRoom, 'deeds' | 'rules'>>;
}

/** A priority that somebody here set, or set back. */
export interface SetPriority {
  readonly incident: Incident;
  readonly priority: Priority;
  /** What it takes back: a severity that was said since, or by itself as in triage, stays. */
  readonly instead?: Priority | null;
}

/**
 * Says the severity that a priority means where the incident was triaged: what was said before would else go on counting.
 * Where nobody said anything the provider’s word counts by itself. What was refused is not there, so it says nothing.
 * Never rejects.
 */
export async function saySeverities(parts: SeverityParts, all: readonly SetPriority[]): Promise<void> {
  const there = all.filter(
    ({ incident, priority }) => parts.store.get(incident.key)?.priority?.id === priority.id,
  );
  for (const one of there) {
    await saySeverity(parts, one).catch((error: unknown) =>
      parts.boundary.report('Saying the severity that a priority means', error),
    );
  }
}

async function saySeverity(
  { timelines, responseRoom }: SeverityParts,
  { incident, priority, instead }: SetPriority,
): Promise<void> {
  const said = lastSeverity(await timelines.entries(incident));
  if (said === null || (instead && said.priority !== instead.name)) return;
  const { deeds, rules } = await responseRoom();
  const table = rules().severities;
  const to = severityOfPriority(priority.name, table);
  if (to === null || to === said.to) return;
  await deeds.saySeverity(incident, said.to, to, priority.name);
}
