import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('A window in Restricted Mode', () => {
  it('is not trusted', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('has the extension, which activates', async () => {
    const extension = vscode.extensions.getExtension('on-call.on-call');
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
