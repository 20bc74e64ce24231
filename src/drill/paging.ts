import { invalidInput } from './apiError.ts';

export interface Page {
  readonly offset: number;
  readonly limit: number;
  readonly wantsTotal: boolean;
}

const defaultLimit = 25;
const largestLimit = 100;
const furthest = 10_000;

/** `offset`, `limit` and `total` as PagerDuty takes them: an over-large limit is quietly cut to 100. */
export function pageOf(query: URLSearchParams): Page {
  const offset = wholeNumber(query, 'offset') ?? 0;
  const limit = limitOf(query, defaultLimit, largestLimit);
  if (offset + limit > furthest) throw invalidInput('Offset and limit together exceed the maximum of 10000.');
  return { offset, limit, wantsTotal: query.get('total') === 'true' };
}

/** `{offset, limit, more, total, [name]: rows}`; `total` is null unless it was asked for. */
export function paged<T>(name: string, all: readonly T[], page: Page, toJson: (row: T) => unknown): unknown {
  const { offset, limit } = page;
  return {
    [name]: all.slice(offset, offset + limit).map(toJson),
    limit,
    offset,
    total: page.wantsTotal ? all.length : null,
    more: offset + limit < all.length,
  };
}

/** `limit` alone, for lists without pages. */
export function limitOf(query: URLSearchParams, byDefault: number, largest: number): number {
  const limit = Math.min(wholeNumber(query, 'limit') ?? byDefault, largest);
  if (limit === 0) throw invalidInput('limit must be at least 1');
  return limit;
}

function wholeNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^\d{1,9}$/.test(text)) throw invalidInput(`${name} must be a whole number`);
  return Number(text);
}
