import assert from 'node:assert/strict';
import type { DrillIncident } from '../../../src/drill/records.ts';
import { seed } from '../../../src/drill/seed.ts';
import { TestServer, type WireError, type WireIncident, type WireList } from './support.ts';

type Answer = { incident: WireIncident } & WireError;

describe('Routes: making an incident, and changing its fields', () => {
  let test: TestServer;

  beforeEach(async () => {
    test = await TestServer.start();
  });
  afterEach(() => test.stop());

  const reference = ({ id }: { readonly id: string }, type: string) => ({ id, type: `${type}_reference` });
  const wish = (more: object = {}) => ({
    type: 'incident',
    title: 'Reported by hand',
    service: reference(test.account.directory.services.checkout, 'service'),
    ...more,
  });
  const create = (more: object = {}, call: object = {}) =>
    test.call<Answer>('/incidents', { method: 'POST', body: { incident: wish(more) }, ...call });
  const put = (id: string, change: object) =>
    test.call<Answer>(`/incidents/${id}`, {
      method: 'PUT',
      body: { incident: { type: 'incident_reference', ...change } },
    });
  const code = ({ body }: { body: WireError }) => body.error.code;
  const recordOf = ({ body }: { body: Answer }): DrillIncident => {
    const found = test.account.find(body.incident.id);
    assert.ok(found);
    return found;
  };
  const names = (incident: WireIncident) => incident.assignments.map(({ assignee }) => assignee.summary);

  describe('POST /incidents', () => {
    it('makes one without alerts, urgent, for whoever is on call', async () => {
      const { me, services } = test.account.directory;
      const answer = await create();
      const { incident } = answer.body;
      assert.equal(answer.status, 201);
      assert.equal(incident.status, 'triggered');
      assert.equal(incident.urgency, 'high');
      assert.equal(incident.priority, null);
      assert.equal(incident.alert_counts.all, 0);
      assert.match(incident.incident_key ?? '', /^[a-z0-9]{32}$/);
      assert.equal(incident.escalation_policy.id, services.checkout.policy.id);
      assert.deepEqual(names(incident), [me.name]);
      assert.equal(incident.assigned_via, 'escalation_policy');
      const log = recordOf(answer).log.map(({ type, agent }) => `${type} ${agent.name}`);
      assert.deepEqual(log, [`trigger ${me.name}`, `assign ${me.name}`, `notify ${me.name}`]);
    });

    it('takes urgency, priority, details, key, bridge, and a policy', async () => {
      const { priorities, policies } = test.account.directory;
      const [, , network] = policies;
      assert.ok(network);
      const answer = await create({
        urgency: 'low',
        priority: reference(priorities[2], 'priority'),
        body: { type: 'incident_body', details: 'A customer called.' },
        incident_key: 'call-17',
        escalation_policy: reference(network, 'escalation_policy'),
        conference_bridge: {
          conference_number: '+1-555-010-1',
          conference_url: 'https://meet.example.com/x',
        },
      });
      const { incident } = answer.body;
      assert.deepEqual(
        [incident.urgency, incident.priority?.summary, incident.incident_key, incident.escalation_policy.id],
        ['low', 'P3', 'call-17', network.id],
      );
      assert.deepEqual(names(incident), ['Elena Petrova']);
      const shown = await test.call<Answer>(`/incidents/${incident.id}?include[]=conference_bridge`);
      assert.equal(shown.body.incident.conference_bridge?.conference_url, 'https://meet.example.com/x');
      const log = await test.call<{ log_entries: { channel: { type: string; details?: string } }[] }>(
        `/incidents/${incident.id}/log_entries?include[]=channels`,
      );
      const { type, details } = log.body.log_entries.at(-1)?.channel ?? {};
      assert.deepEqual([type, details], ['web_trigger', 'A customer called.']);
    });

    it('takes assignees, but not together with a policy', async () => {
      const { colleague, policies } = test.account.directory;
      const assignments = [{ assignee: reference(colleague, 'user') }];
      const answer = await create({ assignments });
      assert.deepEqual(names(answer.body.incident), [colleague.name]);
      assert.equal(answer.body.incident.assigned_via, 'direct_assignment');
      const [policy] = policies;
      assert.ok(policy);
      const both = { assignments, escalation_policy: reference(policy, 'escalation_policy') };
      assert.equal(code(await create(both)), 2001);
    });

    it('refuses the key of an open incident of the same service only, and finds it by its key', async () => {
      const { services } = test.account.directory;
      const first = await create({ incident_key: 'k' });
      const again = await create({ incident_key: 'k' });
      assert.equal(again.status, 400);
      assert.equal(code(again), 2002);
      assert.match(again.body.error.errors?.[0] ?? '', /matching dedup key already exists/);
      const elsewhere = { incident_key: 'k', service: reference(services.exports, 'service') };
      assert.equal((await create(elsewhere)).status, 201);
      const listed = await test.call<WireList>('/incidents?incident_key=k');
      assert.equal(listed.body.incidents.length, 2);
      await put(first.body.incident.id, { status: 'resolved' });
      assert.equal((await create({ incident_key: 'k' })).status, 201);
    });

    it('refuses what is missing or unknown, and makes nothing then', async () => {
      for (const more of [
        { type: 'incident_reference' },
        { title: ' ' },
        { service: undefined },
        { service: { id: 'PNOTHERE', type: 'service_reference' } },
        { urgency: 'medium' },
        { priority: { id: 'PNOTHERE', type: 'priority_reference' } },
        { body: { type: 'incident_body' } },
        { assignments: [] },
        { incident_key: 7 },
      ]) {
        const answer = await create(more);
        assert.equal(answer.status, 400, JSON.stringify(more));
        assert.equal(code(answer), 2001, JSON.stringify(more));
      }
      assert.equal(code(await create({}, { key: 'account' })), 2016);
      assert.equal(code(await create({}, { key: 'readonly' })), 2010);
      assert.equal(test.account.incidents().length, 0);
    });
  });

  describe('PUT /incidents/{id}', () => {
    let incident: DrillIncident;
    beforeEach(() => {
      [incident] = seed(test.account, 1, test.clock.now()) as [DrillIncident];
    });
    const newEntries = async (change: object) => {
      const before = incident.log.length;
      assert.equal((await put(incident.id, change)).status, 200);
      return incident.log.slice(before);
    };

    it('logs a new title, priority, type, bridge and service as changes of fields', async () => {
      const { priorities, services } = test.account.directory;
      const entries = await newEntries({
        title: 'Checkout is down',
        priority: reference(priorities[0], 'priority'),
        incident_type: { name: 'major_incident', type: 'incident_type_reference' },
        conference_bridge: { conference_url: 'https://meet.example.com/y' },
        service: reference(services.exports, 'service'),
      });
      assert.deepEqual(
        entries.map(({ type, changeset }) => [type, changeset?.[0]]),
        [
          ['field_value_change', 'Updated title to Checkout is down'],
          ['field_value_change', 'Updated priority to P1'],
          ['field_value_change', 'Updated conference bridge'],
          ['field_value_change', 'Updated incident type to major_incident'],
          ['field_value_change', 'Updated service to exports'],
        ],
      );
      assert.equal(incident.title, 'Checkout is down');
      assert.equal(incident.service, services.exports);
    });

    it('takes a priority by name, and no way to take it away', async () => {
      await put(incident.id, { priority: 'P4' });
      assert.equal(incident.priority?.name, 'P4');
      for (const priority of [null, 'none', {}, { id: null, type: 'priority_reference' }]) {
        assert.equal(code(await put(incident.id, { priority })), 2001);
      }
      assert.equal(incident.priority?.name, 'P4');
    });

    it('logs an urgency as PagerDuty does', async () => {
      const [entry] = await newEntries({ urgency: 'low' });
      assert.equal(entry?.type, 'urgency_change');
    });

    it('hands it to another policy, and to a level of that', async () => {
      const [, , network] = test.account.directory.policies;
      assert.ok(network);
      const escalation_policy = reference(network, 'escalation_policy');
      const { body } = await put(incident.id, { escalation_policy, escalation_level: 2 });
      assert.equal(body.incident.escalation_policy.id, network.id);
      assert.deepEqual(names(body.incident), ['Tomas Ferreira', 'Elena Petrova']);
      assert.equal(code(await put(incident.id, { escalation_level: 3 })), 1006);
      assert.equal(code(await put(incident.id, { escalation_level: 0 })), 1006);
    });

    it('reopens to triggered for the policy, or for whom the request names', async () => {
      const { me, colleague } = test.account.directory;
      await put(incident.id, { status: 'resolved' });
      const opened = await put(incident.id, { status: 'triggered' });
      assert.equal(opened.body.incident.resolved_at, null);
      assert.deepEqual(names(opened.body.incident), [me.name]);
      await put(incident.id, { status: 'resolved' });
      const assignments = [{ assignee: reference(colleague, 'user') }];
      const named = await put(incident.id, { status: 'triggered', assignments });
      assert.deepEqual(names(named.body.incident), [colleague.name]);
      assert.equal(code(await put(incident.id, { status: 'triggered' })), 1012);
    });

    it('changes nothing where one of the fields is refused', async () => {
      const before = structuredClone({ ...incident, service: null, policy: null, statusChangedBy: null });
      await put(incident.id, { title: 'New', status: 'acknowledged', escalation_level: 9 });
      const after = structuredClone({ ...incident, service: null, policy: null, statusChangedBy: null });
      assert.deepEqual(after, before);
    });
  });
});
