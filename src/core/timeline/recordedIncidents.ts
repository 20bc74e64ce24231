import type { Incident } from '../incidents/incident.ts';
import type { TimelineEntry } from './entry.ts';
import { FileJournal } from './fileJournal.ts';
import { readSnapshot } from './incidentSnapshot.ts';
import { listIncidentFolders } from './journalFolder.ts';
import { timelineView, type TimelineView } from './timelineView.ts';

/** An incident with the entries of its timeline that count, and with all that its timeline shows. */
export interface ReadIncident {
  readonly incident: Incident;
  readonly entries: readonly TimelineEntry[];
  readonly view: TimelineView;
}

/**
 * The incidents below the root that have a timeline, newest first; one that cannot be read is passed over. One after
 * another, so that a person’s own entry never waits long; ends early with the signal.
 */
export async function* recordedIncidents(
  root: string,
  parts: {
    /** See machineName. */
    readonly machine: string;
    /** Asked before the timeline is read. */
    readonly counts: (incident: Incident) => boolean;
    readonly signal: AbortSignal;
    /** @param folder Its path. */
    readonly onPassedOver: (folder: string, error: unknown) => void;
  },
): AsyncGenerator<ReadIncident> {
  for (const folder of await listIncidentFolders(root)) {
    if (parts.signal.aborted) return;
    try {
      const incident = await readSnapshot(folder, parts.machine);
      if (!incident || !parts.counts(incident)) continue;
      const view = timelineView(await new FileJournal(folder.journal).read());
      yield { incident, entries: view.entries.map(({ entry }) => entry), view };
    } catch (error) {
      parts.onPassedOver(folder.path, error);
    }
  }
}

/** The incidents below the root that have a timeline, as they were last known; newest first. Otherwise the same. */
export async function rememberedIncidents(
  root: string,
  parts: {
    /** See machineName. */
    readonly machine: string;
    /** @param folder Its path. */
    readonly onPassedOver: (folder: string, error: unknown) => void;
  },
): Promise<readonly Incident[]> {
  const snapshots = await Promise.all(
    (await listIncidentFolders(root)).map(folder =>
      readSnapshot(folder, parts.machine).catch((error: unknown) => {
        parts.onPassedOver(folder.path, error);
        return null;
      }),
    ),
  );
  return snapshots.filter(snapshot => snapshot !== null);
}

/** The first of what comes one after another, and whether there was more. */
export async function firstOf<T>(
  source: AsyncIterable<T>,
  most: number,
): Promise<{ readonly first: readonly T[]; readonly more: boolean }> {
  const first: T[] = [];
  for await (const one of source) {
    if (first.length === most) return { first, more: true };
    first.push(one);
  }
  return { first, more: false };
}
