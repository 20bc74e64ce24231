import type { LogFollower } from '../../core/timeline/logFollower.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { DetailsPanels } from '../details/detailsPanels.ts';
import { withProgress } from '../prompts.ts';
import type { Sessions } from '../sessions.ts';

/**
 * Asks every account now, and reads the logs of the incidents being worked on and what the open details show: notes do
 * not change an incident.
 */
export async function refreshIncidents({
  sessions,
  follower,
  store,
  details,
}: {
  sessions: Sessions;
  follower: LogFollower;
  store: IncidentStore;
  details: Pick<DetailsPanels, 'readChanging'>;
}): Promise<void> {
  await withProgress({ location: { viewId: 'onCall.incidents' } }, () => sessions.refresh());
  details.readChanging();
  for (const incident of store.all()) void follower.read(incident);
}
