import assert from 'node:assert/strict';
import { NotAllowedError, RefusedError, RequesterNeededError } from '../../src/core/errors.ts';
import type { Action } from '../../src/core/incidents/action.ts';
import type { DrillIncident } from '../../src/drill/records.ts';
import { ContractHarness, usedOperations } from './officialApiHarness.ts';

describe('The client’s writes against PagerDuty’s description, requests and responses', () => {
  const operations = new Set<string>();

  describe('each', () => {
    const harness = new ContractHarness(operations);
    const ref = 'ref-c0ffee1234';

    /** One open incident. */
    function one(): DrillIncident {
      const [incident] = harness.seed(1);
      assert.ok(incident);
      return incident;
    }

    it('changes every field of an incident, and sees that it has arrived', async () => {
      const { id } = one();
      const client = harness.provider();
      const { me, colleague, priorities, lead, policies } = harness.account.directory;
      const actions: readonly Action[] = [
        { type: 'acknowledge' },
        { type: 'retrigger' },
        { type: 'reassign', to: [{ id: colleague.id, name: colleague.name }] },
        { type: 'reassign', to: [me, colleague].map(user => ({ id: user.id, name: user.name })) },
        { type: 'escalate', level: 3, targets: [lead.name] },
        ...policies.map(({ id, name }) => ({ type: 'delegate', policy: { id, name } }) as const),
        { type: 'setPriority', priority: { ...priorities[1] } },
        { type: 'setUrgency', urgency: 'low' },
        { type: 'setUrgency', urgency: 'high' },
        { type: 'setTitle', title: 'Database down' },
        { type: 'snooze', until: new Date(harness.clock.now() + 7_200_000).toISOString() },
        { type: 'resolve' },
      ];
      for (const action of actions) {
        assert.equal((await client.perform(id, action, ref))?.id, id, action.type);
        assert.equal(await client.hasArrived(id, action, ref), true, action.type);
      }
      assert.equal(
        (await client.perform(id, { type: 'resolve' }, ref))?.status,
        'resolved',
        'again is success',
      );
      const acknowledged = await client.perform(id, { type: 'acknowledge' }, ref);
      assert.equal(acknowledged?.status, 'acknowledged', 'a resolved one is opened again');
    });

    it('opens again for who had it, one or many in a request, and pages nobody else', async () => {
      const incidents = harness.seed(2);
      const client = harness.provider();
      const { colleague, me } = harness.account.directory;
      const to = [{ id: colleague.id, name: colleague.name }];
      const action = { type: 'retrigger', to } as const;
      const resolve = () => incidents.forEach(incident => harness.account.resolve(incident, me));
      const told = () => incidents.map(({ log }) => log.filter(({ type }) => type === 'notify').length);
      for (const reopen of [
        async () => {
          for (const { id } of incidents) await client.perform(id, action, ref);
        },
        () => client.changeMany(incidents.map(({ id }) => ({ id, action }))),
      ]) {
        resolve();
        const before = told();
        await reopen();
        for (const incident of incidents) {
          assert.equal(await client.hasArrived(incident.id, action, ref), true);
          assert.deepEqual(
            [incident.status, incident.assignments.map(({ user }) => user)],
            ['triggered', [colleague]],
          );
        }
        assert.deepEqual(
          told(),
          before.map(count => count + 1),
        );
      }
      resolve();
      for (const { id } of incidents) await client.perform(id, { type: 'retrigger' }, ref);
      for (const incident of incidents)
        assert.equal(await client.hasArrived(incident.id, action, ref), false, 'the policy has it');
    });

    it('changes many at once, all or none', async () => {
      const ids = harness.seed(60).map(({ id }) => id);
      const client = harness.provider();
      const changes = ids.map(id => ({ id, action: { type: 'acknowledge' } as const }));
      assert.equal((await client.changeMany(changes.slice(0, 50))).length, 50);
      assert.ok(harness.account.incidents().filter(({ status }) => status === 'acknowledged').length >= 50);
      const wrong = [
        { id: ids[55]!, action: { type: 'setTitle', title: 'Not to be' } as const },
        { id: ids[56]!, action: { type: 'escalate', level: 99, targets: [] } as const },
      ];
      await assert.rejects(client.changeMany(wrong), RefusedError);
      assert.ok(!harness.account.incidents().some(({ title }) => title === 'Not to be'));
    });

    it('adds a note with its marker, finds it again and shows it without', async () => {
      const incident = one();
      const client = harness.provider();
      const action: Action = { type: 'note', text: 'cause\nfound' };
      assert.equal(await client.hasArrived(incident.id, action, ref), false);
      await client.perform(incident.id, action, ref);
      assert.deepEqual(
        incident.notes.map(({ content }) => content),
        ['cause\nfound\n[ref c0ffee1234]'],
      );
      assert.equal(await client.hasArrived(incident.id, action, ref), true);
      assert.equal(await client.hasArrived(incident.id, action, 'another-one'), false);
      assert.deepEqual(
        (await client.notes(incident.id)).map(({ text, author }) => [text, author?.name]),
        [['cause\nfound', harness.account.directory.me.name]],
      );
      const logged = (await client.log(incident.id)).filter(({ kind }) => kind === 'note');
      assert.deepEqual(
        logged.map(({ text }) => text),
        ['cause\nfound'],
      );
    });

    it('merges, and finds out into what', async () => {
      const [source, target, other] = harness.seed(3);
      assert.ok(source && target && other);
      const client = harness.provider();
      const merge: Action = { type: 'merge', into: { id: target.id, name: target.title } };
      assert.equal(await client.hasArrived(source.id, merge, ref), false);
      const merged = await client.perform(source.id, merge, ref);
      assert.deepEqual([merged?.id, merged?.status], [source.id, 'resolved']);
      assert.equal(await client.hasArrived(source.id, merge, ref), true);
      assert.equal((await client.perform(source.id, merge, ref))?.status, 'resolved', 'again is success');
      const elsewhere: Action = { type: 'merge', into: { id: other.id, name: other.title } };
      assert.equal(await client.hasArrived(source.id, elsewhere, ref), false);
      await assert.rejects(client.perform(source.id, elsewhere, ref), RefusedError);
      const resolved = await client.perform(source.id, { type: 'resolve' }, ref);
      assert.equal(resolved?.status, 'resolved', 'a merged one is resolved');
    });

    it('asks for responders and takes it back', async () => {
      const { id } = one();
      const client = harness.provider();
      const { me, colleague, policies } = harness.account.directory;
      const person = { id: colleague.id, name: colleague.name, type: 'user' } as const;
      const policy = { id: policies[2]!.id, name: policies[2]!.name, type: 'policy' } as const;
      const ask: Action = {
        type: 'addResponders',
        targets: [person, policy],
        message: 'Please help.',
        requester: me.id,
      };
      assert.equal(await client.hasArrived(id, ask, ref), false);
      await client.perform(id, ask, ref);
      assert.equal(await client.hasArrived(id, ask, ref), true);
      const cancel: Action = { type: 'cancelResponders', targets: [person], requester: me.id };
      assert.equal(await client.hasArrived(id, cancel, ref), false);
      await client.perform(id, cancel, ref);
      assert.equal(await client.hasArrived(id, cancel, ref), true);
      await client.perform(id, { ...cancel, targets: [policy] }, ref);
    });

    it('tells the subscribers and starts a workflow, of which nothing can be looked up', async () => {
      const { id } = one();
      const client = harness.provider();
      const [workflow] = harness.account.directory.workflows;
      assert.ok(workflow);
      for (const action of [
        { type: 'statusUpdate', message: 'We are on it.' },
        { type: 'startWorkflow', workflow: { id: workflow.id, name: workflow.name } },
      ] as const) {
        assert.equal(await client.perform(id, action, ref), null);
        assert.equal(await client.hasArrived(id, action, ref), null);
      }
    });

    it('triggers an incident once, however often it is sent', async () => {
      const client = harness.provider();
      const { services, priorities } = harness.account.directory;
      const action: Action = {
        type: 'trigger',
        title: 'Reported by hand',
        service: { id: services.checkout.id, name: services.checkout.name },
        urgency: 'low',
        priority: { ...priorities[0] },
        details: 'A customer called.',
      };
      assert.equal(await client.hasArrived(null, action, ref), false);
      const first = await client.perform(null, action, ref);
      assert.ok(first);
      assert.deepEqual([first.title, first.urgency, first.severity], ['Reported by hand', 'low', 'P1']);
      assert.equal(await client.hasArrived(null, action, ref), true);
      assert.equal((await client.perform(null, action, ref))?.id, first.id);
      await client.perform(first.id, { type: 'resolve' }, ref);
      assert.equal(await client.hasArrived(null, action, ref), true, 'resolved since');
      assert.equal(harness.account.incidents().length, 1);
      await client.perform(null, { ...action, priority: null, details: '' }, 'another-ref');
    });

    it('sends From with an account key, and says so when it has none', async () => {
      const incident = one();
      const acknowledge = { type: 'acknowledge' } as const;
      await assert.rejects(
        harness.provider('account').perform(incident.id, acknowledge, ref),
        RequesterNeededError,
      );
      const { email } = harness.account.directory.colleague;
      await harness.provider('account', email).perform(incident.id, acknowledge, ref);
      assert.equal(harness.gateway.judged.find(({ headers }) => headers['from'])?.headers['from'], email);
      const reader = harness.provider('readonly', email);
      await assert.rejects(reader.perform(incident.id, { type: 'resolve' }, ref), NotAllowedError);
    });
  });

  usedOperations(operations, [
    'cancelIncidentResponderRequest',
    'createIncident',
    'createIncidentNote',
    'createIncidentResponderRequest',
    'createIncidentSnooze',
    'createIncidentStatusUpdate',
    'createIncidentWorkflowInstance',
    'getIncident',
    'listIncidentLogEntries',
    'listIncidentNotes',
    'listIncidents',
    'mergeIncidents',
    'updateIncident',
    'updateIncidents',
  ]);
});
