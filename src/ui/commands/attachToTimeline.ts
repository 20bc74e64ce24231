import type { IncidentPick } from '../incidentPick.ts';
import type { TimelinePanels } from '../timeline/timelinePanels.ts';

/** Asks for files, which then go with what is written in the incident’s timeline. */
export async function attachToTimeline(
  pick: IncidentPick,
  panels: TimelinePanels,
  args: readonly unknown[],
): Promise<void> {
  const incident = await pick.one(args, undefined, { inTitle: true, remembered: true });
  if (incident) await (await panels.open(incident)).chooseFile();
}
