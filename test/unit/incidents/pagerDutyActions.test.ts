import assert from 'node:assert/strict';
import { RefusedError, RequesterNeededError } from '../../../src/core/errors.ts';
import type { Action } from '../../../src/core/incidents/action.ts';
import { each, people, ref } from './pagerDutyActions.ts';
import { ProviderHarness } from './pagerDutyHarness.ts';

describe('PagerDutyProvider: actions of their own', () => {
  const harness = new ProviderHarness();
  const incident = (status: string, more: object = {}) => ({ incident: { id: 'P1', status, ...more } });
  const perform = (action: Action) => harness.provider.perform('P1', action, ref);

  describe('a note', () => {
    it('ends with its marker and is otherwise as it is written; 200 is its success', async () => {
      harness.reply('POST /incidents/P1/notes', 200, { note: { id: 'PN' } });
      assert.equal(await perform(each.note), null);
      assert.deepEqual(harness.written, {
        note: { content: `${each.note.text}\n[ref c0ffee1234]` },
      });
    });

    it('is refused where it is empty or too long, never cut', async () => {
      harness.reply('POST /incidents/P1/notes', 200, { note: { id: 'PN' } });
      await assert.rejects(perform({ type: 'note', text: ' \n ' }), RefusedError);
      const longest = 25_000 - '\n[ref c0ffee1234]'.length;
      await assert.rejects(
        perform({ type: 'note', text: 'x'.repeat(longest + 1) }),
        (error: unknown) => error instanceof RefusedError && /25,001/.test(error.message),
      );
      assert.deepEqual(harness.sent, []);
      await perform({ type: 'note', text: 'x'.repeat(longest) });
      assert.equal((harness.written as { note: { content: string } }).note.content.length, 25_000);
    });
  });

  describe('snooze', () => {
    it('lasts until that time, in whole seconds; 201 is its success', async () => {
      harness.reply('POST /incidents/P1/snooze', 201, incident('acknowledged'));
      assert.equal((await perform(each.snooze))?.status, 'acknowledged');
      assert.deepEqual(harness.written, { duration: 3600 });
    });

    it('takes a second to seven days', async () => {
      harness.reply('POST /incidents/P1/snooze', 201, incident('acknowledged'));
      const until = (seconds: number): Action => ({
        type: 'snooze',
        until: new Date(harness.clock.now() + seconds * 1000).toISOString(),
      });
      for (const seconds of [-86_400, -1, 0, 0.4, 604_801, NaN]) {
        const action: Action = Number.isNaN(seconds) ? { type: 'snooze', until: 'soon' } : until(seconds);
        await assert.rejects(perform(action), RefusedError, String(seconds));
      }
      assert.deepEqual(harness.sent, []);
      for (const seconds of [1, 604_800]) {
        await perform(until(seconds));
        assert.deepEqual(JSON.parse(harness.last.body), { duration: seconds });
      }
    });
  });

  describe('merge', () => {
    it('goes to the target; what changed here is the source', async () => {
      harness.reply('PUT /incidents/PINTO/merge', 200, { incident: { id: 'PINTO' } });
      harness.reply('GET /incidents/P1', 200, incident('resolved'));
      const merged = await perform(each.merge);
      assert.deepEqual([merged?.id, merged?.status], ['P1', 'resolved']);
      assert.deepEqual(harness.written, { source_incidents: [{ id: 'P1', type: 'incident_reference' }] });
    });

    it('is done even where the source cannot be read afterwards', async () => {
      harness.reply('PUT /incidents/PINTO/merge', 200, { incident: { id: 'PINTO' } });
      harness.hangUp('GET /incidents/P1');
      assert.equal(await perform(each.merge), null);
    });

    const into = (id: string) => ({
      resolve_reason: { type: 'merge_resolve_reason', incident: { id, type: 'incident_reference' } },
    });
    for (const code of [1001, 1019]) {
      it(`with ${code} is success where the source ended in that target, and only there`, async () => {
        harness.refuse('PUT /incidents/PINTO/merge', code);
        harness.reply('GET /incidents/P1', 200, incident('resolved', into('PINTO')));
        assert.equal((await perform(each.merge))?.status, 'resolved');
        harness.reply('GET /incidents/P1', 200, incident('resolved', into('PELSE')));
        await assert.rejects(perform(each.merge), RefusedError);
        harness.reply('GET /incidents/P1', 200, incident('triggered'));
        await assert.rejects(perform(each.merge), RefusedError);
      });
    }

    it('passes on every other refusal', async () => {
      harness.refuse('PUT /incidents/PINTO/merge', 2001);
      await assert.rejects(perform(each.merge), RefusedError);
      assert.equal(harness.sent.length, 1);
    });
  });

  describe('responders', () => {
    const targets = [...people, { id: 'PEP', name: 'Second line', type: 'policy' as const }];

    it('are asked with who asks and what for', async () => {
      harness.reply('POST /incidents/P1/responder_requests', 200, { responder_request: {} });
      assert.equal(await perform({ ...each.addResponders, targets }), null);
      assert.deepEqual(harness.written, {
        requester_id: 'PME',
        message: 'Please help.',
        responder_request_targets: [
          { responder_request_target: { id: 'PADA', type: 'user_reference' } },
          { responder_request_target: { id: 'PEP', type: 'escalation_policy_reference' } },
        ],
      });
    });

    const cancelled = (...results: string[]) => ({
      responder_request_targets: targets.map(({ id }, index) => ({ id, result: results[index] })),
    });

    it('are no longer asked after a cancellation, also where there was nothing to cancel', async () => {
      for (const results of [
        ['cancelled', 'cancelled'],
        ['declined', 'not_found'],
      ]) {
        harness.reply('PUT /incidents/P1/responder_requests/cancel', 200, cancelled(...results));
        assert.equal(await perform({ ...each.cancelResponders, targets }), null);
      }
      assert.deepEqual(JSON.parse(harness.last.body), {
        requester_id: 'PME',
        responder_request_targets: [
          { id: 'PADA', type: 'user_reference' },
          { id: 'PEP', type: 'escalation_policy_reference' },
        ],
      });
    });

    it('who joined already are named: their request cannot be taken back', async () => {
      harness.reply('PUT /incidents/P1/responder_requests/cancel', 200, cancelled('joined', 'cancelled'));
      await assert.rejects(
        perform({ ...each.cancelResponders, targets }),
        (error: unknown) => error instanceof RefusedError && error.message.endsWith(': Ada Lovelace.'),
      );
    });

    it('need somebody who asks for them', async () => {
      await assert.rejects(perform({ ...each.addResponders, requester: '' }), RequesterNeededError);
      await assert.rejects(perform({ ...each.cancelResponders, requester: '' }), RequesterNeededError);
      assert.deepEqual(harness.sent, []);
    });
  });

  it('a status update goes to the subscribers', async () => {
    harness.reply('POST /incidents/P1/status_updates', 200, { status_update: { id: 'PU' } });
    assert.equal(await perform(each.statusUpdate), null);
    assert.deepEqual(harness.written, { message: 'We are on it.' });
  });

  it('a workflow starts for the incident; 201 is its success', async () => {
    harness.reply('POST /incident_workflows/PWF/instances', 201, { incident_workflow_instance: {} });
    assert.equal(await perform(each.startWorkflow), null);
    assert.deepEqual(harness.written, {
      incident_workflow_instance: {
        type: 'incident_workflow_instance',
        incident: { id: 'P1', type: 'incident_reference' },
      },
    });
  });

  describe('a new incident', () => {
    const triggered = (action: Action = each.trigger) => harness.provider.perform(null, action, ref);
    const list = { incidents: [{ id: 'PNEW', status: 'triggered' }] };

    it('has the ref as its key; 201 is its success', async () => {
      harness.reply('POST /incidents', 201, { incident: { id: 'PNEW', status: 'triggered' } });
      assert.equal((await triggered())?.id, 'PNEW');
      assert.deepEqual(harness.written, {
        incident: {
          type: 'incident',
          title: 'Database down',
          service: { id: 'PS', type: 'service_reference' },
          urgency: 'high',
          priority: { id: 'PP1', type: 'priority_reference' },
          incident_key: ref,
          body: { type: 'incident_body', details: 'since 03:00' },
        },
      });
    });

    it('needs neither a priority nor details, but a title', async () => {
      harness.reply('POST /incidents', 201, { incident: { id: 'PNEW', status: 'triggered' } });
      await assert.rejects(triggered({ ...each.trigger, title: '' }), RefusedError);
      await triggered({ ...each.trigger, priority: null, details: ' ' });
      const { incident: fields } = harness.written as { incident: object };
      assert.deepEqual(Object.keys(fields), ['type', 'title', 'service', 'urgency', 'incident_key']);
    });

    it('is the one there is where PagerDuty refuses a second one with that key', async () => {
      harness.refuse('POST /incidents', 2002);
      harness.reply('GET /incidents', 200, list);
      assert.equal((await triggered())?.id, 'PNEW');
      assert.equal(harness.last.query.get('incident_key'), ref);
    });

    it('is refused where there is none with that key', async () => {
      harness.refuse('POST /incidents', 2001);
      harness.reply('GET /incidents', 200, { incidents: [] });
      await assert.rejects(
        triggered(),
        (error: unknown) => error instanceof RefusedError && error.code === 2001,
      );
    });
  });
});
