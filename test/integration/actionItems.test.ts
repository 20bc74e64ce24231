import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { OnCallParts } from '../../src/extension.ts';
import { OpenPostMortem } from './openPostMortem.ts';
import { activated, eventually } from './parts.ts';

const text = [
  '# Post-mortem: Search is slow',
  '',
  '## Summary',
  '',
  'It was human error.',
  '',
  '## Action items',
  '',
  '| Action | Owner | Due | Issue |',
  '| --- | --- | --- | --- |',
  '| Alert earlier |  |  |  |',
  '| Rehearse | Bob | 2020-01-01 |  |',
  '| ~~Raise the pool~~ | Bob |  |  |',
  '',
].join('\n');

describe('Action items of a post-mortem', () => {
  let parts: OnCallParts;
  let page: OpenPostMortem;

  const problems = () =>
    vscode.languages
      .getDiagnostics(page.document.uri)
      .filter(({ source }) => source === 'On-Call')
      .map(({ code }) => code);

  before(async () => {
    parts = await activated();
  });

  beforeEach(async () => {
    page = await OpenPostMortem.of(text);
  });

  afterEach(() => page.remove());

  it('stand in Problems with blame, and a quick fix gives one an owner', async () => {
    await eventually('the problems', () => problems().length > 0);
    assert.deepEqual(problems().sort(), ['action-due', 'action-overdue', 'action-owner', 'blame']);
    const fix = await eventually('the quick fix', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        page.document.uri,
        new vscode.Range(10, 3, 10, 3),
      );
      return actions.find(({ title }) => / the owner$/.test(title));
    });
    assert.ok(fix.edit);
    await vscode.workspace.applyEdit(fix.edit);
    await eventually('the owner', () => !problems().includes('action-owner'));
    await page.document.save();
  });

  it('have “Create issue” above those that are open; a link that is pasted goes into the cell alone', async () => {
    const create = await eventually('the lenses', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        page.document.uri,
      );
      const ours = lenses.filter(({ command }) => command?.command === 'onCall.createIssue');
      return ours.length > 0 && ours;
    });
    assert.deepEqual(
      create.map(({ range }) => range.start.line),
      [10, 11],
    );
    const { window } = parts;
    const { showQuickPick, showInputBox } = window;
    Object.assign(window, {
      showQuickPick: (items: readonly unknown[]) => Promise.resolve(items.at(-1)),
      showInputBox: () => Promise.resolve('https://github.com/shop/ops/issues/7'),
    });
    try {
      const { command, arguments: args } = create[1]!.command!;
      await vscode.commands.executeCommand(command, ...(args as unknown[]));
    } finally {
      Object.assign(window, { showQuickPick, showInputBox });
    }
    assert.equal(
      await page.saved(),
      text.replace('2020-01-01 |  |', '2020-01-01 | [#7](https://github.com/shop/ops/issues/7) |'),
    );
  });

  it('are listed over all incidents, overdue ones first, and open at their row', async () => {
    const { actionItems } = parts;
    await actionItems.refresh();
    const groups = actionItems.getChildren();
    const mine = groups.flatMap(group =>
      actionItems.getChildren(group).map(node => actionItems.getTreeItem(node)),
    );
    const labels = mine.map(({ label }) => label);
    assert.ok(
      labels.indexOf('Rehearse') >= 0 && labels.indexOf('Rehearse') < labels.indexOf('Alert earlier'),
    );
    assert.ok(!labels.includes('Raise the pool'));
    const item = mine.find(({ label }) => label === 'Alert earlier')!;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand(item.command!.command, ...(item.command!.arguments as unknown[]));
    const line = () => vscode.window.activeTextEditor?.selection.active.line;
    assert.equal(await eventually('the row', line), 10);
  });
});
