import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import { flagRecord, roleRecord } from '../../src/core/response/responseRecords.ts';
import type { DrillIncident } from '../../src/drill/records.ts';
import { seed } from '../../src/drill/seed.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { CuttableProxy } from '../cuttableProxy.ts';
import { type Doing, Keyboard } from './keyboard.ts';
import { activated, eventually } from './parts.ts';
import { connect, disconnect } from './signedIn.ts';

/** What a responder does to incidents, as commands in a real extension host, against a PagerDuty-compatible server. */
describe('Actions on incidents', () => {
  let parts: OnCallParts;
  let account: DrillAccount;
  let server: DrillServer;
  let proxy: CuttableProxy;

  before(async function () {
    this.timeout(60_000);
    parts = await activated();
    account = new DrillAccount({ clock });
    // Every third one of these is acknowledged: 300 are triggered.
    seed(account, 450, clock.now());
    server = await DrillServer.start({ account, clock, requestsPerMinute: 100_000 });
    proxy = await CuttableProxy.before(server.baseUrl);
    await connect(parts, proxy.baseUrl, account.keys.user);
    await eventually('450 incidents', () => parts.store.all().length === 450);
  });

  after(async () => {
    await disconnect(parts);
    await proxy.cut();
    await server.stop();
  });

  const triggered = () => account.incidents().filter(({ status }) => status === 'triggered');
  const nodesOf = (incidents: readonly DrillIncident[]) =>
    incidents.map(({ id }) => {
      const incident = parts.store.all().find(one => one.id === id);
      assert.ok(incident, `${id} is not in the store`);
      return { type: 'incident', incident };
    });
  /** Runs a command for the incidents as the context menu does. */
  async function act(
    command: string,
    incidents: readonly DrillIncident[],
    doings: readonly Doing[] = [],
  ): Promise<Keyboard> {
    const keyboard = new Keyboard(parts.window, doings);
    const nodes = nodesOf(incidents);
    try {
      await vscode.commands.executeCommand(`onCall.${command}`, nodes[0], nodes);
    } finally {
      keyboard.leave();
    }
    return keyboard;
  }
  const one = () => {
    const [incident] = triggered();
    assert.ok(incident);
    return incident;
  };
  const refresh = () => parts.sessions.refresh();

  it('acknowledges 300 at once in two requests, shows it at once, and takes all of it back', async function () {
    this.timeout(60_000);
    const incidents = triggered();
    assert.equal(incidents.length, 300);
    const before = server.requests.length;
    const shown = parts.store.all().filter(({ status }) => status === 'triggered').length;
    assert.equal(shown, 300);
    const done = act('acknowledge', incidents);
    await eventually('all are shown as acknowledged', () =>
      parts.store.all().every(({ status }) => status === 'acknowledged'),
    );
    await done;
    assert.equal(triggered().length, 0);
    const puts = server.requests.slice(before).filter(({ method }) => method === 'PUT');
    assert.deepEqual(
      puts.map(({ path, body }) => [path, (JSON.parse(body) as { incidents: unknown[] }).incidents.length]),
      [
        ['/incidents', 250],
        ['/incidents', 50],
      ],
    );
    assert.deepEqual(parts.outbox.items(), []);

    await vscode.commands.executeCommand('onCall.undo');
    assert.equal(triggered().length, 300, 'undo puts all of them back');
    await eventually(
      'the tree agrees',
      () => parts.store.all().filter(({ status }) => status === 'triggered').length === 300,
    );
  });

  it('says why nothing happens where what is named does not allow it', async () => {
    const [a, b] = account.incidents().filter(({ status }) => status === 'acknowledged');
    assert.ok(a && b);
    const before = server.requests.length;
    const alone = await act('acknowledge', [a]);
    assert.deepEqual(alone.told, [`Nothing was done: “${a.title}” does not allow it now (Acknowledged).`]);
    const both = await act('acknowledge', [a, b]);
    assert.deepEqual(both.told, ['Nothing was done: none of the 2 incidents allows it now.']);
    assert.deepEqual(
      server.requests.slice(before).filter(({ method }) => method !== 'GET'),
      [],
    );
  });

  for (const command of ['escalate', 'setPriority', 'startWorkflow']) {
    it(`${command} shows a list while the provider is asked for what stands in it`, async () => {
      const { showQuickPick } = parts.window;
      const shown: unknown[] = [];
      const choose = (rows: unknown) => {
        shown.push(rows);
        return Promise.resolve(undefined);
      };
      Object.assign(parts.window, { showQuickPick: choose });
      const [node] = nodesOf([one()]);
      try {
        await vscode.commands.executeCommand(`onCall.${command}`, node, [node]);
      } finally {
        Object.assign(parts.window, { showQuickPick });
      }
      assert.equal(shown.length, 1);
      assert.ok(shown[0] instanceof Promise, 'it is shown before its rows are known');
      assert.ok(((await shown[0]) as unknown[]).length > 0);
    });
  }

  it('means the one that was clicked where it is about one of several that are selected', async () => {
    const nodes = nodesOf(triggered().slice(0, 2));
    await vscode.commands.executeCommand('onCall.showDetails', nodes[1], nodes);
    await eventually('its details', () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes(`#${nodes[1]!.incident.number} `),
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('one that is refused does not lose the rest, and is named with its reason', async () => {
    const [a, gone, c] = triggered();
    assert.ok(a && gone && c);
    account.forget(gone);
    const keyboard = await act('setUrgency', [a, gone, c], [{ pick: a.urgency === 'low' ? 'High' : 'Low' }]);
    assert.ok(
      keyboard.told.some(text => text.includes(gone.title)),
      keyboard.told.join('\n'),
    );
    assert.equal(a.urgency, c.urgency);
    const refused = parts.outbox.items().filter(({ state }) => state === 'refused');
    assert.deepEqual(
      refused.map(({ incidentId }) => incidentId),
      [gone.id],
    );
    await vscode.commands.executeCommand('onCall.dropWaiting', { type: 'outboxItem', item: refused[0] });
    assert.deepEqual(parts.outbox.items(), []);
    await refresh();
  });

  it('resolves with a note in one step', async () => {
    const incident = one();
    await act('resolveWithNote', [incident], [{ type: 'Rolled back v42.' }]);
    assert.equal(incident.status, 'resolved');
    assert.equal(incident.notes.length, 1);
    assert.match(incident.notes[0]!.content, /^Rolled back v42\./);
  });

  it('adds one note to many', async () => {
    const incidents = triggered().slice(0, 5);
    await act('addNote', incidents, [{ type: 'All of these are the same database.' }]);
    assert.deepEqual(
      incidents.map(({ notes }) => notes.length),
      [1, 1, 1, 1, 1],
    );
  });

  it('snoozes, by a preset and until a time, and undo triggers it again', async () => {
    const incident = one();
    await act('snooze', [incident], [{ pick: '1 hour' }]);
    assert.equal(incident.status, 'acknowledged');
    assert.ok(Math.abs(incident.snoozedUntil! - clock.now() - 3_600_000) < 60_000);
    await vscode.commands.executeCommand('onCall.undo');
    assert.equal(incident.status, 'triggered');
    await act('snooze', [incident], [{ pick: 'Until another time…' }, { type: '45m' }]);
    assert.ok(Math.abs(incident.snoozedUntil! - clock.now() - 45 * 60_000) < 60_000);
  });

  it('reassigns; those who are on call stand first, by name', async () => {
    const incident = one();
    const { colleague } = account.directory;
    const keyboard = await act('reassign', [incident], [{ pick: [colleague.name] }]);
    assert.deepEqual(
      incident.assignments.map(({ user }) => user.name),
      [colleague.name],
    );
    const rows = keyboard.offered[0]!;
    const onCall = rows.map(row => row.includes('on call now'));
    assert.ok(onCall[0], rows.join('\n'));
    assert.equal(
      onCall.lastIndexOf(true),
      onCall.filter(Boolean).length - 1,
      'those on call come before the others',
    );
    await vscode.commands.executeCommand('onCall.undo');
    assert.notDeepEqual(
      incident.assignments.map(({ user }) => user.name),
      [colleague.name],
    );
  });

  it('gives back to who had it, and to nobody else, what was resolved by mistake', async () => {
    const incident = one();
    const { colleague } = account.directory;
    await act('reassign', [incident], [{ pick: [colleague.name] }]);
    await act('resolve', [incident]);
    assert.deepEqual([incident.status, incident.assignments], ['resolved', []]);
    const before = incident.log.length;
    await vscode.commands.executeCommand('onCall.undo');
    assert.deepEqual(
      [incident.status, incident.assignments.map(({ user }) => user.name)],
      ['triggered', [colleague.name]],
    );
    const paged = incident.log.slice(before).filter(({ type }) => type === 'notify');
    assert.equal(paged.length, 1);
    assert.ok(paged[0]!.summary.includes(colleague.name), paged[0]!.summary);
  });

  it('hands it to another escalation policy, and undo gives it back as it was', async () => {
    const incident = one();
    const { policies } = account.directory;
    const before = incident.policy;
    const had = incident.assignments.map(({ user }) => user.name);
    const other = policies.find(policy => policy !== before)!;
    await act('acknowledge', [incident]);
    await act('reassign', [incident], [{ pick: [other.name] }]);
    assert.equal(incident.policy, other);
    await vscode.commands.executeCommand('onCall.undo');
    assert.equal(incident.policy, before);
    assert.deepEqual(
      incident.assignments.map(({ user }) => user.name),
      had,
    );
    assert.equal(incident.status, 'acknowledged');
    await vscode.commands.executeCommand('onCall.undo');
    assert.equal(incident.status, 'triggered');
  });

  it('escalates to a level whose real people are named', async () => {
    const incident = one();
    const keyboard = await act('escalate', [incident], [{ pick: 'Level 2' }]);
    const row = keyboard.offered[0]!.find(text => text.startsWith('Level 2'))!;
    const [to] = incident.assignments;
    assert.ok(to && row.includes(to.user.name), `${row} does not name ${to?.user.name}`);
  });

  it('escalates by the commander’s word, once for all whom they lead, read or not', async () => {
    const [first] = triggered();
    const [a, b] = triggered().filter(({ policy }) => policy.id === first!.policy.id);
    const nodes = nodesOf([a!, b!]);
    const command = roleRecord({ role: 'Incident Commander', from: null, to: 'Grace' });
    for (const { incident } of nodes) await parts.timelines.scribe.recordResponse(incident, command);
    const before = a!.assignments;
    // Who decides nothing escalates nothing.
    await act('escalate', [a!, b!], [{ pick: 'Level 2' }]);
    assert.deepEqual(a!.assignments, before);
    await act('escalate', [a!, b!], [{ pick: 'Level 2' }, { pick: 'Grace decided it' }]);
    for (const { incident } of nodes) {
      const texts = (await parts.timelines.entries(incident)).map(({ text }) => text);
      assert.ok(texts.includes('Escalate to level 2, decided by Grace'), texts.join('\n'));
    }
  });

  it('a deadline is done with once its action was done, and not before', async () => {
    const incident = triggered().at(-1)!;
    const [node] = nodesOf([incident]);
    const leak = flagRecord({ flag: 'dataLeak', raised: true }, 'Suspected data leak');
    await parts.timelines.scribe.recordResponse(node!.incident, leak);
    const done = async () =>
      (await parts.timelines.entries(node!.incident))
        .map(({ text }) => text)
        .filter(text => text.startsWith('Done: '));
    const answer = [{ pick: /Suspected data leak/ }, { pick: 'Escalate…' }] as const;
    await act('answerDeadline', [incident], answer);
    assert.deepEqual(await done(), []);
    await act('answerDeadline', [incident], [...answer, { pick: 'Level 2' }]);
    assert.deepEqual(await done(), ['Done: Suspected data leak: escalated']);
  });

  it('asks for responders, and undo cancels the request', async () => {
    const incident = one();
    const { colleague } = account.directory;
    await act(
      'addResponders',
      [incident],
      [{ pick: [colleague.name] }, { type: 'Please look at the pool.' }],
    );
    assert.deepEqual(
      incident.responders.map(({ user, state }) => [user.name, state]),
      [[colleague.name, 'pending']],
    );
    await vscode.commands.executeCommand('onCall.undo');
    assert.deepEqual(
      incident.responders.map(({ state }) => state),
      ['user_cancelled'],
    );
  });

  it('sets priority, urgency and title, each with undo', async () => {
    const incident = triggered().find(({ priority }) => priority !== null)!;
    const { title, urgency, priority } = incident;
    const other = priority?.name === 'P1' ? 'P2' : 'P1';
    await act('setPriority', [incident], [{ pick: other }]);
    assert.equal(incident.priority?.name, other);
    await act('setUrgency', [incident], [{ pick: urgency === 'high' ? 'Low' : 'High' }]);
    assert.notEqual(incident.urgency, urgency);
    await act('editTitle', [incident], [{ type: 'Checkout is down' }]);
    assert.equal(incident.title, 'Checkout is down');
    for (let step = 0; step < 3; step++) await vscode.commands.executeCommand('onCall.undo');
    assert.deepEqual([incident.title, incident.urgency, incident.priority], [title, urgency, priority]);
  });

  it('merges into another after showing its alerts and asking', async () => {
    const [source, target] = triggered();
    assert.ok(source && target);
    const pick = new RegExp(`#${target.number} `);
    const keyboard = await act('merge', [source], [{ pick }, { press: 'Merge' }]);
    assert.equal(source.status, 'resolved');
    assert.equal(target.alerts.length, 2);
    assert.ok(keyboard.told.some(text => text.includes('cannot take this back')));
    assert.ok(
      keyboard.offered.at(-1)!.some(row => row.includes(target.alerts[0]!.title)),
      'the alerts were shown',
    );
    await eventually(
      'the source has left',
      () => parts.store.all().find(({ id }) => id === source.id)?.status !== 'triggered',
    );
  });

  it('sends a status update and starts a workflow, each after showing it once more', async () => {
    const incident = one();
    await act(
      'sendStatusUpdate',
      [incident],
      [{ type: 'Payments fail; we are rolling back.' }, { press: 'Send' }],
    );
    assert.deepEqual(
      incident.statusUpdates.map(({ message }) => message),
      ['Payments fail; we are rolling back.'],
    );
    const before = server.requests.length;
    await act('startWorkflow', [incident], [{ pick: /./ }, { press: 'Start' }]);
    const posts = server.requests.slice(before).filter(({ method }) => method === 'POST');
    assert.equal(posts.length, 1);
    assert.match(posts[0]!.path, /^\/incident_workflows\/\w+\/instances$/);
    await act('sendStatusUpdate', [incident], [{ type: 'Never sent' }]);
    assert.equal(incident.statusUpdates.length, 1, 'without a Send nothing goes');
  });

  it('triggers a new incident, once, and makes it the current one', async () => {
    const count = account.incidents().length;
    const keyboard = new Keyboard(parts.window, [
      { pick: 'checkout' },
      { type: 'Payments fail for everybody' },
      { type: 'Seen by support' },
      { pick: 'High' },
      { pick: 'P2' },
      { press: 'Trigger' },
    ]);
    await vscode.commands.executeCommand('onCall.triggerIncident');
    keyboard.leave();
    const made = account.incidents().slice(count);
    assert.deepEqual(
      made.map(({ title }) => title),
      ['Payments fail for everybody'],
    );
    assert.equal(made[0]!.priority?.name, 'P2');
    assert.equal(parts.current.get()?.id, made[0]!.id);
  });

  it('copies id, title and link', async () => {
    const incident = one();
    const [node] = nodesOf([incident]);
    for (const [command, expected] of [
      ['copyId', incident.id],
      ['copyTitle', incident.title],
      ['copyLink', node!.incident.url],
    ] as const) {
      await vscode.commands.executeCommand(`onCall.${command}`, node);
      assert.equal(await vscode.env.clipboard.readText(), expected);
    }
  });

  it('offline: shown at once, kept, and sent in order when the network is back', async function () {
    this.timeout(60_000);
    const [incident, resolved] = triggered();
    assert.ok(incident && resolved);
    await proxy.cut();
    const before = server.requests.length;
    const keyboard = await act('acknowledge', [incident]);
    await act('addNote', [incident], [{ type: 'Written without a network.' }]);
    await act('resolve', [resolved]);
    assert.ok(
      keyboard.told.some(text => /Not sent yet/.test(text)),
      keyboard.told.join('\n'),
    );
    assert.equal(
      parts.store.get(nodesOf([incident])[0]!.incident.key)?.status,
      'acknowledged',
      'shown at once',
    );
    assert.equal(incident.status, 'triggered');
    assert.deepEqual(
      parts.outbox.items().map(({ action }) => action.type),
      ['acknowledge', 'note', 'resolve'],
    );
    assert.equal(parts.outboxTree.getChildren().length, 3);

    await proxy.mend();
    await vscode.commands.executeCommand('onCall.sendWaiting');
    await eventually('nothing waits', () => parts.outbox.items().length === 0);
    assert.equal(incident.status, 'acknowledged');
    assert.equal(resolved.status, 'resolved');
    assert.equal(
      incident.notes.filter(({ content }) => content.includes('Written without a network.')).length,
      1,
    );
    const writes = server.requests.slice(before).filter(({ method }) => method !== 'GET');
    assert.ok(writes.length >= 3, 'each was sent');
  });

  it('offline: what is refused when the network is back is told of once, and is nothing to take back', async function () {
    this.timeout(60_000);
    await act('resolve', [one()]);
    const gone = triggered().slice(0, 3);
    await proxy.cut();
    await act('acknowledge', gone);
    assert.match(parts.actions.nextUndo?.words ?? '', /^Acknowledged 3 incidents$/);
    for (const incident of gone) account.forget(incident);
    const keyboard = new Keyboard(parts.window, [{ press: 'Drop' }]);
    try {
      await proxy.mend();
      await vscode.commands.executeCommand('onCall.sendWaiting');
      await eventually('they were dropped', () => parts.outbox.items().length === 0);
    } finally {
      keyboard.leave();
    }
    assert.deepEqual(
      keyboard.told.filter(text => /refused/.test(text)).map(text => text.slice(0, 33)),
      ['3 that had waited were refused. #'],
    );
    assert.match(parts.actions.nextUndo?.words ?? '', /^Resolved “/);
  });

  it('what the provider refuses is rolled back with the reason', async () => {
    const incident = one();
    const reason = 'Only an admin may do that today';
    server.faults.add({
      method: 'PUT',
      path: `/incidents/${incident.id}`,
      effect: { type: 'answer', status: 403, body: { error: { message: reason, code: 2010 } } },
    });
    const keyboard = await act('resolve', [incident]);
    assert.ok(
      keyboard.told.some(text => text.includes(reason)),
      keyboard.told.join('\n'),
    );
    assert.equal(parts.store.get(nodesOf([incident])[0]!.incident.key)?.status, 'triggered');
    const [item] = parts.outbox.items();
    assert.equal(item?.state, 'refused');
    await vscode.commands.executeCommand('onCall.retryWaiting', { type: 'outboxItem', item });
    await eventually('it was done at the second try', () => incident.status === 'resolved');
    await eventually('nothing waits', () => parts.outbox.items().length === 0);
  });
});
