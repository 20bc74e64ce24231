import type { Incident } from '../incidents/incident.ts';
import { isObject, isUtcTime } from './entryGuard.ts';
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
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return isIncident(value) ? value : null;
  } catch {
    return null;
  }
}

function isIncident(value: unknown): value is Incident {
  if (!isObject(value)) return false;
  const named = (item: unknown) =>
    isObject(item) && typeof item['id'] === 'string' && typeof item['name'] === 'string';
  const textOrNull = (item: unknown) => item === null || typeof item === 'string';
  const timeOrNull = (item: unknown) => item === null || isUtcTime(item);
  return (
    ['key', 'accountId', 'id', 'title'].every(name => typeof value[name] === 'string') &&
    ['triggered', 'acknowledged', 'resolved'].includes(value['status'] as string) &&
    ['high', 'low'].includes(value['urgency'] as string) &&
    (value['number'] === null || typeof value['number'] === 'number') &&
    (value['severity'] === null || ['P1', 'P2', 'P3', 'P4'].includes(value['severity'] as string)) &&
    ['priority', 'service', 'escalationPolicy'].every(name => value[name] === null || named(value[name])) &&
    ['assignees', 'acknowledgers', 'teams'].every(
      name => Array.isArray(value[name]) && value[name].every(named),
    ) &&
    isUtcTime(value['createdAt']) &&
    ['updatedAt', 'resolvedAt'].every(name => timeOrNull(value[name])) &&
    textOrNull(value['url'])
  );
}
