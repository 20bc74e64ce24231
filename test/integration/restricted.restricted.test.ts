import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { NotPossibleError } from '../../src/core/errors.ts';
import { runRequest } from './blocks.ts';
import { activated, eventually } from './parts.ts';

describe('In Restricted Mode', () => {
  it('the window is not trusted, so what follows means something', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('incidents work', async () => {
    const parts = await activated();
    await vscode.commands.executeCommand('onCall.startDrill');
    const incident = await eventually('an incident', () =>
      parts.store.all().find(({ status }) => status === 'triggered'),
    );
    await vscode.commands.executeCommand('onCall.acknowledge', { type: 'incident', incident });
    assert.equal(parts.store.get(incident.key)?.status, 'acknowledged');
    await vscode.commands.executeCommand('onCall.stopDrill');
  });

  it('runbooks are checked, and no program is started for it', async () => {
    await activated();
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'runbooks/restricted.md');
    const text = '# T\n\n```bash\nif true; then\n```\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const codes = () => vscode.languages.getDiagnostics(uri).map(({ code }) => code);
    await eventually('the checks', () => codes().includes('owner-missing'));
    assert.ok(!codes().includes('shell-syntax'));
  });

  it('no block runs, whoever asks', async () => {
    const { runner } = await activated();
    const witness = join(tmpdir(), `on-call-restricted-${process.pid}`);
    const request = runRequest(`touch '${witness}'`, { incident: null });
    // The class is compared by name: the test has its own copy of it.
    assert.throws(() => runner.run(request), { name: NotPossibleError.name, message: /Restricted Mode/ });
    assert.equal(existsSync(witness), false);
    assert.equal(vscode.window.terminals.filter(({ name }) => name.startsWith('On-Call')).length, 0);
  });

  it('the workspace’s team file is checked and not read, and the person’s own holds', async () => {
    const { teamFiles, storage } = await activated();
    const text = (chat: string) =>
      new TextEncoder().encode(`services:\n  - { name: checkout, chat: "${chat}" }\nservces: []\n`);
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '.oncall/config.yaml');
    const own = vscode.Uri.joinPath(storage, 'config.yaml');
    await vscode.workspace.fs.writeFile(uri, text('#workspace'));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const codes = () => vscode.languages.getDiagnostics(uri).map(({ code }) => code);
    await eventually('the checks', () => codes().includes('team-key'));
    const files = await teamFiles();
    await files.reload();
    assert.deepEqual(files.team.services, []);
    await vscode.workspace.fs.writeFile(own, text('#own'));
    await files.reload();
    assert.deepEqual(
      files.team.services.map(({ chat }) => chat),
      ['#own'],
    );
    await vscode.workspace.fs.delete(own);
  });
});
