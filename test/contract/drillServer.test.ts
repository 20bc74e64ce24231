import assert from 'node:assert/strict';
import { Drill } from '../../src/drill/drill.ts';
import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import type { DrillIncident } from '../../src/drill/records.ts';
import { specPath } from '../fixtures.ts';
import { FakeClock } from '../unit/fakeClock.ts';
import { callServer, type Call } from '../unit/drill/support.ts';
import { OfficialApi } from './officialApi.ts';

type Json = Record<string, unknown>;

/** Fields of the official examples that the drill has no use for. */
const unused = {
  incidents: ['custom_fields'],
  service: [
    'acknowledgement_timeout',
    'alert_grouping_parameters',
    'auto_pause_notifications_parameters',
    'auto_resolve_timeout',
    'created_at',
    'incident_urgency_rule',
    'scheduled_actions',
    'support_hours',
  ],
  user: ['http_cal_url', 'web_cal_url'],
};
const leftOut: { readonly [name: string]: readonly string[] } = { ...unused, services: unused.service };

describe('The drill’s responses against PagerDuty’s description', () => {
  let api: OfficialApi;
  let drill: Drill;
  let busy: DrillIncident;
  const judged = new Set<string>();

  before(async function () {
    const path = specPath('pagerduty-subset.openapi.json');
    if (!path) return this.skip();
    api = await OfficialApi.load(path);
    drill = await Drill.start({ clock: new FakeClock() });
    const [first, second] = drill.seed(40);
    assert.ok(first && second);
    busy = first;
    keepBusy(drill.account, busy);
    drill.account.resolve(second, drill.account.directory.me, 'Rolled back.');
  });
  after(() => drill?.stop());

  /** Sends, lets the description judge the answer, and gives its body. */
  async function judge(status: number, path: string, call: Call = {}): Promise<Json> {
    const reply = await callServer<Json>(drill.server, path, call);
    assert.equal(reply.status, status, JSON.stringify(reply.body));
    const operation = api.operationOf(call.method ?? 'GET', path.replace(/\?.*/, ''));
    assert.ok(operation, path);
    const faults = api.responseFaults(operation, status, reply.headers.get('content-type'), reply.body);
    assert.deepEqual(faults.slice(0, 20), [], `${call.method ?? 'GET'} ${path}`);
    judged.add(operation);
    return reply.body;
  }

  /** The path of something of that kind that is there. */
  function withId(path: string): string {
    const { users, policies, services, workflows } = drill.account.directory;
    const things: { readonly [kind: string]: { readonly id: string } | undefined } = {
      incidents: busy,
      users: users[0],
      escalation_policies: policies[0],
      services: services.checkout,
      incident_workflows: workflows[0],
    };
    return path.replace('{id}', things[path.split('/')[1] ?? '']?.id ?? 'PNOTHERE');
  }

  const includeAll = '?include[]=conference_bridge&include[]=custom_fields';
  const change = (wish: object) => ({
    method: 'PUT',
    body: { incident: { type: 'incident_reference', ...wish } },
  });

  it('lists: whole pages of incidents of every kind, with and without includes', async () => {
    const body = await judge(200, '/incidents?date_range=all&limit=100&total=true');
    assert.equal((body['incidents'] as unknown[]).length, 42);
    const includes = [
      'acknowledgers',
      'agents',
      'assignees',
      'conference_bridge',
      'escalation_policies',
      'first_trigger_log_entries',
      'priorities',
      'services',
      'teams',
    ];
    await judge(
      200,
      `/incidents?date_range=all&limit=100&${includes.map(name => `include[]=${name}`).join('&')}`,
    );
  });

  it('the directory: everything in it, with and without includes', async () => {
    for (const name of ['users', 'services', 'priorities', 'schedules', 'teams', 'incident_workflows'])
      await judge(200, `/${name}`);
    for (const path of ['/abilities', '/users/me', '/escalation_policies', '/oncalls'])
      await judge(200, path);
    const targets = 'include[]=targets&include[]=services&include[]=teams';
    await judge(200, `/escalation_policies?${targets}`);
    const { policies, users, services } = drill.account.directory;
    for (const { id } of policies) await judge(200, `/escalation_policies/${id}?${targets}`);
    for (const { id } of users) await judge(200, `/users/${id}?include[]=teams`);
    for (const { id } of Object.values(services))
      await judge(200, `/services/${id}?include[]=escalation_policies&include[]=teams`);
    const week = 'since=2026-01-15T00:00:00Z&until=2026-01-29T00:00:00Z';
    await judge(
      200,
      `/oncalls?${week}&limit=100&include[]=users&include[]=schedules&include[]=escalation_policies`,
    );
  });

  it('one incident: itself, its alerts, its log and its notes', async () => {
    for (const { id } of drill.account.incidents()) {
      await judge(200, `/incidents/${id}`);
      await judge(200, `/incidents/${id}/alerts`);
      await judge(200, `/incidents/${id}/notes`);
      await judge(200, `/incidents/${id}?include[]=custom_fields&include[]=conference_bridge`);
      await judge(200, `/incidents/${id}/related_incidents`);
      await judge(200, `/incidents/${id}/related_incidents?additional_details[]=incident`);
      await judge(200, `/incidents/${id}/past_incidents?limit=2&total=true`);
      await judge(200, `/incidents/${id}/related_change_events`);
      await judge(200, `/incidents/${id}/custom_fields/values`);
    }
    const path = `/incidents/${busy.id}/log_entries?limit=100&include[]=channels`;
    const { log_entries: entries } = (await judge(200, path)) as { log_entries: { type: string }[] };
    const types = new Set(entries.map(({ type }) => type.replace('_log_entry', '')));
    const every = [
      'trigger',
      'assign',
      'notify',
      'escalate',
      'acknowledge',
      'unacknowledge',
      'annotate',
      'resolve',
    ];
    assert.deepEqual([...types].sort(), [...every, 'urgency_change', 'field_value_change', 'snooze'].sort());
  });

  it('changes: one, several, a note', async () => {
    const [a, b] = drill.account.incidents().filter(({ status }) => status === 'triggered');
    assert.ok(a && b);
    await judge(200, `/incidents/${a.id}`, change({ status: 'acknowledged' }));
    const incidents = [{ id: b.id, type: 'incident_reference', status: 'resolved' }];
    await judge(200, '/incidents', { method: 'PUT', body: { incidents } });
    await judge(200, `/incidents/${a.id}/notes`, { method: 'POST', body: { note: { content: 'Looking.' } } });
  });

  it('a new incident, snoozed, merged, and told about', async () => {
    const { services, priorities, policies, me, colleague } = drill.account.directory;
    const incident = {
      type: 'incident',
      title: 'Reported by hand',
      service: { id: services.checkout.id, type: 'service_reference' },
      priority: { id: priorities[1].id, type: 'priority_reference' },
      urgency: 'low',
      incident_key: 'by-hand',
      body: { type: 'incident_body', details: 'A customer called.' },
      escalation_policy: { id: policies[1]?.id, type: 'escalation_policy_reference' },
      conference_bridge: { conference_number: '+1-555-010-1', conference_url: 'https://zoom.example.com/1' },
    };
    const post = (body: unknown) => ({ method: 'POST', body });
    const created = (await judge(201, '/incidents', post({ incident })))['incident'] as Json;
    await judge(400, '/incidents', post({ incident }));
    const path = `/incidents/${String(created['id'])}`;
    await judge(200, `${path}/log_entries?include[]=channels`);
    await judge(201, `${path}/snooze`, post({ duration: 3600 }));
    await judge(200, `${path}/status_updates`, post({ message: 'We look at it.', subject: 'Checkout' }));
    const targets = [
      { responder_request_target: { id: colleague.id, type: 'user_reference' } },
      { responder_request_target: { id: policies[2]?.id, type: 'escalation_policy_reference' } },
    ];
    const request = { requester_id: me.id, message: 'Please help.', responder_request_targets: targets };
    await judge(200, `${path}/responder_requests`, post(request));
    await judge(200, path);
    await judge(200, `${path}/responder_requests/cancel`, {
      method: 'PUT',
      body: {
        requester_id: me.id,
        responder_request_targets: [
          { id: colleague.id, type: 'user_reference' },
          { id: 'PNOBODY', type: 'user_reference' },
        ],
      },
    });
    const [workflow] = drill.account.directory.workflows;
    await judge(
      201,
      `/incident_workflows/${workflow?.id}/instances`,
      post({ incident_workflow_instance: { incident: { id: created['id'], type: 'incident_reference' } } }),
    );
    const target = drill.account.incidents().find(({ status }) => status !== 'resolved');
    const source_incidents = [{ id: created['id'], type: 'incident_reference' }];
    await judge(200, `/incidents/${target?.id}/merge`, { method: 'PUT', body: { source_incidents } });
    await judge(400, `/incidents/${target?.id}/merge`, { method: 'PUT', body: { source_incidents } });
    await judge(200, path);
  });

  it('what the account’s plan does not have', async () => {
    const { lacking } = drill.account;
    const parts = [
      ['related_incidents', `/incidents/${busy.id}/related_incidents`],
      ['past_incidents', `/incidents/${busy.id}/past_incidents`],
      ['related_change_events', `/incidents/${busy.id}/related_change_events`],
      ['custom_fields', `/incidents/${busy.id}/custom_fields/values`],
      ['incident_workflows', '/incident_workflows'],
    ] as const;
    for (const [part, path] of parts) {
      lacking.add(part);
      await judge(402, path);
      lacking.delete(part);
    }
    lacking.add('responder_requests');
    await judge(402, `/incidents/${busy.id}/responder_requests`, { method: 'POST', body: {} });
    lacking.clear();
  });

  it('refusals: arguments, key, rights, requester, not there, done already, too large, too many', async () => {
    const { id } = busy;
    const acknowledge = change({ status: 'acknowledged' });
    await judge(400, '/incidents?limit=ten');
    await judge(400, '/users/me', { key: 'account' });
    for (const path of ['/incidents', `/incidents/${id}`, '/users/me', '/abilities', '/services']) {
      await judge(401, path, { key: 'wrong' });
    }
    await judge(403, `/incidents/${id}`, { ...acknowledge, key: 'readonly' });
    await judge(400, `/incidents/${id}`, { ...acknowledge, key: 'account' });
    await judge(400, `/incidents/${id}`, {
      ...acknowledge,
      key: 'account',
      headers: { from: 'who@example.com' },
    });
    await judge(400, `/incidents/${id}`, { ...acknowledge, headers: { 'content-type': 'text/plain' } });
    await judge(400, `/incidents/${id}`, change({ status: 'closed' }));
    await judge(400, `/incidents/${id}`, change({ status: busy.status }));
    await judge(400, `/incidents/${id}`, change({ escalation_level: 9 }));
    await judge(400, `/incidents/${id}/notes`, { method: 'POST', body: {} });
    for (const path of ['', '/alerts', '/notes', '/log_entries'])
      await judge(404, `/incidents/PNOTHERE${path}`);
    const incidents = Array.from({ length: 251 }, () => ({
      id,
      type: 'incident_reference',
      status: 'resolved',
    }));
    await judge(413, '/incidents', { method: 'PUT', body: { incidents } });
  });

  it('rate limits', async () => {
    const clock = new FakeClock();
    const account = new DrillAccount({ clock });
    const server = await DrillServer.start({ account, clock, requestsPerMinute: 0 });
    try {
      const { status, headers, body } = await callServer<Json>(server, '/incidents');
      assert.equal(status, 429);
      assert.deepEqual(api.responseFaults('listIncidents', 429, headers.get('content-type'), body), []);
    } finally {
      await server.stop();
    }
  });

  // Nearly everything is optional in the description, so a field that is missing must be looked for apart.
  for (const [path, name] of [
    ['/incidents', 'incidents'],
    ['/incidents/{id}', 'incident'],
    ['/incidents/{id}/related_incidents', 'related_incidents'],
    ['/incidents/{id}/past_incidents', 'past_incidents'],
    ['/incidents/{id}/related_change_events', 'change_events'],
    ['/incidents/{id}/custom_fields/values', 'custom_fields'],
    ['/oncalls', 'oncalls'],
    ['/escalation_policies', 'escalation_policies'],
    ['/escalation_policies/{id}', 'escalation_policy'],
    ['/schedules', 'schedules'],
    ['/teams', 'teams'],
    ['/users', 'users'],
    ['/users/{id}', 'user'],
    ['/services', 'services'],
    ['/services/{id}', 'service'],
    ['/incident_workflows', 'incident_workflows'],
    ['/incidents/{id}/notes', 'notes'],
    ['/incidents/{id}/alerts', 'alerts'],
    ['/incidents/{id}/log_entries', 'log_entries'],
    ['/users/me', 'user'],
    ['/priorities', 'priorities'],
  ] as const) {
    it(`GET ${path} has every field of the official example`, async () => {
      const example = oneOf(exampleOf(api, path)[name]);
      const asked = path === '/incidents' || path === '/incidents/{id}' ? includeAll : '';
      const ours = oneOf((await judge(200, withId(path) + asked))[name], example['type']);
      const missing = Object.keys(example).filter(
        field => !leftOut[name]?.includes(field) && !Object.hasOwn(ours, field),
      );
      assert.deepEqual(missing, []);
    });
  }

  it('judged every operation that is offered', async () => {
    for (const [path, item] of Object.entries(api.description.paths)) {
      for (const [method, { operationId }] of Object.entries(item)) {
        if (!['get', 'put', 'post', 'delete'].includes(method) || !operationId) continue;
        const call = { method: method.toUpperCase(), ...(method === 'get' ? {} : { body: {} }) };
        const { status } = await callServer(drill.server, withId(path), call);
        assert.equal(judged.has(operationId), status !== 404, `${method} ${path}`);
      }
    }
  });
});

/** Something of every type for its log. */
function keepBusy(account: DrillAccount, incident: DrillIncident): void {
  const { me, colleague } = account.directory;
  account.acknowledge(incident, me);
  account.retrigger(incident, me);
  account.escalate(incident, 2, me);
  account.assign(incident, [colleague], me);
  account.changeUrgency(incident, 'low', me);
  account.addNote(incident, colleague, 'On it.');
  account.changeField(incident, 'title', 'Checkout is slow', 'title to Checkout is slow', me);
  account.snooze(incident, 3_600_000, me);
  account.resolve(incident, incident.service);
  account.acknowledge(incident, colleague);
  account.retrigger(incident, colleague);
}

function exampleOf(api: OfficialApi, path: string): Json {
  const ok = api.description.paths[path]?.['get']?.responses['200'] as {
    content: { 'application/json': { examples: Record<string, { value: Json }> } };
  };
  const [first] = Object.values(ok.content['application/json'].examples);
  assert.ok(first, `an example of ${path}`);
  return first.value;
}

/** A value itself; of a list the first row of that type. */
function oneOf(value: unknown, type?: unknown): Json {
  const rows = (Array.isArray(value) ? value : [value]) as Json[];
  const found = rows.find(row => type === undefined || row['type'] === type);
  assert.ok(found, `a row of type ${String(type)}`);
  return found;
}
