import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { utc } from '../../src/core/clock.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import type { EntryKind } from '../../src/core/timeline/entry.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { type Doing, Keyboard } from './keyboard.ts';
import { activated, eventually } from './parts.ts';

describe('The response to an incident', () => {
  let parts: OnCallParts;
  let incident: Incident;

  before(async () => {
    parts = await activated();
    incident = {
      ...{ key: 'work:QRESPONSE', accountId: 'work', id: 'QRESPONSE', number: 6, title: 'Checkout is down' },
      ...{ status: 'acknowledged', urgency: 'high', priority: null, severity: null },
      ...{ service: { id: 'S1', name: 'checkout' }, teams: [], escalationPolicy: null },
      ...{ assignees: [{ id: 'U1', name: 'Ada' }], acknowledgers: [{ id: 'U2', name: 'Bo' }] },
      ...{ createdAt: utc(Date.now() - 50 * 60_000), updatedAt: null, resolvedAt: null, url: null },
      ...{ acknowledgedUntil: null, alertCount: null },
    };
    parts.store.upsert(incident);
    parts.current.set(incident);
    await eventually('the response is shown', () => parts.responses.of(incident.key));
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync((await parts.timelines.folder(incident)).path, { recursive: true, force: true });
    parts.store.drop(incident.key);
  });

  /** Runs the command with these answers, and gives what was offered and told. */
  const act = async (command: string, doings: readonly Doing[], ...args: readonly unknown[]) => {
    const keyboard = new Keyboard(parts.window, doings);
    try {
      await vscode.commands.executeCommand(command, ...args);
    } finally {
      keyboard.leave();
    }
    return keyboard;
  };
  const state = () => parts.responses.of(incident.key)!.state;
  const texts = async (...kinds: EntryKind[]) =>
    (await parts.timelines.entries(incident))
      .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
      .map(({ text }) => text);
  /** Label and description of each row, its children indented. */
  const rows = () => {
    const line = (node: Parameters<typeof parts.responseTree.getTreeItem>[0], indent: string): string[] => {
      const item = parts.responseTree.getTreeItem(node);
      const words = [item.label, item.description].filter(Boolean).join(' | ');
      const below = parts.responseTree.getChildren(node).flatMap(child => line(child, `${indent}  `));
      return [indent + words, ...below];
    };
    return parts.responseTree.getChildren().flatMap(node => line(node, ''));
  };

  it('begins with what is known, says what is not, and writes nothing for being looked at', async () => {
    const shown = rows();
    assert.equal(shown[0], 'Severity: not set | not triaged yet');
    assert.match(shown[1]!, /^Stage: Detection \| since .*Acknowledge, and look whether it is real\.$/);
    assert.equal(shown[2], 'Triage? Somebody has acknowledged it. | Press to move there');
    assert.ok(shown.includes('Checklist: Detection | 0 / 3'));
    assert.ok(shown.includes('  Incident Commander | nobody'));
    parts.store.upsert({ ...incident, severity: 'P1' });
    await eventually('the deadline', () => rows().some(row => row.includes('Critical and not')));
    assert.equal(await parts.timelines.view(incident), null);
    parts.store.upsert(incident);
  });

  it('is triaged: impact and urgency propose, a person chooses, the timeline keeps both', async () => {
    const { offered } = await act('onCall.triage', [
      { pick: 'high' },
      { pick: 'high' },
      { pick: 'P1' },
      { pick: 'users' },
      { type: 'All of Europe' },
    ]);
    assert.match(offered[2]![0]!, /^P1 \| Critical.*\| proposed: impact high, urgency high$/);
    await eventually('triage', () => state().stage === 'triage' && state().triaged);
    // A deadline that is over already may be noted at any time from now on.
    assert.deepEqual(await texts('severity', 'stage'), [
      'Stage: detection, noticed by users',
      'Severity P1, as triage proposes: impact high, urgency high. All of Europe',
      'Stage: detection → triage',
    ]);
    assert.equal((await parts.timelines.entries(incident))[0]!.at, incident.createdAt);
    assert.equal(rows()[0], 'Severity: P1');
  });

  it('shows what P1 asks for: roles that are missing, deadlines that are over', async () => {
    const shown = rows();
    assert.ok(shown.includes('Roles | 4 missing'), shown.join('\n'));
    assert.ok(shown.includes('Due | 2 overdue'), shown.join('\n'));
    assert.ok(
      shown.some(row => /Critical and not mitigated \| 20 min overdue · tell Management/.test(row)),
      shown.join('\n'),
    );
    const due = parts.responseTree.getChildren().find(({ type }) => type === 'deadlines')!;
    const management = parts.responseTree
      .getChildren(due)
      .find(node => node.type === 'deadline' && node.deadline.id === 'notMitigated')!;
    assert.match(
      String(parts.responseTree.getTreeItem(management).tooltip),
      /Say what is known, what is being tried, and what is needed\.$/,
    );
    // What fell due is in the timeline at its own time, once.
    await eventually('the deadline is noted', async () =>
      (await texts()).some(text => text === 'Due: Critical and not mitigated. Tell Management.'),
    );
    const noted = (await parts.timelines.entries(incident)).filter(({ kind }) => kind === 'deadline');
    assert.equal(noted.length, 1);
    assert.equal(Date.parse(noted[0]!.at) - Date.parse(incident.createdAt), 30 * 60_000);
  });

  it('keeps no clocks where somebody turned them off', async () => {
    const settings = vscode.workspace.getConfiguration('onCall');
    await settings.update('deadlines.enabled', false, vscode.ConfigurationTarget.Global);
    await eventually('nothing is due', () => !rows().some(row => row.startsWith('Due')));
    await settings.update('deadlines.enabled', undefined, vscode.ConfigurationTarget.Global);
    await eventually('they run again', () => rows().includes('Due | 2 overdue'));
  });

  it('has a checklist whose ticks are shared by the timeline', async () => {
    const checklist = parts.responseTree.getChildren().find(({ type }) => type === 'checklist')!;
    const [item] = parts.responseTree.getChildren(checklist);
    assert.ok(item?.type === 'item');
    await parts.deeds.tick(incident, 'triage', item.item.id, item.item.text, true);
    await eventually('the tick is shown', () => rows().includes('Checklist: Triage | 1 / 6'));
    assert.ok(
      (await texts()).includes('Ticked “Is it a real incident?” on the checklist of the stage triage'),
    );
  });

  it('has the war room while it is P1, with its house rules and its own ticks', async () => {
    const isWarRoom = (node: { type: string; owner?: unknown }) =>
      node.type === 'checklist' && node.owner === 'warRoom';
    const room = parts.responseTree.getChildren().find(isWarRoom)!;
    const { contextValue, tooltip } = parts.responseTree.getTreeItem(room);
    assert.equal(contextValue, 'response.warRoom');
    assert.match(
      String(tooltip),
      /^War room\n1\. The Incident Commander leads.*\n2\. One speaker.*(\n\d\. .+){3}$/,
    );
    const items = parts.responseTree.getChildren(room);
    assert.deepEqual(
      items.map(item => parts.responseTree.getTreeItem(item).contextValue),
      ['bridge', 'people', 'link', 'scribe', 'dashboards', 'access'].map(id => `response.warRoomItem.${id}`),
    );
    await parts.deeds.tick(incident, 'warRoom', 'warRoom.scribe', 'Is a Scribe there and ready?', true);
    await eventually('the tick is shown', () => rows().includes('War room | 1 / 6'));
    assert.ok(rows().includes('Checklist: Triage | 1 / 6'));
    assert.ok(
      (await texts()).includes('Ticked “Is a Scribe there and ready?” on the checklist of the war room'),
    );
  });

  it('has the call that somebody says, beside the item that asks for it, until it is taken back', async () => {
    const url = 'https://meet.example.com/said';
    await act('onCall.setBridge', [{ type: `Join: ${url}` }]);
    await eventually('the call', () => state().bridge === url);
    assert.deepEqual(await texts('bridge'), [`Call: ${url}`]);
    assert.ok(
      rows().some(row => row.endsWith(`| ${url}`)),
      rows().join('\n'),
    );
    assert.deepEqual(await parts.services.bridgeOf(incident), { url, phone: null });
    await act('onCall.setBridge', [{ type: url }]);
    assert.equal((await texts('bridge')).length, 1, 'the same is said already');
    await act('onCall.setBridge', [{ type: '' }]);
    await eventually('no call', () => state().bridge === null);
    assert.deepEqual(await texts('bridge'), [`Call: ${url}`, `No longer the call: ${url}`]);
  });

  it('says where dashboards and probes are written down, where there are none', async () => {
    const dashboards = await act('onCall.openDashboards', []);
    assert.match(dashboards.told.join(), /No dashboards of “checkout” are known/);
    const probes = await act('onCall.runProbes', []);
    assert.match(probes.told.join(), /No probes of “checkout” are known/);
  });

  it('gives roles, and hands one over with a summary', async () => {
    await act('onCall.assignRole', [{ pick: 'Incident Commander' }, { pick: 'Ada' }]);
    await eventually('the commander', () => rows().includes('  Incident Commander | Ada'));
    await parts.timelines.scribe.addEntry(incident, 'The pool is exhausted', Date.now(), 'hypothesis');
    const roles = parts.responseTree.getChildren().find(({ type }) => type === 'roles')!;
    const commander = parts.responseTree.getChildren(roles)[0];
    await eventually('the hypothesis', () =>
      parts.responses.of(incident.key)!.entries.some(({ kind }) => kind === 'hypothesis'),
    );
    assert.match(
      String(parts.responseTree.getTreeItem(commander!).tooltip),
      /Leads the response and decides; does not work on the cause\.$/,
    );
    const { told } = await act('onCall.handOverRole', [{ pick: 'Bo' }], commander);
    assert.deepEqual(told, ['Bo is Incident Commander. The summary stands in the timeline.']);
    await eventually('the hand-over', () => rows().includes('  Incident Commander | Bo'));
    const written = await texts();
    assert.ok(written.includes('Bo is Incident Commander (was Ada)'));
    const summary = written.at(-1)!;
    assert.match(
      summary,
      /^Hand-over: Incident Commander, Ada → Bo\nIncident: #6 Checkout is down \(checkout\)/,
    );
    // With its day, where that is not the day on which the incident began.
    const { at } = parts.responses.of(incident.key)!.entries.find(({ kind }) => kind === 'hypothesis')!;
    const [began, said] = [incident.createdAt, at].map(time => time.slice(0, 10));
    const shown = (began === said ? '' : `${said} `) + at.slice(11, 16);
    assert.ok(summary.includes(`Hypotheses:\n- ${shown} UTC The pool is exhausted`), summary);
    assert.match(summary, /Scribe: nobody/);
    assert.match(summary, /- Incident Commander: Bo\n/);
    assert.ok(!summary.includes('- Incident Commander: Ada'));
    assert.match(summary, /Critical and not mitigated \(overdue\)/);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), summary);
    await act('onCall.giveUpRole', [{ pick: 'Incident Commander' }]);
    await eventually('nobody commands', () => rows().includes('  Incident Commander | nobody'));
  });

  it('hands over a role of several in one entry, and the others keep it', async () => {
    const expert = 'Subject Matter Expert';
    const experts = () => rows().filter(row => row.startsWith(`  ${expert}`));
    for (const person of ['Ada', 'Bo']) {
      await act('onCall.assignRole', [{ pick: expert }, { pick: person }]);
      await eventually(`${person} is an expert`, () => experts().includes(`  ${expert} | ${person}`));
    }
    const roles = parts.responseTree.getChildren().find(({ type }) => type === 'roles')!;
    const ada = parts.responseTree
      .getChildren(roles)
      .find(node => node.type === 'role' && node.role === expert && node.person === 'Ada');
    // Whoever works here is offered by name.
    await act('onCall.handOverRole', [{ pick: /^(?!Ada$|Bo$)/ }], ada);
    await eventually('Ada is an expert no longer', () => !experts().includes(`  ${expert} | Ada`));
    assert.equal(experts().length, 2);
    const written = await texts('role');
    assert.match(written.at(-1)!, /^.+ is Subject Matter Expert \(was Ada\)$/);
    for (const person of state().roles.map(one => one.person))
      await parts.deeds.giveUp(incident, expert, person);
    await eventually('no experts', () => state().roles.length === 0);
  });

  it('puts a deadline off with a reason, or says what was done', async () => {
    const { offered } = await act('onCall.answerDeadline', [
      { pick: /Critical and not/ },
      { pick: 'Put it off…' },
      { pick: '15 min' },
      { type: 'The CTO is in the call already' },
    ]);
    assert.deepEqual(
      offered[1]!.map(row => row.split(' | ')[0]),
      ['Send a message…', 'Add responders…', 'Escalate…', 'It is done', 'Put it off…'],
    );
    const putOff = await eventually('it is put off', () =>
      rows().find(row =>
        /Critical and not mitigated.*in 1[45] min.*put off: The CTO is in the call already/.test(row),
      ),
    );
    assert.ok(putOff);
    await act('onCall.answerDeadline', [
      { pick: /Update to/ },
      { pick: 'They were told otherwise' },
      { type: 'by phone' },
    ]);
    await eventually('the next update is not due yet', () =>
      rows().some(row => /Update to stakeholders \| in (14|15) min/.test(row)),
    );
    assert.ok((await texts()).includes('Told stakeholders: by phone'));
  });

  it('answers the deadline of the incident that a message is about, while another is looked at', async () => {
    const other: Incident = {
      ...{ ...incident, key: 'work:QDUE', id: 'QDUE', number: 7, severity: 'P1' },
      title: 'Mail is late',
    };
    const deadlinesOf = (one: Incident) =>
      parts.timelines.entries(one).then(all => all.filter(({ kind }) => kind === 'deadline'));
    parts.store.upsert(other);
    try {
      parts.current.set(other);
      const due = await eventually('its deadline', () => {
        const response = parts.responses.of(other.key);
        return response?.deadlines(response.now()).find(({ id }) => id === 'notMitigated');
      });
      parts.current.set(incident);
      const before = await deadlinesOf(incident);
      const node = { type: 'deadline', incident: other, deadline: due };
      const { titles } = await act('onCall.completeDeadline', [{ type: 'The CTO knows' }], node);
      assert.deepEqual(titles, ['Critical and not mitigated · “Mail is late”']);
      const written = (await deadlinesOf(other)).map(({ text }) => text);
      assert.ok(
        written.some(text => text.includes('The CTO knows')),
        written.join('\n'),
      );
      assert.deepEqual(await deadlinesOf(incident), before);
    } finally {
      parts.current.set(incident);
      rmSync((await parts.timelines.folder(other)).path, { recursive: true, force: true });
      parts.store.drop(other.key);
    }
  });

  it('tells at once of money lost, and takes it back', async () => {
    await act('onCall.raiseFlag', [{ pick: 'Major financial impact' }]);
    await eventually('the rule', () =>
      rows().some(row => /Major financial impact \| .*tell CFO, CEO/.test(row)),
    );
    await act('onCall.raiseFlag', [{ pick: 'Major financial impact' }]);
    await eventually('no rule', () => !rows().some(row => row.includes('CFO')));
  });

  it('goes on by one step, by the proposal, and back', async () => {
    await act('onCall.nextStage', []);
    await eventually('investigation', () => state().stage === 'investigation');
    await act('onCall.setStage', [{ pick: 'Mitigation' }]);
    await eventually('mitigation', () => state().stage === 'mitigation');
    // What is mitigated does not go to management any more.
    await eventually('the deadline is gone', () => !rows().some(row => row.includes('Critical and not')));
    parts.store.upsert({ ...incident, status: 'resolved', resolvedAt: utc(Date.now()) });
    await eventually('resolution is proposed', () =>
      rows().some(row => row.startsWith('Resolution? The provider says that it is resolved.')),
    );
    await act('onCall.assignRole', [{ pick: 'Incident Commander' }, { pick: 'Bo' }]);
    await eventually('the commander', () => rows().includes('  Incident Commander | Bo'));
    // The end is for the commander to declare: who decided it is asked, and recorded.
    await act('onCall.takeProposedStage', [{ pick: 'Bo decided it' }]);
    await eventually('resolution', () => state().stage === 'resolution');
    assert.deepEqual(
      state().reached.map(({ stage }) => stage),
      ['detection', 'triage', 'investigation', 'mitigation', 'resolution'],
    );
    assert.equal((await texts()).at(-1), 'Stage: mitigation → resolution, decided by Bo');
  });

  it('begins and ends by the word of whoever has the command, also straight to the post-mortem', async () => {
    await act('onCall.setStage', [{ pick: 'Detection' }]);
    await eventually('detection', () => state().stage === 'detection');
    await act('onCall.setStage', [{ pick: 'Investigation' }, { pick: 'Bo decided it' }]);
    await eventually('investigation', () => state().stage === 'investigation');
    assert.equal((await texts('stage')).at(-1), 'Stage: detection → investigation, decided by Bo');
    // Nobody decided anything: nothing is declared.
    await act('onCall.setStage', [{ pick: 'Post-mortem' }]);
    assert.equal(state().stage, 'investigation');
    await act('onCall.setStage', [{ pick: 'Post-mortem' }, { pick: 'I decide it in their place' }]);
    await eventually('post-mortem', () => state().stage === 'post-mortem');
    assert.match((await texts('stage')).at(-1)!, /^Stage: investigation → post-mortem, decided by /);
  });

  it('goes on for what is resolved and has left the store, as long as it is looked at', async () => {
    const row = { type: 'incident', incident: parts.store.get(incident.key) };
    parts.store.drop(incident.key);
    assert.equal(parts.responses.of(incident.key)?.state.stage, 'post-mortem');
    const { offered, told } = await act('onCall.triage', [], row);
    assert.ok(
      offered[0]?.some(text => text.startsWith('high')),
      told.join('\n'),
    );
    const other: Incident = { ...incident, key: 'work:QOTHER', id: 'QOTHER' };
    parts.store.upsert(other);
    try {
      parts.current.set(other);
      assert.equal(parts.responses.of(incident.key), null);
    } finally {
      parts.store.drop(other.key);
    }
  });
});
