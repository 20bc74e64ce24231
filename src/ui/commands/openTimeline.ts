import type { IncidentPick } from '../incidentPick.ts';
import type { TimelineDocuments } from '../timelineDocuments.ts';

export async function openTimeline(
  pick: IncidentPick,
  documents: TimelineDocuments,
  args: readonly unknown[],
): Promise<void> {
  const incident = await pick.one(args, undefined, { inTitle: true, remembered: true });
  if (incident) await documents.show(incident);
}
