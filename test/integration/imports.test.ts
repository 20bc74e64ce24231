import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import type { DrillIncident } from '../../src/drill/records.ts';
import { seed } from '../../src/drill/seed.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { type Doing, Keyboard } from './keyboard.ts';
import { activated, eventually } from './parts.ts';
import { connect, disconnect } from './signedIn.ts';

describe('What comes into a timeline from elsewhere', function () {
  this.timeout(60_000);
  let parts: OnCallParts;
  let account: DrillAccount;
  let server: DrillServer;
  let place: string;
  let ended: DrillIncident;
  let incident: Incident;

  before(async () => {
    parts = await activated();
    place = await mkdtemp(join(tmpdir(), 'on-call-import-'));
    account = new DrillAccount({ clock });
    const [first] = seed(account, 2, clock.now());
    ended = first!;
    account.resolve(ended, account.directory.lead);
    server = await DrillServer.start({ account, clock });
    await connect(parts, server.baseUrl, account.keys.user);
    incident = await eventually('an incident', () => parts.store.all()[0]);
  });

  after(async () => {
    for (const { id } of account.incidents()) {
      const known = await parts.timelines.remembered();
      const one = known.find(found => found.id === id);
      if (one) rmSync((await parts.timelines.folder(one)).path, { recursive: true, force: true });
    }
    await disconnect(parts);
    await server.stop();
    await rm(place, { recursive: true, force: true });
  });

  const person = async (doings: readonly Doing[], work: () => Thenable<unknown>) => {
    const keyboard = new Keyboard(parts.window, doings);
    try {
      await work();
    } finally {
      keyboard.leave();
    }
    return keyboard.told.join('\n');
  };

  const importFile = async (name: string, content: string, doings: readonly Doing[]) => {
    const path = join(place, name);
    await writeFile(path, content);
    const { showOpenDialog } = parts.window;
    Object.assign(parts.window, { showOpenDialog: () => Promise.resolve([vscode.Uri.file(path)]) });
    try {
      return await person(doings, () =>
        vscode.commands.executeCommand('onCall.importTimeline', { type: 'incident', incident }),
      );
    } finally {
      Object.assign(parts.window, { showOpenDialog });
    }
  };
  const texts = async () => (await parts.timelines.entries(incident)).map(({ text }) => text);

  const csv = [
    'time,who,type,what',
    '2026-11-20T10:00:00Z,Ada,decision,"Roll back,\nat once"',
    'soon,Bob,note,Unreadable',
    '2026-11-20 10:05:00Z,Bob,run,Claims that it was run',
    '',
  ].join('\n');

  it('are the rows of a CSV file, shown before they are written, with those that cannot be read', async () => {
    assert.match(
      await importFile('export.csv', csv, []),
      /Roll back[\s\S]*Rows that cannot be read: 1[\s\S]*Line 4/,
    );
    assert.ok(!(await texts()).includes('Claims that it was run'), 'nothing before it is confirmed');
    const told = await importFile('export.csv', csv, [{ press: 'Import 2 Entries' }]);
    assert.match(told, /New entries: 2, there already: 0/);
    const entries = await parts.timelines.entries(incident);
    const decision = entries.find(({ text }) => text === 'Roll back,\nat once')!;
    assert.deepEqual(
      [decision.at, decision.author, decision.kind, decision.source.type],
      ['2026-11-20T10:00:00.000Z', 'Ada', 'decision', 'import'],
    );
    assert.equal(entries.find(({ text }) => text === 'Claims that it was run')!.kind, 'note');
    const again = await importFile('export.csv', csv, [{ press: 'Import 2 Entries' }]);
    assert.match(again, /New entries: 0, there already: 2/);
  });

  it('hold nothing that looks like a secret once they are written', async () => {
    const rows = 'time,what\n2026-11-20T10:20:00Z,Pool back with password=hunter2hunter2\n';
    await importFile('leak.csv', rows, [{ press: 'Import 1 Entry' }]);
    const found = (await texts()).filter(text => text.startsWith('Pool back'));
    assert.deepEqual(found, ['Pool back with password=•••(password)']);
  });

  it('are the times of a Markdown file', async () => {
    const markdown = '## Timeline\n\n- 2026-11-20 10:10 UTC: Ada restarted the pool\n- No time at all\n';
    const told = await importFile('retro.md', markdown, [{ press: 'Import 1 Entry' }]);
    assert.match(told, /New entries: 1,/);
    const entry = (await parts.timelines.entries(incident)).find(({ text }) =>
      text.includes('restarted the pool'),
    );
    assert.equal(entry?.at, '2026-11-20T10:10:00.000Z');
  });

  it('are nothing where nothing can be read, and the reason is said', async () => {
    assert.match(await importFile('empty.csv', 'a,b\n1,2\n', []), /No entry could be read from empty\.csv/);
  });

  const importIncident = (typed: string, ...more: readonly Doing[]) =>
    person([{ type: typed }, ...more], () => vscode.commands.executeCommand('onCall.importIncident'));
  const importedOf = async ({ id }: DrillIncident) => {
    const one = (await parts.timelines.remembered()).find(known => known.id === id);
    return one ? (await parts.timelines.entries(one)).map(({ kind }) => kind) : [];
  };

  it('are an incident that ended long ago, by its number, once', async () => {
    const told = await importIncident(`#${ended.number}`, { press: 'Import' });
    assert.match(told, /Imported into the timeline of “Seeded problem 1/);
    const kinds = await importedOf(ended);
    assert.ok(kinds.includes('triggered') && kinds.includes('resolved'), kinds.join());
    assert.match(await importIncident(ended.id, { press: 'Import' }), /New entries: 0\./);
    assert.deepEqual(await importedOf(ended), kinds);
  });

  it('take entries and a stage of an incident that is in no list any more, and the others stay as they are', async () => {
    await importIncident(`#${ended.number}`, { press: 'Import' });
    assert.ok(!parts.store.all().some(({ id }) => id === ended.id));
    const before = await texts();
    const command = (name: string, ...doings: readonly Doing[]) =>
      person(doings, () => vscode.commands.executeCommand(`onCall.${name}`));
    const document = await vscode.workspace.openTextDocument({ content: 'max_connections = 10' });
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(0, 0, 0, 20) });
    await command('addSelection', { type: 'The pool was too small' });
    await command('setStage', { pick: 'Mitigation' });
    await command('setDetection', { pick: /./ });
    const known = (await parts.timelines.remembered()).find(({ id }) => id === ended.id)!;
    const entries = await parts.timelines.entries(known);
    assert.ok(entries.some(({ text }) => text.startsWith('The pool was too small')));
    assert.deepEqual(
      entries
        .flatMap(({ kind, data }) => (kind === 'stage' ? [(data as { readonly to: string }).to] : []))
        .toSorted(),
      ['detection', 'mitigation'],
    );
    assert.deepEqual(await texts(), before);
  });

  it('are no incident that the provider does not have, in words that help', async () => {
    const told = await importIncident('#99999');
    assert.match(told, /\S/);
    assert.doesNotMatch(told, /Something in On-Call went wrong/);
  });

  it('may be an incident of a drill, by its number or its address', async () => {
    await disconnect(parts);
    await vscode.commands.executeCommand('onCall.startDrill');
    try {
      const drilled = await eventually('an incident', () => parts.store.all()[0]);
      assert.ok(drilled.url !== null && drilled.number !== null);
      const told = await importIncident(`#${drilled.number}`, { press: 'Import' });
      assert.match(told, /Imported into the timeline/);
      assert.match(await importIncident(drilled.url, { press: 'Import' }), /New entries: 0\./);
      rmSync((await parts.timelines.folder(drilled)).path, { recursive: true, force: true });
    } finally {
      await vscode.commands.executeCommand('onCall.stopDrill');
      await connect(parts, server.baseUrl, account.keys.user);
    }
  });
});
