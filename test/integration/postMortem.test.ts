import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { incidentFrom } from '../../src/core/incidents/incidentGuard.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { activated, eventually } from './parts.ts';

const began = '2026-11-20T10:00:00Z';
const incident = {
  key: 'work:QPOST', accountId: 'work', id: 'QPOST', number: 8, title: 'Search is slow', status: 'resolved',
  urgency: 'high', priority: null, severity: 'P1', service: { id: 'S9', name: 'search' }, assignees: [],
  acknowledgers: [], teams: [], escalationPolicy: null, createdAt: began, updatedAt: null,
  resolvedAt: '2026-11-20T11:00:00Z', acknowledgedUntil: null, alertCount: null, url: null,
}; // prettier-ignore
const entry = (number: number, changes: object) => ({
  id: `01JD4V000000000000000000${number}A`, at: began, writtenAt: began, author: 'Ada',
  source: { type: 'person' }, kind: 'note', text: `entry ${number}`, ...changes,
}); // prettier-ignore

describe('The post-mortem', function () {
  this.timeout(60_000);
  let parts: OnCallParts;
  let known: Incident;
  let entries: object[];

  const folder = () => vscode.workspace.workspaceFolders![0]!.uri;
  const at = (path: string) => vscode.Uri.joinPath(folder(), path);
  const place = 'incidents/2026-11-20-QPOST';
  const write = (path: string, text: string) =>
    vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));
  const read = async (path: string) =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(at(`${place}/${path}`)));
  const exists = async (path: string) => {
    try {
      await vscode.workspace.fs.stat(at(`${place}/${path}`));
      return true;
    } catch {
      return false;
    }
  };
  const tell = async (more: object) => {
    entries.push(more);
    await write(`${place}/timeline.jsonl`, entries.map(one => `${JSON.stringify(one)}\n`).join(''));
  };
  const node = () => ({ type: 'incident', incident: known });
  const set = (name: string, value: string | undefined) =>
    vscode.workspace.getConfiguration('onCall').update(name, value, vscode.ConfigurationTarget.Global);
  const generate = () => vscode.commands.executeCommand('onCall.generatePostMortem', node());

  /** As it is to be seen: a document that was closed stays known for a while. */
  const outline = () =>
    vscode.window.visibleTextEditors
      .find(({ document }) => document.uri.scheme === 'on-call-post-mortem')
      ?.document.getText();

  before(async () => {
    parts = await activated();
    known = incidentFrom(incident)!;
  });

  beforeEach(async () => {
    entries = [];
    await write(`${place}/incident.json`, JSON.stringify(incident));
    await tell(entry(1, { kind: 'decision', text: 'Roll back' }));
    await set('postMortem.template', 'google-sre');
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await set('postMortem.template', undefined);
    await set('postMortem.language', undefined);
    await vscode.workspace.fs.delete(at(place), { recursive: true });
    await vscode.workspace.fs.delete(at('.oncall'), { recursive: true }).then(undefined, () => undefined);
  });

  it('is chosen from a list that shows the outline of each', async () => {
    await set('postMortem.template', undefined);
    const done = generate();
    await eventually('the outline', () => outline()?.includes('- What was run'));
    await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
    await eventually('the outline of the next', () =>
      outline()?.includes('- How’d We Do?\n  - What Went Well?'),
    );
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await done;
    assert.match(await read('post-mortem.md'), /\| Template \| PagerDuty, English \|/);
    assert.match(await read('phases.svg'), /^<svg /);
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs.map(({ label }) => label));
    assert.deepEqual(tabs, ['post-mortem.md']);
  });

  it('stays the template and the language that it was made of', async () => {
    await set('postMortem.language', 'fr');
    await generate();
    await set('postMortem.template', 'etsy');
    await set('postMortem.language', 'en');
    await tell(entry(2, { text: 'Later' }));
    await generate();
    const text = await read('post-mortem.md');
    assert.match(text, /\| Modèle \| Google SRE, Français \|/);
    assert.match(text, /\| Later \|/);
  });

  it('opens in the merge editor what people and facts both changed, with both in the file already', async () => {
    await generate();
    const before = await read('post-mortem.md');
    const summary = before.split('\n').find(line => line.startsWith('| Acknowledged'))!;
    await write(`${place}/post-mortem.md`, before.replace(summary, '| Acknowledged | at lunch |  |'));
    await tell(entry(2, { kind: 'acknowledged', text: 'Acknowledged', at: '2026-11-20T10:04:00Z' }));
    await generate();
    await eventually('the merge editor', () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes('Merging'),
    );
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    assert.match(
      await read('post-mortem.md'),
      /\| Acknowledged \| at lunch \|  \|\n\| Acknowledged \| 2026-11-20 10:04:00 UTC \| E/,
    );
  });

  it('becomes a second file as another template, and leaves the first alone', async () => {
    await generate();
    const first = await read('post-mortem.md');
    const done = vscode.commands.executeCommand('onCall.choosePostMortemTemplate', node());
    // Nothing tells when the list is on the screen: until then, accepting has nothing to accept.
    await eventually('the second file', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return exists('post-mortem.on-call.en.md');
    });
    await done;
    assert.match(await read('post-mortem.on-call.en.md'), /\(phases\.on-call\.en\.svg\)/);
    assert.equal(await exists('phases.on-call.en.svg'), true);
    assert.equal(await read('post-mortem.md'), first);
  });

  it('has a status that is set by a command and outlives the next generation', async () => {
    await generate();
    const { showQuickPick } = parts.window;
    parts.window.showQuickPick = ((items: readonly vscode.QuickPickItem[]) =>
      Promise.resolve(items.find(({ label }) => label === 'Reviewed'))) as unknown as typeof showQuickPick;
    try {
      await vscode.commands.executeCommand('onCall.setPostMortemStatus', node());
    } finally {
      parts.window.showQuickPick = showQuickPick;
    }
    await tell(entry(2, { text: 'Later' }));
    await generate();
    const text = await read('post-mortem.md');
    assert.match(text, /\| Review status \| reviewed \|/);
    assert.match(text, /\| Review due \| 2026-11-23 \|/);
    assert.match(text, /\| Later \|/);
  });

  it('tells how much is not recorded, and goes to it', async () => {
    const { showInformationMessage, showQuickPick } = parts.window;
    const told: string[] = [];
    parts.window.showInformationMessage = ((message: string, ...actions: string[]) => {
      told.push(message);
      return Promise.resolve(actions[0]);
    }) as unknown as typeof showInformationMessage;
    parts.window.showQuickPick = ((items: readonly vscode.QuickPickItem[]) =>
      Promise.resolve(items.find(({ label }) => label === 'Authors'))) as unknown as typeof showQuickPick;
    try {
      await generate();
      await eventually('the place', () => {
        const editor = vscode.window.activeTextEditor;
        return editor?.document.getText(editor.selection) === '| Authors | *not recorded* |  |';
      });
    } finally {
      Object.assign(parts.window, { showInformationMessage, showQuickPick });
    }
    assert.match(told[0]!, /^\d+ things are not recorded/);
  });

  it('is what the team’s own file says, with the line of what is wrong in it', async () => {
    await write('.oncall/post-mortem.mustache', '# {{title}}\n{{#decisions}}\n- {{what}}\n{{/decisions}}\n');
    await set('postMortem.template', 'team');
    await generate();
    assert.equal(await read('post-mortem.md'), '# Search is slow\n- Roll back\n');

    const { showErrorMessage } = parts.window;
    const errors: string[] = [];
    parts.window.showErrorMessage = ((message: string) => {
      errors.push(message);
      return Promise.resolve(undefined);
    }) as unknown as typeof showErrorMessage;
    try {
      await write('.oncall/post-mortem.mustache', '# {{title}}\n{{whatever}}\n');
      await generate();
    } finally {
      parts.window.showErrorMessage = showErrorMessage;
    }
    assert.match(errors.join(), /line 2\): there is no variable called “whatever”/);
    assert.equal(await read('post-mortem.md'), '# Search is slow\n- Roll back\n');
  });
});
