import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { OnCallParts } from '../../src/extension.ts';
import { activated, eventually, treeLines } from './parts.ts';

describe('A drill', () => {
  let parts: OnCallParts;

  before(async () => {
    parts = await activated();
    await vscode.commands.executeCommand('onCall.startDrill');
  });

  after(() => vscode.commands.executeCommand('onCall.stopDrill'));

  const checkout = () => parts.store.all().find(({ service }) => service?.name === 'checkout');

  it('pages: its incidents appear in both groups, labelled as a drill', async () => {
    await eventually('checkout is triggered', checkout);
    const lines = await eventually('the tree is drawn', async () => {
      const drawn = await treeLines(parts);
      return drawn.length >= 4 && drawn;
    });
    assert.match(lines[0]!, /^Triggered \| /);
    assert.ok(lines.some(line => line.startsWith('Acknowledged')));
    const incidents = lines.filter(line => line.startsWith('  '));
    assert.ok(incidents.length >= 2);
    for (const line of incidents) assert.match(line, /DRILL/);
  });

  it('acknowledging here begins the timeline, which the provider’s log fills once', async () => {
    const incident = await eventually('checkout is triggered', checkout);
    await vscode.commands.executeCommand('onCall.acknowledge', { type: 'incident', incident });
    assert.equal(parts.store.get(incident.key)?.status, 'acknowledged');
    const kinds = await eventually('the log in the timeline', async () => {
      const entries = await parts.timelines.entries(incident);
      const found = entries.map(({ kind }) => kind);
      return found.includes('acknowledged') && found;
    });
    assert.equal(kinds.filter(kind => kind === 'triggered').length, 1);
    await parts.sessions.refresh();
    await vscode.commands.executeCommand('onCall.refreshIncidents');
    const again = (await parts.timelines.entries(incident)).map(({ kind }) => kind);
    assert.equal(again.filter(kind => kind === 'acknowledged').length, 1);
  });

  it('keeps the journal in the workspace’s incidents folder, a JSON line an entry', async () => {
    const incident = await eventually('checkout', checkout);
    const folder = await parts.timelines.folder(incident);
    const root = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    assert.ok(folder.path.startsWith(join(root, 'incidents')), folder.path);
    const lines = readFileSync(folder.journal, 'utf8').trimEnd().split('\n');
    for (const line of lines) assert.equal(typeof (JSON.parse(line) as { id: unknown }).id, 'string');
  });
});
