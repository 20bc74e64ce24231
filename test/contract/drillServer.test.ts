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
const leftOut = new Set(['conference_bridge', 'custom_fields']);

describe('The drill’s responses against PagerDuty’s description', () => {
  let api: OfficialApi;
  let drill: Drill;
  let busy: DrillIncident;
  const judged = new Set<string>();

  before(async function () {
    this.timeout(20_000);
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
    for (const name of ['users', 'services', 'priorities']) await judge(200, `/${name}`);
    await judge(200, '/abilities');
    await judge(200, '/users/me');
  });

  it('one incident: itself, its alerts, its log and its notes', async () => {
    for (const { id } of drill.account.incidents()) {
      await judge(200, `/incidents/${id}`);
      await judge(200, `/incidents/${id}/alerts`);
      await judge(200, `/incidents/${id}/notes`);
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
    assert.deepEqual([...types].sort(), [...every, 'urgency_change'].sort());
  });

  it('changes: one, several, a note', async () => {
    const [a, b] = drill.account.incidents().filter(({ status }) => status === 'triggered');
    assert.ok(a && b);
    await judge(200, `/incidents/${a.id}`, change({ status: 'acknowledged' }));
    const incidents = [{ id: b.id, type: 'incident_reference', status: 'resolved' }];
    await judge(200, '/incidents', { method: 'PUT', body: { incidents } });
    await judge(200, `/incidents/${a.id}/notes`, { method: 'POST', body: { note: { content: 'Looking.' } } });
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
    ['/incidents/{id}/notes', 'notes'],
    ['/incidents/{id}/alerts', 'alerts'],
    ['/incidents/{id}/log_entries', 'log_entries'],
    ['/users/me', 'user'],
    ['/priorities', 'priorities'],
  ] as const) {
    it(`GET ${path} has every field of the official example`, async () => {
      const example = oneOf(exampleOf(api, path)[name]);
      const ours = oneOf((await judge(200, path.replace('{id}', busy.id)))[name], example['type']);
      const missing = Object.keys(example).filter(
        field => !leftOut.has(field) && !Object.hasOwn(ours, field),
      );
      assert.deepEqual(missing, []);
    });
  }

  it('judged every operation that is offered', async () => {
    for (const [path, item] of Object.entries(api.description.paths)) {
      for (const [method, { operationId }] of Object.entries(item)) {
        if (!['get', 'put', 'post', 'delete'].includes(method) || !operationId) continue;
        const call = { method: method.toUpperCase(), ...(method === 'get' ? {} : { body: {} }) };
        const { status } = await callServer(drill.server, path.replace('{id}', busy.id), call);
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
  account.resolve(incident, incident.service);
  account.acknowledge(incident, colleague);
  account.retrigger(incident, colleague);
}

function exampleOf(api: OfficialApi, path: string): Json {
  const ok = api.description.paths[path]?.['get']?.responses['200'] as {
    content: { 'application/json': { examples: { response: { value: Json } } } };
  };
  return ok.content['application/json'].examples.response.value;
}

/** A value itself; of a list the first row of that type. */
function oneOf(value: unknown, type?: unknown): Json {
  const rows = (Array.isArray(value) ? value : [value]) as Json[];
  const found = rows.find(row => type === undefined || row['type'] === type);
  assert.ok(found, `a row of type ${String(type)}`);
  return found;
}
