import assert from 'node:assert/strict';
import { NotFoundError, OfflineError, RefusedError, RequesterNeededError } from '../../../src/core/errors.ts';
import type { Action, FieldAction } from '../../../src/core/incidents/action.ts';
import { each, ref, retriggerTo } from './pagerDutyActions.ts';
import { ProviderHarness } from './pagerDutyHarness.ts';

describe('PagerDutyProvider: writing', () => {
  const harness = new ProviderHarness();
  const incident = (status: string, more: object = {}) => ({ incident: { id: 'P1', status, ...more } });
  const perform = (action: Action) => harness.provider.perform('P1', action, ref);

  describe('a field', () => {
    const adaAndGrace = ['PADA', 'PGRACE'].map(id => ({ assignee: { id, type: 'user_reference' } }));
    const wishes: [FieldAction, object][] = [
      [each.acknowledge, { status: 'acknowledged' }],
      [each.resolve, { status: 'resolved' }],
      [each.retrigger, { status: 'triggered' }],
      [retriggerTo, { status: 'triggered', assignments: adaAndGrace }],
      [each.reassign, { assignments: adaAndGrace }],
      [each.delegate, { escalation_policy: { id: 'PEP', type: 'escalation_policy_reference' } }],
      [each.escalate, { escalation_level: 2 }],
      [each.setPriority, { priority: { id: 'PP1', type: 'priority_reference' } }],
      [each.setUrgency, { urgency: 'low' }],
      [each.setTitle, { title: 'Database down' }],
    ];
    const titleOf = (action: FieldAction) =>
      action === retriggerTo ? 'retrigger, with whom it goes to,' : action.type;
    for (const [action, fields] of wishes) {
      it(`${titleOf(action)} goes to the one incident, and the answer is the incident then`, async () => {
        harness.reply('PUT /incidents/P1', 200, incident('acknowledged'));
        assert.equal((await perform(action))?.key, 'acme:P1');
        assert.deepEqual(harness.written, { incident: { type: 'incident_reference', ...fields } });
        assert.deepEqual(harness.sent, ['PUT /incidents/P1']);
      });

      it(`${titleOf(action)} goes to many in one request`, async () => {
        harness.reply('PUT /incidents', 200, { incidents: [{ id: 'P1' }, { id: 'P2' }, null, 'odd'] });
        const changed = await harness.provider.changeMany(['P1', 'P2'].map(id => ({ id, action })));
        assert.deepEqual(
          changed.map(({ id }) => id),
          ['P1', 'P2'],
        );
        assert.deepEqual(harness.written, {
          incidents: ['P1', 'P2'].map(id => ({ id, type: 'incident_reference', ...fields })),
        });
      });
    }

    it('takes 250 at once, no more, and sends nothing for none', async () => {
      harness.reply('PUT /incidents', 200, { incidents: [] });
      assert.equal(harness.provider.mostAtOnce, 250);
      const many = (count: number) =>
        Array.from({ length: count }, (_, n) => ({ id: `P${n}`, action: each.acknowledge }));
      assert.deepEqual(await harness.provider.changeMany([]), []);
      await assert.rejects(harness.provider.changeMany(many(251)), RangeError);
      assert.deepEqual(harness.sent, []);
      await harness.provider.changeMany(many(250));
      assert.equal((harness.written as { incidents: unknown[] }).incidents.length, 250);
    });

    it('sends none of many where one cannot be sent', async () => {
      const changes = [
        { id: 'P1', action: each.acknowledge },
        { id: 'P2', action: { type: 'setPriority', priority: null } as const },
      ];
      await assert.rejects(harness.provider.changeMany(changes), RefusedError);
      await assert.rejects(
        harness.provider.changeMany([{ id: '../users', action: each.resolve }]),
        NotFoundError,
      );
      assert.deepEqual(harness.sent, []);
    });

    it('passes on the refusal of many: it does not say of which', async () => {
      harness.refuse('PUT /incidents', 1001);
      const changes = [{ id: 'P1', action: each.resolve }];
      await assert.rejects(
        harness.provider.changeMany(changes),
        (error: unknown) => error instanceof RefusedError && error.code === 1001,
      );
    });

    it('refuses what has no sense before it is sent', async () => {
      for (const action of [
        { type: 'setPriority', priority: null },
        { type: 'reassign', to: [] },
        { type: 'retrigger', to: [] },
        { type: 'setTitle', title: ' \n' },
      ] as const)
        await assert.rejects(perform(action), RefusedError);
      await assert.rejects(perform({ type: 'reassign', to: [{ id: 'P/../x', name: 'Eve' }] }), NotFoundError);
      assert.deepEqual(harness.sent, []);
    });
  });

  describe('done already', () => {
    const cases: [Action, number, string][] = [
      [each.acknowledge, 1001, 'resolved'],
      [each.acknowledge, 1002, 'acknowledged'],
      [each.resolve, 1001, 'resolved'],
      [each.resolve, 1019, 'resolved'],
    ];
    for (const [action, code, status] of cases) {
      it(`${action.type} with ${code} is success`, async () => {
        harness.refuse('PUT /incidents/P1', code);
        harness.reply('GET /incidents/P1', 200, incident(status));
        assert.equal((await perform(action))?.status, status);
        assert.deepEqual(harness.sent, ['PUT /incidents/P1', 'GET /incidents/P1']);
      });
    }

    it('is success even where the incident cannot be read afterwards', async () => {
      harness.refuse('PUT /incidents/P1', 1001);
      harness.hangUp('GET /incidents/P1');
      assert.equal(await perform(each.resolve), null);
    });

    it('is a refusal for what was not done', async () => {
      for (const action of [each.reassign, each.escalate, each.setTitle, each.retrigger, each.setUrgency]) {
        for (const code of [1001, 1002, 1006, 1019]) {
          harness.refuse('PUT /incidents/P1', code);
          await assert.rejects(perform(action), RefusedError);
        }
      }
      harness.refuse('PUT /incidents/P1', 1019);
      await assert.rejects(perform(each.acknowledge), RefusedError);
    });
  });

  it('goes nowhere without the id of an incident, or with one that would change the path', async () => {
    for (const id of [null, '', '..', '../users/me', 'P1/notes', 'P1?x=1']) {
      for (const action of Object.values(each)) {
        if (action.type === 'trigger') continue;
        await assert.rejects(harness.provider.perform(id, action, ref), NotFoundError);
        await assert.rejects(harness.provider.hasArrived(id, action, ref), NotFoundError);
      }
    }
    const odd = { id: 'P/../x', name: 'Eve' };
    for (const action of [
      { ...each.merge, into: odd },
      { ...each.startWorkflow, workflow: odd },
      { ...each.trigger, service: odd },
    ])
      await assert.rejects(perform(action), NotFoundError);
    assert.deepEqual(harness.sent, []);
  });

  it('that lost its answer may have arrived, whatever it was', async () => {
    for (const action of Object.values(each)) {
      harness.server.handler = (_request, response) => response.destroy();
      await assert.rejects(
        perform(action),
        (error: unknown) => error instanceof OfflineError && error.maybeArrived,
      );
    }
    assert.equal(harness.sent.length, Object.keys(each).length);
  });

  it('asks for a requester where an account-wide key lacks one, and sends the one it has', async () => {
    for (const code of [1008, 1028, 2016]) {
      harness.refuse('PUT /incidents/P1', code);
      await assert.rejects(perform(each.acknowledge), RequesterNeededError);
    }
    harness.reply('PUT /incidents/P1', 200, incident('acknowledged'));
    await harness.with({ from: 'ada@example.com' }).perform('P1', each.acknowledge, ref);
    assert.equal(harness.last.headers['from'], 'ada@example.com');
  });

  it('offers every action', () => {
    assert.deepEqual([...harness.provider.capabilities.actions].sort(), Object.keys(each).sort());
  });
});
