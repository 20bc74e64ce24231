import assert from 'node:assert/strict';
import {
  NotAllowedError,
  NotFoundError,
  RefusedError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../../../src/core/errors.ts';
import { oddities, ProviderHarness } from './pagerDutyHarness.ts';
import { iso } from './pagerDutyListing.ts';

const accountKey = { error: 'Bad Request: this cannot be used with an account-level access token.' };

describe('PagerDutyProvider', () => {
  const harness = new ProviderHarness();

  describe('identify', () => {
    const user = { id: 'PADA', type: 'user', name: 'Ada Lovelace', email: 'ada@example.com' };
    const ada = { id: 'PADA', name: 'Ada Lovelace', email: 'ada@example.com' };

    it('knows the person of a user key, with the teams', async () => {
      const teams = [
        { id: 'PT1', type: 'team', name: 'Database' },
        { id: 'PT2', type: 'team_reference', summary: 'Shop' },
      ];
      harness.reply('GET /users/me', 200, { user: { ...user, teams } });
      assert.deepEqual(await harness.provider.identify(), {
        kind: 'user',
        person: ada,
        teams: [
          { id: 'PT1', name: 'Database' },
          { id: 'PT2', name: 'Shop' },
        ],
        subdomain: null,
      });
      assert.deepEqual(harness.sent, ['GET /users/me']);
      assert.deepEqual(harness.last.query.getAll('include[]'), ['teams']);
    });

    it('knows a person without teams', async () => {
      for (const teams of oddities) {
        harness.reply('GET /users/me', 200, { user: { ...user, teams } });
        assert.deepEqual(await harness.provider.identify(), {
          ...{ kind: 'user', person: ada, teams: [], subdomain: null },
        });
      }
    });

    it('knows the account’s subdomain by the address of the person, where it is one of PagerDuty’s', async () => {
      const subdomainAt = async (html_url: unknown) => {
        harness.reply('GET /users/me', 200, { user: { ...user, html_url } });
        return (await harness.provider.identify()).subdomain;
      };
      assert.equal(await subdomainAt('https://acme.pagerduty.com/users/PADA'), 'acme');
      assert.equal(await subdomainAt('https://Acme-2.eu.pagerduty.com/users/PADA'), 'acme-2');
      for (const address of [
        ...oddities,
        'http://127.0.0.1:4010/users/PADA',
        'http://acme.pagerduty.com/users/PADA',
        'https://acme.pagerduty.com.example.com/users/PADA',
        'https://example.com/acme.pagerduty.com',
        'https://acme.notpagerduty.com/users/PADA',
        'https://[click](x).pagerduty.com/users/PADA',
        'https://a.b.pagerduty.com/users/PADA',
        'https://pagerduty.com/users/PADA',
        'https://eu.pagerduty.com/users/PADA',
        'https://app.eu.pagerduty.com/users/PADA',
        'javascript:alert(1)//acme.pagerduty.com',
      ]) {
        assert.equal(await subdomainAt(address), null, JSON.stringify(address));
      }
    });

    it('knows an account-wide key by its 400, and makes sure that it may read incidents', async () => {
      harness.reply('GET /users/me', 400, accountKey);
      harness.reply('GET /incidents', 200, { incidents: [] });
      assert.deepEqual(await harness.provider.identify(), {
        ...{ kind: 'account', person: null, teams: [], subdomain: null },
      });
      assert.deepEqual(harness.sent, ['GET /users/me', 'GET /incidents']);
    });

    it('rejects an account-wide key that may not read', async () => {
      harness.reply('GET /users/me', 400, accountKey);
      harness.refuse('GET /incidents', 2010, 403);
      await assert.rejects(harness.provider.identify(), NotAllowedError);
    });

    it('rejects a wrong key, another 400, and an answer without a person', async () => {
      harness.reply('GET /users/me', 401, '<html>');
      await assert.rejects(harness.provider.identify(), WrongKeyError);
      harness.reply('GET /users/me', 400, { error: 'Something else' });
      await assert.rejects(harness.provider.identify(), RefusedError);
      harness.reply('GET /users/me', 200, { user: null });
      await assert.rejects(harness.provider.identify(), UnexpectedAnswerError);
    });
  });

  describe('one incident', () => {
    it('is read by its id', async () => {
      harness.reply('GET /incidents/P1', 200, { incident: { id: 'P1', title: 'One', status: 'resolved' } });
      const { key, status } = await harness.provider.incident('P1');
      assert.deepEqual([key, status], ['acme:P1', 'resolved']);
      assert.deepEqual(harness.sent, ['GET /incidents/P1']);
    });

    it('is not found under an id that would change the path, nor is anything of it', async () => {
      const { provider } = harness;
      for (const id of ['..', '../users/me', 'P1/notes', 'P1?x=1', '']) {
        for (const part of [...provider.capabilities.parts, 'incident', 'policy'] as const)
          await assert.rejects(provider[part](id), NotFoundError, part);
      }
      assert.deepEqual(harness.sent, []);
    });

    it('is an unexpected answer without an incident in it', async () => {
      harness.reply('GET /incidents/P1', 200, { incident: null });
      await assert.rejects(harness.provider.incident('P1'), UnexpectedAnswerError);
    });

    it('has its alerts to the last page, each once', async () => {
      const alerts = Array.from({ length: 150 }, (_, n) => ({ id: `PA${n}`, summary: `Alert ${n}` }));
      harness.list('GET /incidents/P1/alerts', 'alerts', [...alerts.slice(0, 100), ...alerts.slice(99)]);
      const read = await harness.provider.alerts('P1');
      assert.equal(read.length, 150);
      assert.equal(read[149]?.title, 'Alert 149');
      assert.equal(harness.sent.length, 2);
    });

    it('has its log oldest first, to the last page, in its order where times are equal', async () => {
      const start = Date.UTC(2026, 0, 15);
      const newestFirst = Array.from({ length: 230 }, (_, n) => ({
        id: `R${229 - n}`,
        type: 'acknowledge_log_entry',
        created_at: iso(start + Math.floor((229 - n) / 3) * 1000),
      }));
      harness.list('GET /incidents/P1/log_entries', 'log_entries', newestFirst);
      const log = await harness.provider.log('P1');
      assert.deepEqual(
        log.map(({ id }) => id),
        Array.from({ length: 230 }, (_, n) => `R${n}`),
      );
      assert.deepEqual(
        harness.sent,
        Array.from({ length: 3 }, () => 'GET /incidents/P1/log_entries'),
      );
      // A subset would be taken for the whole.
      for (const { query } of harness.server.requests) assert.equal(query.get('is_overview'), null);
    });
  });

  it('sends nothing more once it is aborted', async () => {
    const stop = new AbortController();
    const reason = new Error('closed');
    stop.abort(reason);
    const { provider } = harness;
    const options = { signal: stop.signal };
    for (const part of [...provider.capabilities.parts, 'incident', 'policy'] as const)
      await assert.rejects(provider[part]('P1', options), reason, part);
    for (const read of [
      provider.identify(options),
      provider.people('', options),
      provider.services('', options),
      provider.priorities(options),
      provider.policies({ teams: [], person: null }, options),
      provider.onCalls({}, options),
      provider.workflows(options),
    ])
      await assert.rejects(read, reason);
    assert.deepEqual(harness.sent, []);
  });
});
