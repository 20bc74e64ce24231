import assert from 'node:assert/strict';
import { incidentOf } from '../../../src/core/incidents/providers/pagerduty/pagerDutyMapping.ts';
import { webAddressOf } from '../../../src/core/incidents/providers/wire.ts';

const reference = (type: string, id: string, summary: string) => ({
  id,
  type: `${type}_reference`,
  summary,
  self: null,
});

const whole = {
  id: 'PT4KHLK',
  type: 'incident',
  summary: '[#1234] The server is on fire.',
  incident_number: 1234,
  title: 'The server is on fire.',
  created_at: '2015-10-06T21:30:42+02:00',
  updated_at: '2015-10-06T21:40:23Z',
  status: 'resolved',
  incident_key: null,
  service: reference('service', 'PIJ90N7', 'My Mail Service'),
  assignments: [{ at: '2015-11-10T00:31:52Z', assignee: reference('user', 'PXPGF42', 'Earline Greenholt') }],
  acknowledgements: [
    {
      at: '2015-11-10T00:32:52Z',
      acknowledger: { id: 'PX1', type: 'user', name: 'Ada', email: 'ada@example.com' },
    },
    {
      at: '2015-11-10T00:33:52Z',
      acknowledger: { id: 'PX1', type: 'user', name: 'Ada', email: 'ada@example.com' },
    },
    { at: '2015-11-10T00:34:52Z', acknowledger: reference('service', 'PS1', 'A service') },
  ],
  last_status_change_at: '2015-10-06T21:38:23Z',
  resolved_at: '2015-10-06T21:38:23Z',
  teams: [reference('team', 'PQ9K7I8', 'Engineering')],
  escalation_policy: reference('escalation_policy', 'PT20YPA', 'Another Escalation Policy'),
  priority: { id: 'P53ZZH5', type: 'priority', summary: 'P2', name: 'P2', color: 'EB6016', order: 67108864 },
  urgency: 'low',
  alert_counts: { all: 2, triggered: 0, resolved: 2 },
  pending_actions: [
    { type: 'resolve', at: '2015-11-10T04:31:52Z' },
    { type: 'unacknowledge', at: '2015-11-10T01:02:52Z' },
  ],
  html_url: 'https://subdomain.pagerduty.com/incidents/PT4KHLK',
};

describe('incidentOf', () => {
  it('maps every field, times as UTC', () => {
    assert.deepEqual(incidentOf(whole, 'acme'), {
      key: 'acme:PT4KHLK',
      accountId: 'acme',
      id: 'PT4KHLK',
      number: 1234,
      title: 'The server is on fire.',
      status: 'resolved',
      urgency: 'low',
      priority: { id: 'P53ZZH5', name: 'P2', color: '#eb6016', order: 67108864 },
      severity: 'P2',
      service: { id: 'PIJ90N7', name: 'My Mail Service' },
      assignees: [{ id: 'PXPGF42', name: 'Earline Greenholt' }],
      acknowledgers: [
        { id: 'PX1', name: 'Ada', email: 'ada@example.com' },
        { id: 'PS1', name: 'A service' },
      ],
      teams: [{ id: 'PQ9K7I8', name: 'Engineering' }],
      escalationPolicy: { id: 'PT20YPA', name: 'Another Escalation Policy' },
      createdAt: '2015-10-06T19:30:42.000Z',
      updatedAt: '2015-10-06T21:40:23.000Z',
      resolvedAt: '2015-10-06T21:38:23.000Z',
      acknowledgedUntil: '2015-11-10T01:02:52.000Z',
      alertCount: 2,
      url: 'https://subdomain.pagerduty.com/incidents/PT4KHLK',
    });
  });

  it('takes over whether an open one can be merged, where PagerDuty says it', () => {
    const mapped = (status: string, is_mergeable: unknown) =>
      incidentOf({ ...whole, status, is_mergeable }, 'acme')?.mergeable;
    for (const status of ['triggered', 'acknowledged'])
      for (const said of [true, false]) assert.equal(mapped(status, said), said);
    for (const odd of [null, undefined, 'false', 0]) assert.equal(mapped('triggered', odd), undefined);
    assert.equal(mapped('resolved', false), undefined, 'it may be opened again');
  });

  it('needs nothing but the id: every other field may be null, absent or of another type', () => {
    for (const odd of [null, undefined, 17, 'text', [], [null], {}, [{ id: 7 }], [[]], true]) {
      const fields = Object.fromEntries(Object.keys(whole).map(name => [name, odd]));
      const incident = incidentOf({ ...fields, id: 'P1' }, 'acme');
      assert.ok(incident, `nothing for ${JSON.stringify(odd)}`);
      assert.equal(incident.key, 'acme:P1');
      // Never overlooked: without a known status it counts as triggered, without urgency as urgent.
      assert.deepEqual([incident.status, incident.urgency], ['triggered', 'high']);
      assert.deepEqual(
        [incident.priority, incident.severity, incident.service, incident.url],
        [null, null, null, null],
      );
      assert.ok(!Number.isNaN(Date.parse(incident.createdAt)));
      assert.ok(incident.title.length > 0);
    }
  });

  it('makes nothing of what has no usable id', () => {
    for (const id of [null, 7, '', '..', '../users', 'a/b', 'P1?x=1', 'x'.repeat(65)]) {
      assert.equal(incidentOf({ ...whole, id }, 'acme'), null);
    }
    assert.equal(incidentOf(null, 'acme'), null);
    assert.equal(incidentOf([], 'acme'), null);
  });

  it('strips control, bidi and invisible characters from titles and names, and keeps the rest', () => {
    const dirty =
      '\u001b]0;x\u0007Di\u202Esk\u200B \u2066full\u2069\r\n\ton\u00AD \uFEFFdb\u{E0041}-1 \u0000<b>⚠️ é 日本';
    const incident = incidentOf(
      { ...whole, title: dirty, service: reference('service', 'PS', 'A\u202Epi') },
      'acme',
    );
    assert.equal(incident?.title, ']0;xDisk full on db-1 <b>⚠️ é 日本');
    assert.equal(incident?.service?.name, 'Api');
  });

  it('takes title, description, then summary', () => {
    assert.equal(incidentOf({ id: 'P1', description: 'D', summary: 'S' }, 'a')?.title, 'D');
    assert.equal(incidentOf({ id: 'P1', title: ' \u200B ', summary: 'S' }, 'a')?.title, 'S');
  });

  it('takes the time of the last change where a resolved incident has no time of its own', () => {
    assert.equal(incidentOf({ ...whole, resolved_at: null }, 'a')?.resolvedAt, '2015-10-06T21:38:23.000Z');
    assert.equal(incidentOf({ ...whole, status: 'acknowledged' }, 'a')?.resolvedAt, null);
  });

  it('knows the severity of a priority that is only a reference, and guesses none', () => {
    assert.equal(
      incidentOf({ ...whole, priority: reference('priority', 'P5', 'SEV-1') }, 'a')?.severity,
      'P1',
    );
    assert.equal(
      incidentOf({ ...whole, priority: reference('priority', 'P5', 'Urgent') }, 'a')?.severity,
      null,
    );
    assert.equal(
      incidentOf({ ...whole, priority: { id: 'P5', name: 'P1', color: 'red;}' } }, 'a')?.priority?.color,
      null,
    );
  });
});

describe('webAddressOf', () => {
  it('lets https pass, and http to this machine', () => {
    for (const good of [
      'https://acme.pagerduty.com/x',
      'http://127.0.0.1:81/x',
      'http://localhost/x',
      'http://[::1]/x',
    ]) {
      assert.equal(webAddressOf(good), good);
    }
    for (const bad of [
      'http://example.com/',
      'http://127.0.0.1.evil.com/',
      'javascript:alert(1)',
      'command:x',
      'file:///etc/passwd',
      '',
      null,
    ]) {
      assert.equal(webAddressOf(bad), null);
    }
  });
});
