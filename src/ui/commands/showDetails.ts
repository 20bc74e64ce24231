import type { DetailsPanels } from '../details/detailsPanels.ts';
import type { IncidentPick } from '../incidentPick.ts';

export async function showDetails(
  pick: IncidentPick,
  details: DetailsPanels,
  args: readonly unknown[],
): Promise<void> {
  const incident = await pick.one(args);
  if (incident) await details.open(incident);
}
