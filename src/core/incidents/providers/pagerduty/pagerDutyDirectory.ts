import { t } from '@vscode/l10n';
import { UnexpectedAnswerError } from '../../../errors.ts';
import type { EscalationPolicy, Found, OnCall, Responder } from '../../directory.ts';
import type { Priority, Reference } from '../../incident.ts';
import type { PagerDutyClient, Query } from './pagerDutyClient.ts';
import { escalationPolicyOf, onCallOf, responderOf, type OnCallRow } from './pagerDutyDirectoryMapping.ts';
import { checkedId, firstPage, portionsOf, wholeList } from './pagerDutyLists.ts';
import { priorityOf, referenceOf } from './pagerDutyMapping.ts';

type Signal = AbortSignal | undefined;

/** The people and things of the account. */
export class PagerDutyDirectory {
  constructor(private readonly client: PagerDutyClient) {}

  /** `query` finds e-mail addresses, too, though only names are documented. */
  people(query: string, signal: Signal): Promise<readonly Responder[]> {
    const source = { path: '/users', list: 'users', query: searchFor(query) };
    return wholeList(this.client, source, responderOf, signal);
  }

  findPeople(query: string, signal: Signal): Promise<Found<Responder>> {
    const source = { path: '/users', list: 'users', query: searchFor(query) };
    return firstPage(this.client, source, responderOf, signal);
  }

  findPolicies(query: string, signal: Signal): Promise<Found<Reference>> {
    const source = { path: '/escalation_policies', list: 'escalation_policies', query: searchFor(query) };
    return firstPage(this.client, source, referenceOf, signal);
  }

  services(query: string, signal: Signal): Promise<readonly Reference[]> {
    const source = { path: '/services', list: 'services', query: searchFor(query) };
    return wholeList(this.client, source, referenceOf, signal);
  }

  /** They are listed in their order; the number that says it is not documented and need not be there. */
  async priorities(signal: Signal): Promise<readonly Priority[]> {
    const source = { path: '/priorities', list: 'priorities' };
    const listed = await wholeList(this.client, source, priorityOf, signal);
    if (listed.some(({ order }) => order === null)) return listed;
    return listed.sort((a, b) => b.order! - a.order!);
  }

  async policies(
    { teams, person }: { readonly teams: readonly string[]; readonly person: string | null },
    signal: Signal,
  ): Promise<readonly EscalationPolicy[]> {
    const filters: readonly Query[] =
      teams.length > 0
        ? portionsOf('team_ids', teams).map(ids => ({ team_ids: ids }))
        : [person === null ? {} : { user_ids: [person] }];
    const policies = new Map<string, EscalationPolicy>();
    for (const query of filters) {
      const source = { path: '/escalation_policies', list: 'escalation_policies', query };
      for (const policy of await wholeList(this.client, source, escalationPolicyOf, signal)) {
        policies.set(policy.id, policy);
      }
    }
    return [...policies.values()].sort(byName);
  }

  async policy(id: string, signal: Signal): Promise<EscalationPolicy> {
    const path = `/escalation_policies/${checkedId(id, 'escalation policy')}`;
    const policy = escalationPolicyOf((await this.client.get(path, {}, signal))['escalation_policy']);
    if (!policy) throw new UnexpectedAnswerError(t('PagerDuty’s answer holds no escalation policy.'));
    return policy;
  }

  /** Without `since` and `until` PagerDuty answers for this moment. */
  async onCalls(
    { policies, person }: { readonly policies?: readonly string[]; readonly person?: string },
    signal: Signal,
  ): Promise<readonly OnCall[]> {
    const common: Query = {
      include: ['users'],
      ...(person === undefined ? {} : { user_ids: [person], earliest: true }),
    };
    const filters: readonly Query[] = policies
      ? portionsOf('escalation_policy_ids', policies).map(ids => ({ ...common, escalation_policy_ids: ids }))
      : [common];
    const rows = new Map<string, OnCallRow>();
    for (const query of filters) {
      const source = { path: '/oncalls', list: 'oncalls', query };
      for (const row of await wholeList(this.client, source, onCallOf, signal)) rows.set(row.id, row);
    }
    return [...rows.values()].sort(byPolicyAndLevel).map(({ id: _id, ...onCall }) => onCall);
  }

  async workflows(signal: Signal): Promise<readonly Reference[]> {
    const source = { path: '/incident_workflows', list: 'incident_workflows' };
    return (await wholeList(this.client, source, referenceOf, signal)).sort(byName);
  }
}

function searchFor(query: string): Query {
  const text = query.trim();
  return text === '' ? {} : { query: text };
}

/** As people sort names, and always the same way where they are equal. */
function byName(a: Reference, b: Reference): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true }) || (a.id < b.id ? -1 : 1);
}

function byPolicyAndLevel(a: OnCall, b: OnCall): number {
  if (a.policy.id !== b.policy.id) return byName(a.policy, b.policy);
  return a.level - b.level || byName(a.person, b.person);
}
