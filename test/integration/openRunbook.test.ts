import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Alert, Incident } from '../../src/core/incidents/incident.ts';
import type { RemoteRunbook } from '../../src/core/runbooks/remote/fetchRunbook.ts';
import type { OnCallParts } from '../../src/extension.ts';
import type { OpenRunbook } from '../../src/ui/runbooks/runbookPanels.ts';
import { alert, incident as sample } from '../unit/runbooks/candidates.ts';
import { type Doing, Keyboard } from './keyboard.ts';
import { activated, eventually } from './parts.ts';

/** From an incident to the runbook on the screen. */
describe('Opening a runbook', () => {
  let parts: OnCallParts;
  let folder: vscode.Uri;
  let alerts: Alert[];
  /** A provider that is slow to answer. */
  let alertsComing: Promise<Alert[]> | null;
  let opened: OpenRunbook[];
  let fetched: [href: string, allowed: readonly string[]][];
  let page: RemoteRunbook;
  let realFetch: OnCallParts['remote']['web']['fetch'];
  const restore: (() => void)[] = [];

  // Of a title that no shipped runbook is written for.
  const title = 'Parcels wait in the queue';
  const incident: Incident = { ...sample, title, key: 'match:P1', accountId: 'match' };

  function replace<T extends object>(target: T, others: Partial<Record<keyof T, unknown>>): void {
    const before = Object.fromEntries(Object.keys(others).map(name => [name, target[name as keyof T]]));
    Object.assign(target, others);
    restore.push(() => void Object.assign(target, before));
  }

  before(async () => {
    parts = await activated();
    folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'runbooks/match');
  });

  beforeEach(() => {
    alerts = [];
    alertsComing = null;
    opened = [];
    fetched = [];
    page = {
      text: '# Fetched\n\n## First\n\n## Second\n',
      href: 'https://docs.example.com/a/b.md',
      host: 'docs.example.com',
    };
    const { sessions, panels, remote } = parts;
    const of = sessions.of.bind(sessions);
    const provider = {
      alerts: () => alertsComing ?? Promise.resolve(alerts),
      log: () => Promise.resolve([]),
    };
    replace(sessions, { of: (one: Incident) => (one.accountId === 'match' ? { provider } : of(one)) });
    const open = panels.open.bind(panels);
    replace(panels, { open: (runbook: OpenRunbook) => (opened.push(runbook), open(runbook)) });
    realFetch = remote.web.fetch;
    replace(remote.web, {
      fetch: (href: string, allowed: readonly string[]) => {
        fetched.push([href, allowed]);
        return Promise.resolve(page);
      },
    });
  });

  afterEach(async () => {
    for (const undo of restore.splice(0).reverse()) undo();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder.fsPath, { recursive: true, force: true });
    await allow(undefined);
    await eventually('the folder is gone', async () => (await paths()).length === 0);
  });

  const allow = (hosts: string[] | undefined) =>
    vscode.workspace
      .getConfiguration('onCall')
      .update('runbooks.allowedHosts', hosts, vscode.ConfigurationTarget.Global);

  const paths = async () =>
    (await parts.library.files({ drill: false }))
      .map(({ path }) => path)
      .filter(path => path.startsWith('runbooks/match/'));

  /** Written past VS Code, so that the watcher has to tell of it. */
  async function files(texts: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(texts)) {
      const { fsPath } = vscode.Uri.joinPath(folder, name);
      mkdirSync(dirname(fsPath), { recursive: true });
      writeFileSync(fsPath, text);
    }
    const wanted = Object.keys(texts).filter(name => name.endsWith('.md'));
    await eventually('the files', async () => (await paths()).length === wanted.length);
  }

  async function run(command: string, doings: readonly Doing[] = []): Promise<Keyboard> {
    const keyboard = new Keyboard(parts.window, doings);
    try {
      await vscode.commands.executeCommand(command, { type: 'incident', incident });
    } finally {
      keyboard.leave();
    }
    return keyboard;
  }

  const tab = (title: string) =>
    eventually(`a tab “${title}”`, () => vscode.window.tabGroups.activeTabGroup.activeTab?.label === title);
  const linking = (href: string) => alert({ runbook: { href, foundIn: 'details.runbook_url' } });

  it('opens the file that the alert’s link stands for, at the heading that it names, without a question', async () => {
    await files({ 'pool.md': '# Pool\n\n## Second step\n', 'title.md': '---\ntitles: ["*"]\n---\n# T\n' });
    alerts = [linking('https://github.com/x/y/blob/main/runbooks/match/pool.md#Second-Step')];
    const { told } = await run('onCall.openRunbook');
    const [one] = opened;
    assert.deepEqual(
      [one?.file.path, one?.fragment, one?.reason, told],
      [
        'runbooks/match/pool.md',
        'second-step',
        'The alert “Disk is full on db-1” links to it (details.runbook_url).',
        [],
      ],
    );
    await tab('Pool');
  });

  it('chooses by title and service where the alerts have not come after four seconds, and says so', async () => {
    await files({ 'title.md': `---\ntitles: ["${title}"]\n---\n# By title\n` });
    alertsComing = new Promise(() => {});
    const patience: (() => void)[] = [];
    const after = parts.clock.after.bind(parts.clock);
    replace(parts.clock, {
      after: (ms: number, call: () => void) =>
        ms === 4_000 ? (patience.push(call), () => {}) : after(ms, call),
    });
    const running = run('onCall.openRunbook');
    await eventually('it waits', () => patience.length > 0);
    await sleep(300);
    assert.equal(opened.length, 0, 'before the time is over');
    for (const isOver of patience) isOver();
    const { noted, told } = await running;
    assert.deepEqual(noted, ['The alerts take too long to read: the runbook was chosen without them.']);
    assert.deepEqual([opened[0]?.file.path, told], ['runbooks/match/title.md', []]);
  });

  it('says nothing of that where the alerts come in time', async () => {
    await files({ 'title.md': `---\ntitles: ["${title}"]\n---\n# By title\n` });
    alertsComing = sleep(200).then(() => []);
    assert.deepEqual((await run('onCall.openRunbook')).noted, []);
    assert.equal(opened[0]?.file.path, 'runbooks/match/title.md');
  });

  it('opens it at the top where no heading is called so, and says that', async () => {
    await files({ 'pool.md': '# Pool\n' });
    alerts = [linking('match/pool.md#renamed')];
    await run('onCall.openRunbook');
    assert.equal(opened[0]?.fragment, null);
    assert.match(opened[0]!.reason, /links to it .* names the place “#renamed”, which no heading here has/);
  });

  it('asks where two fit equally well: ranked, with what speaks for each, and what is similar below', async () => {
    const service = '---\nservices: [Orders DB]\n---\n';
    await files({
      'a.md': `${service}# First of two\n`,
      'b.md': `${service}# Second of two\n`,
      'c.md': '# Queues\n\nParcels wait in a queue.\n',
      'd.md': '# Printer\n\nPaper jam.\n',
    });
    const { offered } = await run('onCall.openRunbook', [{ pick: 'Second of two' }]);
    const rows = offered[0]!;
    const reason = 'It is written for the service “Orders DB”.';
    assert.deepEqual(rows.slice(0, 3), [
      'Written for this incident',
      `First of two | runbooks/match/a.md | ${reason}`,
      `Second of two | runbooks/match/b.md | ${reason}`,
    ]);
    const [similar, others, printer] = ['Similar', 'All others', 'Printer | runbooks/match/d.md'].map(row =>
      rows.indexOf(row),
    );
    const queues = rows.findIndex(row =>
      /^Queues \| runbooks\/match\/c\.md \| Similar words: .*queue/.test(row),
    );
    assert.ok(3 <= similar! && similar! < queues && queues < others! && others! < printer!, rows.join('\n'));
    assert.deepEqual([opened[0]?.file.path, opened[0]?.reason], ['runbooks/match/b.md', reason]);
  });

  it('opens none by similarity alone; a new one in the standard structure is offered, for the incident', async () => {
    const odd = { ...incident, title: 'Kettle of the third floor boils over', service: null };
    await files({ 'kettle.md': '# Kettle\n\nThe kettle of a floor boils over.\n' });
    const keyboard = new Keyboard(parts.window, [
      { press: 'New Runbook…' },
      { type: 'Kettle boils' },
      { type: 'kettles' },
    ]);
    try {
      await vscode.commands.executeCommand('onCall.openRunbook', { type: 'incident', incident: odd });
    } finally {
      keyboard.leave();
    }
    assert.deepEqual([keyboard.told, opened], [[`No runbook says that it is for “${odd.title}”.`], []]);
    const { document } = vscode.window.activeTextEditor!;
    assert.match(document.getText(), /^---\ntitle: "Kettle boils"\nservices: \["kettles"\]/);
    assert.match(document.getText(), /\n## Symptoms\n[^]*\n## Escalation\n/);
    rmSync(document.uri.fsPath);
  });

  it('fetches nothing from a host that is not allowed, and says what can be done', async () => {
    alerts = [linking('https://docs.example.com/a/b.md#second')];
    const { told } = await run('onCall.openRunbook');
    assert.match(
      told[0]!,
      /names the runbook https:\/\/docs\.example\.com\/a\/b\.md#second, which is not among the files/,
    );
    assert.deepEqual([fetched, opened], [[], []]);
  });

  it('allows a host only after it was explained, and fetches then', async () => {
    alerts = [linking('https://docs.example.com/a/b.md#second')];
    const declined = await run('onCall.openRunbook', [{ press: 'Allow docs.example.com…' }]);
    assert.match(
      declined.told[1]!,
      /^Fetch runbooks from docs\.example\.com\?\n.*put commands in front of you/,
    );
    assert.deepEqual([fetched, opened], [[], []]);

    await run('onCall.openRunbook', [{ press: 'Allow docs.example.com…' }, { press: 'Allow' }]);
    assert.deepEqual(fetched, [['https://docs.example.com/a/b.md#second', ['docs.example.com']]]);
    const [one] = opened;
    assert.deepEqual(one?.file.remote, { host: 'docs.example.com', href: 'https://docs.example.com/a/b.md' });
    assert.equal(one.fragment, 'second');
    assert.match(
      one.reason,
      /links to it \(details\.runbook_url\)\. It was fetched from docs\.example\.com\./,
    );
    await tab('Fetched');
    const set = vscode.workspace.getConfiguration('onCall').inspect('runbooks.allowedHosts');
    assert.deepEqual([set?.globalValue, set?.workspaceValue], [['docs.example.com'], undefined]);
  });

  it('shows one from an allowed host at once, again as it is now when it is reloaded, and its source read-only', async () => {
    await allow(['docs.example.com']);
    alerts = [linking('https://docs.example.com/a/b.md')];
    const { told } = await run('onCall.openRunbook');
    assert.deepEqual([told, fetched.length], [[], 1]);
    await tab('Fetched');
    const { uri } = opened[0]!.file;
    assert.match(await parts.library.read(uri), /^# Fetched/);
    page = { ...page, text: '# Fetched anew\n' };
    assert.match(await parts.library.read(uri), /^# Fetched\n/, 'what is shown is what runs');
    await vscode.commands.executeCommand('onCall.reloadRunbook');
    assert.equal(fetched.length, 2);
    await tab('Fetched anew');
    assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), '# Fetched anew\n');
    assert.notEqual(vscode.workspace.fs.isWritableFileSystem(uri.scheme), true);
  });

  it('says nothing when it is closed before it was read', async () => {
    await files({ 'long.md': `# Long\n\n${'A line of it.\n\n```bash\necho\n```\n\n'.repeat(10_000)}` });
    const file = (await parts.library.find(vscode.Uri.joinPath(folder, 'long.md')))!;
    const keyboard = new Keyboard(parts.window);
    for (const patience of [0, 100, 300, 600]) {
      parts.panels.open({ file, incident: null, reason: '', fragment: null });
      await sleep(patience);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
    await sleep(3_000);
    keyboard.leave();
    assert.deepEqual(keyboard.told, []);
  });

  it('fetches one again that was open when the window was reloaded, and no other that its screen may name', async () => {
    await allow(['docs.example.com']);
    const { id } = await parts.remote.open('https://docs.example.com/a/b.md');
    const afterReload = async (runbook: string) => {
      const panel = vscode.window.createWebviewPanel('onCall.runbook', 'Before', vscode.ViewColumn.Active);
      let closed = false;
      panel.onDidDispose(() => (closed = true));
      await parts.panels.deserializeWebviewPanel(panel, { restore: { runbook, incidentKey: null } });
      return () => closed;
    };
    await afterReload(id);
    await tab('Fetched');
    assert.deepEqual(
      fetched.map(([href]) => href),
      ['https://docs.example.com/a/b.md', 'https://docs.example.com/a/b.md'],
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const isClosed = await afterReload(id.replace('b.md', 'other.md'));
    assert.equal(fetched.length, 2);
    await eventually(
      'the panel is closed',
      () => isClosed() && vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length === 0,
    );
  });

  it('opens the next best one where the link’s host is not allowed or gives nothing, and says so', async () => {
    await files({ 'a.md': '---\nservices: [Orders DB]\n---\n# Ours\n' });
    alerts = [linking('https://docs.example.com/a/b.md')];
    const quiet = await run('onCall.openRunbook');
    assert.match(
      opened[0]!.reason,
      /^It is written for the service “Orders DB”\. The alert links to https:\/\/docs\.example\.com\/a\/b\.md, which is not among the files here/,
    );
    await allow(['docs.example.com']);
    // The extension’s own, which refuses before anything leaves this machine.
    replace(parts.remote.web, { fetch: (href: string) => realFetch(href, []) });
    const failed = await run('onCall.openRunbook');
    assert.deepEqual([quiet.told, failed.told], [[], []]);
    assert.match(
      opened[1]!.reason,
      /^It is written for .* The one that the alert links to was not fetched: .*not on your list\./,
    );
  });

  it('follows a fetched runbook’s own links on the web alone, through the same gate', async () => {
    await allow(['docs.example.com']);
    const file = await parts.remote.open('https://docs.example.com/a/b.md');
    page = { ...page, href: 'https://docs.example.com/c.md' };
    await parts.links.follow(file, null, '../c.md#first');
    assert.equal(fetched.at(-1)?.[0], 'https://docs.example.com/c.md#first');
    assert.deepEqual([opened[0]?.file.path, opened[0]?.fragment], ['docs.example.com/c.md', 'first']);
    await allow([]);
    const keyboard = new Keyboard(parts.window);
    await parts.links.follow(file, null, '/d.md').finally(() => keyboard.leave());
    assert.match(
      keyboard.told[0]!,
      /links to https:\/\/docs\.example\.com\/d\.md, whose host is not on your list/,
    );
    assert.equal(fetched.length, 2);
  });

  it('follows links between runbooks: up, encoded, to a folder’s page, to a heading; and to other files of the workspace', async () => {
    await files({
      'from.md': '# From\n\n## Here\n',
      'a b/to.md': '# To\n\n## Größe\n',
      'sub/README.md': '# Page of the folder\n',
      'sub/deep.md': '# Deep\n',
      'sub/values.yaml': 'a: 1\n',
    });
    const at = async (name: string) => (await parts.library.find(vscode.Uri.joinPath(folder, name)))!;
    const rows: [from: string, href: string, path: string, fragment: string | null][] = [
      ['from.md', 'a%20b/to.md#gr%C3%B6%C3%9Fe', 'a b/to.md', 'größe'],
      ['sub/deep.md', '../from.md', 'from.md', null],
      ['from.md', './sub/', 'sub/README.md', null],
      ['from.md', 'sub', 'sub/README.md', null],
      ['sub/deep.md', '/runbooks/match/from.md?plain=1#here', 'from.md', 'here'],
      ['from.md', '#here', 'from.md', 'here'],
    ];
    for (const [from, href, path, fragment] of rows) {
      opened.length = 0;
      await parts.links.follow(await at(from), incident, href);
      const [one] = opened;
      assert.deepEqual(
        [one?.file.path, one?.fragment, one?.incident?.key, one?.reason],
        [`runbooks/match/${path}`, fragment, incident.key, `Opened from a link in runbooks/match/${from}.`],
        href,
      );
    }
    opened.length = 0;
    await parts.links.follow(await at('from.md'), incident, 'sub/values.yaml');
    await tab('values.yaml');
    const outside = [
      '../../../../../../../../etc/passwd',
      '/../etc/passwd',
      'sub/nothing.md',
      '%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/hosts',
    ];
    for (const href of outside)
      await assert.rejects(
        parts.links.follow(await at('from.md'), incident, href),
        /is no runbook of this workspace/,
        href,
      );
    for (const href of ['command:workbench.action.quit', 'file:///etc/passwd', 'http://example.com/'])
      await assert.rejects(
        parts.links.follow(await at('from.md'), incident, href),
        /is not opened from a runbook/,
        href,
      );
    assert.deepEqual(opened, []);
  });
});
