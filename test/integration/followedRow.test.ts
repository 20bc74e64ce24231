import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { IncidentRow } from '../../src/core/incidents/list/incidentRows.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { FollowedRow, type FollowedRowParts } from '../../src/ui/trees/followedRow.ts';
import { SelectedRows } from '../../src/ui/trees/selectedRows.ts';
import type { IncidentTreeNode } from '../../src/ui/trees/incidentNodes.ts';
import { eventually } from './parts.ts';

/** Which view has the focus cannot be asked for; what is asked to take it can be seen. */
describe('The row that the focus goes with', () => {
  const incident = { key: 'work:QROW', id: 'QROW' } as Incident;
  const rowAt = (id: string) => ({ type: 'incident', id, incident, group: null }) as unknown as IncidentRow;
  let place: IncidentRow;
  let revealed: string[];
  let visibility: vscode.EventEmitter<vscode.TreeViewVisibilityChangeEvent>;
  let selection: vscode.EventEmitter<vscode.TreeViewSelectionChangeEvent<IncidentTreeNode>>;
  let view: FollowedRowParts['view'] & { selection: readonly IncidentTreeNode[] };
  let selected: SelectedRows<IncidentTreeNode>;
  let followed: FollowedRow;

  beforeEach(() => {
    place = rowAt('triggered');
    revealed = [];
    visibility = new vscode.EventEmitter();
    selection = new vscode.EventEmitter();
    view = {
      visible: true,
      selection: [place] as readonly IncidentTreeNode[],
      onDidChangeVisibility: visibility.event,
      onDidChangeSelection: selection.event,
      reveal: (row: IncidentTreeNode) => {
        revealed.push(row.id);
        view.selection = [row];
        selection.fire({ selection: [row] });
        return Promise.resolve();
      },
    };
    const find = () => ({ row: place, change: [] });
    selected = new SelectedRows(view);
    followed = new FollowedRow({ view, selected, clock, find, draw: () => {} });
    followed.called(true);
    followed.begin([incident]);
  });

  afterEach(async () => {
    followed.dispose();
    selected.dispose();
    visibility.dispose();
    selection.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const move = (to: string) => {
    place = rowAt(to);
    followed.keepUp();
    return revealed;
  };
  const untitled = async (content: string) =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }), { preview: false });

  it('is shown where it goes to, and where it comes back to', () => {
    assert.deepEqual(move('acknowledged'), ['acknowledged']);
    assert.deepEqual(move('triggered'), ['acknowledged', 'triggered']);
  });

  it('takes it once more where VS Code forgot the row with the next draw, and not while it is only being drawn', async () => {
    assert.deepEqual(move('acknowledged'), ['acknowledged']);
    // VS Code knows no row that it is asking for, and says nothing, as the selection stays.
    view.selection = [];
    await sleep(1_000);
    assert.deepEqual(revealed, ['acknowledged']);
    assert.deepEqual(move('triggered'), ['acknowledged', 'triggered']);
    view.selection = [];
    selection.fire({ selection: [] });
    await eventually('the row once more', () => revealed.length === 3);
    await sleep(1_000);
    assert.deepEqual(revealed, ['acknowledged', 'triggered', 'triggered']);
  });

  it('leaves it to what another key in the view asks', async () => {
    move('acknowledged');
    followed.called(true);
    view.selection = [];
    selection.fire({ selection: [] });
    await sleep(1_000);
    assert.deepEqual(revealed, ['acknowledged']);
    followed.begin([incident]);
    assert.deepEqual(move('resolved'), ['acknowledged', 'resolved']);
  });

  it('leaves the focus to somebody who went to an editor', async () => {
    const editor = await untitled('notes');
    await eventually('the editor is in front', () => vscode.window.activeTextEditor === editor);
    assert.deepEqual(move('acknowledged'), []);
  });

  it('leaves it to somebody who goes on writing in the editor that was in front already', async () => {
    const editor = await untitled('notes');
    // What VS Code tells of its opening has come by then.
    await eventually('it has given up', () => {
      revealed.length = 0;
      return move(place.id === 'triggered' ? 'acknowledged' : 'triggered').length === 0;
    });
    await sleep(500);
    followed.begin([incident]);
    await vscode.commands.executeCommand('type', { text: 'x' });
    await eventually('what was typed', () => editor.document.getText().startsWith('x'));
    await eventually('the cursor has moved', () => editor.selection.active.character === 1);
    assert.deepEqual(move('elsewhere'), []);
  });

  it('leaves it to somebody who went to a page that is no text', async () => {
    const panel = vscode.window.createWebviewPanel('onCall.test', 'A page', vscode.ViewColumn.Active);
    try {
      await eventually('the page is in front', () => panel.active);
      const isShown = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'A page';
      await eventually('its tab is known', isShown);
      assert.deepEqual(move('acknowledged'), []);
    } finally {
      panel.dispose();
    }
  });

  it('leaves it to somebody who went to a terminal', async () => {
    const terminal = vscode.window.createTerminal('Elsewhere');
    try {
      terminal.show();
      await eventually('the terminal is in front', () => vscode.window.activeTerminal === terminal);
      assert.deepEqual(move('acknowledged'), []);
    } finally {
      terminal.dispose();
    }
  });

  it('leaves it to somebody who left the view, or went to another row', () => {
    visibility.fire({ visible: false });
    assert.deepEqual(move('acknowledged'), []);
    followed.begin([incident]);
    selection.fire({ selection: [rowAt('another')] });
    assert.deepEqual(move('triggered'), []);
  });
});
