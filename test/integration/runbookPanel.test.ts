import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/core/logger.ts';
import type { Runbook, RunbookBlock } from '../../src/core/runbooks/runbook.ts';
import type { Answer } from '../../src/protocol/messages.ts';
import type { RunbookView, ToWebview } from '../../src/protocol/runbook.ts';
import { ErrorBoundary } from '../../src/ui/errorBoundary.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import type { ApprovalData } from '../../src/core/timeline/entry.ts';
import { Approvals } from '../../src/ui/runbooks/approvals.ts';
import type { GivenToBlock } from '../../src/ui/runbooks/runOfBlock.ts';
import { BlockStart } from '../../src/ui/runbooks/blockStart.ts';
import { ChangedBlocks } from '../../src/ui/runbooks/changedBlock.ts';
import type { RunbookUse } from '../../src/ui/runbooks/runbookUse.ts';
import { RunbookPanel, type RunbookPanelParts } from '../../src/ui/runbooks/runbookPanel.ts';
import { RunbookReader, runbookWorkerAt } from '../../src/core/runbooks/runbookReader.ts';
import { sampleIncident } from '../unit/timeline/sampleEntries.ts';
import { activated, eventually } from './parts.ts';
import { SilentPage } from './silentPage.ts';

class RunbookPage extends SilentPage<ToWebview> {
  #ids = 0;

  async ask(message: object): Promise<Answer> {
    const id = ++this.#ids;
    this.say({ ...message, id });
    return eventually('an answer', () =>
      this.told.find(told => told.type === 'answer' && told.id === id),
    ).then(told => (told as Extract<ToWebview, { type: 'answer' }>).answer);
  }

  view(): Promise<RunbookView> {
    return eventually('the runbook', () => this.told.findLast(told => told.type === 'runbook')).then(
      told => (told as Extract<ToWebview, { type: 'runbook' }>).view,
    );
  }
}

describe('The runbook panel', () => {
  let source: string;
  let started: RunbookBlock[];
  let startedWith: GivenToBlock[];
  let carriedCwd: string | null;
  let differences: [string, string][];
  let acceptsChange: boolean;
  let changedBlocks: ChangedBlocks;
  let asksForReal: boolean;
  let opened: string[];
  let webview: RunbookPage;
  let panel: RunbookPanel;

  let databaseHost: string;
  let given: Record<string, string>;
  let recorded: ApprovalData[];
  let asked: string[];
  let details: string[];
  let answers: (string | undefined | (() => string | undefined))[];
  let restore: () => void;

  beforeEach(async () => {
    const { window, risk } = await activated();
    const extension = vscode.extensions.getExtension('on-call.on-call')!;
    const { showWarningMessage, showInputBox } = vscode.window;
    restore = () => Object.assign(vscode.window, { showWarningMessage, showInputBox });
    databaseHost = 'localhost';
    given = {};
    recorded = [];
    asked = [];
    details = [];
    answers = [];
    const answer = (question: string) => {
      asked.push(question);
      const next = answers.shift();
      return Promise.resolve(typeof next === 'function' ? next() : next);
    };
    Object.assign(vscode.window, {
      showWarningMessage: (question: string, { detail }: vscode.MessageOptions) => {
        details.push(detail ?? '');
        return answer(question);
      },
      showInputBox: ({ prompt }: vscode.InputBoxOptions) => answer(prompt ?? ''),
    });
    assert.ok(window);
    // Of the test’s own modules, so that it knows this copy’s classes of errors.
    const boundary = new ErrorBoundary(silentLogger, () => {});
    source =
      '# R\n\n```bash\necho one\n```\n\n```bash\necho \u202Etwo\n```\n\n```json\n{}\n```\n\n[a](https://a.example) <img src=x onerror=alert(1)>\n';
    started = [];
    startedWith = [];
    carriedCwd = null;
    differences = [];
    acceptsChange = false;
    changedBlocks = new ChangedBlocks();
    asksForReal = false;
    opened = [];
    webview = new RunbookPage(true);
    const nothing = () => ({ dispose() {} });
    const approvals = new Approvals({
      risk,
      author: () => 'Ada',
      isSecret: () => false,
      redact: text => text.replaceAll('hunter2', '•••'),
      sources: {
        env: {
          get PGHOST() {
            return databaseHost;
          },
        },
        home: '/nowhere',
        hostName: 'laptop',
        read: () => Promise.resolve(null),
      },
      environment: () => given,
      commander: () => Promise.resolve('Grace'),
      record: (_incident, approval) => Promise.resolve(void recorded.push(approval)),
    });
    const runs = {
      latest: () => null,
      past: () => [],
      adopt: () => 0,
      onDidChange: nothing,
      onDidEnd: nothing,
      refuse() {},
      start(_use: unknown, block: RunbookBlock, what: GivenToBlock) {
        started.push(block);
        startedWith.push(what);
        return { runId: 'r', ended: new Promise<never>(() => {}) };
      },
      stop() {},
    };
    const starts = new BlockStart({
      runs,
      approve: async (use, block, what, isSameText) => {
        await approvals.ask(use, block, what, isSameText);
        return null;
      },
      ask: () => Promise.resolve({}),
      known: () => Promise.resolve({}),
      target: () => Promise.resolve(null),
      redact: text => text,
      given: () => ({ environment: given, unset: [], carriedCwd }),
      leave: (_use, cwd) => `It started in ${cwd}.`,
      acceptChange: (path, before, after) => {
        if (asksForReal) return changedBlocks.ask(path, before, after);
        differences.push([before.code, after.code]);
        return Promise.resolve(acceptsChange);
      },
    });
    const parts = {
      boundary,
      reader: new RunbookReader({
        clock,
        startWorker: runbookWorkerAt(
          vscode.Uri.joinPath(extension.extensionUri, 'dist/runbookWorker.js').fsPath,
        ),
      }),
      extensionUri: extension.extensionUri,
      library: { read: () => Promise.resolve(source) },
      runs,
      starts,
      clock,
      look: (use: RunbookUse, { blocks }: Runbook) =>
        approvals.view(blocks, { cwd: use.cwd, environment: given }),
      sequences: { onDidChange: nothing, settle() {}, view: () => null },
      history: { load: () => Promise.resolve(), find: () => null },
      outputs: { load: () => Promise.resolve() },
      values: { onDidChange: nothing, view: () => [] },
      carried: { onDidChange: nothing, view: () => ({ cwd: null, changes: [] }) },
      ticks: {
        hold: nothing,
        load: () => Promise.resolve(),
        onDidChange: nothing,
        view: () => ({ id: 'c', checked: false, by: null }),
      },
      incidentView: () => null,
      onDidChangeIncidents: nothing,
      openLink: (_file: unknown, _use: unknown, href: string) => Promise.resolve(void opened.push(href)),
    } as unknown as RunbookPanelParts;
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'runbooks/panel.md');
    const file = {
      id: 'x',
      uri,
      path: 'runbooks/panel.md',
      origin: 'workspace' as const,
      title: 'R',
      purpose: { title: null, services: [], alerts: [], titles: [], labels: [], severities: [] },
      repository: null,
      remote: null,
    };
    panel = new RunbookPanel(
      parts,
      webview.panel,
      file,
      { incident: sampleIncident, runbook: file.path, cwd: '/tmp' },
      'You chose it.',
      null,
    );
    webview.say({ type: 'ready' });
  });

  afterEach(() => {
    panel.dispose();
    changedBlocks.dispose();
    restore();
  });

  const run = (block: { id: string; sha256: string }, hiddenConfirmed = false) =>
    webview.ask({ type: 'run', blockId: block.id, sha256: block.sha256, hiddenConfirmed });

  it('writes no text of the runbook into its page, and allows no script but its own', async () => {
    await webview.view();
    const { html } = webview.panel.webview;
    assert.doesNotMatch(html, /echo one|onerror/);
    assert.match(html, /default-src 'none'; script-src 'nonce-[A-Za-z0-9+/=]{20,}'/);
  });

  it('runs exactly the text that was seen', async () => {
    const { blocks } = await webview.view();
    assert.deepEqual(await run(blocks[0]!), { ok: true });
    assert.deepEqual(
      started.map(({ code }) => code),
      ['echo one'],
    );
  });

  it('runs nothing when the file was changed between the look and the click, and shows what stands there now', async () => {
    const { blocks } = await webview.view();
    source = source.replace('echo one', 'rm -rf ~');
    const answer = await run(blocks[0]!);
    assert.equal(answer.ok, false);
    assert.match(answer.ok ? '' : answer.error, /changed since you looked/);
    assert.deepEqual(started, []);
    assert.ok((await webview.view()).html.includes('rm -rf ~'));
  });

  it('runs the changed text where its difference was seen and accepted', async () => {
    const { blocks } = await webview.view();
    source = source.replace('echo one', 'echo three');
    acceptsChange = true;
    assert.deepEqual(await run(blocks[0]!), { ok: true });
    assert.deepEqual(differences, [['echo one', 'echo three']]);
    assert.deepEqual(
      started.map(({ code }) => code),
      ['echo three'],
    );
  });

  it('asks for the new text’s own approval after its difference, and runs exactly that text', async () => {
    const { blocks } = await webview.view();
    source = source.replace('echo one', 'rm -rf /tmp/new');
    asksForReal = true;
    answers = [undefined];
    assert.equal((await run(blocks[0]!)).ok, false);
    assert.deepEqual([asked.length, started], [1, []]);
    // The panel has the new text by now: only what it showed before asks for the difference.
    source = source.replace('/tmp/new', '/tmp/newer');
    const [shown] = (await webview.view()).blocks;
    answers = ['Run the New Text', undefined];
    assert.equal((await run(shown!)).ok, false);
    assert.deepEqual([asked.length, started], [3, []]);
    source = source.replace('/tmp/newer', '/tmp/newest');
    const [again] = (await webview.view()).blocks;
    answers = ['Run the New Text', 'Run'];
    assert.deepEqual(await run(again!), { ok: true });
    assert.match(asked.at(-2)!, /is another text now/);
    assert.match(asked.at(-1)!, /destructive/);
    assert.deepEqual(
      started.map(({ code }) => code),
      ['rm -rf /tmp/newest'],
    );
  });

  it('starts a block where the one before it went, or where its own attribute says', async () => {
    carriedCwd = '/';
    assert.deepEqual(await run(await show('ls')), { ok: true });
    source = '# R\n\n```bash {cwd=../etc}\nls\n```\n';
    webview.told.length = 0;
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'runbooks/panel.md');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(source));
    const block = await eventually('its traits', async () => {
      const [only] = (await webview.view()).blocks;
      return only && only.traits.length > 0 && only;
    });
    assert.deepEqual(block.traits, ['in ../etc']);
    assert.deepEqual(await run(block), { ok: true });
    assert.deepEqual(
      startedWith.map(({ cwd }) => cwd),
      ['/', '/etc'],
    );
  });

  it('runs nothing for a hash of another text, an unknown block, or a block that is no shell’s', async () => {
    const { blocks } = await webview.view();
    assert.equal((await run({ id: blocks[0]!.id, sha256: 'f'.repeat(64) })).ok, false);
    assert.equal((await run({ id: 'nothing', sha256: blocks[0]!.sha256 })).ok, false);
    assert.equal((await run(blocks[2]!)).ok, false);
    assert.deepEqual(started, []);
  });

  it('runs a block with hidden characters only after the person confirmed them', async () => {
    const { blocks } = await webview.view();
    assert.match(blocks[1]!.hidden.join(), /U\+202E/);
    assert.equal((await run(blocks[1]!)).ok, false);
    assert.deepEqual(started, []);
    assert.deepEqual(await run(blocks[1]!, true), { ok: true });
    assert.equal(started.length, 1);
  });

  const show = async (code: string) => {
    source = `# R\n\n\`\`\`bash\n${code}\n\`\`\`\n`;
    // What was shown of the text before must not be taken for it.
    webview.told.length = 0;
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'runbooks/panel.md');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(source + String(Math.random())));
    return eventually(
      'the new text',
      async () => (await webview.view()).blocks.length === 1 && (await webview.view()).blocks[0],
    );
  };

  it('says how dangerous each block is, and what it acts on', async () => {
    await show('psql -c "DROP TABLE a"');
    const told = await eventually('the risk', () =>
      webview.told.findLast(one => one.type === 'risk' && one.risks[0]?.risk.risk === 'destructive'),
    );
    assert.ok(told.type === 'risk');
    const { target } = await eventually('the target', () =>
      webview.told.slice(webview.told.indexOf(told)).find(one => one.type === 'target'),
    );
    assert.deepEqual(target.parts, [{ name: 'database host', value: 'localhost' }]);
    assert.match(told.risks[0]!.risk.findings[0]!.reason, /SQL/);
  });

  it('never asks for a block that only looks, nor for one that changes something outside production', async () => {
    assert.deepEqual(await run(await show('ls')), { ok: true });
    assert.deepEqual(await run(await show('psql -c "INSERT INTO a VALUES (1)"')), { ok: true });
    assert.deepEqual(asked, []);
    assert.equal(started.length, 2);
  });

  it('asks before a change in another place than the one that is gone, and starts where all start', async () => {
    carriedCwd = '/nowhere/at/all';
    assert.deepEqual(await run(await show('ls')), { ok: true });
    answers = ['Run'];
    assert.deepEqual(await run(await show('psql -c "INSERT INTO a VALUES (1)"')), { ok: true });
    assert.equal(asked.length, 1);
    assert.match(details[0]!, /^In \/tmp, with bash\n.* went to \/nowhere\/at\/all, which does not exist/m);
    assert.deepEqual(
      startedWith.map(({ cwd, remark }) => [cwd, remark]),
      Array(2).fill(['/tmp', 'It started in /tmp.']),
    );
  });

  it('asks once for a change in production, and again when the variables or the target are others', async () => {
    databaseHost = 'db.prod.example';
    const block = await show('psql -c "INSERT INTO a VALUES (1)"');
    answers = ['Run', 'Run'];
    assert.deepEqual(await run(block), { ok: true });
    assert.deepEqual(await run(block), { ok: true });
    assert.equal(asked.length, 1);
    given = { ONCALL_INCIDENT_TITLE: 'another' };
    assert.deepEqual(await run(block), { ok: true });
    assert.equal(asked.length, 2);
    assert.deepEqual(
      recorded.map(({ role, environment }) => [role, environment]),
      [
        ['Responder', 'production'],
        ['Responder', 'production'],
      ],
    );
  });

  it('runs nothing when a destructive block is declined, and says so', async () => {
    const answer = await run(await show('rm -rf /'));
    assert.match(answer.ok ? '' : answer.error, /not approved; nothing was run/);
    assert.deepEqual([started, recorded], [[], []]);
    assert.equal(asked.length, 1);
  });

  it('wants the target typed and a reason for a destructive block in production, and records both', async () => {
    databaseHost = 'db.prod.example';
    const block = await show('psql -c "DROP TABLE a"');
    answers = ['Run', 'db.staging.example'];
    assert.equal((await run(block)).ok, false);
    answers = ['Run', 'db.prod.example', undefined];
    assert.equal((await run(block)).ok, false);
    answers = ['Run', 'db.prod.example', 'Grace', undefined];
    assert.equal((await run(block)).ok, false);
    assert.deepEqual([started, recorded], [[], []]);
    answers = ['Run', 'db.prod.example', 'Grace', 'The table is corrupt'];
    assert.deepEqual(await run(block), { ok: true });
    // What would run, where and with what stands in the question.
    assert.match(details[0]!, /psql -c "DROP TABLE a"/);
    assert.match(details[0]!, /^In \/.*, with bash$/m);
    assert.match(details[0]!, /db\.prod\.example/);
    assert.equal(recorded[0]!.role, 'Incident Commander');
    assert.equal(recorded[0]!.approvedBy, 'Grace');
    assert.equal(recorded[0]!.reason, 'The table is corrupt');
    assert.equal(started.length, 1);
  });

  it('wants somebody else to confirm a rollback that may destroy something', async () => {
    databaseHost = 'db.prod.example';
    const block = await show('psql -c "DROP TABLE a" # rollback');
    // Who approves cannot be the backup too.
    answers = ['Run', 'db.prod.example', 'Grace', 'grace'];
    assert.equal((await run(block)).ok, false);
    assert.deepEqual([started, recorded], [[], []]);
    asked.length = 0;
    answers = ['Run', 'db.prod.example', 'Grace', 'Bo', 'The table is corrupt'];
    assert.deepEqual(await run(block), { ok: true });
    assert.match(asked[2]!, /Grace is Incident Commander/);
    assert.match(asked[3]!, /as backup/);
    assert.deepEqual([recorded[0]!.approvedBy, recorded[0]!.backup], ['Grace', 'Bo']);
  });

  it('runs nothing when the text or the target changes while it asks', async () => {
    const block = await show('psql -c "DROP TABLE a"');
    answers = [() => ((databaseHost = 'db.staging.example'), 'Run')];
    const answer = await run(block);
    assert.match(answer.ok ? '' : answer.error, /changed while you were asked/);
    answers = [() => ((source = source.replace('TABLE a', 'TABLE b')), 'Run')];
    assert.equal((await run(block)).ok, false);
    assert.deepEqual([started, recorded], [[], []]);
  });

  it('runs with the variables that were approved, whatever becomes of them while it asks', async () => {
    const block = await show('rm -rf "/tmp/$A"');
    given = { A: 'seen' };
    answers = [() => ((given = { A: '../etc' }), 'Run')];
    assert.deepEqual(await run(block), { ok: true });
    assert.deepEqual(
      startedWith.map(({ environment }) => environment),
      [{ A: 'seen' }],
    );
  });

  it('does nothing for a message that is none of the protocol’s', async () => {
    await webview.view();
    // The file may have been written by the test before, and shows itself anew in its own time.
    const answered = () =>
      webview.told.filter(({ type }) => !['risk', 'target', 'runbook'].includes(type)).length;
    const before = answered();
    for (const message of [
      null,
      'run',
      { type: 'run', id: 9_001, command: 'true' },
      { type: 'openLink', id: 9_002, link: 0, href: 'command:x' },
      { type: 'eval' },
    ]) {
      webview.say(message);
    }
    assert.deepEqual(await webview.ask({ type: 'openLink', link: 0 }), { ok: true });
    assert.deepEqual(opened, ['https://a.example/']);
    assert.deepEqual(started, []);
    // Whoever asked is told that it was not taken; the others could not hear it.
    assert.equal(answered(), before + 3);
  });

  it('shows the file as it is now when somebody saves it, without being asked', async () => {
    await webview.view();
    source = '# Another title\n\n- [ ] check\n';
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'runbooks/panel.md');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(source));
    const view = await eventually('the new text', async () => {
      const now = await webview.view();
      return now.title === 'Another title' && now;
    });
    assert.equal(view.checks.length, 1);
    assert.equal(view.blocks.length, 0);
  });
});
