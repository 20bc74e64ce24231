import assert from 'node:assert/strict';
import {
  NotAllowedError,
  NotFoundError,
  RefusedError,
  RequesterNeededError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../../../src/core/errors.ts';
import { PagerDutyProvider } from '../../../src/core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { FakeClock } from '../fakeClock.ts';
import { answer, LoopbackServer } from './loopbackServer.ts';
import { iso, paged, refusal } from './pagerDutyListing.ts';

const accountKey = { error: 'Bad Request: this cannot be used with an account-level access token.' };

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
