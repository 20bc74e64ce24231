import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../../src/core/clock.ts';
import type { Alert, Incident } from '../../src/core/incidents/incident.ts';
import { silentLogger } from '../../src/core/logger.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { ErrorBoundary } from '../../src/ui/errorBoundary.ts';
import { runbookChoice } from '../../src/ui/runbooks/chosenRunbook.ts';
import { systemClock } from '../../src/ui/systemClock.ts';
import { TeamFiles } from '../../src/ui/team/teamFiles.ts';
import { activated, eventually } from './parts.ts';

const good = `services:
  - name: checkout
    repositories: [shop]
    chat: "slack:#checkout"
alerts:
  - alert: { name: TeamFileAlert, condition: "error_rate > 1%", duration: 5m, severity: P2, runbook: runbooks/team-named.md }
  - { name: In words, condition: it is slow }
`;

/** So long a file is left alone before it is looked at again, by the reading and by what hears of changes. ms */
const settleMs = 100;
/** So often the files are asked whether they are others. ms */
const askMs = 5_000;
/** A reading waits by a promise’s own function, which no other timer is given. */
const isPromise = (call: () => void) => call.toString().includes('[native code]');

/** What a repository of somebody else’s may hold in its place. */
const hostile: Record<string, string | Buffer> = {
  'open brackets': '['.repeat(2_000),
  'open braces in a section': `services: ${'{'.repeat(2_000)}`,
  'an alias bomb': Array.from({ length: 9 }, (_, n) => `a${n}: &a${n} [${n === 0 ? 'x' : Array.from({ length: 9 }, () => `*a${n - 1}`).join()}]`).join('\n'), // prettier-ignore
  'a circle': 'services: &a [*a]',
  prototypes: '__proto__: {services: 1}\nconstructor: {prototype: {polluted: 1}}\n',
  '2 MB': 'services: x\n'.repeat(180_000),
  binary: Buffer.from(Array.from({ length: 4_096 }, (_, n) => (n * 31) % 256)),
  'unknown fields': Array.from({ length: 6_000 }, (_, n) => `k${n}: 1`).join('\n'),
};

describe('The team’s file', function () {
  this.timeout(60_000);
  let parts: OnCallParts;
  let folder: vscode.Uri;
  let warnings: string[];
  let restore: () => void;

  const at = (path: string) => vscode.Uri.joinPath(folder, path);
  const file = () => at('.oncall/config.yaml');
  const write = (text: string | Buffer, uri = file()) =>
    vscode.workspace.fs.writeFile(uri, Buffer.isBuffer(text) ? text : new TextEncoder().encode(text));
  const files = () => parts.teamFiles();
  const chatOf = (service: string) => async () =>
    (await files()).team.services.find(({ name }) => name === service)?.chat;
  const open = async (text: string) => {
    await write(text);
    const document = await vscode.workspace.openTextDocument(file());
    await vscode.window.showTextDocument(document);
    // What the tests before wrote may still be in VS Code’s memory.
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually('the text', () => document.getText() === text);
    return document;
  };
  const ours = () => vscode.languages.getDiagnostics(file()).filter(({ source }) => source === 'On-Call');

  before(async () => {
    parts = await activated();
    folder = vscode.workspace.workspaceFolders![0]!.uri;
  });

  beforeEach(() => {
    warnings = [];
    const { showWarningMessage } = parts.window;
    restore = () => Object.assign(parts.window, { showWarningMessage });
    Object.assign(parts.window, {
      showWarningMessage: (text: string) => Promise.resolve(void warnings.push(text)),
    });
  });

  afterEach(async () => {
    restore();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(at('.oncall').fsPath, { recursive: true, force: true });
    rmSync(vscode.Uri.joinPath(parts.storage, 'config.yaml').fsPath, { force: true });
    await (await files()).reload();
  });

  it('shows what is wrong in Problems, at its place, with the nearest word as a quick fix', async () => {
    const document = await open('servces: []\nalerts:\n  - { name: A, severity: P7 }\nwebhook: x\n');
    await eventually('the findings', () => ours().length === 3);
    assert.deepEqual(
      ours().map(({ code, range, severity }) => [code, range.start.line, range.start.character, severity]),
      [
        ['team-key', 0, 0, vscode.DiagnosticSeverity.Warning],
        ['team-value', 2, 25, vscode.DiagnosticSeverity.Error],
        ['team-secret', 3, 0, vscode.DiagnosticSeverity.Error],
      ],
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      file(),
      new vscode.Range(0, 2, 0, 2),
    );
    const fix = actions.find(({ title }) => title === 'Change it to “services”');
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /^services: /);
    await eventually('one less', () => ours().length === 2);
    await document.save();
    const other = await vscode.workspace.openTextDocument({ language: 'yaml', content: 'servces: []\n' });
    assert.deepEqual(vscode.languages.getDiagnostics(other.uri), []);
  });

  it('completes fields and values, and explains them', async () => {
    const document = await open('alerts:\n  - name: A\n    se\n');
    await parts.teamFiles();
    const complete = async (line: number, character: number) => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(line, character),
      );
      return items
        .filter(
          ({ kind }) =>
            kind === vscode.CompletionItemKind.Property || kind === vscode.CompletionItemKind.EnumMember,
        )
        .map(({ label }) => label);
    };
    await eventually('the field', async () => (await complete(2, 6)).includes('severity'));
    assert.ok(!(await complete(2, 6)).includes('name'), 'what is there is not offered');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(2, 4, 2, 6), 'severity: ');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await complete(2, 14), ['P1', 'P2', 'P3', 'P4']);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(2, 6),
    );
    const text = hover!.contents
      .map(one => (typeof one === 'string' ? one : one.value))
      .join()
      .replaceAll('&nbsp;', ' ');
    assert.match(text, /severity/);
    assert.match(text, /P1, P2, P3, P4/);
    await document.save();
  });

  it('holds as soon as it is saved, in the editor or by anybody, and no longer than it is there', async () => {
    const heard: unknown[] = [];
    const listener = (await files()).onDidChange(team => heard.push(team));
    try {
      const document = await open(good);
      await eventually(
        'what another program wrote',
        async () => (await chatOf('checkout')()) === 'slack:#checkout',
      );
      const edit = new vscode.WorkspaceEdit();
      const start = document.getText().indexOf('slack:#checkout');
      const range = new vscode.Range(document.positionAt(start), document.positionAt(start + 15));
      edit.replace(document.uri, range, 'slack:#orders');
      await vscode.workspace.applyEdit(edit);
      assert.equal(await chatOf('checkout')(), 'slack:#checkout', 'not before it is saved');
      await document.save();
      await eventually('what was saved', async () => (await chatOf('checkout')()) === 'slack:#orders');
      await vscode.workspace.fs.delete(file());
      await eventually('it is gone', async () => (await files()).team.services.length === 0);
      assert.equal(heard.length, 3);
    } finally {
      listener.dispose();
    }
  });

  /** One that VS Code tells of no change in a file; of windows and documents it hears what a test fires. */
  const deafFiles = (clock: Clock) => {
    const [state, opened] = [
      new vscode.EventEmitter<vscode.WindowState>(),
      new vscode.EventEmitter<vscode.TextDocument>(),
    ];
    const silent = new vscode.EventEmitter<vscode.Uri>().event;
    const { onDidChangeWindowState } = vscode.window;
    const { onDidOpenTextDocument, createFileSystemWatcher } = vscode.workspace;
    Object.assign(vscode.window, { onDidChangeWindowState: state.event });
    Object.assign(vscode.workspace, {
      onDidOpenTextDocument: opened.event,
      createFileSystemWatcher: () => ({
        ...{ onDidCreate: silent, onDidChange: silent, onDidDelete: silent },
        dispose() {},
      }),
    });
    const boundary = new ErrorBoundary(silentLogger, () => {});
    const deaf = new TeamFiles({ clock, boundary, storage: at('nowhere') });
    Object.assign(vscode.window, { onDidChangeWindowState });
    Object.assign(vscode.workspace, { onDidOpenTextDocument, createFileSystemWatcher });
    const chat = () => deaf.team.services.find(({ name }) => name === 'checkout')?.chat;
    return { deaf, state, opened, chat };
  };
  /** As the machine's, but for how often the files are asked: a test does that. */
  const askedBy = (asks: (() => void)[]): Clock => ({
    now: () => systemClock.now(),
    after: (ms, call) => (ms === askMs ? (asks.push(call), () => {}) : systemClock.after(ms, call)),
  });

  it('is looked at when it is opened and when the person comes back, whether VS Code was told of it or not', async () => {
    const { deaf, state, opened, chat } = deafFiles(askedBy([]));
    try {
      await deaf.ready();
      await write(good);
      state.fire({ focused: false, active: true });
      await deaf.ready();
      assert.equal(chat(), undefined);
      state.fire({ focused: true, active: true });
      await eventually('what was written meanwhile', () => chat() === 'slack:#checkout');
      await write(good.replace('slack:#checkout', 'slack:#orders'));
      opened.fire(await vscode.workspace.openTextDocument(file()));
      await eventually('what is opened', () => chat() === 'slack:#orders');
    } finally {
      deaf.dispose();
    }
  });

  it('is asked whether it is another one every few seconds, where nobody told VS Code', async () => {
    const asks: (() => void)[] = [];
    const { deaf, chat } = deafFiles(askedBy(asks));
    const ask = async () => {
      await eventually('it is asked again', () => asks.length === 1);
      asks.pop()!();
    };
    try {
      await deaf.ready();
      await write(good);
      await ask();
      await eventually('what came', () => chat() === 'slack:#checkout');
      await write(good.replace('slack:#checkout', 'slack:#other-orders'));
      await ask();
      await eventually('what changed', () => chat() === 'slack:#other-orders');
      await vscode.workspace.fs.delete(file());
      await ask();
      await eventually('it is gone', () => chat() === undefined);
      await eventually('it is asked again', () => asks.length === 1);
    } finally {
      deaf.dispose();
    }
    asks.pop()!();
    await new Promise(resolve => setTimeout(resolve, 2 * settleMs));
    assert.equal(asks.length, 0, 'nobody asks once it is disposed of');
  });

  it('leaves what was good before where it breaks, and says so once', async () => {
    await write(good);
    await (await files()).reload();
    for (const broken of [
      'services: [',
      'services: {',
      `${good.replace('"slack:#checkout"', '7')}roles: 7\n`,
    ]) {
      await write(broken);
      await (await files()).reload();
      assert.equal(await chatOf('checkout')(), 'slack:#checkout', broken);
    }
    assert.equal(warnings.length, 1, warnings.join('\n'));
    assert.match(warnings[0]!, /^Not everything in \.oncall\/config\.yaml is used\. Line 1: /);
    await write(good);
    await (await files()).reload();
    await write('services: [');
    await (await files()).reload();
    assert.equal(warnings.length, 2, 'a new break is told of again');
  });

  for (const [moment, halfway] of [
    ['emptied first', () => write('')],
    ['deleted first', () => vscode.workspace.fs.delete(file())],
    ['written in parts', () => write(good.slice(0, good.indexOf('alerts')).replace('checkout', 'check'))],
  ] as const) {
    it(`keeps what was good before of a file that is ${moment}, and broken then`, async () => {
      await write(good);
      await (await files()).reload();
      await halfway();
      const { after } = parts.clock;
      const looks: (() => void)[] = [];
      Object.assign(parts.clock, {
        after: (ms: number, call: () => void) =>
          ms === settleMs && isPromise(call) ? (looks.push(call), () => {}) : after(ms, call),
      });
      try {
        const reading = (await files()).reload();
        await eventually('it waits for the rest', () => looks.length > 0);
        await write('services: [');
        Object.assign(parts.clock, { after });
        for (const look of looks) look();
        await reading;
      } finally {
        Object.assign(parts.clock, { after });
      }
      await (await files()).reload();
      assert.equal(await chatOf('checkout')(), 'slack:#checkout');
    });
  }

  it('survives whatever stands in its place, and what holds stays', async () => {
    await write(good);
    await (await files()).reload();
    for (const [name, text] of Object.entries(hostile)) {
      await write(text);
      await (await files()).reload();
      const { team } = await files();
      assert.equal(team.severities.length, 4, name);
      assert.equal(await vscode.commands.executeCommand('onCall.refreshIncidents'), undefined, name);
      const document = await vscode.workspace.openTextDocument(file()).then(
        opened => opened,
        // Not every one of them is text to VS Code.
        () => null,
      );
      if (document && document.getText().length < 100_000) {
        await vscode.window.showTextDocument(document);
        await eventually(`${name} in Problems`, () => name === 'binary' || ours().length > 0);
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
    }
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    await write(good);
    await (await files()).reload();
    assert.equal(await chatOf('checkout')(), 'slack:#checkout');
  });

  it('is not read through a link that leads out of the workspace', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'on-call-team-'));
    try {
      writeFileSync(join(elsewhere, 'config.yaml'), good);
      symlinkSync(elsewhere, at('.oncall').fsPath);
      await (await files()).reload();
      assert.deepEqual((await files()).team.services, []);
    } finally {
      rmSync(at('.oncall').fsPath, { force: true });
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  it('goes before the person’s own, item by item', async () => {
    const own = 'services:\n  - { name: checkout, chat: "#mine" }\n  - { name: search, chat: "#mine" }\n';
    await write(own, vscode.Uri.joinPath(parts.storage, 'config.yaml'));
    await write(good);
    await (await files()).reload();
    assert.equal(await chatOf('checkout')(), 'slack:#checkout');
    assert.equal(await chatOf('search')(), '#mine');
  });

  it('is begun by a command, all comments, and never written over', async () => {
    await vscode.commands.executeCommand('onCall.editTeamFile');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), file().toString());
    assert.match(readFileSync(file().fsPath, 'utf8'), /^# What your team agreed on/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await write(good);
    await vscode.commands.executeCommand('onCall.editTeamFile');
    assert.equal(readFileSync(file().fsPath, 'utf8'), good);
    await vscode.commands.executeCommand('onCall.editMyTeamFile');
    const own = vscode.Uri.joinPath(parts.storage, 'config.yaml').toString();
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), own);
  });

  it('becomes Prometheus rules', async () => {
    await write(good);
    await (await files()).reload();
    const target = at('on-call.rules.yml');
    const { showSaveDialog, showInformationMessage } = parts.window;
    const told: string[] = [];
    Object.assign(parts.window, {
      showSaveDialog: () => Promise.resolve(target),
      showInformationMessage: (text: string) => Promise.resolve(void told.push(text)),
    });
    try {
      await vscode.commands.executeCommand('onCall.exportPrometheusRules');
      const text = readFileSync(target.fsPath, 'utf8');
      assert.match(text, /alert: "TeamFileAlert"\n *expr: "error_rate > 0\.01"\n *for: "5m"/);
      assert.match(text, /^# Left out: “In words”/m);
      assert.deepEqual(told, [
        'Rules written to on-call.rules.yml: 1. Left out, with the reason in the file: 1.',
      ]);
    } finally {
      Object.assign(parts.window, { showSaveDialog, showInformationMessage });
      rmSync(target.fsPath, { force: true });
    }
  });

  it('names the runbook of an alert, and why', async () => {
    const runbook = at('runbooks/team-named.md');
    await write('# Named by the team\n', runbook);
    await write(good);
    await (await files()).reload();
    try {
      const alert = {
        ...{
          id: 'A',
          title: 't',
          status: 'triggered',
          severity: null,
          createdAt: '2026-11-23T10:00:00.000Z',
        },
        ...{ details: [], links: [], runbook: null, alertName: 'teamfilealert', labels: {} },
      } satisfies Alert;
      const incident = { key: 'x:1', accountId: 'x', id: '1', title: 't', service: null, severity: null };
      const { best } = await eventually('it is found', async () => {
        const choice = await runbookChoice(parts, incident as unknown as Incident, [alert]);
        return choice.best && choice;
      });
      assert.equal(best?.file.path, 'runbooks/team-named.md');
      assert.equal(best.reason, 'The alert definition TeamFileAlert in .oncall/config.yaml names it.');
    } finally {
      rmSync(runbook.fsPath, { force: true });
    }
  });
});
