import assert from 'node:assert/strict';
import { NotFoundError, PlanLacksAbilityError, UnexpectedAnswerError } from '../../../src/core/errors.ts';
import { oddities, ProviderHarness } from './pagerDutyHarness.ts';

describe('PagerDutyProvider: directory', () => {
  const harness = new ProviderHarness();
  const numbered = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, n) => ({ id: `${prefix}${n}`, name: `${prefix} ${n}` }));

  describe('people and services', () => {
    it('are searched for by what was entered, to the last page, each once', async () => {
      const rows = numbered(230, 'U');
      harness.list('GET /users', 'users', [...rows.slice(0, 100), ...rows.slice(99)]);
      harness.list('GET /services', 'services', rows);
      assert.equal((await harness.provider.people(' ada@ ')).length, 230);
      assert.equal((await harness.provider.services('shop')).length, 230);
      assert.deepEqual(
        harness.server.requests.map(({ path, query }) => [path, query.get('query')]),
        [...Array<string[]>(3).fill(['/users', 'ada@']), ...Array<string[]>(3).fill(['/services', 'shop'])],
      );
    });

    it('are all of them for an empty search', async () => {
      harness.list('GET /users', 'users', []);
      harness.list('GET /services', 'services', []);
      await harness.provider.people('');
      await harness.provider.services('  ');
      for (const { query } of harness.server.requests) assert.equal(query.get('query'), null);
    });

    it('are found with one request each for who types, and it is said where there are more', async () => {
      harness.list('GET /users', 'users', numbered(230, 'U'));
      harness.list('GET /escalation_policies', 'escalation_policies', numbered(100, 'E'));
      const people = await harness.provider.findPeople(' ada ');
      assert.deepEqual([people.found.length, people.more], [100, true]);
      const policies = await harness.provider.findPolicies('');
      assert.deepEqual([policies.found.length, policies.more], [100, false]);
      assert.deepEqual(
        harness.server.requests.map(({ path, query }) => [path, query.get('query'), query.get('limit')]),
        [
          ['/users', 'ada', '100'],
          ['/escalation_policies', null, '100'],
        ],
      );
    });

    it('have a time zone only where it is one', async () => {
      const zones = ['Europe/Berlin', 'Etc/UTC', 'Eastern Time (US & Canada)', 'Mars/Olympus', ...oddities];
      harness.list(
        'GET /users',
        'users',
        zones.map((time_zone, n) => ({ id: `U${n}`, name: 'Ada', email: 'a@example.com', time_zone })),
      );
      const people = await harness.provider.people('');
      assert.deepEqual(people[0], {
        id: 'U0',
        name: 'Ada',
        email: 'a@example.com',
        timeZone: 'Europe/Berlin',
      });
      assert.deepEqual(
        people.map(({ timeZone }) => timeZone),
        ['Europe/Berlin', 'Etc/UTC', ...zones.slice(2).map(() => null)],
      );
    });
  });

  describe('priorities', () => {
    it('are the most important first', async () => {
      harness.list('GET /priorities', 'priorities', [
        { id: 'P3', name: 'P3', order: 100, color: 'eeeeee' },
        { id: 'P1', name: 'P1', order: 400, color: 'A8171C' },
      ]);
      assert.deepEqual(await harness.provider.priorities(), [
        { id: 'P1', name: 'P1', order: 400, color: '#a8171c' },
        { id: 'P3', name: 'P3', order: 100, color: '#eeeeee' },
      ]);
    });

    it('stay in the order of the list where it is not said', async () => {
      for (const odd of oddities) {
        if (typeof odd === 'number') continue;
        harness.list('GET /priorities', 'priorities', [
          { id: 'P1', name: 'P1', order: odd },
          { id: 'P2', name: 'P2', order: 1000 },
        ]);
        assert.deepEqual(
          (await harness.provider.priorities()).map(({ id }) => id),
          ['P1', 'P2'],
        );
      }
    });

    it('may be missing in the account’s plan', async () => {
      harness.refuse('GET /priorities', 2014, 402);
      await assert.rejects(harness.provider.priorities(), PlanLacksAbilityError);
    });
  });

  describe('escalation policies', () => {
    const policy = (id: string, name: string, more: object = {}) => ({
      id,
      name,
      type: 'escalation_policy',
      ...more,
    });
    const rule = (minutes: unknown, ...targets: unknown[]) => ({
      escalation_delay_in_minutes: minutes,
      targets,
    });

    it('have their levels with the real targets', async () => {
      const found = policy('PEP', 'Shop', {
        escalation_rules: [
          rule(
            30,
            { id: 'PADA', type: 'user_reference', summary: 'Ada Lovelace' },
            { id: 'PS', type: 'schedule_reference', summary: 'Primary' },
          ),
          rule(
            5,
            { id: 'PS3', type: 'v3_schedule_reference', summary: 'New' },
            { id: 'PX', type: 'robot_reference', summary: 'Unknown' },
            { id: 'PG', type: 'user', name: 'Grace Hopper' },
          ),
        ],
        teams: [{ id: 'PT', type: 'team_reference', summary: 'Shop team' }],
      });
      harness.reply('GET /escalation_policies/PEP', 200, { escalation_policy: found });
      assert.deepEqual(await harness.provider.policy('PEP'), {
        id: 'PEP',
        name: 'Shop',
        levels: [
          {
            level: 1,
            delayMinutes: 30,
            targets: [
              { id: 'PADA', name: 'Ada Lovelace', type: 'user' },
              { id: 'PS', name: 'Primary', type: 'schedule' },
            ],
          },
          {
            level: 2,
            delayMinutes: 5,
            targets: [
              { id: 'PS3', name: 'New', type: 'schedule' },
              { id: 'PG', name: 'Grace Hopper', type: 'user' },
            ],
          },
        ],
        teams: [{ id: 'PT', name: 'Shop team' }],
      });
    });

    it('need nothing but the id', async () => {
      for (const odd of oddities) {
        for (const fields of [
          { escalation_rules: odd, teams: odd },
          { escalation_rules: [rule(odd, odd)], teams: [odd] },
          { escalation_rules: [rule(odd, { id: 'PU', type: odd })] },
        ]) {
          const found = { id: 'PEP', name: odd, ...fields };
          harness.reply('GET /escalation_policies/PEP', 200, { escalation_policy: found });
          const { levels, teams } = await harness.provider.policy('PEP');
          assert.deepEqual([levels.flatMap(({ targets }) => targets), teams], [[], []]);
        }
      }
      harness.reply('GET /escalation_policies/PEP', 200, { escalation_policy: null });
      await assert.rejects(harness.provider.policy('PEP'), UnexpectedAnswerError);
      await assert.rejects(harness.provider.policy('P/../x'), NotFoundError);
    });

    it('are those of the teams, else of the person, else all, by name', async () => {
      const rows = [policy('P2', 'shop 10'), policy('P1', 'Shop 9'), policy('P3', 'Ärger')];
      harness.list('GET /escalation_policies', 'escalation_policies', rows);
      const { provider } = harness;
      const found = await provider.policies({ teams: ['PT1', 'PT2'], person: 'PADA' });
      assert.deepEqual(
        found.map(({ name }) => name),
        ['Ärger', 'Shop 9', 'shop 10'],
      );
      assert.deepEqual(harness.last.query.getAll('team_ids[]'), ['PT1', 'PT2']);
      assert.deepEqual(harness.last.query.getAll('user_ids[]'), []);
      await provider.policies({ teams: [], person: 'PADA' });
      assert.deepEqual(harness.last.query.getAll('user_ids[]'), ['PADA']);
      await provider.policies({ teams: [], person: null });
      assert.deepEqual([...harness.last.query.keys()], ['limit', 'offset']);
    });

    it('of many teams are asked for in portions that fit a URL, and come once', async () => {
      harness.list('GET /escalation_policies', 'escalation_policies', [policy('P1', 'Shop')]);
      const teams = Array.from({ length: 500 }, (_, n) => `PTEAM${String(n).padStart(9, '0')}`);
      assert.equal((await harness.provider.policies({ teams, person: null })).length, 1);
      const { requests } = harness.server;
      assert.ok(requests.length > 1);
      assert.deepEqual(
        requests.flatMap(({ query }) => query.getAll('team_ids[]')),
        teams,
      );
      for (const { path, query } of requests) assert.ok(`${path}?${query}`.length < 4000);
    });
  });

  describe('who is on call', () => {
    const onCall = (policy: string, level: unknown, user: unknown, more: object = {}) => ({
      escalation_policy: { id: policy, type: 'escalation_policy_reference', summary: `Policy ${policy}` },
      escalation_level: level,
      user,
      schedule: null,
      start: null,
      end: null,
      ...more,
    });
    const ada = { id: 'PADA', type: 'user', name: 'Ada Lovelace', time_zone: 'Europe/London' };
    const grace = { id: 'PGRACE', type: 'user_reference', summary: 'Grace Hopper' };
    const list = (...rows: unknown[]) => harness.list('GET /oncalls', 'oncalls', rows);

    it('stands there with person, level, schedule and turn, by policy and level, each once', async () => {
      const turn = {
        schedule: { id: 'PS', type: 'schedule_reference', summary: 'Primary' },
        start: '2026-01-15T00:00:00+01:00',
        end: '2026-01-16T00:00:00+01:00',
      };
      list(
        onCall('B', 1, ada),
        onCall('A', 2, grace),
        onCall('A', 1, grace, turn),
        onCall('A', 1, ada, turn),
        onCall('A', 1, ada, turn),
      );
      const found = await harness.provider.onCalls({ policies: ['A', 'B'] });
      assert.deepEqual(
        found.map(({ policy, level, person }) => [policy.name, level, person.name]),
        [
          ['Policy A', 1, 'Ada Lovelace'],
          ['Policy A', 1, 'Grace Hopper'],
          ['Policy A', 2, 'Grace Hopper'],
          ['Policy B', 1, 'Ada Lovelace'],
        ],
      );
      assert.deepEqual(found[0], {
        person: { id: 'PADA', name: 'Ada Lovelace', timeZone: 'Europe/London' },
        level: 1,
        policy: { id: 'A', name: 'Policy A' },
        schedule: { id: 'PS', name: 'Primary' },
        from: '2026-01-14T23:00:00.000Z',
        until: '2026-01-15T23:00:00.000Z',
      });
      assert.deepEqual([found[3]?.schedule, found[3]?.from, found[3]?.until], [null, null, null]);
      const { query } = harness.last;
      assert.deepEqual(query.getAll('include[]'), ['users']);
      assert.deepEqual(query.getAll('escalation_policy_ids[]'), ['A', 'B']);
      assert.equal(query.get('earliest'), null);
    });

    it('is asked for a person with the end of the present turn', async () => {
      list();
      assert.deepEqual(await harness.provider.onCalls({ person: 'PADA' }), []);
      const { query } = harness.last;
      assert.deepEqual(query.getAll('user_ids[]'), ['PADA']);
      assert.equal(query.get('earliest'), 'true');
    });

    it('is read to the last page, in portions that fit a URL, and not at all for no policies', async () => {
      assert.deepEqual(await harness.provider.onCalls({ policies: [] }), []);
      assert.deepEqual(harness.sent, []);
      list(...Array.from({ length: 150 }, (_, n) => onCall('A', 1, { id: `P${n}`, summary: `${n}` })));
      const policies = Array.from({ length: 300 }, (_, n) => `PPOLICY${n}`);
      assert.equal((await harness.provider.onCalls({ policies })).length, 150);
      const asked = harness.server.requests.flatMap(({ query }) => query.getAll('escalation_policy_ids[]'));
      assert.deepEqual(new Set(asked), new Set(policies));
      for (const { path, query } of harness.server.requests) assert.ok(`${path}?${query}`.length < 4000);
    });

    it('is nobody where it is not said who, for what or on which level', async () => {
      for (const odd of oddities) {
        list(
          odd,
          onCall('A', 1, odd),
          onCall('A', 1, ada, { escalation_policy: odd }),
          ...(odd === 17 ? [] : [onCall('A', odd, ada)]),
          onCall('A', 0, ada),
        );
        assert.deepEqual(await harness.provider.onCalls({}), []);
        list(onCall('A', 1, ada, { schedule: odd, start: odd, end: odd }));
        const [found] = await harness.provider.onCalls({});
        assert.deepEqual([found?.schedule, found?.from, found?.until], [null, null, null]);
      }
    });
  });

  it('workflows are listed by name', async () => {
    harness.list('GET /incident_workflows', 'incident_workflows', [
      { id: 'W2', name: 'Security' },
      { id: 'W1', name: 'Major incident' },
      null,
    ]);
    assert.deepEqual(await harness.provider.workflows(), [
      { id: 'W1', name: 'Major incident' },
      { id: 'W2', name: 'Security' },
    ]);
  });
});
