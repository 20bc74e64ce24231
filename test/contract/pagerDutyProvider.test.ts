import assert from 'node:assert/strict';
import { NotAllowedError, RequesterNeededError } from '../../src/core/errors.ts';
import { PagerDutyProvider } from '../../src/core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import type { KeyKind } from '../../src/drill/records.ts';
import { seed } from '../../src/drill/seed.ts';
import { specPath } from '../fixtures.ts';
import { FakeClock } from '../unit/fakeClock.ts';
import { OfficialApi } from './officialApi.ts';

describe('The client’s requests against PagerDuty’s description', () => {
  let api: OfficialApi;
  let clock: FakeClock;
  let account: DrillAccount;
  let server: DrillServer;

  before(async function () {
    this.timeout(20_000);
    const path = specPath('pagerduty-subset.openapi.json');
    if (!path) return this.skip();
    api = await OfficialApi.load(path);
  });

  beforeEach(async () => {
    clock = new FakeClock();
    account = new DrillAccount({ clock });
    server = await DrillServer.start({ account, clock });
  });

  afterEach(async () => {
    const requests = server.requests;
    await server.stop();
    assert.ok(requests.length > 0, 'the test sent something');
    for (const request of requests) {
      const { method, path, query, headers } = request;
      assert.deepEqual(api.requestFaults(request), [], `${method} ${path}?${query}`);
      assert.match(headers['authorization'] ?? '', /^Token token=\S+$/);
      assert.equal(headers['accept'], 'application/vnd.pagerduty+json;version=2');
    }
  });

  const provider = (key: KeyKind, from: string | null = null) =>
    new PagerDutyProvider({
      accountId: 'test',
      baseUrl: server.baseUrl,
      token: account.keys[key],
      from,
      clock,
      logger: silentLogger,
    });

  const sent = () => server.requests.map(({ method, path }) => `${method} ${path}`);

  it('identifies itself with a key of each kind', async () => {
    const { me } = account.directory;
    const mine = await provider('user').identify();
    assert.deepEqual(mine, { kind: 'user', person: { id: me.id, name: me.name, email: me.email } });
    assert.equal((await provider('account').identify()).kind, 'account');
    assert.equal((await provider('readonly').identify()).kind, 'account');
  });

  it('lists all open incidents, page after page, none twice', async () => {
    const seeded = seed(account, 300, clock.now());
    const ids: string[] = [];
    for await (const incidents of provider('user').openIncidents())
      ids.push(...incidents.map(({ id }) => id));
    assert.deepEqual(new Set(ids), new Set(seeded.map(({ id }) => id)));
    assert.equal(ids.length, 300);
    assert.deepEqual(sent(), ['GET /incidents', 'GET /incidents', 'GET /incidents']);
  });

  it('goes on beyond the 10,000 that one listing can reach', async function () {
    this.timeout(30_000);
    seed(account, 10_250, clock.now());
    const ids = new Set<string>();
    for await (const incidents of provider('user').openIncidents()) {
      for (const { id } of incidents) ids.add(id);
    }
    assert.equal(ids.size, 10_250);
  });

  it('reads one incident, its alerts and its log, of every shape', async () => {
    const client = provider('user');
    for (const { id, log, title } of seed(account, 5, clock.now())) {
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

  it('acknowledges, resolves and adds a note, with a user key', async () => {
    const [incident] = seed(account, 1, clock.now());
    assert.ok(incident);
    const client = provider('user');
    assert.equal((await client.acknowledge(incident.id)).status, 'acknowledged');
    await client.addNote(incident.id, 'cause found');
    assert.equal((await client.resolve(incident.id)).status, 'resolved');
    assert.equal((await client.resolve(incident.id)).status, 'resolved', 'again is success, too');
    assert.deepEqual(
      incident.notes.map(({ content }) => content),
      ['cause found'],
    );
    assert.ok(sent().includes(`POST /incidents/${incident.id}/notes`));
  });

  it('sends From with an account key, and says so when it has none', async () => {
    const [incident] = seed(account, 1, clock.now());
    assert.ok(incident);
    await assert.rejects(provider('account').acknowledge(incident.id), RequesterNeededError);
    const { email } = account.directory.colleague;
    await provider('account', email).acknowledge(incident.id);
    assert.equal(server.requests.find(({ headers }) => headers['from'])?.headers['from'], email);
    await assert.rejects(provider('readonly', email).resolve(incident.id), NotAllowedError);
  });
});
