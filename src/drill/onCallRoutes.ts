import { invalidInput } from './apiError.ts';
import { moment } from './incidentQuery.ts';
import { onCallsOf, type DrillOnCall } from './onCallTurns.ts';
import { paged, pageOf } from './paging.ts';
import type { RouteParts } from './routes.ts';
import { asksFor, get, includesOf, type ApiRequest, type Route } from './routing.ts';

/** As far as PagerDuty looks into the future. */
const furthest = 90 * 86_400_000;

/** Who is on call now, or in a time. */
export function onCallRoutes({ account, clock, directory: wire }: RouteParts): readonly Route[] {
  const list = ({ query }: ApiRequest) => {
    const now = clock.now();
    const since = moment(query, 'since') ?? now;
    const until = Math.min(moment(query, 'until') ?? Math.max(now, since), now + furthest);
    if (until < since) throw invalidInput('until cannot be before since');
    const found = account.directory.policies
      .filter(({ id }) => asksFor(query, 'escalation_policy_ids[]', [id]))
      .flatMap(policy => onCallsOf(policy, since, until))
      .filter(
        ({ user, schedule }) =>
          asksFor(query, 'user_ids[]', [user.id]) &&
          // `null` asks for those who stand on a level by name.
          asksFor(query, 'schedule_ids[]', [schedule?.id ?? 'null']),
      );
    const rows = query.get('earliest') === 'true' ? earliest(found) : found;
    const includes = includesOf(query);
    return paged('oncalls', rows, pageOf(query), row => wire.onCall(row, includes));
  };

  return [get('/oncalls', list)];
}

/** The first for each policy, level and person. They come in the order of time already. */
function earliest(rows: readonly DrillOnCall[]): readonly DrillOnCall[] {
  const seen = new Set<string>();
  return rows.filter(({ policy, level, user }) => {
    const place = `${policy.id} ${level} ${user.id}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
