import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { incidentFrom } from '../../src/core/incidents/incidentGuard.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { Keyboard } from './keyboard.ts';
import { activated, eventually } from './parts.ts';

const began = '2026-11-20T10:00:00Z';
const incident = incidentFrom({
  key: 'work:QOUT', accountId: 'work', id: 'QOUT', number: 9, title: 'Search is slow', status: 'resolved',
  urgency: 'high', priority: null, severity: 'P1', service: { id: 'S9', name: 'search' }, assignees: [],
  acknowledgers: [], teams: [], escalationPolicy: null, createdAt: began, updatedAt: null,
  resolvedAt: '2026-11-20T11:00:00Z', acknowledgedUntil: null, alertCount: null, url: null,
})!; // prettier-ignore
const text = [
  '# Post-mortem: Search is slow',
  '',
  '![The phases](phases.svg)',
  '',
  '## Summary',
  '',
  'The **pool** was full, see [the graph](https://grafana.example/d/1). <script>alert(1)</script>',
  '',
  '| Action | Owner |',
  '| --- | --- |',
  '| Alert earlier | Bob |',
  '',
].join('\n');

describe('A post-mortem for those who have no VS Code', () => {
  let parts: OnCallParts;
  const at = (path: string) => vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, path);
  const place = 'incidents/2026-11-20-QOUT';
  const write = (path: string, content: string) =>
    vscode.workspace.fs.writeFile(at(`${place}/${path}`), new TextEncoder().encode(content));
  const node = { type: 'incident', incident };
  const run = async (command: string, ...args: readonly unknown[]) => {
    const keyboard = new Keyboard(parts.window);
    try {
      await vscode.commands.executeCommand(command, ...args);
    } finally {
      keyboard.leave();
    }
    return keyboard.told.join('\n');
  };

  before(async () => {
    parts = await activated();
    parts.store.upsert(incident);
    await write('post-mortem.md', text);
    await write('phases.svg', '<svg xmlns="http://www.w3.org/2000/svg"><title>42 minutes</title></svg>');
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(at(place), { recursive: true });
    parts.store.drop(incident.key);
  });

  it('is one HTML file, pictures included, where the person says; nothing in it runs', async () => {
    const target = at(`${place}/out.html`);
    const { showSaveDialog } = parts.window;
    let offered: vscode.Uri | undefined;
    Object.assign(parts.window, {
      showSaveDialog: (options: vscode.SaveDialogOptions) => {
        offered = options.defaultUri;
        return Promise.resolve(target);
      },
    });
    try {
      assert.match(await run('onCall.exportPostMortem', node), /^Exported to .*out\.html/);
    } finally {
      Object.assign(parts.window, { showSaveDialog });
    }
    assert.equal(offered?.fsPath, join(at(place).fsPath, 'post-mortem.html'));
    const html = readFileSync(target.fsPath, 'utf8');
    assert.match(html, /<h1[^>]*>Post-mortem: Search is slow<\/h1>/);
    assert.match(html, /<strong>pool<\/strong>/);
    assert.match(html, /<img[^>]+src="data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+"/);
    assert.match(html, /<td[^>]*>Alert earlier<\/td>/);
    assert.doesNotMatch(html, /<script/i);
  });

  it('is nothing where the person chose no file', async () => {
    const { showSaveDialog } = parts.window;
    Object.assign(parts.window, { showSaveDialog: () => Promise.resolve(undefined) });
    try {
      assert.equal(await run('onCall.exportPostMortem', node), '');
    } finally {
      Object.assign(parts.window, { showSaveDialog });
    }
  });

  it('is text for Slack and for Confluence in the clipboard, of the document in front too', async () => {
    assert.match(await run('onCall.copyPostMortemForSlack', node), /^Copied for Slack/);
    const slack = await vscode.env.clipboard.readText();
    assert.match(slack, /^\*Post-mortem: Search is slow\*$/m);
    assert.match(slack, /The \*pool\* was full/);

    await vscode.window.showTextDocument(at(`${place}/post-mortem.md`));
    assert.match(await run('onCall.copyPostMortemForConfluence'), /^Copied for Confluence/);
    const confluence = await vscode.env.clipboard.readText();
    assert.match(confluence, /^h1\. Post\\-mortem: Search is slow$/m);
    assert.match(confluence, /\[the graph\|https:\/\/grafana\.example\/d\/1\]/);
    assert.match(confluence, /^\|\|Action\|\|Owner\|\|$/m);
  });

  it('says what to do where there is none yet', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(at(`${place}/post-mortem.md`));
    const told = await eventually('the message', () => run('onCall.copyPostMortemForSlack', node));
    assert.match(told, /has no post-mortem yet\. Run “On-Call: Generate Post-mortem” first/);
    await write('post-mortem.md', text);
  });

  it('is looked for without a folder being made for it', async () => {
    const other = { ...incident, key: 'work:QNONE', id: 'QNONE' };
    const row = { type: 'incident', incident: other };
    for (const command of ['copyPostMortemForSlack', 'setPostMortemStatus']) {
      assert.match(await run(`onCall.${command}`, row), /has no post-mortem yet/);
    }
    // The person leaves the list of templates.
    await run('onCall.generatePostMortem', row);
    assert.equal(await parts.timelines.knownFolder(other), null);
  });
});
