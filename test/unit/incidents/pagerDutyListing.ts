import { answer, type Handler } from './loopbackServer.ts';

/** The body of an error with this code. */
export const refusal = (code: number) => ({ error: { message: 'No', code, errors: ['No'] } });

/** As PagerDuty writes times: without milliseconds. */
export const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** `count` open incidents, the newest first, one each `step` ms back from `newest`. */
export function created(count: number, prefix = 'P', newest = Date.UTC(2026, 0, 10), step = 60_000) {
  return Array.from({ length: count }, (_, n) => ({
    id: `${prefix}${n}`,
    title: `Incident ${n}`,
    status: 'triggered',
    created_at: iso(newest - n * step),
  }));
}

/** One page of a list as PagerDuty gives it. */
export function paged(list: string, rows: readonly unknown[], largestPage = 100): Handler {
  return ({ query }, response) => {
    const offset = Number(query.get('offset'));
    const limit = Math.min(largestPage, Number(query.get('limit')));
    if (offset + Number(query.get('limit')) > 10_000) return answer(response, 400, refusal(2001));
    const page = rows.slice(offset, offset + limit);
    answer(response, 200, { [list]: page, limit, offset, total: null, more: offset + limit < rows.length });
  };
}

/** `GET /incidents` as PagerDuty does it: order, time window, no offset beyond 10,000. */
export function listing(
  incidents: readonly { readonly created_at: string }[],
  largestPage?: number,
): Handler {
  const times = new Map(incidents.map(incident => [incident, Date.parse(incident.created_at)]));
  return (request, response) => {
    const { query } = request;
    const since = query.get('since');
    const [from, to] = [Date.parse(since ?? ''), Date.parse(query.get('until') ?? '')];
    const within = since
      ? incidents.filter(incident => times.get(incident)! >= from && times.get(incident)! < to)
      : incidents;
    const rows = query.get('sort_by') === 'created_at:asc' ? within.toReversed() : within;
    paged('incidents', rows, largestPage)(request, response);
  };
}
