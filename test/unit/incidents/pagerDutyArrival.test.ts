import assert from 'node:assert/strict';
import { NotFoundError, OfflineError } from '../../../src/core/errors.ts';
import type { Action } from '../../../src/core/incidents/action.ts';
import { withMarker } from '../../../src/core/incidents/providers/noteMarker.ts';
import { ada, each, people, ref, retriggerTo } from './pagerDutyActions.ts';
import { oddities, ProviderHarness } from './pagerDutyHarness.ts';

describe('PagerDutyProvider: whether a write has arrived', () => {
  const harness = new ProviderHarness();
  const hasArrived = (action: Action) => harness.provider.hasArrived('P1', action, ref);

  /** With the incident as it is then. */
  async function judged(action: Action, incident: object): Promise<boolean | null> {
    harness.reply('GET /incidents/P1', 200, { incident: { id: 'P1', status: 'triggered', ...incident } });
    const found = await hasArrived(action);
    assert.equal(harness.sent.at(-1), 'GET /incidents/P1');
    return found;
  }

  const assigned = (...wires: { id: string; summary: string }[]) => ({
    assignments: wires.map(wire => ({ assignee: { type: 'user_reference', ...wire } })),
  });
  const adaWire = { id: 'PADA', summary: 'Ada Lovelace' };
  const graceWire = { id: 'PGRACE', summary: 'Grace Hopper' };

  const fields: [Action, readonly object[], readonly object[]][] = [
    [each.acknowledge, [{ status: 'acknowledged' }, { status: 'resolved' }], [{ status: 'triggered' }]],
    [each.resolve, [{ status: 'resolved' }], [{ status: 'triggered' }, { status: 'acknowledged' }]],
    [each.retrigger, [{ status: 'triggered' }], [{ status: 'acknowledged' }, { status: 'resolved' }]],
    [
      retriggerTo,
      [assigned(adaWire, graceWire), assigned(graceWire, adaWire)],
      [
        assigned(adaWire),
        assigned(),
        { ...assigned(adaWire, graceWire), status: 'acknowledged' },
        { ...assigned(adaWire, graceWire), status: 'resolved' },
      ],
    ],
    [
      each.reassign,
      [assigned(adaWire, graceWire), assigned(graceWire, adaWire, adaWire)],
      [assigned(adaWire), assigned(), assigned(adaWire, graceWire, { id: 'PEVE', summary: 'Eve' })],
    ],
    [
      each.delegate,
      [{ escalation_policy: { id: 'PEP', summary: 'Payments' } }],
      [{ escalation_policy: { id: 'PELSE' } }, { escalation_policy: { id: 'PEP' }, status: 'resolved' }, {}],
    ],
    [each.escalate, [assigned(adaWire)], [assigned(graceWire), assigned(adaWire, graceWire), {}]],
    [
      each.setPriority,
      [{ priority: { id: 'PP1', summary: 'P1' } }],
      [{ priority: { id: 'PP2', summary: 'P1' } }, { priority: null }, {}],
    ],
    [{ type: 'setPriority', priority: null }, [{ priority: null }, {}], [{ priority: { id: 'PP1' } }]],
    [each.setUrgency, [{ urgency: 'low' }], [{ urgency: 'high' }]],
    [each.setTitle, [{ title: 'Database down' }, { title: ' Database  down' }], [{ title: 'Database' }]],
  ];
  for (const [action, yes, no] of fields) {
    it(`${action.type}: the incident is as it was wanted, or not`, async () => {
      for (const incident of yes)
        assert.equal(await judged(action, incident), true, JSON.stringify(incident));
      for (const incident of no)
        assert.equal(await judged(action, incident), false, JSON.stringify(incident));
    });
  }

  it('note: its marker stands under one of the notes', async () => {
    const notes = (...contents: unknown[]) =>
      harness.reply('GET /incidents/P1/notes', 200, { notes: contents.map(content => ({ content })) });
    notes('x', null, withMarker(each.note.text, ref));
    assert.equal(await hasArrived(each.note), true);
    notes(each.note.text, withMarker(each.note.text, 'another-ref-000'), ref);
    assert.equal(await hasArrived(each.note), false);
    for (const odd of oddities) {
      harness.reply('GET /incidents/P1/notes', 200, { notes: odd });
      assert.equal(await hasArrived(each.note), false);
    }
  });

  it('trigger: there is an incident with its key, whatever has become of it', async () => {
    const find = () => harness.provider.hasArrived(null, each.trigger, ref);
    harness.reply('GET /incidents', 200, { incidents: [{ id: 'PNEW', status: 'resolved' }] });
    assert.equal(await find(), true);
    const { query } = harness.last;
    assert.deepEqual(
      [query.get('incident_key'), query.get('date_range'), query.getAll('statuses[]')],
      [ref, 'all', ['triggered', 'acknowledged', 'resolved']],
    );
    for (const odd of oddities) {
      harness.reply('GET /incidents', 200, { incidents: odd });
      assert.equal(await find(), false);
    }
  });

  it('snooze: it is planned to wake up within a minute of that time', async () => {
    const planned = (at: unknown) => ({ pending_actions: [{ type: 'unacknowledge', at }] });
    for (const at of ['2026-01-15T04:00:00Z', '2026-01-15T03:59:00Z', '2026-01-15T05:01:00+01:00'])
      assert.equal(await judged(each.snooze, planned(at)), true, at);
    for (const at of ['2026-01-15T03:58:59Z', '2026-01-15T04:01:01Z', null, 'soon'])
      assert.equal(await judged(each.snooze, planned(at)), false, String(at));
    assert.equal(await judged(each.snooze, { pending_actions: null }), false);
  });

  it('snooze: by PagerDuty’s clock where this machine’s is a day off', async () => {
    const date = new Date(harness.clock.now() + 86_400_000).toUTCString();
    const incident = {
      id: 'P1',
      pending_actions: [{ type: 'unacknowledge', at: '2026-01-16T04:00:00Z' }],
    };
    harness.reply('GET /incidents/P1', 200, { incident }, { date });
    assert.equal(await hasArrived(each.snooze), true);
    assert.ok(Math.abs(harness.provider.clockOffsetMs - 86_400_000) <= 1000);
  });

  it('merge: the source is resolved, by a merge into that incident as far as it says', async () => {
    const into = (id: string) => ({ resolve_reason: { type: 'merge_resolve_reason', incident: { id } } });
    assert.equal(await judged(each.merge, { status: 'resolved', ...into('PINTO') }), true);
    assert.equal(await judged(each.merge, { status: 'resolved', resolve_reason: null }), null);
    assert.equal(await judged(each.merge, { status: 'resolved', ...into('PELSE') }), false);
    assert.equal(await judged(each.merge, { status: 'triggered' }), false);
  });

  describe('addResponders', () => {
    const targets = [...people, { id: 'PEP', name: 'Second line', type: 'policy' as const }];
    const request = (message: unknown, ...asked: object[]) => ({
      message,
      responder_request_targets: asked,
    });
    const user = { responder_request_target: { id: 'PADA', type: 'user' } };
    const policy = { id: 'PEP', type: 'escalation_policy' };

    it('all of them are asked, in one request or in several', async () => {
      const action = { ...each.addResponders, targets };
      for (const requests of [
        [request('Please help.', user, policy)],
        [request('Please  help.\n', user), request(undefined, policy)],
      ])
        assert.equal(await judged(action, { responder_requests: requests }), true);
      for (const requests of [
        [],
        [request('Please help.', user)],
        [request('Another time', user, policy)],
        [request('Please help.', {}, { responder_request_target: null })],
      ])
        assert.equal(await judged(action, { responder_requests: requests }), false);
    });

    it('or stand among the responders, unless they were taken off again', async () => {
      const responder = (state: string, message = 'Please help.') => ({
        incidents_responders: [{ state, message, user: { id: 'PADA' } }],
      });
      for (const state of ['pending', 'joined', 'declined'])
        assert.equal(await judged(each.addResponders, responder(state)), true);
      assert.equal(await judged(each.addResponders, responder('user_cancelled')), false);
      assert.equal(await judged(each.addResponders, responder('pending', 'Another time')), false);
    });

    it('is not known where the account does not show any', async () => {
      assert.equal(await judged(each.addResponders, {}), null);
      assert.equal(await judged(each.addResponders, { responder_requests: null }), null);
    });
  });

  it('cancelResponders: nobody of them is asked any longer', async () => {
    const responders = (state: string, id = ada.id) => ({
      incidents_responders: [{ state, user: { id } }, null, { state: 'pending', user: null }],
    });
    assert.equal(await judged(each.cancelResponders, responders('pending')), false);
    assert.equal(await judged(each.cancelResponders, responders('user_cancelled')), true);
    assert.equal(await judged(each.cancelResponders, responders('pending', 'PGRACE')), true);
    assert.equal(await judged(each.cancelResponders, {}), null);
    const policy = { id: 'PEP', name: 'Second line', type: 'policy' as const };
    const action = { ...each.cancelResponders, targets: [policy] };
    assert.equal(await judged(action, responders('user_cancelled')), null);
  });

  it('statusUpdate and startWorkflow leave no trace that could be read', async () => {
    assert.equal(await hasArrived(each.statusUpdate), null);
    assert.equal(await hasArrived(each.startWorkflow), null);
    assert.deepEqual(harness.sent, []);
  });

  it('rejects where it cannot be read', async () => {
    const readers = Object.values(each).filter(({ type }) => !/statusUpdate|startWorkflow/.test(type));
    for (const action of readers) await assert.rejects(hasArrived(action), NotFoundError, action.type);
    harness.server.handler = (_request, response) => response.destroy();
    for (const action of readers) await assert.rejects(hasArrived(action), OfflineError, action.type);
  });

  it('needs nothing but the id of an incident', async () => {
    for (const odd of oddities) {
      const incident = {
        status: odd,
        assignments: odd,
        priority: odd,
        pending_actions: odd,
        resolve_reason: odd,
        responder_requests: odd,
        incidents_responders: odd,
      };
      for (const action of Object.values(each)) {
        if (/note|trigger|statusUpdate|startWorkflow/.test(action.type) && action.type !== 'retrigger')
          continue;
        assert.notEqual(await judged(action, incident), undefined);
      }
    }
  });
});
