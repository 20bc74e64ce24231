import { t } from '@vscode/l10n';
import { NotFoundError, UnexpectedAnswerError } from '../../../errors.ts';
import type { Found } from '../../directory.ts';
import { idOf, type WireObject } from '../wire.ts';
import type { PagerDutyClient, Query } from './pagerDutyClient.ts';
import { pageSize, pagesOf } from './pagerDutyPages.ts';

/** Which list of which answer. */
export interface ListSource {
  readonly path: string;
  /** The field of the answer that holds it. */
  readonly list: string;
  readonly query?: Query;
}

/** All rows of a paged list that `map` understands, each id once: rows that come or go meanwhile shift the pages. */
export async function wholeList<T extends { readonly id: string }>(
  client: PagerDutyClient,
  { path, list, query = {} }: ListSource,
  map: (wire: unknown) => T | null,
  signal: AbortSignal | undefined,
): Promise<T[]> {
  const byId = new Map<string, T>();
  for await (const { rows } of pagesOf(client, path, list, query, signal)) addNew(byId, rows, map);
  return [...byId.values()];
}

/** The same of a list that comes whole in one answer. */
export async function onePage<T extends { readonly id: string }>(
  client: PagerDutyClient,
  { path, list, query = {} }: ListSource,
  map: (wire: unknown) => T | null,
  signal: AbortSignal | undefined,
): Promise<T[]> {
  return eachOnce(await client.get(path, query, signal), list, map);
}

/** What one request brings of a paged list. */
export async function firstPage<T extends { readonly id: string }>(
  client: PagerDutyClient,
  { path, list, query = {} }: ListSource,
  map: (wire: unknown) => T | null,
  signal: AbortSignal | undefined,
): Promise<Found<T>> {
  const answer = await client.get(path, { ...query, limit: pageSize }, signal);
  const found = eachOnce(answer, list, map);
  return { found, more: answer['more'] === true };
}

function eachOnce<T extends { readonly id: string }>(
  answer: WireObject,
  list: string,
  map: (wire: unknown) => T | null,
): T[] {
  const received = answer[list];
  if (!Array.isArray(received))
    throw new UnexpectedAnswerError(t('PagerDuty’s answer holds no list of {0}.', list));
  const byId = new Map<string, T>();
  addNew(byId, received, map);
  return [...byId.values()];
}

function addNew<T extends { readonly id: string }>(
  byId: Map<string, T>,
  rows: readonly unknown[],
  map: (wire: unknown) => T | null,
): void {
  for (const item of rows.map(map)) if (item && !byId.has(item.id)) byId.set(item.id, item);
}

/** An id that could change the path of a request is nothing’s. */
export function checkedId(id: string, what = 'incident'): string {
  const plain = idOf(id);
  if (!plain) throw new NotFoundError(t('That is not the id of a PagerDuty {0}.', what));
  return plain;
}

/** A URL may have 4,096 bytes; the rest of it takes far less than what is left here for the ids. */
const longestIds = 3000;

/** Ids in as few portions as URLs have room for, when each stands there as `name[]=id`. */
export function portionsOf(name: string, ids: readonly string[]): readonly (readonly string[])[] {
  const portions: string[][] = [];
  let room = 0;
  for (const id of new Set(ids)) {
    const bytes = encodeURIComponent(`${name}[]`).length + encodeURIComponent(id).length + 2;
    if (bytes > room) {
      portions.push([]);
      room = longestIds;
    }
    portions.at(-1)!.push(id);
    room -= bytes;
  }
  return portions;
}

/** For sorting: oldest first. */
export function byTime<T extends { readonly at: string }>(a: T, b: T): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}
