import { notFound } from './apiError.ts';
import { paged, pageOf } from './paging.ts';
import type { DrillPolicy, LackablePart } from './records.ts';
import type { RouteParts } from './routes.ts';
import {
  abilityOf,
  AccountKeyError,
  type ApiRequest,
  asksFor,
  get,
  includesOf,
  mentions,
  ownerOf,
  type Route,
} from './routing.ts';

const abilities = ['teams', 'urgencies', 'read_only_users', 'service_support_hours'];
const optionalAbilities: readonly LackablePart[] = ['responder_requests'];

/** People, teams, services, policies and schedules, and what the account can do. */
export function directoryRoutes({ account, directory: wire }: RouteParts): readonly Route[] {
  const { directory } = account;
  const services = Object.values(directory.services);

  const me = (request: ApiRequest) => {
    const owner = ownerOf(request, account);
    if (!owner) throw new AccountKeyError();
    return { user: wire.user(owner, includesOf(request.query)) };
  };

  const listUsers = ({ query }: ApiRequest) => {
    const users = directory.users.filter(
      ({ name, email, teams }) => mentions(query, name, email) && asksFor(query, 'team_ids[]', ids(teams)),
    );
    return paged('users', users, pageOf(query), user => wire.user(user, includesOf(query)));
  };

  const listServices = ({ query }: ApiRequest) => {
    const chosen = services.filter(
      ({ name, team }) =>
        mentions(query, name) &&
        (query.get('name') ?? name) === name &&
        asksFor(query, 'team_ids[]', [team.id]),
    );
    const rows = query.has('sort_by') ? sortedByName(chosen, query) : chosen;
    return paged('services', rows, pageOf(query), service => wire.service(service, includesOf(query)));
  };

  const listPolicies = ({ query }: ApiRequest) => {
    const policies = directory.policies.filter(
      policy =>
        mentions(query, policy.name) &&
        asksFor(query, 'team_ids[]', [policy.team.id]) &&
        asksFor(query, 'user_ids[]', peopleOf(policy)),
    );
    const includes = includesOf(query);
    return paged('escalation_policies', sortedByName(policies, query), pageOf(query), policy =>
      wire.policy(policy, includes),
    );
  };

  const listSchedules = ({ query }: ApiRequest) => {
    const schedules = directory.schedules.filter(
      ({ name, team }) => mentions(query, name) && asksFor(query, 'team_ids[]', [team.id]),
    );
    return paged('schedules', schedules, pageOf(query), schedule => wire.schedule(schedule));
  };

  const listTeams = ({ query }: ApiRequest) => {
    const teams = directory.teams.filter(({ name }) => mentions(query, name));
    return paged('teams', teams, pageOf(query), team => wire.team(team));
  };

  return [
    get('/users/me', me),
    get('/users', listUsers),
    get('/users/{id}', ({ query }, id) => ({
      user: wire.user(byId(directory.users, id), includesOf(query)),
    })),
    get('/services', listServices),
    get('/services/{id}', ({ query }, id) => ({
      service: wire.service(byId(services, id), includesOf(query)),
    })),
    get('/escalation_policies', listPolicies),
    get('/escalation_policies/{id}', ({ query }, id) => ({
      escalation_policy: wire.policy(byId(directory.policies, id), includesOf(query)),
    })),
    get('/schedules', listSchedules),
    get('/teams', listTeams),
    get('/priorities', ({ query }) =>
      paged('priorities', directory.priorities, pageOf(query), one => wire.priority(one)),
    ),
    get('/abilities', () => ({
      abilities: [
        ...abilities,
        ...optionalAbilities.filter(part => !account.lacking.has(part)).map(abilityOf),
      ],
    })),
  ];
}

function byId<T extends { readonly id: string }>(rows: readonly T[], id: string): T {
  const found = rows.find(row => row.id === id);
  if (!found) throw notFound();
  return found;
}

const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

/** By name, and through the schedules that it calls. */
function peopleOf({ levels }: DrillPolicy): readonly string[] {
  return levels.flatMap(({ targets }) =>
    targets.flatMap(target => (target.kind === 'user' ? [target.id] : ids(target.users))),
  );
}

function sortedByName<T extends { readonly name: string }>(
  rows: readonly T[],
  query: URLSearchParams,
): readonly T[] {
  const sign = query.get('sort_by') === 'name:desc' ? -1 : 1;
  return [...rows].sort((a, b) => sign * a.name.localeCompare(b.name, 'en'));
}
