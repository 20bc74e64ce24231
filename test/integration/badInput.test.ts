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
      return labels.some(label => label.includes('1 line could not be read')) && labels;
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

  describe('a title that looks like a link', () => {
    const incident = () => ({
      ...parts.store.all()[0]!,
      key: 'drill:X1',
      id: 'X1',
      title: '[Fix](command:workbench.action.quit)',
    });

    /** What VS Code is given to draw while the command runs; nobody answers, and nothing of it comes to an end. */
    async function drawn(
      command: string,
      by: 'showErrorMessage' | 'showInputBox' | 'withProgress',
      of: object = { type: 'incident', incident: incident() },
    ): Promise<string[]> {
      const told: string[] = [];
      const { showErrorMessage, showInputBox, withProgress } = parts.window;
      const note = (shows: typeof by, text: string) => void (shows === by && told.push(text));
      Object.assign(parts.window, {
        showErrorMessage: async (text: string) => note('showErrorMessage', text),
        showInputBox: async ({ prompt = '' }: vscode.InputBoxOptions) => note('showInputBox', prompt),
        withProgress: async ({ title = '' }: vscode.ProgressOptions) => {
          note('withProgress', title);
          throw new vscode.CancellationError();
        },
      });
      try {
        await vscode.commands.executeCommand(command, of);
      } finally {
        Object.assign(parts.window, { showErrorMessage, showInputBox, withProgress });
      }
      return told;
    }

    const isText = (told: readonly string[]) => {
      assert.equal(told.length, 1);
      assert.match(told[0]!, /command:workbench/);
      assert.doesNotMatch(told[0]!, /\]\(/);
    };

    it('stays text in a message', async () => {
      isText(await drawn('onCall.openTimeline', 'showErrorMessage'));
    });

    it('stays text below an input box', async () => {
      const uncovered = { type: 'uncovered', service: { name: 'shop', incidents: [incident()] } };
      isText(await drawn('onCall.suggestRunbookUpdate', 'showInputBox', uncovered));
    });

    it('stays text while its channel is opened', async () => {
      isText(await drawn('onCall.openWarRoom', 'withProgress'));
    });
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
