import assert from 'node:assert/strict';
import { TestServer, type WireError } from './support.ts';

interface WireOnCall {
  readonly user: { readonly id: string; readonly summary: string; readonly time_zone?: string };
  readonly schedule: { readonly id: string; readonly summary: string; readonly time_zone?: string } | null;
  readonly escalation_policy: { readonly id: string };
  readonly escalation_level: number;
  readonly start: string | null;
  readonly end: string | null;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

const day = 86_400_000;

describe('Routes: the directory and who is on call', () => {
  let test: TestServer;

  beforeEach(async () => {
    test = await TestServer.start();
  });
  afterEach(() => test.stop());

  const rows = async <Row = Named>(name: string, query = ''): Promise<readonly Row[]> => {
    const { status, body } = await test.call<Record<string, Row[]>>(`/${name}?limit=100&${query}`);
    assert.equal(status, 200);
    return body[name] ?? [];
  };
  const names = async (name: string, query = '') => (await rows(name, query)).map(one => one.name);
  const onCalls = (query = '') => rows<WireOnCall>('oncalls', query);
  const policyIds = (index: number) =>
    `escalation_policy_ids[]=${test.account.directory.policies[index]?.id}`;

  it('says of the person which teams and which time zone', async () => {
    const { body } = await test.call<{
      user: { time_zone: string; teams: { type: string; summary: string }[] };
    }>('/users/me');
    assert.equal(body.user.time_zone, 'Europe/Berlin');
    assert.deepEqual(
      body.user.teams.map(({ type, summary }) => `${type} ${summary}`),
      ['team_reference Storefront', 'team_reference Data Platform'],
    );
  });

  it('finds people by name, by address and by team; one of them by id', async () => {
    const { teams, me } = test.account.directory;
    assert.equal((await names('users')).length, 8);
    assert.deepEqual(await names('users', 'query=mina'), ['Mina Okafor']);
    assert.deepEqual(await names('users', 'query=kenji.watanabe@'), ['Kenji Watanabe']);
    assert.deepEqual(await names('users', `team_ids[]=${teams[2]?.id}`), ['Elena Petrova', 'Tomas Ferreira']);
    const one = await test.call<{ user: Named }>(`/users/${me.id}`);
    assert.equal(one.body.user.name, me.name);
    assert.equal((await test.call('/users/PNOTHERE')).status, 404);
  });

  it('finds services, teams, schedules and policies', async () => {
    const { teams, services, me } = test.account.directory;
    assert.deepEqual(await names('services', 'query=ORDERS'), ['orders-db']);
    assert.deepEqual(await names('services', `team_ids[]=${teams[1]?.id}&sort_by=name`), [
      'exports',
      'orders-db',
    ]);
    const one = await test.call<{ service: Named }>(`/services/${services.checkout.id}`);
    assert.equal(one.body.service.name, 'checkout');
    assert.deepEqual(await names('teams', 'query=net'), ['Network']);
    assert.equal((await names('schedules')).length, 5);
    assert.deepEqual(await names('escalation_policies'), [
      'Data Platform on call',
      'Network on call',
      'Storefront on call',
    ]);
    const mine = ['Data Platform on call', 'Storefront on call'];
    assert.deepEqual(await names('escalation_policies', `user_ids[]=${me.id}`), mine);
    const two = `team_ids[]=${teams[0]?.id}&team_ids[]=${teams[2]?.id}&sort_by=name:desc`;
    assert.deepEqual(await names('escalation_policies', two), ['Storefront on call', 'Network on call']);
  });

  it('gives a policy’s levels with delays, and schedules and people as their targets', async () => {
    const [policy] = test.account.directory.policies;
    const { body } = await test.call<{
      escalation_policy: {
        escalation_rules: {
          escalation_delay_in_minutes: number;
          targets: { type: string; summary: string }[];
        }[];
      };
    }>(`/escalation_policies/${policy?.id}`);
    assert.deepEqual(
      body.escalation_policy.escalation_rules.map(rule => [
        rule.escalation_delay_in_minutes,
        ...rule.targets.map(({ type, summary }) => `${type} ${summary}`),
      ]),
      [
        [5, 'schedule_reference Storefront primary'],
        [10, 'schedule_reference Storefront secondary'],
        [15, 'user_reference Jonas Lindqvist'],
      ],
    );
  });

  it('lists who is on call now, level by level; somebody by name always is', async () => {
    const rows = await onCalls(policyIds(0));
    assert.deepEqual(
      rows.map(one => [one.escalation_level, one.user.summary, one.schedule?.summary, one.start, one.end]),
      [
        [1, 'Robin Castillo', 'Storefront primary', '2026-01-14T08:00:00Z', '2026-01-16T08:00:00Z'],
        [2, 'Sofia Marchetti', 'Storefront secondary', '2026-01-14T14:00:00Z', '2026-01-21T14:00:00Z'],
        [3, 'Jonas Lindqvist', undefined, null, null],
      ],
    );
    assert.equal((await onCalls()).length, 9);
  });

  it('goes by the clock: turns follow each other and come round again', async () => {
    const first = async () => (await onCalls(policyIds(0)))[0];
    const seen = [];
    for (let turn = 0; turn < 4; turn++) {
      const row = await first();
      seen.push(row?.user.summary);
      await test.clock.advance(2 * day);
      assert.equal((await first())?.start, row?.end);
    }
    assert.deepEqual(seen, ['Robin Castillo', 'Sofia Marchetti', 'Kenji Watanabe', 'Robin Castillo']);
  });

  it('filters by person and schedule, `null` being those by name', async () => {
    const { me, lead, schedules } = test.account.directory;
    const mine = await onCalls(`user_ids[]=${me.id}`);
    assert.deepEqual(
      mine.map(one => one.schedule?.summary),
      ['Storefront primary', 'Data Platform primary'],
    );
    const byName = await onCalls(`schedule_ids[]=null&user_ids[]=${lead.id}`);
    assert.equal(byName.length, 2);
    const tokyo = schedules.find(({ name }) => name === 'Network primary');
    assert.deepEqual(
      (await onCalls(`schedule_ids[]=${tokyo?.id}`)).map(one => one.user.summary),
      ['Elena Petrova'],
    );
  });

  it('lists every turn of a time, or only the earliest for each level and person', async () => {
    const { me } = test.account.directory;
    const fortnight = 'since=2026-01-15T03:00:00Z&until=2026-01-29T03:00:00Z';
    const all = await onCalls(`${policyIds(0)}&${fortnight}&user_ids[]=${me.id}`);
    assert.deepEqual(
      all.map(one => `${one.escalation_level} ${one.start}`),
      [
        '1 2026-01-14T08:00:00Z',
        '1 2026-01-20T08:00:00Z',
        '1 2026-01-26T08:00:00Z',
        '2 2026-01-28T14:00:00Z',
      ],
    );
    const earliest = await onCalls(`${policyIds(0)}&${fortnight}&user_ids[]=${me.id}&earliest=true`);
    assert.deepEqual(
      earliest.map(one => one.escalation_level),
      [1, 2],
    );
    const wrong = await test.call<WireError>(
      '/oncalls?since=2026-01-15T03:00:00Z&until=2026-01-14T03:00:00Z',
    );
    assert.equal(wrong.body.error.code, 2001);
  });

  it('gives whole people and schedules, with their time zones, where include[] asks', async () => {
    const [row] = await onCalls(`${policyIds(1)}&include[]=users&include[]=schedules`);
    assert.equal(row?.user.time_zone, 'Europe/Berlin');
    assert.equal(row?.schedule?.time_zone, 'America/New_York');
    const page = await test.call<{ more: boolean; oncalls: unknown[] }>('/oncalls?limit=4&offset=4');
    assert.deepEqual([page.body.oncalls.length, page.body.more], [4, true]);
  });

  it('has somebody on call at every moment, before and long after it began', async () => {
    const { policies } = test.account.directory;
    for (const days of [-400, -1, 0, 45, 80]) {
      const at = new Date(test.clock.now() + days * day).toISOString();
      const query = `since=${at}&until=${at}`;
      const found = await onCalls(query);
      for (const { id, levels } of policies) {
        const covered = found.filter(one => one.escalation_policy.id === id).map(one => one.escalation_level);
        assert.deepEqual(
          [...new Set(covered)],
          levels.map((_, index) => index + 1),
          `${days} days`,
        );
      }
    }
  });
});
