import assert from 'node:assert/strict';
import type { DrillIncident } from '../../../src/drill/records.ts';
import { seed } from '../../../src/drill/seed.ts';
import { TestServer, type WireError, type WireIncident } from './support.ts';

type Answer = { incident: WireIncident } & WireError;

describe('Routes: actions on an incident', () => {
  let test: TestServer;
  let incident: DrillIncident;
  let other: DrillIncident;
  let third: DrillIncident;

  beforeEach(async () => {
    test = await TestServer.start();
    [incident, other, third] = seed(test.account, 3, test.clock.now()) as [
      DrillIncident,
      DrillIncident,
      DrillIncident,
    ];
  });
  afterEach(() => test.stop());

  const post = <Body>(path: string, body: object, more = {}) =>
    test.call<Body & WireError>(`/incidents/${incident.id}/${path}`, { method: 'POST', body, ...more });
  const code = ({ body }: { body: WireError }) => body.error.code;
  const shown = async (id = incident.id) => (await test.call<Answer>(`/incidents/${id}`)).body.incident;

  describe('snooze', () => {
    const snooze = (duration: unknown) => post<Answer>('snooze', { duration });

    it('acknowledges, and says when that ends', async () => {
      const { status, body } = await snooze(3600);
      assert.equal(status, 201);
      assert.equal(body.incident.status, 'acknowledged');
      const end = { type: 'unacknowledge', at: '2026-01-15T04:00:00Z' };
      assert.deepEqual(body.incident.pending_actions, [end]);
      const log = await test.call<{ log_entries: { type: string; changed_actions?: unknown }[] }>(
        `/incidents/${incident.id}/log_entries`,
      );
      const [newest, before] = log.body.log_entries;
      assert.equal(newest?.type, 'snooze_log_entry');
      assert.deepEqual(newest?.changed_actions, [end]);
      assert.equal(before?.type, 'acknowledge_log_entry');
    });

    it('is over when its time has come, whoever looks, and not before', async () => {
      await snooze(3600);
      await test.clock.advance(3_599_999);
      assert.equal((await shown()).status, 'acknowledged');
      await test.clock.advance(600_000);
      const { status, pending_actions, acknowledgements } = await shown();
      assert.deepEqual([status, pending_actions, acknowledgements], ['triggered', [], []]);
      const log = await test.call<{
        log_entries: { type: string; created_at: string; channel: { type: string } }[];
      }>(`/incidents/${incident.id}/log_entries`);
      const [newest] = log.body.log_entries;
      assert.equal(newest?.type, 'unacknowledge_log_entry');
      assert.equal(newest?.channel.type, 'timeout');
      assert.equal(newest?.created_at, '2026-01-15T04:00:00Z');
    });

    it('is seen by a listing, too', async () => {
      await snooze(1);
      await test.clock.advance(1000);
      const list = await test.call<{ incidents: WireIncident[] }>(
        '/incidents?date_range=all&statuses[]=triggered',
      );
      assert.ok(list.body.incidents.some(({ id }) => id === incident.id));
    });

    it('can be made longer; resolving or taking it back ends it', async () => {
      await snooze(60);
      await snooze(7200);
      await test.clock.advance(3_600_000);
      assert.equal((await shown()).status, 'acknowledged');
      for (const status of ['triggered', 'resolved']) {
        await snooze(60);
        await test.call(`/incidents/${incident.id}`, {
          method: 'PUT',
          body: { incident: { type: 'incident_reference', status } },
        });
        const entries = incident.log.length;
        await test.clock.advance(120_000);
        assert.deepEqual([(await shown()).status, incident.log.length], [status, entries]);
      }
    });

    it('refuses another time with 1013, and a resolved incident with 1001', async () => {
      for (const duration of [0, -1, 604_801, 1.5, '60', undefined]) {
        const answer = await snooze(duration);
        assert.equal(answer.status, 400);
        assert.equal(code(answer), 1013);
      }
      assert.equal((await snooze(604_800)).status, 201);
      test.account.resolve(incident, test.account.directory.me);
      assert.equal(code(await snooze(60)), 1001);
    });
  });

  describe('merge', () => {
    const merge = (sources: readonly DrillIncident[], into = incident, more = {}) =>
      test.call<{ incident: { id: string; type: string } } & WireError>(`/incidents/${into.id}/merge`, {
        method: 'PUT',
        body: { source_incidents: sources.map(({ id }) => ({ id, type: 'incident_reference' })) },
        ...more,
      });

    it('moves the alerts to the target and resolves the sources', async () => {
      const { status, body } = await merge([other, third]);
      assert.equal(status, 200);
      assert.deepEqual([body.incident.id, body.incident.type], [incident.id, 'incident_reference']);
      assert.deepEqual((await shown()).alert_counts, { all: 3, triggered: 3, resolved: 0 });
      const source = await shown(other.id);
      assert.equal(source.status, 'resolved');
      assert.equal(source.alert_counts.all, 0);
      assert.equal(source.resolve_reason?.type, 'merge_resolve_reason');
      assert.equal(source.resolve_reason?.incident.id, incident.id);
      assert.equal(other.log.at(-1)?.type, 'resolve');
    });

    it('refuses what is merged already with 1019, as source, target, or to be opened again', async () => {
      await merge([other]);
      assert.equal(code(await merge([other])), 1019);
      assert.equal(code(await merge([third], other)), 1019);
      for (const status of ['acknowledged', 'triggered']) {
        const incidents = [{ id: other.id, type: 'incident_reference', status }];
        const answer = await test.call<WireError>('/incidents', { method: 'PUT', body: { incidents } });
        assert.equal(code(answer), 1019);
      }
    });

    it('refuses a resolved target, itself, nothing, what is not there, and too many alerts', async () => {
      assert.equal(code(await merge([incident])), 2001);
      assert.equal(code(await merge([])), 2001);
      assert.equal(code(await merge([{ ...other, id: 'PNOTHERE' }])), 2001);
      const [alert] = third.alerts;
      assert.ok(alert);
      third.alerts.push(...Array.from({ length: 998 }, () => alert));
      assert.equal(code(await merge([other, third])), 2001);
      assert.equal(other.status, 'triggered', 'none of them is merged');
      assert.equal((await merge([third])).status, 200);
      test.account.resolve(incident, test.account.directory.me);
      assert.equal(code(await merge([other])), 1001);
      assert.equal(code(await merge([other], incident, { key: 'account' })), 2016);
    });
  });

  it('keeps status updates, with who sent them', async () => {
    const body = { message: 'We look at it.', subject: 'Checkout', html_message: '<b>We look at it.</b>' };
    const { colleague } = test.account.directory;
    const call = { key: 'account', headers: { from: colleague.email } };
    const answer = await post<{ status_update: { message: string; sender: { id: string } } }>(
      'status_updates',
      body,
      call,
    );
    assert.equal(answer.status, 200);
    assert.equal(answer.body.status_update.message, body.message);
    assert.equal(answer.body.status_update.sender.id, colleague.id);
    assert.equal(incident.statusUpdates[0]?.subject, 'Checkout');
    assert.equal(code(await post('status_updates', { message: '' })), 2001);
    assert.equal(code(await post('status_updates', body, { key: 'account' })), 2016);
  });

  describe('responder requests', () => {
    const target = ({ id }: { readonly id: string }, type: 'user' | 'escalation_policy') => ({
      responder_request_target: { id, type: `${type}_reference` },
    });
    const ask = (...responder_request_targets: object[]) =>
      post<{ responder_request: { responder_request_targets: unknown[] } }>('responder_requests', {
        requester_id: test.account.directory.me.id,
        message: 'Please help.',
        responder_request_targets,
      });
    const cancel = async (...targets: object[]) => {
      const answer = await test.call<{ responder_request_targets: { id: string; result: string }[] }>(
        `/incidents/${incident.id}/responder_requests/cancel`,
        {
          method: 'PUT',
          body: { requester_id: test.account.directory.me.id, responder_request_targets: targets },
        },
      );
      return answer.body.responder_request_targets.map(({ result }) => result);
    };

    it('ask people by name and whoever is on call for a policy, and show in the incident', async () => {
      const { colleague, policies, users } = test.account.directory;
      const [, , network] = policies;
      assert.ok(network);
      const { status, body } = await ask(target(colleague, 'user'), target(network, 'escalation_policy'));
      assert.equal(status, 200);
      assert.equal(body.responder_request.responder_request_targets.length, 2);
      const { incidents_responders: responders, responder_requests: requests } = await shown();
      const elena = users.find(({ name }) => name === 'Elena Petrova');
      assert.deepEqual(
        responders.map(({ state, user }) => [state, user.id]),
        [
          ['pending', colleague.id],
          ['pending', elena?.id],
        ],
      );
      assert.equal(requests.length, 1);
    });

    it('are taken back while they are pending, and say so where they are not', async () => {
      const { colleague, lead, policies, users } = test.account.directory;
      const [, , network] = policies;
      assert.ok(network);
      const [asked, joined, declined] = [users[3], users[4], lead];
      assert.ok(asked && joined);
      await ask(
        ...[asked, joined, declined].map(user => target(user, 'user')),
        target(network, 'escalation_policy'),
      );
      test.account.responders.answer(incident, joined, 'joined');
      test.account.responders.answer(incident, declined, 'declined');
      const wishes = [asked, joined, declined, colleague].map(({ id }) => ({ id, type: 'user_reference' }));
      const all = [...wishes, { id: network.id, type: 'escalation_policy_reference' }];
      const results = ['cancelled', 'joined', 'declined', 'not_found', 'cancelled'];
      assert.deepEqual(await cancel(...all), results);
      const states = (await shown()).incidents_responders.map(({ state }) => state);
      assert.deepEqual(states, ['user_cancelled', 'joined', 'declined', 'user_cancelled']);
    });

    it('need a requester, a message and somebody to ask', async () => {
      const { me, colleague } = test.account.directory;
      const whole = {
        requester_id: me.id,
        message: 'Help',
        responder_request_targets: [target(colleague, 'user')],
      };
      for (const fault of [
        { requester_id: undefined },
        { requester_id: 'PNOTHERE' },
        { message: '' },
        { responder_request_targets: [] },
        { responder_request_targets: [{ id: colleague.id, type: 'user_reference' }] },
      ]) {
        assert.equal(code(await post('responder_requests', { ...whole, ...fault })), 2001);
      }
      // The requester stands in the body, so an account key needs no From here.
      assert.equal((await post('responder_requests', whole, { key: 'account' })).status, 200);
    });
  });

  it('starts a workflow on an incident, and remembers it', async () => {
    const [workflow] = test.account.directory.workflows;
    assert.ok(workflow);
    const start = (workflowId: string, incidentId: string) =>
      test.call<WireError>(`/incident_workflows/${workflowId}/instances`, {
        method: 'POST',
        body: { incident_workflow_instance: { incident: { id: incidentId, type: 'incident_reference' } } },
      });
    assert.equal((await start(workflow.id, incident.id)).status, 201);
    assert.deepEqual(
      test.account.workflowRuns.map(run => [run.workflow, run.incident]),
      [[workflow, incident]],
    );
    assert.equal(code(await start('PNOTHERE', incident.id)), 2100);
    assert.equal(code(await start(workflow.id, 'PNOTHERE')), 2100);
    const list = await test.call<{ incident_workflows: unknown[] }>('/incident_workflows');
    assert.equal(list.body.incident_workflows.length, 2);
  });
});
