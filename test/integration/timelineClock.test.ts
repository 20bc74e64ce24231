import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { utc } from '../../src/core/clock.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import type { TimelineEntry } from '../../src/core/timeline/entry.ts';
import { dayText, LocalZone, timeText } from '../../src/core/timeline/localZone.ts';
import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import { clockOff } from '../../src/drill/faults.ts';
import { seed } from '../../src/drill/seed.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { Keyboard } from './keyboard.ts';
import { activated, eventually } from './parts.ts';
import { connect, disconnect } from './signedIn.ts';

const minute = 60_000;

describe('A clock that is off', function () {
  this.timeout(60_000);
  let parts: OnCallParts;
  let server: DrillServer;
  let incident: Incident;

  before(async () => {
    parts = await activated();
    const account = new DrillAccount({ clock });
    seed(account, 1, clock.now());
    server = await DrillServer.start({ account, clock });
    server.faults.add({ times: 10_000, effect: clockOff(clock.now(), -5 * minute) });
    await connect(parts, server.baseUrl, account.keys.user);
    incident = await eventually('the incident', () => parts.store.all()[0]);
    parts.current.set(incident);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync((await parts.timelines.folder(incident)).path, { recursive: true, force: true });
    await disconnect(parts);
    await server.stop();
  });

  it('is said once; the timeline has the provider’s time, and keeps and shows what this machine said', async () => {
    const keyboard = new Keyboard(parts.window);
    try {
      await parts.writing.write(incident, 'first');
      await parts.writing.write(incident, 'second');
      await eventually('the message', () => keyboard.told.some(text => text.includes('clock')));
    } finally {
      keyboard.leave();
    }
    const told = keyboard.told.filter(text => text.includes('clock'));
    assert.equal(told.length, 1, told.join('\n'));
    assert.match(
      told[0]!,
      /^This machine’s clock is (?:5 min|4 min \d+ s).* ahead of the incident provider’s/,
    );

    const entry = (await parts.timelines.entries(incident)).find(({ text }) => text === 'first')!;
    const off = Date.parse(entry.machineAt!) - Date.parse(entry.at);
    assert.ok(Math.abs(off - 5 * minute) < 30_000, `${off} ms`);

    await vscode.commands.executeCommand('onCall.openTimeline', { type: 'incident', incident });
    const markdown = () => vscode.window.activeTextEditor?.document.getText() ?? '';
    await eventually('both times', () =>
      markdown().includes(
        `its machine’s clock: ${entry.machineAt!.slice(0, 10)} ${entry.machineAt!.slice(11, 19)}`,
      ),
    );
  });

  it('does not shift a time that is typed, when it is written as when it is edited', async () => {
    const trueNow = () => parts.incidentClock.now(incident);
    const written = async (text: string) =>
      (await parts.timelines.view(incident))!.entries.find(({ entry }) => entry.text === text)!;
    const isAt = (entry: TimelineEntry, at: number) => Math.abs(Date.parse(entry.at) - at) < 20_000;
    await parts.writing.write(incident, '-10m ten ago');
    const { id, entry } = await written('ten ago');
    assert.ok(isAt(entry, trueNow() - 10 * minute), entry.at);
    assert.equal(entry.machineAt, undefined, 'no clock said it');
    const zone = new LocalZone();
    const at = zone.wallTime(trueNow() - minute);
    for (const typed of ['-1m', `${dayText(at)} ${timeText(at)}`, `${timeText(at)}`]) {
      await parts.writing.editTime(incident, id, '-10m');
      assert.ok(isAt((await written('ten ago')).entry, trueNow() - 10 * minute), typed);
      await parts.writing.editTime(incident, id, typed);
      assert.ok(isAt((await written('ten ago')).entry, trueNow() - minute), typed);
    }
    await parts.writing.write(incident, `${timeText(at)} as in the chat`);
    assert.ok(isAt((await written('as in the chat')).entry, trueNow() - minute));
  });

  it('does not shift how old an incident is said to be', () => {
    const createdAt = utc(parts.incidentClock.now(incident) - 42.5 * minute);
    const node = { type: 'incident', id: 'x', group: null, incident: { ...incident, createdAt } } as const;
    assert.match(String(parts.tree.getTreeItem(node).description), /^42 min/);
  });

  it('does not shift what is due, nor what is put off: both count by the provider’s clock', async () => {
    const about = (ms: number, minutes: number) => Math.abs(ms - minutes * minute) < 30_000;
    await eventually('the response', () => parts.responses.of(incident.key));
    const response = () => parts.responses.of(incident.key)!;
    assert.ok(about(response().now() - clock.now(), -5), `${response().now() - clock.now()} ms`);
    await parts.deeds.setSeverity(incident, response().state, { to: 'P1', reason: '', triage: null });
    await parts.deeds.toldOtherwise(incident, 'by phone');
    await parts.deeds.flag(incident, 'dataLeak', true, 'suspected data leak');
    const rows = () =>
      parts.responseTree
        .getChildren()
        .flatMap(node => parts.responseTree.getChildren(node))
        .map(node => parts.responseTree.getTreeItem(node))
        .map(({ label, description }) => `${String(label)} | ${String(description)}`);
    await eventually(
      'both deadlines',
      () => rows().filter(row => /in 15 min|due now/.test(row)).length === 2,
    );

    const keyboard = new Keyboard(parts.window, [
      { pick: /leak/i },
      { pick: '10 min' },
      { type: 'They are asleep' },
    ]);
    try {
      await vscode.commands.executeCommand('onCall.postponeDeadline', { type: 'incident', incident });
    } finally {
      keyboard.leave();
    }
    const entries = await parts.timelines.entries(incident);
    const putOff = entries.find(({ data }) => data?.['event'] === 'postponed')!;
    assert.ok(about(Date.parse(String(putOff.data!['until'])) - Date.parse(putOff.at), 10), putOff.text);
  });
});
