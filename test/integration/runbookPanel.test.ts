import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/core/logger.ts';
import type { RunbookBlock } from '../../src/core/runbooks/runbook.ts';
import type { Answer, RunbookView, ToWebview } from '../../src/protocol.ts';
import { ErrorBoundary } from '../../src/ui/errorBoundary.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { RunbookPanel, type RunbookPanelParts } from '../../src/ui/runbooks/runbookPanel.ts';
import { eventually } from './parts.ts';

/** The webview’s side of a panel, without a browser: what it is told, and a way to say anything to the host. */
class FakeWebview {
  readonly told: ToWebview[] = [];
  readonly #messages = new vscode.EventEmitter<unknown>();
  #ids = 0;
  readonly panel = {
    title: '',
    reveal() {},
    dispose() {},
    webview: {
      html: '',
      cspSource: 'test:',
      asWebviewUri: (uri: vscode.Uri) => uri,
      onDidReceiveMessage: this.#messages.event,
      postMessage: (message: ToWebview) => {
        this.told.push(message);
        return Promise.resolve(true);
      },
    },
  } as unknown as vscode.WebviewPanel;

  say(message: unknown): void {
    this.#messages.fire(message);
  }

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
  let opened: string[];
  let webview: FakeWebview;
  let panel: RunbookPanel;

  beforeEach(() => {
    // Of the test’s own modules, so that it knows this copy’s classes of errors.
    const boundary = new ErrorBoundary(silentLogger, () => {});
    source =
      '# R\n\n```bash\necho one\n```\n\n```bash\necho \u202Etwo\n```\n\n```json\n{}\n```\n\n[a](https://a.example) <img src=x onerror=alert(1)>\n';
    started = [];
    opened = [];
    webview = new FakeWebview();
    const nothing = () => ({ dispose() {} });
    const parts = {
      boundary,
      clock,
      extensionUri: vscode.extensions.getExtension('on-call.on-call')!.extensionUri,
      library: { read: () => Promise.resolve(source) },
      runs: {
        latest: () => null,
        onDidChange: nothing,
        start: (_use: unknown, block: RunbookBlock) => void started.push(block),
        stop() {},
      },
      ticks: {
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
      purpose: { title: null, services: [], alerts: [], titles: [] },
    };
    panel = new RunbookPanel(
      parts,
      webview.panel,
      file,
      { incident: null, runbook: file.path, cwd: '/tmp' },
      'You chose it.',
      null,
    );
    webview.say({ type: 'ready' });
  });

  afterEach(() => panel.dispose());

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

  it('does nothing for a message that is none of the protocol’s', async () => {
    await webview.view();
    const before = webview.told.length;
    for (const message of [
      null,
      'run',
      { type: 'run', id: 1, command: 'true' },
      { type: 'openLink', id: 2, link: 0, href: 'command:x' },
      { type: 'eval' },
    ]) {
      webview.say(message);
    }
    assert.deepEqual(await webview.ask({ type: 'openLink', link: 0 }), { ok: true });
    assert.deepEqual(opened, ['https://a.example/']);
    assert.deepEqual(started, []);
    assert.equal(webview.told.length, before + 1);
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
