import type { Incident } from '../incident.ts';
import { latestResolved, worthwhilePages } from '../incidentLists.ts';
import type { IncidentReader } from '../incidentProvider.ts';

/**
 * Looks for many incidents in the lists of what is open and of what was resolved last. What is found leaves `ids`; what
 * stays there has to be looked up one by one: a few, or what the lists did not hold.
 * @returns those that are resolved, by id
 */
export async function lookInLists(
  provider: Pick<IncidentReader, 'openIncidents' | 'resolvedIncidents'>,
  ids: Set<string>,
): Promise<ReadonlyMap<string, Incident>> {
  for await (const page of worthwhilePages(provider.openIncidents(), ids))
    for (const { id } of page) ids.delete(id);
  const resolved = new Map<string, Incident>();
  for await (const found of latestResolved(provider, ids))
    for (const incident of found) resolved.set(incident.id, incident);
  return resolved;
}
