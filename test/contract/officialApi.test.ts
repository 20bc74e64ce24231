import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { specPath } from '../fixtures.ts';
import { corrections, type Description } from './corrections.ts';
import { OfficialApi } from './officialApi.ts';

/** A judge who lets everything pass is no judge: every case here must be refused, and its sound twin accepted. */
describe('The contract check itself', () => {
  let path: string;
  let api: OfficialApi;

  before(async function () {
    const found = specPath('pagerduty-subset.openapi.json');
    if (!found) return this.skip();
    path = found;
    api = await OfficialApi.load(path);
  });

  it('needs every correction that it makes', () => {
    const description = JSON.parse(readFileSync(path, 'utf8')) as Description;
    for (const { reason, apply } of corrections) {
      const before = JSON.stringify(description);
      apply(description);
      assert.notEqual(JSON.stringify(description), before, `No longer needed: ${reason}`);
    }
  });

  const request = (method: string, target: string, more: { body?: unknown; without?: string } = {}) => {
    const url = new URL(target, 'http://drill.invalid');
    const headers: Record<string, string> = {
      accept: 'application/vnd.pagerduty+json;version=2',
      authorization: 'Token token=x',
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
    };
    if (more.without) delete headers[more.without];
    const body = more.body === undefined ? '' : JSON.stringify(more.body);
    return api.requestFaults({ method, path: url.pathname, query: url.searchParams, headers, body });
  };
  const change = { incident: { type: 'incident_reference', status: 'acknowledged' } };

  it('accepts sound requests', () => {
    const list =
      '/incidents?statuses[]=triggered&statuses[]=acknowledged&limit=100&offset=0&date_range=all&total=true&sort_by=created_at';
    assert.deepEqual(request('GET', list), []);
    assert.deepEqual(request('PUT', '/incidents/PABC', { body: change }), []);
    assert.deepEqual(request('POST', '/incidents/PABC/notes', { body: { note: { content: 'x' } } }), []);
  });

  it('refuses wrong paths and methods', () => {
    assert.notDeepEqual(request('GET', '/incident'), []);
    assert.notDeepEqual(request('DELETE', '/incidents/PABC'), []);
  });

  for (const query of [
    'statuses[]=closed',
    'status=triggered',
    'statuses=triggered',
    'limit=ten',
    'total=True',
    'date_range=month',
    'include[]=everything',
    'sort_by=urgency,created_at,incident_number',
  ]) {
    it(`refuses the query ${query}`, () => {
      assert.notDeepEqual(request('GET', `/incidents?${query}`), []);
    });
  }

  it('refuses missing headers', () => {
    assert.notDeepEqual(request('GET', '/incidents', { without: 'accept' }), []);
    assert.notDeepEqual(request('PUT', '/incidents/PABC', { body: change, without: 'content-type' }), []);
  });

  for (const body of [
    {},
    { incident: { status: 'acknowledged' } },
    { incident: { type: 'incident_reference', status: 'closed' } },
    { incident: { type: 'incident_reference', urgency: 1 } },
  ]) {
    it(`refuses the body ${JSON.stringify(body)}`, () => {
      assert.notDeepEqual(request('PUT', '/incidents/PABC', { body }), []);
    });
  }

  const respond = (incident: object, status = 200) =>
    api.responseFaults('getIncident', status, 'application/json', { incident });
  const sound = {
    id: 'PABC',
    type: 'incident',
    status: 'triggered',
    created_at: '2026-01-15T03:00:00Z',
    service: { id: 'PS', type: 'service_reference' },
    assignments: [{ at: '2026-01-15T03:00:00Z', assignee: { id: 'PU', type: 'user_reference' } }],
  };

  it('accepts a sound response', () => {
    assert.deepEqual(respond(sound), []);
  });

  for (const fault of [
    { status: 'open' },
    { incident_number: '12' },
    { created_at: 'yesterday' },
    { self: 'no address' },
    { urgency: 'medium' },
    { title: null },
    { service: { type: 'service_reference' } },
    { service: { id: 'PS', type: 'team_reference' } },
    { assignments: [{ assignee: { id: 'PU', type: 'user_reference' } }] },
    { acknowledgements: 'none' },
    { alert_counts: { all: 'one' } },
  ]) {
    it(`refuses an incident with ${JSON.stringify(fault)}`, () => {
      assert.notDeepEqual(respond({ ...sound, ...fault }), []);
    });
  }

  it('refuses a status that is not described, another Content-Type, and errors of another shape', () => {
    assert.notDeepEqual(respond(sound, 418), []);
    assert.notDeepEqual(api.responseFaults('getIncident', 200, 'text/html', { incident: sound }), []);
    assert.notDeepEqual(api.responseFaults('getIncident', 200, 'application/json', {}), []);
    const error = (shape: unknown, operation = 'getIncident') =>
      api.responseFaults(operation, 400, 'application/json', { error: shape });
    assert.deepEqual(error({ message: 'No', code: 2001, errors: ['why'] }), []);
    assert.notDeepEqual(error({ message: 'No', code: '2001' }), []);
    assert.notDeepEqual(error('just a text'), []);
    assert.deepEqual(error('just a text', 'getCurrentUser'), []);
  });

  it('refuses a log entry of a type that is not described', () => {
    const log = (type: string) => ({ log_entries: [{ id: 'R1', type, created_at: '2026-01-15T03:00:00Z' }] });
    const faults = (type: string) =>
      api.responseFaults('listIncidentLogEntries', 200, 'application/json', log(type));
    assert.deepEqual(faults('trigger_log_entry'), []);
    assert.notDeepEqual(faults('explode_log_entry'), []);
  });
});
