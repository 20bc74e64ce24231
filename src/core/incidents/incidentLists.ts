import { RefusedError } from '../errors.ts';
import type { Incident } from './incident.ts';
import type { IncidentReader, ReadOptions } from './incidentProvider.ts';

/** What a page of a list costs, in looks at one incident: some five times as long, for up to a hundred. */
const looksAPage = 5;

/**
 * The pages of a list in which incidents are looked for, as long as going on costs less than looking up one by one what
 * was not found. Reads nothing for a few, and little of a list that does not hold them.
 * @param wanted ids; whoever reads the pages takes out what was found
 */
export async function* worthwhilePages(
  list: AsyncIterable<readonly Incident[]>,
  wanted: ReadonlySet<string>,
): AsyncGenerator<readonly Incident[]> {
  let inVain = 0;
  if (wanted.size <= looksAPage) return;
  for await (const page of list) {
    const before = wanted.size;
    yield page;
    if (before - wanted.size < looksAPage) inVain++;
    if (wanted.size <= looksAPage * (inVain + 1)) return;
  }
}

/**
 * Those that are wanted of the incidents that were resolved last, a page at a time, which may hold none; each leaves
 * `wanted` as it is found. Rejects as the provider’s reads do.
 * @param wanted ids
 */
export async function* latestResolved(
  provider: Pick<IncidentReader, 'resolvedIncidents'>,
  wanted: Set<string>,
  options: ReadOptions = {},
): AsyncGenerator<readonly Incident[]> {
  try {
    for await (const page of worthwhilePages(provider.resolvedIncidents(options), wanted))
      yield page.filter(({ id }) => wanted.delete(id));
  } catch (error) {
    // The list only spares requests: where it is refused, each incident can still be looked up.
    if (!(error instanceof RefusedError)) throw error;
  }
}
