import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { changed, saved } from '../../src/ui/savedDocument.ts';
import { OpenPostMortem } from './openPostMortem.ts';

describe('A document that is put on disk', () => {
  let page: OpenPostMortem;
  const left: vscode.Disposable[] = [];

  /** What other extensions do before a save, such as giving a file its form. */
  const takeBeforeEachSave = (ms: number) =>
    left.push(vscode.workspace.onWillSaveTextDocument(save => save.waitUntil(sleep(ms).then(() => []))));

  const edit = async (text: string) => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(page.document.uri, new vscode.Position(0, 0), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };

  beforeEach(async () => {
    page = await OpenPostMortem.of('old\n');
  });

  afterEach(async () => {
    for (const one of left.splice(0)) one.dispose();
    await page.remove();
  });

  it('waits for a save that VS Code has begun by itself and that others take their time before', async () => {
    takeBeforeEachSave(1200);
    await edit('new\n');
    const own = page.document.save();
    await sleep(200);
    await saved(page.document);
    assert.equal(await page.saved(), 'new\nold\n');
    await own;
  });

  it('is written whole where it was changed while such a save was under way', async () => {
    takeBeforeEachSave(1200);
    await edit('new\n');
    const own = page.document.save();
    await sleep(200);
    await changed(page.document, new vscode.Range(1, 0, 1, 3), 'newer');
    assert.equal(await page.saved(), 'new\nnewer\n');
    await own;
  });

  it('is told of where it cannot be written, and stays in its editor', async () => {
    const folder = vscode.Uri.joinPath(page.document.uri, '..');
    await edit('new\n');
    await vscode.workspace.fs.delete(folder, { recursive: true });
    await vscode.workspace.fs.writeFile(folder, new Uint8Array());
    await assert.rejects(saved(page.document), /post-mortem\.md was not written/);
    assert.equal(page.document.getText(), 'new\nold\n');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
