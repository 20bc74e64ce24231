import { join } from 'node:path';
import type { Incident } from '../incidents/incident.ts';
import { incidentFrom } from '../incidents/incidentGuard.ts';
import { namesIn, type IncidentFolder } from './journalFolder.ts';
import { nodeTextFiles, type TextFiles } from './textFiles.ts';

/** `incident.json` is of before each machine had its own; whatever a sync tool made of a name is read too. */
const SNAPSHOT = /^incident\b.*\.json$/;

/**
 * Keeps what was last known of the incident beside its journal, so that its documents can still be made when
 * the provider has forgotten it. Writes only what changed; answers whether it did. Each machine has a file of its
 * own, as with journals: git could not merge what two accounts know at different times.
 * @param machine see machineName
 */
export async function saveSnapshot(
  folder: IncidentFolder,
  incident: Incident,
  machine: string,
  files: TextFiles = nodeTextFiles,
): Promise<boolean> {
  const path = join(folder.path, nameOf(machine));
  const bytes = Buffer.from(`${JSON.stringify(incident, null, 2)}\n`);
  const found = await files.read(path);
  if (found && bytes.equals(found)) return false;
  return files.replace(path, bytes);
}

/**
 * The latest that any machine knew, as an incident of the account that this machine knows it by; null where none was
 * kept, or where what stands there is no incident.
 */
export async function readSnapshot(
  folder: Pick<IncidentFolder, 'path'>,
  machine: string,
  files: TextFiles = nodeTextFiles,
): Promise<Incident | null> {
  let own: Incident | null = null;
  let latest: Incident | null = null;
  for (const name of (await namesIn(folder.path)).filter(name => SNAPSHOT.test(name))) {
    const incident = incidentIn(await files.read(join(folder.path, name)));
    if (!incident) continue;
    if (name === nameOf(machine)) own = incident;
    if (!latest || knownAt(incident) > knownAt(latest)) latest = incident;
  }
  return latest && own ? { ...latest, key: own.key, accountId: own.accountId } : latest;
}

function nameOf(machine: string): string {
  return `incident-${machine}.json`;
}

function knownAt({ updatedAt, createdAt }: Incident): number {
  return Date.parse(updatedAt ?? createdAt);
}

function incidentIn(bytes: Uint8Array | null): Incident | null {
  if (!bytes) return null;
  try {
    return incidentFrom(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null;
  }
}
