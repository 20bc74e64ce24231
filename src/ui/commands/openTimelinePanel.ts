import type { IncidentPick } from '../incidentPick.ts';
import type { TimelinePanels } from '../timeline/timelinePanels.ts';

export async function openTimelinePanel(
  pick: IncidentPick,
  panels: TimelinePanels,
  args: readonly unknown[],
): Promise<void> {
  const incident = await pick.one(args, undefined, { inTitle: true, remembered: true });
  if (incident) await panels.open(incident);
}
