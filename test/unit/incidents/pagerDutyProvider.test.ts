import assert from 'node:assert/strict';
import {
  NotAllowedError,
  NotFoundError,
  RefusedError,
  RequesterNeededError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../../../src/core/errors.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { PagerDutyProvider } from '../../../src/core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { FakeClock } from '../fakeClock.ts';
import { answer, LoopbackServer, type Handler } from './loopbackServer.ts';

const accountKey = { error: 'Bad Request: this cannot be used with an account-level access token.' };
const refusal = (code: number) => ({ error: { message: 'No', code, errors: ['No'] } });
const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');

describe('PagerDutyProvider', () => {
  let server: LoopbackServer;
  let provider: PagerDutyProvider;

  const withFrom = (from: string | null) =>
    new PagerDutyProvider({
      accountId: 'acme',
      baseUrl: server.url,
      token: 'key',
      from,
      clock: new FakeClock(),
      logger: silentLogger,
    });
  const paths = () => server.requests.map(({ method, path }) => `${method} ${path}`);

  beforeEach(async () => {
    server = await LoopbackServer.start((_request, response) => answer(response, 404, ''));
    provider = withFrom(null);
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

  describe('identify', () => {
    it('knows the person of a user key', async () => {
      server.handler = (_request, response) =>
        answer(response, 200, {
          user: { id: 'PADA', type: 'user', name: 'Ada Lovelace', email: 'ada@example.com' },
        });
      assert.deepEqual(await provider.identify(), {
        kind: 'user',
        person: { id: 'PADA', name: 'Ada Lovelace', email: 'ada@example.com' },
      });
      assert.deepEqual(paths(), ['GET /users/me']);
    });

    it('knows an account-wide key by its 400, and makes sure that it may read incidents', async () => {
      server.handler = ({ path }, response) =>
        path === '/users/me' ? answer(response, 400, accountKey) : answer(response, 200, { incidents: [] });
      assert.deepEqual(await provider.identify(), { kind: 'account', person: null });
      assert.deepEqual(paths(), ['GET /users/me', 'GET /incidents']);
    });

    it('rejects an account-wide key that may not read', async () => {
      server.handler = ({ path }, response) =>
        path === '/users/me' ? answer(response, 400, accountKey) : answer(response, 403, refusal(2010));
      await assert.rejects(provider.identify(), NotAllowedError);
    });

    it('rejects a wrong key, another 400, and an answer without a person', async () => {
      server.handler = (_request, response) => answer(response, 401, '<html>');
      await assert.rejects(provider.identify(), WrongKeyError);
      server.handler = (_request, response) => answer(response, 400, { error: 'Something else' });
      await assert.rejects(provider.identify(), RefusedError);
      server.handler = (_request, response) => answer(response, 200, { user: null });
      await assert.rejects(provider.identify(), UnexpectedAnswerError);
    });
  });

  describe('openIncidents', () => {
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

  describe('one incident', () => {
    const incident = (status: string) => ({ incident: { id: 'P1', title: 'One', status } });

    it('is read by its id', async () => {
      server.handler = (_request, response) => answer(response, 200, incident('resolved'));
      const { key, status } = await provider.incident('P1');
      assert.deepEqual([key, status], ['acme:P1', 'resolved']);
      assert.deepEqual(paths(), ['GET /incidents/P1']);
    });

    it('is not found under an id that would change the path', async () => {
      for (const id of ['..', '../users/me', 'P1/notes', 'P1?x=1', '']) {
        await assert.rejects(provider.incident(id), NotFoundError);
        await assert.rejects(provider.acknowledge(id), NotFoundError);
        await assert.rejects(provider.addNote(id, 'x'), NotFoundError);
        await assert.rejects(provider.log(id), NotFoundError);
      }
      assert.equal(server.requests.length, 0);
    });

    it('is an unexpected answer without an incident in it', async () => {
      server.handler = (_request, response) => answer(response, 200, { incident: null });
      await assert.rejects(provider.incident('P1'), UnexpectedAnswerError);
    });

    for (const [action, status] of [
      ['acknowledge', 'acknowledged'],
      ['resolve', 'resolved'],
    ] as const) {
      it(`${action} writes the status and gives the incident as it is then`, async () => {
        server.handler = (_request, response) => answer(response, 200, incident(status));
        assert.equal((await provider[action]('P1')).status, status);
        assert.deepEqual(paths(), ['PUT /incidents/P1']);
        assert.deepEqual(JSON.parse(server.requests[0]!.body), {
          incident: { type: 'incident_reference', status },
        });
      });

      for (const code of [1001, 1002]) {
        it(`${action} is done when it was done already (${code})`, async () => {
          server.handler = ({ method }, response) =>
            method === 'PUT'
              ? answer(response, 400, refusal(code))
              : answer(response, 200, incident('resolved'));
          assert.equal((await provider[action]('P1')).status, 'resolved');
          assert.deepEqual(paths(), ['PUT /incidents/P1', 'GET /incidents/P1']);
        });
      }

      it(`${action} passes on every other refusal`, async () => {
        server.handler = (_request, response) => answer(response, 400, refusal(1019));
        await assert.rejects(provider[action]('P1'), RefusedError);
        assert.equal(server.requests.length, 1);
      });
    }

    it('asks for a requester where an account-wide key lacks one, and sends the one it has', async () => {
      for (const code of [1008, 1028, 2016]) {
        server.handler = (_request, response) => answer(response, 400, refusal(code));
        await assert.rejects(provider.acknowledge('P1'), RequesterNeededError);
      }
      server.handler = (_request, response) => answer(response, 200, incident('acknowledged'));
      await withFrom('ada@example.com').acknowledge('P1');
      assert.equal(server.requests.at(-1)?.headers['from'], 'ada@example.com');
    });

    it('takes a note as it is written; 200 is its success', async () => {
      const text = 'Rolled back.\n\nIt is “fine” now 🙂';
      server.handler = (_request, response) => answer(response, 200, { note: { id: 'PN', content: text } });
      await provider.addNote('P1', text);
      assert.deepEqual(paths(), ['POST /incidents/P1/notes']);
      assert.deepEqual(JSON.parse(server.requests[0]!.body), { note: { content: text } });
    });

    it('has its alerts to the last page, each once', async () => {
      const alerts = Array.from({ length: 150 }, (_, n) => ({ id: `PA${n}`, summary: `Alert ${n}` }));
      server.handler = paged('alerts', alerts);
      const read = await provider.alerts('P1');
      assert.equal(read.length, 150);
      assert.equal(read[149]?.title, 'Alert 149');
      assert.equal(server.requests.length, 2);
    });

    it('has its log oldest first, to the last page, in its order where times are equal', async () => {
      const start = Date.UTC(2026, 0, 15);
      const newestFirst = Array.from({ length: 230 }, (_, n) => ({
        id: `R${229 - n}`,
        type: 'acknowledge_log_entry',
        created_at: iso(start + Math.floor((229 - n) / 3) * 1000),
      }));
      server.handler = paged('log_entries', newestFirst);
      const log = await provider.log('P1');
      assert.deepEqual(
        log.map(({ id }) => id),
        Array.from({ length: 230 }, (_, n) => `R${n}`),
      );
      assert.deepEqual(
        paths(),
        Array.from({ length: 3 }, () => 'GET /incidents/P1/log_entries'),
      );
      for (const { query } of server.requests) assert.equal(query.get('is_overview'), 'true');
    });
  });
});

/** `count` open incidents, the newest first, one each `step` ms back from `newest`. */
function created(count: number, prefix = 'P', newest = Date.UTC(2026, 0, 10), step = 60_000) {
  return Array.from({ length: count }, (_, n) => ({
    id: `${prefix}${n}`,
    title: `Incident ${n}`,
    status: 'triggered',
    created_at: iso(Math.floor((newest - n * step) / 1000) * 1000),
  }));
}

function paged(list: string, rows: readonly unknown[], largestPage = 100): Handler {
  return ({ query }, response) => {
    const offset = Number(query.get('offset'));
    const limit = Math.min(largestPage, Number(query.get('limit')));
    if (offset + Number(query.get('limit')) > 10_000) return answer(response, 400, refusal(2001));
    const page = rows.slice(offset, offset + limit);
    answer(response, 200, { [list]: page, limit, offset, total: null, more: offset + limit < rows.length });
  };
}

/** `GET /incidents` as PagerDuty does it: order, time window, no offset beyond 10,000. */
function listing(incidents: readonly { readonly created_at: string }[], largestPage?: number): Handler {
  const times = new Map(incidents.map(incident => [incident, Date.parse(incident.created_at)]));
  return (request, response) => {
    const { query } = request;
    const since = query.get('since');
    const [from, to] = [Date.parse(since ?? ''), Date.parse(query.get('until') ?? '')];
    const within = since
      ? incidents.filter(incident => times.get(incident)! >= from && times.get(incident)! < to)
      : incidents;
    const rows = query.get('sort_by') === 'created_at:asc' ? within.toReversed() : within;
    paged('incidents', rows, largestPage)(request, response);
  };
}
