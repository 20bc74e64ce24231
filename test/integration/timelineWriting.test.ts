import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { utc } from '../../src/core/clock.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import { noteDataOf } from '../../src/core/timeline/noteData.ts';
import type { ToTimeline } from '../../src/protocol/timeline.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { Keyboard } from './keyboard.ts';
import { activated, eventually } from './parts.ts';
import { SilentPage } from './silentPage.ts';

describe('What is taken into a timeline from elsewhere in VS Code', () => {
  let parts: OnCallParts;
  let place: string;
  const incident: Incident = {
    ...{ key: 'work:QTAKEN', accountId: 'work', id: 'QTAKEN', number: 5, title: 'Checkout is slow' },
    ...{ status: 'acknowledged', urgency: 'high', priority: null, severity: 'P3', service: null },
    ...{ assignees: [], acknowledgers: [], teams: [], escalationPolicy: null },
    ...{ createdAt: utc(Date.UTC(2026, 10, 22)), updatedAt: null, resolvedAt: null, url: null },
    ...{ acknowledgedUntil: null, alertCount: null },
  };
  const newest = async () => (await parts.timelines.entries(incident)).at(-1)!;

  before(async () => {
    parts = await activated();
    place = await mkdtemp(join(tmpdir(), 'on-call-taken-'));
    parts.store.upsert(incident);
    parts.current.set(incident);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync((await parts.timelines.folder(incident)).path, { recursive: true, force: true });
    parts.store.drop(incident.key);
    await rm(place, { recursive: true, force: true });
  });

  /** Runs the command, answers what the selection shows, and gives what was said. */
  const add = async (command: string, ...remark: readonly string[]) => {
    const keyboard = new Keyboard(
      parts.window,
      remark.map(type => ({ type })),
    );
    try {
      await vscode.commands.executeCommand(command);
    } finally {
      keyboard.leave();
    }
    return keyboard.told.join('\n');
  };

  it('is a selection of an editor, with its file and lines', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'sql',
      content: 'select 1;\nselect *\nfrom pool;\nselect 2;\n',
    });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(1, 0, 3, 0);
    assert.equal(await add('onCall.addSelection', '?The pool is read whole'), '');
    const entry = await newest();
    assert.equal(entry.kind, 'hypothesis');
    assert.equal(entry.text, 'The pool is read whole\n```sql\nselect *\nfrom pool;\n```');
    const { source } = noteDataOf(entry);
    assert.deepEqual([source?.type, source?.fromLine, source?.toLine], ['file', 2, 3]);

    editor.selection = new vscode.Selection(0, 0, 0, 0);
    assert.match(await add('onCall.addSelection'), /Nothing is selected in an editor/);
  });

  it('is a selection of a terminal, and the clipboard keeps what it had', async () => {
    const terminal = vscode.window.createTerminal({ name: 'pool', shellPath: '/bin/sh' });
    try {
      terminal.show();
      await terminal.processId;
      terminal.sendText('echo "200 of $((100 + 100))"');
      await vscode.env.clipboard.writeText('mine');
      // The shell writes when it likes: what is selected is all that stands there.
      await eventually('the entry', async () => {
        await vscode.commands.executeCommand('workbench.action.terminal.focus');
        await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
        const said = await add('onCall.addTerminalSelection', '=The connections').catch(() => 'not yet');
        return said === '' && (await newest()).text.includes('200 of 200');
      });
    } finally {
      terminal.dispose();
    }
    const entry = await newest();
    // What is typed before the shell asks stands above its first prompt, which then begins the line.
    assert.match(entry.text, /^The connections\n```\n[\s\S]*\n(?:[#$] )?200 of 200\n/);
    const { source } = noteDataOf(entry);
    assert.deepEqual([source?.type, source?.name, source?.fromLine], ['terminal', 'pool', null]);
    assert.equal(await vscode.env.clipboard.readText(), 'mine');
  });

  it('is a file of a dialog, kept beside the journal with the entry that is written then', async () => {
    const path = join(place, 'pool state.log');
    await writeFile(path, '200 of 200\n');
    const page = new SilentPage<ToTimeline>(true);
    const { createWebviewPanel, showOpenDialog } = parts.window;
    let files: readonly string[] = [path];
    Object.assign(parts.window, {
      createWebviewPanel: () => page.panel,
      showOpenDialog: () => Promise.resolve(files.map(file => vscode.Uri.file(file))),
    });
    try {
      await vscode.commands.executeCommand('onCall.attachToTimeline', { type: 'incident', incident });
      page.say({ type: 'ready' });
      const pending = await eventually('the file', () => page.told.findLast(one => one.type === 'pending'));
      assert.ok(pending.type === 'pending');
      const [file] = pending.pending;
      assert.deepEqual([file?.name, file?.bytes], ['pool state.log', 11]);
      page.say({ type: 'write', id: 1, text: 'The state of the pool', pending: [file!.number] });
      await eventually('the entry', async () => (await newest()).text === 'The state of the pool');
      const [attachment] = noteDataOf(await newest()).attachments!;
      const { path: folder } = await parts.timelines.folder(incident);
      assert.equal(readFileSync(join(folder, attachment!.path), 'utf8'), '200 of 200\n');

      files = [join(place, 'empty')];
      await writeFile(files[0]!, '');
      assert.match(await add('onCall.attachToTimeline'), /“empty” is empty, or larger than/);
    } finally {
      page.close();
      Object.assign(parts.window, { createWebviewPanel, showOpenDialog });
    }
  });

  it('is a link with the title that was read before: of what stands beside an alert, or a bridge', async () => {
    parts.learn([
      { href: 'https://grafana.example/d/1', title: 'Connections' },
      { href: 'https://meet.example/5', title: 'Conference bridge of #5' },
    ]);
    const text =
      'See https://grafana.example/d/1, then https://meet.example/5 and https://elsewhere.example/';
    await parts.writing.write(incident, text);
    assert.deepEqual(
      noteDataOf(await newest()).links?.map(({ title }) => title),
      ['Connections', 'Conference bridge of #5'],
    );
  });
});
