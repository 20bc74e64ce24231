import type { LogFollower } from '../../core/timeline/logFollower.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import { withProgress } from '../prompts.ts';
import type { Sessions } from '../sessions.ts';

/** Asks every account now, and reads the logs of the incidents being worked on: notes do not change an incident. */
export async function refreshIncidents({
  sessions,
  follower,
  store,
}: {
  sessions: Sessions;
  follower: LogFollower;
  store: IncidentStore;
}): Promise<void> {
  await withProgress({ location: { viewId: 'onCall.incidents' } }, () => sessions.refresh());
  for (const incident of store.all()) void follower.read(incident);
}
