import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { OnCallParts } from '../../src/extension.ts';
import { activated, eventually } from './parts.ts';

describe('Bad input', () => {
  let parts: OnCallParts;
  let folder: vscode.Uri;

  before(async () => {
    parts = await activated();
    folder = vscode.workspace.workspaceFolders![0]!.uri;
    await vscode.commands.executeCommand('onCall.startDrill');
  });

  after(() => vscode.commands.executeCommand('onCall.stopDrill'));

  const write = (path: string, text: string) =>
    vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), new TextEncoder().encode(text));

  it('a torn journal: the line is shown as unreadable and kept, and everything else reads and goes on', async () => {
    const incident = await eventually('an incident', () =>
      parts.store.all().find(({ status }) => status === 'acknowledged'),
    );
    await parts.timelines.scribe.addEntry(incident, 'before the crash', Date.now());
    const { journal } = await parts.timelines.folder(incident);
    appendFileSync(journal, '{"id":"01TORN","at":"2026-');
    await parts.timelines.scribe.addEntry(incident, 'after the crash', Date.now());

    const view = await parts.timelines.view(incident);
    const texts = view!.entries.map(({ entry }) => entry.text);
    assert.ok(texts.includes('before the crash') && texts.includes('after the crash'));
    assert.equal(view!.unreadable.length, 1);
    assert.ok(
      readFileSync(journal, 'utf8').includes('{"id":"01TORN","at":"2026-'),
      'the torn line is still there',
    );

    parts.current.set(incident);
    const shown = await eventually('the tree tells of it', () => {
      const labels = parts.timelineTree
        .getChildren()
        .flatMap(node => [node, ...parts.timelineTree.getChildren(node)])
        .map(node => String(parts.timelineTree.getTreeItem(node).label));
      return labels.some(label => label.includes('1 lines could not be read')) && labels;
    });
    assert.ok(shown.some(label => label.includes('after the crash')));
  });

  it('broken front matter: the runbook is at hand all the same', async () => {
    await write(
      'runbooks/broken.md',
      '---\ntitle: [unclosed\nservices: {{\n---\n# Still readable\n\n```bash\ntrue\n```\n',
    );
    const broken = await eventually('the file', async () => {
      const files = await parts.library.files({ drill: false });
      return files.find(({ path }) => path.endsWith('broken.md'));
    });
    assert.equal(broken.title, 'Still readable');
  });

  it('a folder setting that leads out of the workspace finds nothing and moves no timeline', async () => {
    const settings = vscode.workspace.getConfiguration('onCall', folder);
    await settings.update('runbooks.folders', ['../..', '/etc', '~'], vscode.ConfigurationTarget.Workspace);
    await settings.update('incidents.folder', '../elsewhere', vscode.ConfigurationTarget.Workspace);
    try {
      const files = await parts.library.files({ drill: false });
      assert.deepEqual([...new Set(files.map(({ origin }) => origin))], ['shipped']);
      assert.equal(parts.timelines.root(), vscode.Uri.joinPath(folder, 'incidents').fsPath);
    } finally {
      await settings.update('runbooks.folders', undefined, vscode.ConfigurationTarget.Workspace);
      await settings.update('incidents.folder', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('a title that looks like a link stays text in a message', async () => {
    const incident = {
      ...parts.store.all()[0]!,
      key: 'drill:X1',
      id: 'X1',
      title: '[Fix](command:workbench.action.quit)',
    };
    const told: string[] = [];
    const original = parts.window.showErrorMessage;
    const window = parts.window as { showErrorMessage: unknown };
    window.showErrorMessage = (text: string) => Promise.resolve(void told.push(text));
    try {
      await vscode.commands.executeCommand('onCall.openTimeline', { type: 'incident', incident });
    } finally {
      window.showErrorMessage = original;
    }
    assert.equal(told.length, 1);
    assert.match(told[0]!, /command:workbench/);
    assert.doesNotMatch(told[0]!, /\]\(/);
  });

  it('the palette never acknowledges another incident than the one at hand without asking', async () => {
    const other = await eventually('a triggered one', () =>
      parts.store.all().find(({ status }) => status === 'triggered'),
    );
    parts.current.set(
      await eventually('an acknowledged one', () =>
        parts.store.all().find(({ status }) => status === 'acknowledged'),
      ),
    );
    let asked = 0;
    const original = parts.window.showQuickPick;
    const window = parts.window as { showQuickPick: unknown };
    window.showQuickPick = () => Promise.resolve(void asked++);
    try {
      await vscode.commands.executeCommand('onCall.acknowledge');
    } finally {
      window.showQuickPick = original;
    }
    assert.equal(asked, 1);
    assert.equal(parts.store.get(other.key)?.status, 'triggered');
  });
});
