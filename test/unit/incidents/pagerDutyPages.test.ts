import assert from 'node:assert/strict';
import { UnexpectedAnswerError } from '../../../src/core/errors.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { PagerDutyProvider } from '../../../src/core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { FakeClock } from '../fakeClock.ts';
import { answer, LoopbackServer } from './loopbackServer.ts';
import { created, listing } from './pagerDutyListing.ts';

describe('PagerDutyProvider.openIncidents', () => {
  let server: LoopbackServer;
  let provider: PagerDutyProvider;

  beforeEach(async () => {
    server = await LoopbackServer.start(listing([]));
    const options = { accountId: 'acme', baseUrl: server.url, token: 'key', from: null };
    provider = new PagerDutyProvider({ ...options, clock: new FakeClock(), logger: silentLogger });
  });
  afterEach(() => server.close());

  async function readOpen(): Promise<{ pages: number; incidents: Incident[] }> {
    const incidents: Incident[] = [];
    let pages = 0;
    for await (const page of provider.openIncidents()) {
      pages++;
      incidents.push(...page);
    }
    return { pages, incidents };
  }

  it('asks for all that is open, however old, 100 at a time, newest first', async () => {
    server.handler = listing(created(250));
    const { pages, incidents } = await readOpen();
    assert.equal(pages, 3);
    assert.equal(new Set(incidents.map(({ id }) => id)).size, 250);
    for (const { query } of server.requests) {
      assert.equal(query.get('date_range'), 'all');
      assert.deepEqual(query.getAll('statuses[]'), ['triggered', 'acknowledged']);
      assert.equal(query.get('sort_by'), 'created_at:desc');
      assert.equal(query.get('limit'), '100');
      assert.equal(query.get('since'), null);
    }
    assert.deepEqual(
      server.requests.map(({ query }) => query.get('offset')),
      ['0', '100', '200'],
    );
  });

  it('asks for what is resolved the last one first, however old, and no further than it is read', async () => {
    server.handler = listing(created(250));
    let pages = 0;
    for await (const page of provider.resolvedIncidents()) {
      assert.equal(page.length, 100);
      if (++pages === 2) break;
    }
    assert.deepEqual(
      server.requests.map(({ path, query }) => [path, query.get('offset')]),
      [
        ['/incidents', '0'],
        ['/incidents', '100'],
      ],
    );
    for (const { query } of server.requests) {
      assert.equal(query.get('date_range'), 'all');
      assert.deepEqual(query.getAll('statuses[]'), ['resolved']);
      assert.equal(query.get('sort_by'), 'resolved_at:desc');
    }
  });

  it('costs one request for up to 100, also for none', async () => {
    for (const count of [0, 100]) {
      server.requests.length = 0;
      server.handler = listing(created(count));
      assert.equal((await readOpen()).incidents.length, count);
      assert.equal(server.requests.length, 1);
    }
  });

  it('gives the first page before it asks for the second', async () => {
    server.handler = listing(created(150));
    for await (const page of provider.openIncidents()) {
      assert.equal(page.length, 100);
      break;
    }
    assert.equal(server.requests.length, 1);
  });

  it('goes on where the server stopped, should it give fewer than were asked for', async () => {
    server.handler = listing(created(60), 25);
    assert.equal((await readOpen()).incidents.length, 60);
    assert.deepEqual(
      server.requests.map(({ query }) => query.get('offset')),
      ['0', '25', '50'],
    );
  });

  it('gives each incident once when new ones shift the pages', async () => {
    const incidents = created(150);
    server.handler = (request, response) => {
      listing(incidents)(request, response);
      if (server.requests.length === 1) incidents.unshift(...created(1, 'PNEW', Date.UTC(2026, 5, 1)));
    };
    const read = (await readOpen()).incidents.map(({ id }) => id);
    assert.equal(read.length, 150);
    assert.equal(new Set(read).size, 150);
  });

  it('leaves out rows that are no incidents', async () => {
    server.handler = (_request, response) =>
      answer(response, 200, {
        incidents: [null, 7, { id: '../x' }, { id: 'P1', title: 'One' }],
        more: false,
      });
    assert.deepEqual(
      (await readOpen()).incidents.map(({ id }) => id),
      ['P1'],
    );
  });

  it('fails rather than turning for ever, or taking half a list for the whole', async () => {
    for (const body of [{ incidents: [], more: true }, { incidents: null }, {}]) {
      server.handler = (_request, response) => answer(response, 200, body);
      await assert.rejects(readOpen(), UnexpectedAnswerError);
    }
    server.handler = (request, response) =>
      request.query.get('offset') === '0'
        ? listing(created(150))(request, response)
        : answer(response, 500, '');
    await assert.rejects(readOpen());
  });

  it('reads more than 10,000 through windows of time, none longer than six months', async () => {
    const year = 365 * 24 * 3600_000;
    // Three years: 10,000 within a few days, a long gap, then 1,200 more, some in the same second.
    const incidents = [
      ...created(10_000, 'PA', Date.UTC(2026, 0, 10), 30_000),
      ...created(1_000, 'PB', Date.UTC(2026, 0, 10) - 10_000 * 30_000, 500),
      ...created(200, 'PC', Date.UTC(2026, 0, 1) - 3 * year),
    ];
    server.handler = listing(incidents);
    const read = (await readOpen()).incidents.map(({ id }) => id);
    assert.equal(read.length, 11_200);
    assert.equal(new Set(read).size, 11_200);
    const windows = server.requests.filter(({ query }) => query.has('since'));
    assert.ok(windows.length > 0);
    for (const { query } of windows) {
      assert.equal(query.get('date_range'), null);
      assert.deepEqual(query.getAll('statuses[]'), ['triggered', 'acknowledged']);
      assert.ok(Date.parse(query.get('until')!) - Date.parse(query.get('since')!) < 181 * 24 * 3600_000);
    }
  });

  it('reads more than 10,000 within one window', async () => {
    server.handler = listing(created(20_500, 'P', Date.UTC(2026, 0, 10), 1000));
    assert.equal(new Set((await readOpen()).incidents.map(({ id }) => id)).size, 20_500);
  });

  it('says so when more than 10,000 opened in one second', async () => {
    server.handler = listing(created(10_200, 'P', Date.UTC(2026, 0, 10), 0));
    await assert.rejects(readOpen(), UnexpectedAnswerError);
  });

  it('rejects with the abort reason and asks for nothing more', async () => {
    const stop = new AbortController();
    const reason = new Error('closed');
    server.handler = listing(created(300));
    await assert.rejects(async () => {
      for await (const _page of provider.openIncidents({ signal: stop.signal })) stop.abort(reason);
    }, reason);
    assert.equal(server.requests.length, 1);
  });
});
