import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { Runbook, RunbookBlock } from '../../core/runbooks/runbook.ts';
import {
  type Answer,
  type BlockView,
  parseToHost,
  type RunbookView,
  type ToHost,
  type ToWebview,
} from '../../protocol.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { webviewPage } from '../webviewPage.ts';
import type { Ticks } from './ticks.ts';
import type { BlockRuns, RunbookUse } from './blockRuns.ts';
import type { RunbookFile, RunbookLibrary } from './runbookLibrary.ts';

export interface RunbookPanelParts {
  readonly library: RunbookLibrary;
  readonly runs: BlockRuns;
  readonly ticks: Ticks;
  readonly boundary: ErrorBoundary;
  readonly extensionUri: vscode.Uri;
  readonly clock: Clock;
  /** How an incident is called in the header. */
  readonly incidentView: (use: RunbookUse) => RunbookView['incident'];
  /** Calls back when what `incidentView` says may have changed. */
  readonly onDidChangeIncidents: (listener: () => void) => { dispose(): void };
  /** Follows a link of the runbook’s: another runbook, or an address. */
  readonly openLink: (from: RunbookFile, use: RunbookUse, href: string) => Promise<void>;
}

/** One runbook in a webview. The file and the parts hold the truth; the webview is a view of it. */
export class RunbookPanel implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  #runbook: Runbook | null = null;
  #ready = false;
  /** Why ticks are missing; null while they are not. */
  #withoutTicks: string | null = null;
  #scrollTo: string | null;

  constructor(
    private readonly parts: RunbookPanelParts,
    private readonly panel: vscode.WebviewPanel,
    private readonly file: RunbookFile,
    private readonly use: RunbookUse,
    private reason: string,
    scrollTo: string | null,
  ) {
    this.#scrollTo = scrollTo;
    const { webview } = panel;
    this.#owned.add(webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    this.#owned.add(
      parts.runs.onDidChange(change => {
        if (isSame(change.use, use)) this.#post({ type: 'run', blockId: change.blockId, run: change.run });
      }),
    );
    this.#owned.add(
      parts.ticks.onDidChange(change => {
        if (isSame(change.use, use)) this.#post({ type: 'check', check: change.check });
      }),
    );
    this.#owned.add(parts.onDidChangeIncidents(() => this.#send()));
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#send()));
    const watcher = this.#owned.add(
      vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(vscode.Uri.joinPath(file.uri, '..'), file.uri.path.split('/').at(-1)!),
      ),
    );
    this.#owned.add(watcher.onDidChange(() => this.#reload()));
    this.#owned.add(watcher.onDidCreate(() => this.#reload()));
    this.#owned.add(watcher.onDidDelete(() => this.#reload()));
    this.#owned.add(panel);
    webview.html = webviewPage(webview, parts.extensionUri, {
      script: 'webview.js',
      style: 'runbook.css',
      title: 'On-Call',
    });
    this.#reload();
  }

  reveal(reason: string, scrollTo: string | null): void {
    this.reason = reason;
    this.#scrollTo = scrollTo;
    this.panel.reveal();
    this.#send();
  }

  #reload(): void {
    this.parts.boundary.watch(
      `Reading ${this.file.path}`,
      this.#load().then(() => this.#send()),
    );
  }

  async #load(): Promise<void> {
    const { parseRunbook } = await import('../../core/runbooks/parseRunbook.ts');
    try {
      this.#runbook = parseRunbook(await this.parts.library.read(this.file.uri), {
        fileName: this.file.uri.path.split('/').at(-1)!,
        clock: this.parts.clock,
      });
    } catch (error) {
      throw new NotPossibleError(
        vscode.l10n.t(
          'The runbook {0} cannot be read: {1}.',
          this.file.path,
          error instanceof Error ? error.message : String(error),
        ),
        vscode.l10n.t('What was read last stays on the screen; see whether the file was moved or deleted.'),
      );
    }
    try {
      await this.parts.ticks.load(this.use);
      this.#withoutTicks = null;
    } catch (error) {
      // The runbook must be there and run even when the timeline cannot be read.
      this.parts.boundary.log(`Reading the ticks for ${this.file.path}`, error);
      this.#withoutTicks = vscode.l10n.t('The timeline cannot be read, so ticks of earlier are missing.');
    }
  }

  #send(): void {
    const runbook = this.#runbook;
    if (!this.#ready || !runbook) return;
    this.panel.title = runbook.title;
    const { ticks, runs, incidentView } = this.parts;
    const view: RunbookView = {
      title: runbook.title,
      reason: this.reason,
      html: runbook.html,
      blocks: runbook.blocks.map(({ id, sha256, language, runnable, hidden }): BlockView => ({
        id,
        sha256,
        language,
        runnable,
        hidden,
        run: runs.latest(this.use, id),
      })),
      checks: runbook.checks.map(check => ticks.view(this.use, check)),
      problems: [
        ...runbook.problems.map(({ line, message }) => vscode.l10n.t('Line {0}: {1}', line, message)),
        ...(this.#withoutTicks ? [this.#withoutTicks] : []),
      ],
      incident: incidentView(this.use),
      notRunnable: vscode.workspace.isTrusted
        ? null
        : vscode.l10n.t('Restricted Mode: nothing runs until you trust this workspace.'),
      cwd: this.use.cwd,
      shell: 'bash',
      headings: runbook.headings.map(({ slug, text, depth }) => ({ slug, text, depth })),
    };
    this.#post({ type: 'runbook', view, scrollTo: this.#scrollTo });
    this.#scrollTo = null;
  }

  #post(message: ToWebview): void {
    if (this.#ready) void this.panel.webview.postMessage(message);
  }

  #receive(value: unknown): void {
    const message = parseToHost(value);
    if (!message)
      return this.parts.boundary.log(
        `A message of ${this.file.path} was refused`,
        new Error('It is not one of the protocol’s.'),
      );
    if (message.type === 'ready') {
      this.#ready = true;
      return this.#send();
    }
    void this.#answer(message).then(answer => this.#post({ type: 'answer', id: message.id, answer }));
  }

  async #answer(message: Exclude<ToHost, { type: 'ready' }>): Promise<Answer> {
    try {
      await this.#handle(message);
      return { ok: true };
    } catch (error) {
      this.parts.boundary.log(`${message.type} in ${this.file.path}`, error);
      return { ok: false, error: this.parts.boundary.sentence(error) };
    }
  }

  async #handle(message: Exclude<ToHost, { type: 'ready' }>): Promise<void> {
    switch (message.type) {
      case 'run':
        return this.#run(message.blockId, message.sha256, message.hiddenConfirmed);
      case 'stop':
        return this.parts.runs.stop(message.runId);
      case 'copy':
        return vscode.env.clipboard.writeText(this.#block(message.blockId).code);
      case 'tick': {
        const check = this.#runbook?.checks.find(({ id }) => id === message.checkId);
        if (!check)
          throw new NotPossibleError(
            vscode.l10n.t('This item is no longer in the runbook.'),
            vscode.l10n.t('The view shows it as it is now.'),
          );
        return this.parts.ticks.tick(this.use, check, message.checked);
      }
      case 'openLink': {
        const href = this.#runbook?.links[message.link];
        if (href !== undefined) await this.parts.openLink(this.file, this.use, href);
        return;
      }
      case 'openSource': {
        const selection = new vscode.Range(
          Math.max(0, message.line - 1),
          0,
          Math.max(0, message.line - 1),
          0,
        );
        await vscode.window.showTextDocument(this.file.uri, {
          selection,
          viewColumn: vscode.ViewColumn.Beside,
        });
        return;
      }
    }
  }

  /** What runs is what the person saw: the file is read again, and another text than the one shown never runs. */
  async #run(blockId: string, sha256: string, hiddenConfirmed: boolean): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      throw new NotPossibleError(
        vscode.l10n.t('Nothing runs in Restricted Mode.'),
        vscode.l10n.t('Trust this workspace first, if you do.'),
      );
    }
    await this.#load();
    const block = this.#runbook?.blocks.find(({ id }) => id === blockId);
    if (!block || block.sha256 !== sha256) {
      this.#send();
      throw new NotPossibleError(
        vscode.l10n.t('The runbook was changed since you looked at this block; nothing was run.'),
        vscode.l10n.t('Read it again and press Run once more.'),
      );
    }
    if (!block.runnable)
      throw new NotPossibleError(
        vscode.l10n.t('This block is not a shell block.'),
        vscode.l10n.t('Copy it instead.'),
      );
    if (block.hidden.length > 0 && !hiddenConfirmed) {
      throw new NotPossibleError(
        vscode.l10n.t('This block holds characters that cannot be seen: {0}.', block.hidden.join(', ')),
        vscode.l10n.t('Look at them and confirm first.'),
      );
    }
    this.parts.runs.start(this.use, block);
  }

  #block(blockId: string): RunbookBlock {
    const block = this.#runbook?.blocks.find(({ id }) => id === blockId);
    if (!block)
      throw new NotPossibleError(
        vscode.l10n.t('This block is no longer in the runbook.'),
        vscode.l10n.t('The view shows it as it is now.'),
      );
    return block;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function isSame(a: RunbookUse, b: RunbookUse): boolean {
  return a.runbook === b.runbook && a.incident?.key === b.incident?.key;
}
