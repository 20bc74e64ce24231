import { t } from '@vscode/l10n';
import { utc } from '../../../clock.ts';
import { UnexpectedAnswerError } from '../../../errors.ts';
import { objectsOf, timeOf, type WireObject } from '../wire.ts';
import type { PagerDutyClient, Query } from './pagerDutyClient.ts';

/** The most that a page may hold; asking for more breaks paging instead of being refused. */
export const pageSize = 100;
/** `offset` + `limit` may not pass this (developer.pagerduty.com, “Pagination”). */
const lastOffset = 10_000 - pageSize;
/** `since` to `until` may span six months; 150 days are less than any six months. */
const longestWindow = 150 * 24 * 3600_000;

export interface Page {
  readonly rows: readonly WireObject[];
  /** There is more, but no offset reaches it. */
  readonly cut: boolean;
}

/** A list to its end or to what offsets can reach. It trusts what came rather than `limit` to know where to go on. */
export async function* pagesOf(
  client: PagerDutyClient,
  path: string,
  list: string,
  query: Query,
  signal: AbortSignal | undefined,
): AsyncGenerator<Page> {
  for (let offset = 0, more = true; more && offset <= lastOffset;) {
    const answer = await client.get(path, { ...query, limit: pageSize, offset }, signal);
    const received = answer[list];
    if (!Array.isArray(received))
      throw new UnexpectedAnswerError(t('PagerDuty’s answer holds no list of {0}.', list));
    more = answer['more'] === true;
    if (more && received.length === 0)
      throw new UnexpectedAnswerError(t('PagerDuty says that there are more {0}, but sends none.', list));
    offset += received.length;
    yield { rows: objectsOf(received), cut: more && offset > lastOffset };
  }
}

const open = { statuses: ['triggered', 'acknowledged'] };

/**
 * All open incidents, newest first; an incident may come more than once. `date_range=all` because incidents
 * open for more than a month are left out otherwise. Beyond 10,000 it goes on in windows of time, back to the
 * oldest one: `date_range=all` and a window exclude each other.
 */
export async function* openIncidentPages(
  client: PagerDutyClient,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly WireObject[]> {
  const newestFirst = { ...open, sort_by: 'created_at:desc' };
  let reached: number | null = null;
  for await (const { rows, cut } of pagesOf(
    client,
    '/incidents',
    'incidents',
    { ...newestFirst, date_range: 'all' },
    signal,
  )) {
    yield rows;
    if (cut) reached = oldestOf(rows);
  }
  if (reached === null) return;

  const oldest = await oldestOpen(client, signal);
  for (let until = reached; until >= oldest;) {
    // One second over: times have no milliseconds here, and whether the ends belong to the window is not documented.
    const since = Math.max(oldest - 1000, until - longestWindow);
    const window = { ...newestFirst, since: utc(since), until: utc(until + 1000), time_zone: 'UTC' };
    let next = since - 1;
    for await (const { rows, cut } of pagesOf(client, '/incidents', 'incidents', window, signal)) {
      yield rows;
      if (cut) next = oldestOf(rows);
    }
    if (next >= until)
      throw new UnexpectedAnswerError(
        t('More than 10,000 incidents opened within one second; the rest cannot be read.'),
      );
    until = next;
  }
}

/** The resolved incidents, the last one first, as far back as offsets reach. */
export async function* resolvedIncidentPages(
  client: PagerDutyClient,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly WireObject[]> {
  const lastFirst = { statuses: ['resolved'], sort_by: 'resolved_at:desc', date_range: 'all' };
  for await (const { rows } of pagesOf(client, '/incidents', 'incidents', lastFirst, signal)) yield rows;
}

async function oldestOpen(client: PagerDutyClient, signal: AbortSignal | undefined): Promise<number> {
  const query = { ...open, sort_by: 'created_at:asc', date_range: 'all', limit: 1, offset: 0 };
  return oldestOf(objectsOf((await client.get('/incidents', query, signal))['incidents']));
}

/** ms; rows without a time do not count. */
function oldestOf(rows: readonly WireObject[]): number {
  const times = rows.map(({ created_at }) => timeOf(created_at)).filter(time => time !== null);
  const oldest = Math.min(...times.map(time => Date.parse(time)));
  if (!Number.isFinite(oldest))
    throw new UnexpectedAnswerError(t('PagerDuty’s incidents have no time of creation.'));
  return oldest;
}
