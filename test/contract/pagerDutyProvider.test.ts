import assert from 'node:assert/strict';
import { ContractHarness, usedOperations } from './officialApiHarness.ts';

describe('The client’s reads against PagerDuty’s description, requests and responses', () => {
  const operations = new Set<string>();

  describe('each', () => {
    const harness = new ContractHarness(operations);

    it('identifies itself with a key of each kind', async () => {
      const { me } = harness.account.directory;
      const mine = await harness.provider().identify();
      assert.deepEqual(mine, {
        kind: 'user',
        person: { id: me.id, name: me.name, email: me.email },
        teams: me.teams.map(({ id, name }) => ({ id, name })),
        subdomain: null,
      });
      assert.equal((await harness.provider('account').identify()).kind, 'account');
      assert.equal((await harness.provider('readonly').identify()).kind, 'account');
    });

    it('lists all open incidents, page after page, none twice', async () => {
      const seeded = harness.seed(300);
      const ids: string[] = [];
      for await (const incidents of harness.provider().openIncidents())
        ids.push(...incidents.map(({ id }) => id));
      assert.deepEqual(new Set(ids), new Set(seeded.map(({ id }) => id)));
      assert.equal(ids.length, 300);
      assert.deepEqual(harness.sent, ['GET /incidents', 'GET /incidents', 'GET /incidents']);
    });

    it('goes on beyond the 10,000 that one listing can reach', async () => {
      harness.seed(10_250);
      const ids = new Set<string>();
      // Past the gateway: a hundred pages of the same need not be judged each.
      for await (const incidents of harness.provider('user', null, harness.server.baseUrl).openIncidents()) {
        for (const { id } of incidents) ids.add(id);
      }
      assert.equal(ids.size, 10_250);
      for (const request of harness.server.requests) {
        const { method, path, query } = request;
        assert.deepEqual(harness.api.requestFaults(request), [], `${method} ${path}?${query}`);
      }
      await harness.provider().identify();
    });

    it('lists what is resolved, the last one first', async () => {
      const [first, second] = harness.seed(5).filter(({ status }) => status !== 'resolved');
      for (const [incident, later] of [
        [second!, 0],
        [first!, 60_000],
      ] as const)
        harness.account.resolve(incident, harness.account.directory.colleague, undefined, Date.now() + later);
      const ids: string[] = [];
      for await (const incidents of harness.provider().resolvedIncidents())
        ids.push(...incidents.map(({ id }) => id));
      assert.deepEqual(ids.slice(0, 2), [first!.id, second!.id]);
    });

    it('reads one incident, its alerts and its log, of every shape', async () => {
      const client = harness.provider();
      for (const { id, log, title } of harness.seed(5)) {
        assert.equal((await client.incident(id)).title, title);
        assert.equal((await client.alerts(id)).length, 1);
        const shown = (await client.log(id)).map(entry => entry.id);
        const expected = log.filter(({ type }) => type !== 'notify').map(entry => entry.id);
        assert.deepEqual(
          shown.filter(entryId => expected.includes(entryId)),
          expected,
        );
      }
    });

    it('reads all that is around an incident', async () => {
      const client = harness.provider();
      const { checkout } = harness.account.directory.services;
      const incident = harness.seed(12).find(({ service }) => service === checkout);
      assert.ok(incident);
      const { id } = incident;
      assert.equal(await client.bridge(id), null);
      const [phone, url] = ['+1 415-555-1212,,,,1234#', 'https://zoom.example.com/j/1'];
      incident.bridge = { number: phone, url };
      assert.deepEqual(await client.bridge(id), { url, phone });
      const fields = await client.customFields(id);
      assert.deepEqual(
        fields.map(({ name, value }) => [name, value]),
        [
          ['Environment', 'production'],
          ['Affected regions', 'eu-west-1, us-east-1'],
        ],
      );
      const related = await client.related(id);
      assert.ok(related.length > 0);
      assert.ok(related.every(({ reason, url }) => reason && url));
      assert.ok((await client.past(id)).every(({ reason }) => reason === null));
      const changes = await client.changes(id);
      assert.deepEqual(
        new Set(changes.map(({ reason }) => reason)),
        new Set(['most recent', 'related service']),
      );
      assert.ok(changes.every(({ links }) => links[0]?.href.startsWith('https:')));
    });

    it('finds its way in the directory', async () => {
      const client = harness.provider();
      const { me, users, services, priorities, policies, workflows } = harness.account.directory;
      assert.equal((await client.people('')).length, users.length);
      const [found] = await client.people(me.name);
      assert.deepEqual(found, { id: me.id, name: me.name, email: me.email, timeZone: me.timeZone });
      assert.deepEqual(
        (await client.services(services.checkout.name)).map(({ id }) => id),
        [services.checkout.id],
      );
      assert.deepEqual(
        (await client.priorities()).map(({ name }) => name),
        priorities.map(({ name }) => name),
      );
      const all = await client.policies({ teams: [], person: null });
      assert.equal(all.length, policies.length);
      const mine = await client.policies({ teams: me.teams.map(({ id }) => id), person: me.id });
      assert.ok(mine.length > 0 && mine.length < all.length);
      assert.ok((await client.policies({ teams: [], person: me.id })).length > 0);
      const [first] = mine;
      assert.ok(first);
      assert.deepEqual(await client.policy(first.id), first);
      assert.ok(first.levels.every(({ targets }) => targets.length > 0));

      const onCall = await client.onCalls({ policies: mine.map(({ id }) => id) });
      assert.deepEqual(
        new Set(onCall.map(({ policy, level }) => `${policy.id} ${level}`)),
        new Set(mine.flatMap(({ id, levels }) => levels.map(({ level }) => `${id} ${level}`))),
      );
      assert.ok(onCall.every(({ person }) => person.timeZone));
      const turns = await client.onCalls({ person: me.id });
      assert.ok(turns.length > 0 && turns.every(({ person, until }) => person.id === me.id && until));
      assert.deepEqual(
        (await client.workflows()).map(({ name }) => name),
        workflows.map(({ name }) => name),
      );
    });
  });

  usedOperations(operations, [
    'getCurrentUser',
    'getEscalationPolicy',
    'getIncident',
    'getIncidentFieldValues',
    'getPastIncidents',
    'getRelatedIncidents',
    'listEscalationPolicies',
    'listIncidentAlerts',
    'listIncidentLogEntries',
    'listIncidentRelatedChangeEvents',
    'listIncidentWorkflows',
    'listIncidents',
    'listOnCalls',
    'listPriorities',
    'listServices',
    'listUsers',
  ]);
});
