import type { Incident } from '../incidents/incident.ts';
import { incidentFrom } from '../incidents/incidentGuard.ts';
import type { IncidentFolder } from './journalFolder.ts';
import { nodeTextFiles, type TextFiles } from './textFiles.ts';

/**
 * Keeps what was last known of the incident beside its journal, so that its documents can still be made when
 * the provider has forgotten it. Writes only what changed; answers whether it did.
 */
export async function saveSnapshot(
  folder: IncidentFolder,
  incident: Incident,
  files: TextFiles = nodeTextFiles,
): Promise<boolean> {
  const bytes = Buffer.from(`${JSON.stringify(incident, null, 2)}\n`);
  const found = await files.read(folder.snapshot);
  if (found && bytes.equals(found)) return false;
  return files.replace(folder.snapshot, bytes);
}

/** Null where none was kept, or where what stands there is no incident. */
export async function readSnapshot(
  folder: IncidentFolder,
  files: TextFiles = nodeTextFiles,
): Promise<Incident | null> {
  const bytes = await files.read(folder.snapshot);
  if (!bytes) return null;
  try {
    return incidentFrom(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null;
  }
}
