import assert from 'node:assert/strict';
import type { DrillIncident } from '../../../src/drill/records.ts';
import { seed } from '../../../src/drill/seed.ts';
import { TestServer, type WireError, type WireIncident, type WireList } from './support.ts';

describe('Routes: listing incidents', () => {
  let test: TestServer;
  let seeded: readonly DrillIncident[];

  before(async () => {
    test = await TestServer.start();
    seeded = seed(test.account, 300, test.clock.now());
  });
  after(() => test.stop());

  const list = (query: string) => test.call<WireList>(`/incidents?${query}`);
  const refusal = async (query: string) => {
    const { status, body } = await test.call<WireError>(`/incidents?${query}`);
    assert.equal(status, 400, query);
    assert.equal(body.error.code, 2001, query);
  };

  it('pages with offset and limit; every incident comes exactly once', async () => {
    const ids: string[] = [];
    for (let offset = 0, more = true; more; offset += 100) {
      const { body } = await list(`date_range=all&limit=100&offset=${offset}`);
      ids.push(...body.incidents.map(({ id }) => id));
      more = body.more;
    }
    assert.deepEqual(
      ids,
      seeded.map(({ id }) => id),
    );
  });

  it('gives 25 by default, cuts an over-large limit to 100, and says so', async () => {
    assert.equal((await list('date_range=all')).body.incidents.length, 25);
    const { body } = await list('date_range=all&limit=1000');
    assert.equal(body.incidents.length, 100);
    assert.equal(body.limit, 100);
  });

  it('leaves total null unless total=true', async () => {
    assert.equal((await list('date_range=all')).body.total, null);
    assert.equal((await list('date_range=all&total=true')).body.total, 300);
  });

  it('refuses what lies beyond 10,000 and what is no number', async () => {
    await refusal('offset=9901&limit=100');
    assert.equal((await list('offset=9900&limit=100')).status, 200);
    await refusal('offset=-1');
    await refusal('limit=ten');
    await refusal('limit=0');
  });

  it('hides incidents older than a month unless date_range=all', async () => {
    const total = async (query: string) => (await list(`total=true&${query}`)).body.total;
    const now = test.clock.now();
    const iso = (days: number) => new Date(now - days * 86_400_000).toISOString();
    assert.equal(await total('date_range=all'), 300);
    assert.equal(
      await total(''),
      seeded.filter(({ createdAt }) => createdAt >= Date.UTC(2025, 11, 15, 3)).length,
    );
    const month = (await total(`since=${iso(100)}`)) ?? 0;
    assert.ok(month > 40 && month < 60, `one month from since: ${month}`);
    assert.equal(await total(`since=${iso(170)}&until=${iso(0)}`), seeded.filter(in170Days).length);
    await refusal(`since=${iso(300)}&until=${iso(0)}`);
    await refusal('since=yesterday');

    function in170Days({ createdAt }: DrillIncident): boolean {
      return createdAt >= now - 170 * 86_400_000;
    }
  });

  it('filters by status, urgency, service and assignee', async () => {
    const { services, me } = test.account.directory;
    const statuses = await list('date_range=all&limit=100&statuses[]=acknowledged');
    assert.deepEqual(new Set(statuses.body.incidents.map(({ status }) => status)), new Set(['acknowledged']));
    const total = async (query: string) => (await list(`date_range=all&total=true&${query}`)).body.total;
    assert.equal(await total('statuses[]=triggered&statuses[]=acknowledged'), 300);
    assert.equal(await total('statuses[]=resolved'), 0);
    assert.equal(await total('urgencies[]=low'), 75);
    assert.equal(await total(`service_ids[]=${services.checkout.id}`), 100);
    assert.equal(await total(`user_ids[]=${me.id}`), 300);
    assert.equal(await total('user_ids[]=PNOBODY'), 0);
    await refusal('statuses[]=closed');
  });

  it('sorts by at most two keys', async () => {
    const numbers = async (sort: string) =>
      (await list(`date_range=all&limit=3&sort_by=${sort}`)).body.incidents.map(
        incident => incident.incident_number,
      );
    assert.deepEqual(await numbers('created_at:desc'), [300, 299, 298]);
    assert.deepEqual(await numbers('urgency,incident_number:desc'), [300, 296, 292]);
    await refusal('sort_by=urgency,created_at,incident_number');
    await refusal('sort_by=title');
    await refusal('sort_by=created_at:up');
  });

  it('gives references, and whole objects where include[] asks', async () => {
    const [plain] = (await list('date_range=all&limit=1')).body.incidents;
    assert.equal(plain?.service.type, 'service_reference');
    const [whole] = (await list('date_range=all&limit=1&include[]=services')).body.incidents;
    assert.equal(whole?.service.type, 'service');
    assert.equal(whole?.service.name, 'checkout');
  });
});

describe('Routes: one incident and its changes', () => {
  let test: TestServer;
  let incident: DrillIncident;
  let other: DrillIncident;

  beforeEach(async () => {
    test = await TestServer.start();
    [incident, other] = seed(test.account, 2, test.clock.now()) as [DrillIncident, DrillIncident];
  });
  afterEach(() => test.stop());

  const put = (id: string, change: object, more = {}) =>
    test.call<{ incident: WireIncident } & WireError>(`/incidents/${id}`, {
      method: 'PUT',
      body: { incident: { type: 'incident_reference', ...change } },
      ...more,
    });
  const code = ({ body }: { body: WireError }) => body.error.code;

  it('finds an incident by id and by number; others are a 404 with code 2100', async () => {
    for (const id of [incident.id, String(incident.number)]) {
      const { body } = await test.call<{ incident: WireIncident }>(`/incidents/${id}`);
      assert.equal(body.incident.title, incident.title);
    }
    const missing = await test.call<WireError>('/incidents/PNOTHERE');
    assert.equal(missing.status, 404);
    assert.equal(code(missing), 2100);
  });

  it('acknowledges, resolves, and refuses to do either twice', async () => {
    assert.equal((await put(incident.id, { status: 'acknowledged' })).body.incident.status, 'acknowledged');
    assert.equal(code(await put(incident.id, { status: 'acknowledged' })), 1002);
    const resolved = await put(incident.id, { status: 'resolved', resolution: 'rolled back' });
    assert.equal(resolved.body.incident.status, 'resolved');
    assert.notEqual(resolved.body.incident.resolved_at, null);
    assert.deepEqual(resolved.body.incident.assignments, []);
    assert.equal(code(await put(incident.id, { status: 'resolved' })), 1001);
    assert.equal(incident.log.at(-1)?.note, 'rolled back');
  });

  it('reopens a resolved incident that is acknowledged, as PagerDuty describes it', async () => {
    await put(incident.id, { status: 'resolved' });
    const { body } = await put(incident.id, { status: 'acknowledged' });
    assert.equal(body.incident.resolved_at, null);
    assert.deepEqual(
      body.incident.assignments.map(({ assignee }) => assignee.summary),
      [test.account.directory.me.name],
    );
  });

  it('reassigns, escalates, and refuses a level that is not there', async () => {
    const { colleague } = test.account.directory;
    const assignments = [{ assignee: { id: colleague.id, type: 'user_reference' } }];
    const { body } = await put(incident.id, { assignments });
    assert.equal(body.incident.assignments[0]?.assignee.summary, colleague.name);
    await put(incident.id, { escalation_level: 2 });
    assert.equal(incident.log.at(-1)?.type, 'escalate');
    assert.equal(code(await put(incident.id, { escalation_level: 9 })), 1006);
  });

  it('changes several incidents at once, all or nothing', async () => {
    const update = (incidents: readonly object[]) =>
      test.call<WireError & WireList>('/incidents', { method: 'PUT', body: { incidents } });
    const resolve = (id: string) => ({ id, type: 'incident_reference', status: 'resolved' });
    assert.equal((await update([resolve(incident.id), resolve('PNOTHERE')])).status, 400);
    assert.equal(incident.status, 'triggered');
    test.account.resolve(other, test.account.directory.me);
    assert.equal(code(await update([resolve(incident.id), resolve(other.id)])), 1001);
    assert.equal(incident.status, 'triggered');
    assert.equal((await update([resolve(incident.id)])).body.incidents[0]?.status, 'resolved');
    assert.equal((await update(Array.from({ length: 251 }, () => resolve(incident.id)))).status, 413);
  });

  it('demands Content-Type, JSON, and a type on a write', async () => {
    const noType = await put(incident.id, {}, { headers: { 'content-type': 'text/plain' } });
    assert.equal(code(noType), 2001);
    assert.deepEqual(noType.body.error.errors, ['params must be a Hash']);
    assert.equal(code(await put(incident.id, {}, { body: '{"incident":' })), 2001);
    assert.equal(code(await put(incident.id, { type: undefined, status: 'resolved' })), 2001);
    assert.equal(incident.status, 'triggered');
  });

  it('demands From of an account key, and refuses every write of a read-only key', async () => {
    const status = { status: 'acknowledged' };
    assert.equal(code(await put(incident.id, status, { key: 'account' })), 2016);
    const stranger = { key: 'account', headers: { from: 'stranger@example.com' } };
    assert.equal(code(await put(incident.id, status, stranger)), 1008);
    const known = { key: 'account', headers: { from: test.account.directory.colleague.email } };
    assert.equal((await put(incident.id, status, known)).status, 200);
    assert.equal(incident.acknowledgements[0]?.user, test.account.directory.colleague);
    const refused = await put(
      incident.id,
      { status: 'resolved' },
      { key: 'readonly', headers: known.headers },
    );
    assert.equal(refused.status, 403);
    assert.equal(code(refused), 2010);
  });

  it('creates a note with 200, lists it, and writes it into the log', async () => {
    const path = `/incidents/${incident.id}/notes`;
    const created = await test.call(path, { method: 'POST', body: { note: { content: 'cause found' } } });
    assert.equal(created.status, 200);
    const { body } = await test.call<{ notes: { content: string }[] }>(path);
    assert.deepEqual(
      body.notes.map(({ content }) => content),
      ['cause found'],
    );
    assert.equal(
      code(await test.call<WireError>(path, { method: 'POST', body: { note: { content: ' ' } } })),
      2001,
    );
    const log = await test.call<{
      log_entries: { type: string; channel: { summary: string }; user?: { summary: string } }[];
    }>(`/incidents/${incident.id}/log_entries`);
    const [newest, ...rest] = log.body.log_entries;
    assert.equal(newest?.type, 'annotate_log_entry');
    assert.equal(newest?.channel.summary, 'cause found');
    assert.deepEqual(
      rest.map(({ type }) => type),
      ['notify_log_entry', 'assign_log_entry', 'trigger_log_entry'],
    );
    assert.equal(rest[0]?.user?.summary, incident.assignments[0]?.user.name);
    const overview = await test.call<{ log_entries: { type: string }[] }>(
      `/incidents/${incident.id}/log_entries?is_overview=true`,
    );
    assert.deepEqual(
      overview.body.log_entries.map(({ type }) => type),
      ['trigger_log_entry'],
    );
  });

  it('gives the alerts with details of every shape', async () => {
    const incidents = seed(test.account, 5, test.clock.now());
    const kinds = await Promise.all(
      incidents.map(async ({ id }) => {
        const path = `/incidents/${id}/alerts?statuses[]=triggered`;
        const { body } = await test.call<{ alerts: { body: { details: unknown } }[] }>(path);
        return typeof body.alerts[0]?.body.details;
      }),
    );
    assert.deepEqual(kinds, ['object', 'object', 'object', 'string', 'object']);
  });

  it('does not know what it does not offer', async () => {
    for (const [method, path] of [
      ['DELETE', `/incidents/${incident.id}`],
      ['GET', '/log_entries'],
      ['GET', '/incidents/a/b/notes'],
      ['GET', '/incidents/%E0%A4%A'],
    ] as const) {
      assert.equal((await test.call(path, { method })).status, 404, path);
    }
  });
});
