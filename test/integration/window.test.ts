import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('A window', () => {
  it('is trusted', () => {
    assert.equal(vscode.workspace.isTrusted, true);
  });

  it('has a folder whose files can be found', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder.uri, 'found.md'), new Uint8Array());
    const files = await vscode.workspace.findFiles('**/found.md');
    assert.equal(files.length, 1);
  });

  it('has the extension, which activates', async () => {
    const extension = vscode.extensions.getExtension('on-call.on-call');
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
